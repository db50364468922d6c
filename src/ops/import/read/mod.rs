//! Reading what other systems hand over: CSV, TSV, XLSX, JSON lines, vCard and iCalendar as columns and rows.
//!
//! Nothing is interpreted here: cells are text as the file has it, and empty cells are left out. A row that cannot be
//! read is a [`BadRow`] and reading goes on; a file that cannot be read is a [`ReadError`] and reading ends.

pub mod container;
pub mod delimited;
pub mod encoding;
pub mod format;
pub mod icalendar;
mod icalendar_lines;
pub mod jsonl;
pub mod records;
pub mod vcard;
mod vcard_fields;
pub mod vcard_lines;
pub mod workbook;
mod workbook_cells;

use serde_json::Value;

pub use format::Format;

/// The most columns a file may have.
pub const MAX_COLUMNS: usize = 1_000;
/// The most bytes of one cell (1 MiB).
pub const MAX_CELL: usize = 1 << 20;
/// The most bytes of one record, a line of a CSV file with its quoted line breaks (4 MiB).
pub const MAX_RECORD: usize = 4 << 20;
/// The most characters of a bad row that are kept to show it.
pub const MAX_RAW: usize = 500;

/// One cell with something in it.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Text as the file has it.
    Text(String),
    /// A list or an object, from JSON lines and the contacts of vCards; boxed to keep rows small.
    Structured(Box<Value>),
}

/// One row; empty cells are left out.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Line in the file (CSV, JSON lines), row of the sheet or number of the card, from 1.
    pub line: u64,
    /// Index of the column and the cell, in the order of the columns.
    pub cells: Vec<(usize, Cell)>,
}

/// A row that could not be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadRow {
    /// Line in the file, row of the sheet or number of the card, from 1.
    pub line: u64,
    /// Start of the row as it was, without control characters.
    pub raw: String,
    /// What is wrong, in English.
    pub en: String,
    /// What is wrong, in Chinese.
    pub zh: String,
}

impl BadRow {
    /// A bad row; `raw` is cut and freed of control characters here.
    pub fn new(line: u64, raw: &str, en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { line, raw: sanitise(raw), en: en.into(), zh: zh.into() }
    }
}

/// Something worth telling that is no error: in English and in Chinese.
pub type Note = (String, String);

/// A file read at once.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sheet {
    /// Names of the columns, unique and never empty.
    pub columns: Vec<String>,
    /// The rows that could be read.
    pub rows: Vec<Row>,
    /// The rows that could not.
    pub bad: Vec<BadRow>,
    /// What else there is to tell, such as an encoding that was recognised.
    pub notes: Vec<Note>,
}

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Where, when that is known.
    pub line: Option<u64>,
    /// What is wrong, in English.
    pub en: String,
    /// What is wrong, in Chinese.
    pub zh: String,
    /// What to do, in English.
    pub hint_en: String,
    /// What to do, in Chinese.
    pub hint_zh: String,
}

impl ReadError {
    /// An error without a hint.
    pub fn new(line: Option<u64>, en: impl Into<String>, zh: impl Into<String>) -> Self {
        let (hint_en, hint_zh) = (String::new(), String::new());
        Self { line, en: en.into(), zh: zh.into(), hint_en, hint_zh }
    }

    /// The same error with advice.
    pub fn hint(mut self, en: impl Into<String>, zh: impl Into<String>) -> Self {
        (self.hint_en, self.hint_zh) = (en.into(), zh.into());
        self
    }
}

/// Receives the names of the columns, once and before any row.
pub type OnColumns<'a> = dyn FnMut(&[String]) -> Result<(), ReadError> + 'a;
/// Receives each row in the order of the file; an error ends the reading.
pub type OnRow<'a> = dyn FnMut(Result<Row, BadRow>) -> Result<(), ReadError> + 'a;

/// Reads a file row by row: the columns first, then every row in order. What comes back are the notes.
///
/// Rows are handed on as they are met, so an error may follow rows that were already given.
pub fn for_each(
    bytes: &[u8],
    format: Format,
    columns: &mut OnColumns<'_>,
    row: &mut OnRow<'_>,
) -> Result<Vec<Note>, ReadError> {
    match format {
        Format::Csv => delimited::for_each(bytes, None, columns, row),
        Format::Tsv => delimited::for_each(bytes, Some(b'\t'), columns, row),
        Format::Xlsx => workbook::for_each(bytes, None, columns, row),
        Format::Jsonl => jsonl::for_each(bytes, columns, row),
        Format::Vcard => vcard::for_each(bytes, columns, row),
        Format::Ics => icalendar::for_each(bytes, columns, row),
    }
}

/// Reads a whole file into memory.
pub fn read(bytes: &[u8], format: Format) -> Result<Sheet, ReadError> {
    collect(&mut |columns, row| for_each(bytes, format, columns, row))
}

/// Reads the named sheet of a workbook into memory.
pub fn read_sheet(bytes: &[u8], name: &str) -> Result<Sheet, ReadError> {
    collect(&mut |columns, row| workbook::for_each(bytes, Some(name), columns, row))
}

type Reading<'a> = dyn FnMut(&mut OnColumns<'_>, &mut OnRow<'_>) -> Result<Vec<Note>, ReadError> + 'a;

fn collect(reading: &mut Reading<'_>) -> Result<Sheet, ReadError> {
    let (mut columns, mut rows, mut bad) = (Vec::new(), Vec::new(), Vec::new());
    let notes = reading(
        &mut |names| {
            columns = names.to_vec();
            Ok(())
        },
        &mut |row| {
            match row {
                Ok(mut row) => {
                    row.cells.shrink_to_fit();
                    rows.push(row);
                }
                Err(row) => bad.push(row),
            }
            Ok(())
        },
    )?;
    Ok(Sheet { columns, rows, bad, notes })
}

/// Column names made usable: trimmed, empty ones named by their place, repeated ones numbered.
fn unique_names<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let mut unique = Vec::new();
    for (index, name) in names.enumerate() {
        let mut name: String = name.trim().chars().map(printable).collect();
        if name.is_empty() {
            name = format!("column {}", index + 1);
        }
        let mut candidate = name.clone();
        let mut count = 2;
        while !seen.insert(candidate.clone()) {
            candidate = format!("{name} ({count})");
            count += 1;
        }
        unique.push(candidate);
    }
    unique
}

/// A space in place of what could move a terminal's cursor or reverse its text.
fn printable(c: char) -> char {
    let unsafe_mark =
        matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if c.is_control() || unsafe_mark { ' ' } else { c }
}

fn sanitise(raw: &str) -> String {
    raw.chars().take(MAX_RAW).map(printable).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_never_empty() {
        let names = unique_names(["a", "", "a", "a (2)", "a", "column 2"].into_iter());
        assert_eq!(names, ["a", "column 2", "a (2)", "a (2) (2)", "a (3)", "column 2 (2)"]);
    }

    #[test]
    fn bad_rows_are_safe_to_show() {
        let bad = BadRow::new(3, &format!("\x1b[2J\u{202e}{}", "客".repeat(900)), "", "");
        assert_eq!(bad.raw.chars().count(), MAX_RAW);
        assert!(!bad.raw.contains(['\x1b', '\u{202e}']));
    }
}
