//! The lists in which ninjs 3 keeps the headlines and the bodies of an article.

use serde::Deserialize;
use serde_json::value::RawValue;

/// One of several headlines or bodies.
#[derive(Debug, Deserialize)]
struct Part<'r> {
    #[serde(borrow)]
    value: Option<&'r RawValue>,
    role: Option<String>,
    #[serde(alias = "contenttype")]
    #[serde(rename = "contentType")]
    media: Option<String>,
}

/// A headline or a body, as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chosen<'r> {
    pub(super) value: &'r str,
    pub(super) is_html: bool,
}

/// Chooses from a list: plain text before HTML, what is called main before what is not, the first before the next.
pub(super) fn chosen(list: &str) -> Option<Chosen<'_>> {
    let parts: Vec<Part<'_>> = serde_json::from_str(list).ok()?;
    let all = parts.iter().filter_map(|part| {
        let value = part.value?.get();
        let is_html = part.media.as_deref().is_some_and(|media| media.contains("html"));
        let is_main = part.role.as_deref().is_none_or(|role| role.contains("main"));
        value.starts_with('"').then_some((Chosen { value, is_html }, is_main))
    });
    all.min_by_key(|(chosen, is_main)| (chosen.is_html, !is_main)).map(|(chosen, _)| chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_is_taken_before_html_and_the_main_body_before_others() {
        let list = r#"[{"role":"main","contentType":"text/html","value":"<p>a</p>"},{"role":"caption","contentType":"text/plain","value":"b"},{"role":"main","contentType":"text/plain","value":"c"}]"#;
        assert_eq!(chosen(list).map(|chosen| chosen.value), Some("\"c\""));
        let html = chosen(r#"[{"contentType":"text/html","value":"<p>a</p>"},{"value":7}]"#).expect("a body");
        assert!(html.is_html);
        assert!(chosen("[]").is_none());
        assert!(chosen("[1]").is_none());
    }
}
