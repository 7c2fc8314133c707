"""Makes checksums.parquet, a table whose pages carry checksums, which the Rust crate cannot write: python3 checksums.py (pip: pyarrow)."""

from pathlib import Path

import pyarrow
import pyarrow.parquet

table = pyarrow.table(
    {
        "id": [f"p{n}" for n in range(40)],
        "text": [f"Ferry {n} left at {n % 24}:10 with {n * 7919 % 101} passengers and the mail." for n in range(40)],
    }
)
pyarrow.parquet.write_table(
    table,
    Path(__file__).with_name("checksums.parquet"),
    row_group_size=20,
    compression="none",
    use_dictionary=False,
    write_page_checksum=True,
    write_statistics=False,
    store_schema=False,
)
