//! Splitting delimited text into records and cells, bounded in size and with the true line of each record.

use std::borrow::Cow;

use crate::ops::import::read::{MAX_CELL, MAX_COLUMNS, MAX_RECORD, ReadError};

/// The records of a text, one after the other.
pub struct Records<'a> {
    text: &'a str,
    at: usize,
    line: u64,
    delimiter: u8,
}

impl<'a> Records<'a> {
    /// Starts reading at a byte that is on the given line.
    pub fn new(text: &'a str, delimiter: u8, at: usize, line: u64) -> Self {
        Self { text, at, line, delimiter }
    }

    /// The next record that is not blank: where it starts and how it looks; its cells replace those given.
    pub fn next(&mut self, cells: &mut Vec<Cow<'a, str>>) -> Result<Option<(u64, &'a str)>, ReadError> {
        while self.at < self.text.len() {
            cells.clear();
            let (start, line) = (self.at, self.line);
            while self.cell(start, line, cells)? {}
            let raw = self.text.get(start..self.at).unwrap_or_default();
            self.end_line();
            if cells.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some((line, raw)));
            }
        }
        Ok(None)
    }

    /// Reads one cell; false after the last of the record.
    fn cell(&mut self, start: usize, line: u64, cells: &mut Vec<Cow<'a, str>>) -> Result<bool, ReadError> {
        let quote = self.byte() == Some(b'"');
        let mut cell = if quote { self.quoted(start)? } else { Cow::Borrowed("") };
        let tail = self.plain(start, line)?;
        if cell.is_empty() {
            cell = Cow::Borrowed(tail);
        } else if !tail.is_empty() {
            cell.to_mut().push_str(tail);
        }
        if cell.len() > MAX_CELL {
            return Err(too_long(line, "a cell is longer than 1 MiB", "一个单元格超过 1 MiB"));
        }
        if cells.len() <= MAX_COLUMNS || !cell.is_empty() {
            cells.push(cell);
        }
        let more = self.byte() == Some(self.delimiter);
        self.at += usize::from(more);
        Ok(more)
    }

    /// Text up to the next delimiter or line end.
    fn plain(&mut self, start: usize, line: u64) -> Result<&'a str, ReadError> {
        let (from, window) = (self.at, self.window(start));
        let delimiter = self.delimiter;
        match window.iter().position(|b| *b == delimiter || *b == b'\n' || *b == b'\r') {
            Some(length) => self.at += length,
            None if self.at + window.len() < self.text.len() => {
                return Err(too_long(line, "a row is longer than 4 MiB", "一行超过 4 MiB"));
            }
            None => self.at += window.len(),
        }
        Ok(self.text.get(from..self.at).unwrap_or_default())
    }

    /// Text between quotes, a doubled quote being one.
    fn quoted(&mut self, start: usize) -> Result<Cow<'a, str>, ReadError> {
        let open = self.line;
        let mut cell = Cow::Borrowed("");
        self.at += 1;
        loop {
            let (from, window) = (self.at, self.window(start));
            let Some(length) = window.iter().position(|b| *b == b'"') else {
                return Err(match self.at + window.len() < self.text.len() {
                    true => too_long(
                        open,
                        "a quote is opened and not closed within 4 MiB",
                        "引号打开后 4 MiB 内没有闭合",
                    ),
                    false => unclosed(open),
                });
            };
            self.line += line_ends(&window[..length]);
            let part = self.text.get(from..from + length).unwrap_or_default();
            if cell.is_empty() {
                cell = Cow::Borrowed(part);
            } else {
                cell.to_mut().push_str(part);
            }
            self.at += length + 1;
            if self.byte() != Some(b'"') {
                return Ok(cell);
            }
            cell.to_mut().push('"');
            self.at += 1;
        }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// What is left of the record's allowance.
    fn window(&self, start: usize) -> &'a [u8] {
        let bytes = self.text.as_bytes();
        &bytes[self.at..bytes.len().min(start + MAX_RECORD).max(self.at)]
    }

    fn end_line(&mut self) {
        let rest = &self.text.as_bytes()[self.at..];
        if !rest.is_empty() {
            self.at += if rest.starts_with(b"\r\n") { 2 } else { 1 };
            self.line += 1;
        }
    }
}

