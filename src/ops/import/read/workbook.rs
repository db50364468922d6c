//! Excel workbooks (XLSX, XLSM), streamed cell by cell; the first row with anything in it names the columns.
//!
//! Integers lose their `.0`, no number is written with an exponent, dates are ISO. Older and other formats are refused
//! with advice: their readers hold a whole sheet as a grid, which a small crafted file can make larger than memory.

use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};

use crate::ops::import::read::workbook_cells::{long_number, read_row, text};

use crate::ops::import::read::{MAX_COLUMNS, Note, OnColumns, OnRow, ReadError, container, unique_names};

/// Reads the named sheet, or the first visible one.
pub fn for_each(
    bytes: &[u8],
    sheet: Option<&str>,
    columns: &mut OnColumns<'_>,
    row: &mut OnRow<'_>,
) -> Result<Vec<Note>, ReadError> {
    container::check(bytes)?;
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|e| container::broken(&e))?;
    let name = container::choose(&book, sheet)?;
    let mut cells = book.worksheet_cells_reader(&name).map_err(|e| container::broken(&e))?;
    let mut rows = Rows { names: None, first: 0, line: 0, cells: Vec::new(), rounded: None };
    while let Some(cell) = cells.next_cell().map_err(|e| container::broken(&e))? {
        let (line, column) = cell.get_position();
        if u64::from(line) + 1 != rows.line {
            rows.end(columns, row)?;
            rows.line = u64::from(line) + 1;
        }
        rows.add(column as usize, cell.get_value());
    }
    rows.end(columns, row)?;
    if rows.names.is_none() {
        return Err(ReadError::new(None, format!("sheet {name} is empty"), format!("工作表“{name}”是空的")));
    }
    Ok(rows.rounded.map(long_number).into_iter().collect())
}

struct Rows {
    names: Option<Vec<String>>,
    /// Column of the sheet where the table begins.
    first: usize,
    line: u64,
    cells: Vec<(usize, Result<String, String>)>,
    /// Where a number of more than 15 digits was met.
    rounded: Option<u64>,
}

impl Rows {
    fn add(&mut self, column: usize, value: &DataRef<'_>) {
        if matches!(value, DataRef::Float(f) if f.abs() >= 1e15) {
            self.rounded.get_or_insert(self.line);
        }
        if let Some(text) = text(value).transpose() {
            self.cells.push((column, text));
        }
    }

    fn end(&mut self, columns: &mut OnColumns<'_>, row: &mut OnRow<'_>) -> Result<(), ReadError> {
        let mut cells = std::mem::take(&mut self.cells);
        if cells.iter().all(|(_, cell)| cell.as_ref().is_ok_and(|text| text.trim().is_empty())) {
            return Ok(());
        }
        cells.sort_by_key(|(column, _)| *column);
        match &self.names {
            None => self.header(&cells, columns),
            Some(names) => row(read_row(self.line, self.first, names.len(), cells)),
        }
    }

    fn header(
        &mut self,
        cells: &[(usize, Result<String, String>)],
        columns: &mut OnColumns<'_>,
    ) -> Result<(), ReadError> {
        self.first = cells.first().map_or(0, |(column, _)| *column);
        let width = cells.last().map_or(0, |(column, _)| column + 1) - self.first;
        if width > MAX_COLUMNS {
            let (en, zh) = (format!("more than {MAX_COLUMNS} columns"), format!("超过 {MAX_COLUMNS} 列"));
            return Err(ReadError::new(Some(self.line), en, zh));
        }
        let mut names = vec![""; width];
        for (column, cell) in cells {
            names[column - self.first] = cell.as_deref().unwrap_or_default();
        }
        let names = unique_names(names.into_iter());
        columns(&names)?;
        self.names = Some(names);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::ops::import::read::{Cell, Format, read, read_sheet};
    use rust_xlsxwriter::{ExcelDateTime as Date, Format as Style, Workbook};

    fn sample() -> Vec<u8> {
        let mut book = Workbook::new();
        book.add_worksheet().set_name("hidden").unwrap().set_hidden(true);
        let sheet = book.add_worksheet().set_name("客户").unwrap();
        sheet.set_active(true);
        for (i, name) in ["名称", "phone", "", "since", "at", "ok"].into_iter().enumerate() {
            sheet.write_string(2, i as u16 + 1, name).unwrap();
        }
        let day = Style::new().set_num_format("yyyy-mm-dd");
        let time = Style::new().set_num_format("yyyy-mm-dd hh:mm");
        sheet.write(4, 1, "惠普").unwrap().write(4, 2, 13_800_138_000i64).unwrap().write(4, 3, 12.5).unwrap();
        sheet.write_with_format(4, 4, Date::parse_from_str("2024-02-29").unwrap(), &day).unwrap();
        sheet.write_with_format(4, 5, Date::parse_from_str("2024-02-29T12:59:00").unwrap(), &time).unwrap();
        sheet.write(4, 6, true).unwrap();
        sheet.write(5, 1, 123_456_789_012_345_680_000f64).unwrap().write(5, 2, 0.1 + 0.2).unwrap();
        sheet.write(6, 1, "x").unwrap().write(6, 9, "stray").unwrap();
        sheet.write_formula(7, 1, rust_xlsxwriter::Formula::new("=NA()").set_result("#N/A")).unwrap();
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn values_become_text() {
        let sheet = read(&sample(), Format::Xlsx).unwrap();
        assert_eq!(sheet.columns, ["名称", "phone", "column 3", "since", "at", "ok"]);
        let texts = |i: usize| -> Vec<String> {
            sheet.rows[i]
                .cells
                .iter()
                .map(|(_, c)| if let Cell::Text(t) = c { t.clone() } else { String::new() })
                .collect()
        };
        assert_eq!(sheet.rows[0].line, 5);
        assert_eq!(texts(0), ["惠普", "13800138000", "12.5", "2024-02-29", "2024-02-29T12:59:00", "true"]);
        assert_eq!(texts(1), ["123456789012346000000", "0.3"]);
        assert!(sheet.notes[0].0.contains("row 6"));
        let bad: Vec<_> = sheet.bad.iter().map(|b| (b.line, b.en.as_str())).collect();
        assert_eq!(bad, [(7, "cell J7 has no column name"), (8, "cell B8 is the error #N/A")]);
    }

    #[test]
    fn sheets_by_name() {
        assert!(read_sheet(&sample(), "hidden").unwrap_err().en.contains("empty"));
        assert!(read_sheet(&sample(), "nope").unwrap_err().hint_en.contains("客户"));
    }

    #[test]
    fn damaged_files_are_errors() {
        let good = sample();
        for i in (0..good.len()).step_by(13) {
            let mut bytes = good.clone();
            bytes[i] ^= 0x55;
            let _ = read(&bytes, Format::Xlsx);
            let _ = read(&good[..i], Format::Xlsx);
        }
    }
}
