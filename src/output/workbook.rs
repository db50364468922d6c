//! An Excel workbook of one sheet, every cell text: no formula, no lost zero, no rounded id.
//!
//! The workbook is built in memory. The constant-memory mode of the library is not used because it writes customers'
//! data to temporary files.

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use unicode_width::UnicodeWidthStr;

/// Rows whose text decides the widths of the columns.
const MEASURED: u32 = 1_000;
/// Rows a sheet can hold, the header among them.
pub const MAX_ROWS: u32 = 1_048_576;

/// The bytes of a workbook with a bold frozen header; the error is a sentence in English.
pub fn write(
    title: &str,
    columns: &[String],
    rows: impl Iterator<Item = Vec<String>>,
) -> Result<Vec<u8>, String> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(sheet_name(title)).map_err(|e| e.to_string())?;
    sheet.set_freeze_panes(1, 0).map_err(|e| e.to_string())?;
    let text = Format::new().set_num_format("@");
    let bold = Format::new().set_num_format("@").set_bold();
    let mut widths: Vec<usize> = vec![0; columns.len()];
    let rows = std::iter::once(columns.to_vec()).chain(rows);
    for (line, row) in (0u32..).zip(rows) {
        if line >= MAX_ROWS {
            return Err(format!("more than {MAX_ROWS} rows do not fit into a sheet: export as CSV"));
        }
        let format = if line == 0 { &bold } else { &text };
        for (column, cell) in row.into_iter().enumerate() {
            if line < MEASURED {
                let width = cell.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
                widths.resize(widths.len().max(column + 1), 0);
                widths[column] = widths[column].max(width);
            }
            if !cell.is_empty() {
                let index = u16::try_from(column).map_err(|_| "too many columns for a sheet".to_owned())?;
                let place = || format!("row {}, column {}", line + 1, column + 1);
                sheet
                    .write_string_with_format(line, index, cell, format)
                    .map_err(|e| format!("{}: {e}: export as CSV", place()))?;
            }
        }
    }
    fit(sheet, &widths)?;
    for column in (0u16..).take(widths.len()) {
        sheet.set_column_format(column, &text).map_err(|e| e.to_string())?;
    }
    book.save_to_buffer().map_err(|e| e.to_string())
}

/// Columns as wide as their widest text, within reason.
pub fn fit(sheet: &mut Worksheet, widths: &[usize]) -> Result<(), String> {
    for (column, width) in (0u16..).zip(widths) {
        let width = (*width as f64 + 2.0).clamp(8.0, 60.0);
        sheet.set_column_width(column, width).map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// A title as Excel accepts it: 31 UTF-16 units, without `[ ] : * ? / \` and apostrophes at its ends.
pub fn sheet_name(title: &str) -> String {
    let allowed = |c: &char| !c.is_control() && !matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\');
    let mut units = 0;
    let short: String = title
        .chars()
        .filter(allowed)
        .take_while(|c| {
            units += c.len_utf16();
            units <= 31
        })
        .collect();
    match short.trim_matches(['\'', ' ']) {
        "" => "kehu".to_owned(),
        name => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::{Cell, Format as Source, read};

    #[test]
    fn what_is_written_is_read() {
        let cells = ["=1+1", "0012", "310101199001011234", "多行\n文字", "_x0041_", " x ", "1e5", "-5"];
        let columns: Vec<String> = (0..cells.len()).map(|i| format!("列{i}")).collect();
        let row: Vec<String> = cells.iter().map(|c| (*c).to_owned()).collect();
        let bytes = write("客户/2026", &columns, [row, vec![]].into_iter()).unwrap();
        let sheet = read(&bytes, Source::Xlsx).unwrap();
        assert_eq!(sheet.columns, columns);
        let expected: Vec<_> = cells.iter().map(|c| Cell::Text((*c).to_owned())).enumerate().collect();
        assert_eq!(sheet.rows[0].cells, expected);
    }

    #[test]
    fn limits_and_titles() {
        let long = vec!["x".repeat(40_000)];
        assert!(write("t", &["a".into()], [long].into_iter()).unwrap_err().starts_with("row 2, column 1"));
        assert_eq!(sheet_name("'[]'"), "kehu");
        assert_eq!(sheet_name(&"客".repeat(40)).chars().count(), 31);
    }
}