fn line_ends(bytes: &[u8]) -> u64 {
    let lone = |i: usize| bytes[i] == b'\r' && bytes.get(i + 1) != Some(&b'\n');
    (0..bytes.len()).filter(|i| bytes[*i] == b'\n' || lone(*i)).count() as u64
}

fn too_long(line: u64, en: &str, zh: &str) -> ReadError {
    ReadError::new(Some(line), format!("line {line}: {en}"), format!("第 {line} 行：{zh}"))
        .hint("is this file a table with one record a line?", "请确认文件是每行一条记录的表格")
}

fn unclosed(line: u64) -> ReadError {
    ReadError::new(
        Some(line),
        format!("the quote opened on line {line} is not closed"),
        format!("第 {line} 行的引号没有闭合"),
    )
    .hint(
        "close it, or write a quote inside a cell twice (\"\")",
        "请补上引号；单元格内的引号须写两次（\"\"）",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::delimited::open;
    use proptest::prelude::*;

    fn split(text: &str) -> Result<Vec<(u64, Vec<String>)>, ReadError> {
        let mut records = open(text, None);
        let (mut cells, mut all) = (Vec::new(), Vec::new());
        while let Some((line, _)) = records.next(&mut cells)? {
            all.push((line, cells.iter().map(|c| c.to_string()).collect()));
        }
        Ok(all)
    }

    fn cells(text: &str) -> Vec<Vec<String>> {
        split(text).unwrap().into_iter().map(|(_, cells)| cells).collect()
    }

    #[test]
    fn lines_are_physical() {
        let text = "\r\na,b\r\n\"x\ny\r\nz\",1\n\n,\nlast,\"2\"";
        let lines: Vec<u64> = split(text).unwrap().iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [2, 3, 8]);
        assert_eq!(split("a\rb\rc").unwrap()[2].0, 3);
    }

    #[test]
    fn delimiters_are_found() {
        assert_eq!(cells("a;b;\"c,d,e\"\n"), [["a", "b", "c,d,e"]]);
        assert_eq!(cells("a\tb, c\td\n"), [["a", "b, c", "d"]]);
        assert_eq!(cells("sep=;\r\na;b,c\n"), [["a", "b,c"]]);
        assert_eq!(cells("name\n惠普\n"), [["name"], ["惠普"]]);
    }

    #[test]
    fn giants_end_quickly() {
        let plain = "x".repeat(200 << 20);
        assert_eq!(split(&plain).unwrap_err().line, Some(1));
        assert!(split(&format!("a\n{}\n", "y".repeat(MAX_CELL + 1))).is_err());
        let open = format!("a,b\n1,2\n3,\"{}", "\n".repeat(MAX_RECORD));
        assert_eq!(split(&open).unwrap_err().line, Some(3));
        assert_eq!(split("a\n\"b\n\n").unwrap_err().line, Some(2));
    }

    proptest! {
        #[test]
        fn agrees_with_the_csv_crate(text in "[ab客,\"\r\n ]{0,40}") {
            // where a quote stays open the csv crate goes on to the end and this reader says so
            if let Ok(ours) = split(&format!("h,\n{text}")) {
                let text = format!("h,\n{text}");
                let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
                let theirs: Vec<Vec<String>> = reader.records().map(|r| r.unwrap().iter().map(str::to_owned).collect())
                    .filter(|r: &Vec<String>| r.iter().any(|c| !c.trim().is_empty())).collect();
                prop_assert_eq!(ours.into_iter().map(|(_, cells)| cells).collect::<Vec<_>>(), theirs);
            }
        }
    }
}
