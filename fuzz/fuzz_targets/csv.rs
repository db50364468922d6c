//! CSV: read or refused; every cell lies in a column and is no larger than a cell may be.
#![no_main]

use kehu::ops::import::read::{Cell, Format, MAX_CELL, MAX_COLUMNS, for_each};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    for format in [Format::Csv, Format::Tsv, Format::Jsonl] {
        let width = std::cell::Cell::new(0);
        let _ = for_each(
            bytes,
            format,
            &mut |columns| {
                width.set(columns.len());
                assert!(width.get() <= MAX_COLUMNS);
                Ok(())
            },
            &mut |row| {
                for (column, cell) in row.map(|row| row.cells).unwrap_or_default() {
                    assert!(column < width.get().max(MAX_COLUMNS));
                    assert!(!matches!(cell, Cell::Text(text) if text.len() > MAX_CELL));
                }
                Ok(())
            },
        );
    }
});
