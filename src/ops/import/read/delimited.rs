//! CSV and TSV (RFC 4180 and what programs make of it), read from memory without copying plain cells.
//!
//! The first row that is not blank names the columns. `line` is the physical line where a record starts. The apostrophe
//! that an export puts before `= + - @` (see `output::csv_cells`) is dropped again: one of the apostrophes a cell starts
//! with goes when, behind all of them and any spaces, one of those characters follows.

use std::borrow::Cow;

use crate::ops::import::read::{
    BadRow, Cell, MAX_COLUMNS, MAX_RECORD, Note, OnColumns, OnRow, ReadError, Row, encoding,
    records::Records, unique_names,
};

/// Reads rows of cells; the delimiter is found from the header (`,` `;` or tab) when it is not given.
pub fn for_each(
    bytes: &[u8],
    delimiter: Option<u8>,
    columns: &mut OnColumns<'_>,
    row: &mut OnRow<'_>,
) -> Result<Vec<Note>, ReadError> {
    let (text, note) = encoding::decode(bytes)?;
    let mut records = open(&text, delimiter);
    let mut cells = Vec::new();
    if records.next(&mut cells)?.is_none() {
        return Err(ReadError::new(None, "the file has no rows", "文件没有内容")
            .hint("the first row must name the columns", "第一行必须是列名"));
    }
    if cells.len() > MAX_COLUMNS {
        return Err(ReadError::new(
            Some(1),
            format!("more than {MAX_COLUMNS} columns"),
            format!("超过 {MAX_COLUMNS} 列"),
        ));
    }
    let names = unique_names(cells.iter().map(|cell| unescape(cell)));
    columns(&names)?;
    while let Some((line, raw)) = records.next(&mut cells)? {
        let width = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        if width > names.len() {
            let (found, wanted) = (cells.len(), names.len());
            row(Err(BadRow::new(
                line,
                raw,
                format!("too many cells: {found}, the header has {wanted}"),
                format!("单元格过多：有 {found} 个，表头只有 {wanted} 列"),
            )))?;
            continue;
        }
        let filled = cells.drain(..).take(width).enumerate().filter(|(_, cell)| !cell.is_empty());
        let cells = filled.map(|(index, cell)| (index, Cell::Text(restore(cell)))).collect();
        row(Ok(Row { line, cells }))?;
    }
    Ok(note.into_iter().collect())
}

/// The text without the apostrophe an export added.
fn unescape(cell: &str) -> &str {
    let Some(rest) = cell.strip_prefix('\'') else {
        return cell;
    };
    let behind = rest.trim_start_matches('\'');
    let marks = ['=', '+', '-', '@', '＝', '＋', '－', '＠', '\t', '\r', '\n'];
    let first = behind.trim_start_matches([' ', '\u{a0}', '\u{3000}']);
    if first.starts_with(marks) { rest } else { cell }
}

fn restore(cell: Cow<'_, str>) -> String {
    match unescape(&cell) {
        rest if rest.len() < cell.len() => rest.to_owned(),
        _ => cell.into_owned(),
    }
}

/// The records of a text; the delimiter is found from the first one when it is not given.
pub fn open(text: &str, delimiter: Option<u8>) -> Records<'_> {
    let (mut at, mut line) = (0, 1);
    // Excel's own first line `sep=;`
    let mut named = None;
    if let [b's', b'e', b'p', b'=', d @ (b',' | b';' | b'\t'), b'\r' | b'\n', ..] = text.as_bytes() {
        named = Some(*d);
        at = text.find('\n').map_or(text.len(), |end| end + 1);
        line = 2;
    }
    let delimiter = delimiter.or(named).unwrap_or_else(|| sniff(&text[at..]));
    Records::new(text, delimiter, at, line)
}

/// The delimiter the header uses most outside quotes.
fn sniff(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(0usize, b','), (0, b';'), (0, b'\t')];
    for byte in text.trim_start().bytes().take(MAX_RECORD) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if !quoted => {
                counts.iter_mut().filter(|(_, d)| *d == byte).for_each(|(count, _)| *count += 1);
            }
            _ => {}
        }
    }
    counts.iter().rev().max_by_key(|(count, _)| *count).map_or(b',', |(_, d)| *d)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::{Format, Sheet, read};

    fn sheet(text: &str) -> Sheet {
        read(text.as_bytes(), Format::Csv).unwrap()
    }

    #[test]
    fn cells_keep_their_columns() {
        let sheet = sheet("\u{feff}name, phone ,,name\n惠普,,x\n,,,\n戴尔,1,2,3,,\n");
        assert_eq!(sheet.columns, ["name", "phone", "column 3", "name (2)"]);
        let text = |t: &str| Cell::Text(t.into());
        assert_eq!(sheet.rows[0], Row { line: 2, cells: vec![(0, text("惠普")), (2, text("x"))] });
        assert_eq!(sheet.rows[1].line, 4);
        assert_eq!(sheet.rows.len(), 2);
        assert!(sheet.bad.is_empty());
    }

    #[test]
    fn too_many_cells_make_a_bad_row() {
        let sheet = sheet("a,b\n1\n1,2,\"3\nx\"\n4,5\n");
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!((sheet.bad[0].line, sheet.bad[0].raw.as_str()), (3, "1,2,\"3 x\""));
        assert!(sheet.bad[0].en.contains('3') && sheet.bad[0].zh.contains('2'));
        assert_eq!(sheet.rows[1].line, 5);
    }

    #[test]
    fn the_apostrophe_of_exports_is_dropped() {
        assert_eq!(unescape("'=1+1"), "=1+1");
        assert_eq!(unescape("' ＝1"), " ＝1");
        assert_eq!(unescape("''=1"), "'=1");
        assert_eq!(unescape("'s-Hertogenbosch"), "'s-Hertogenbosch");
        assert_eq!(unescape("'"), "'");
    }

    #[test]
    fn nothing_and_too_wide() {
        assert!(read(b"", Format::Csv).is_err());
        assert!(read(b"\n \n", Format::Tsv).is_err());
        assert!(read("a,".repeat(2000).as_bytes(), Format::Csv).is_err());
    }

    #[test]
    fn gbk_gives_a_note() {
        let (bytes, _, _) = encoding_rs::GB18030.encode("公司名称;电话\n惠普公司;021\n");
        let sheet = read(&bytes, Format::Csv).unwrap();
        assert_eq!((sheet.columns[0].as_str(), sheet.notes.len()), ("公司名称", 1));
    }
}
