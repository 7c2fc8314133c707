//! The formats that articles come in, one module each.

#[path = "../reading/mod.rs"]
mod reading;

mod csv;
mod feed;
mod html;
mod json;
mod parquet;
mod warc;
