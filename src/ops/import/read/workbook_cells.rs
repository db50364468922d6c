//! What a cell of a workbook holds, as text, and how it is called.

use calamine::{Data, DataRef, ExcelDateTime};

use crate::ops::import::read::{BadRow, Cell, MAX_CELL, MAX_RAW, Note, Row};

/// A cell as text, nothing when it is empty, the error it shows when it is one.
pub fn text(value: &DataRef<'_>) -> Result<Option<String>, String> {
    let text = match value {
        DataRef::Empty => return Ok(None),
        DataRef::Error(error) => return Err(error.to_string()),
        DataRef::Float(f) => number(*f),
        DataRef::DateTime(at) => date(at),
        DataRef::SharedString(text) => (*text).to_owned(),
        other => Data::from(other.clone()).to_string(),
    };
    Ok(Some(text).filter(|text| !text.is_empty()))
}

/// A number with Excel's 15 digits and never an exponent.
fn number(f: f64) -> String {
    let rounded = format!("{f:.14e}").parse().unwrap_or(f);
    if rounded == 0.0 { "0".into() } else { format!("{rounded}") }
}

fn date(at: &ExcelDateTime) -> String {
    let serial = at.as_f64();
    if at.is_duration() {
        let seconds = (serial * 86_400.0).round() as i64;
        return format!("{}:{:02}:{:02}", seconds / 3600, seconds.abs() / 60 % 60, seconds.abs() % 60);
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    if (hour, minute, second) == (0, 0, 0) {
        format!("{year:04}-{month:02}-{day:02}")
    } else if (0.0..1.0).contains(&serial) {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")
    }
}

/// Column 27, counted from 0, as `AB`.
pub fn letters(mut column: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'A' + (column % 26) as u8));
        if column < 26 {
            return name;
        }
        column = column / 26 - 1;
    }
}

/// Tells of a number Excel has rounded.
pub fn long_number(line: u64) -> Note {
    (
        format!(
            "row {line} has a number of more than 15 digits: Excel has lost the last ones; format such columns as text"
        ),
        format!("第 {line} 行有超过 15 位的数字，Excel 已丢失末尾几位；请将该列设为文本格式"),
    )
}

/// A row below the header, whose table starts at a column and has a width.
pub fn read_row(
    line: u64,
    first: usize,
    width: usize,
    cells: Vec<(usize, Result<String, String>)>,
) -> Result<Row, BadRow> {
    let shown = |cells: &[(usize, Result<String, String>)]| {
        let texts = cells.iter().map(|(_, cell)| match cell {
            Ok(text) | Err(text) => text.chars().take(MAX_RAW).collect::<String>(),
        });
        texts.collect::<Vec<_>>().join(", ")
    };
    for (column, cell) in &cells {
        let place = format!("{}{line}", letters(*column));
        let (en, zh) = match cell {
            Err(error) => {
                (format!("cell {place} is the error {error}"), format!("单元格 {place} 是错误值 {error}"))
            }
            Ok(text) if text.len() > MAX_CELL => {
                (format!("cell {place} is longer than 1 MiB"), format!("单元格 {place} 超过 1 MiB"))
            }
            Ok(_) if *column < first || *column >= first + width => {
                (format!("cell {place} has no column name"), format!("单元格 {place} 所在列没有列名"))
            }
            Ok(_) => continue,
        };
        return Err(BadRow::new(line, &shown(&cells), en, zh));
    }
    let cells = cells.into_iter().filter_map(|(column, cell)| Some((column - first, Cell::Text(cell.ok()?))));
    Ok(Row { line, cells: cells.collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_columns() {
        assert_eq!(number(-0.0), "0");
        assert_eq!(number(1e20), "100000000000000000000");
        assert_eq!(number(12.299999999999999), "12.3");
        assert_eq!((letters(0), letters(27), letters(702)), ("A".into(), "AB".into(), "AAA".into()));
    }
}
