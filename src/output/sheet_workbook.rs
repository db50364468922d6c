//! A report as an Excel workbook: numbers that can be reckoned with, and where they come from on a sheet of their own.
//!
//! The same report gives the same bytes. There are no formulas: what begins like one is text.

use std::collections::HashMap;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet};
use unicode_width::UnicodeWidthStr as _;

use super::clean;
use super::figure::Figure;
use super::sheet::Sheet;
use super::workbook::{MAX_ROWS, fit, sheet_name};

/// Excel keeps no more digits of a number than this; longer ones are text.
const DIGITS: usize = 15;
/// The row of the headings; the title and an empty row stand above.
const HEADINGS: u32 = 2;

impl Sheet {
    /// The bytes of a workbook; the error is a sentence in English.
    pub fn to_workbook(&self) -> Result<Vec<u8>, String> {
        let mut book = Workbook::new();
        let made = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|e| e.to_string())?;
        book.set_properties(
            &DocProperties::new().set_title(clean::cell(&self.title)).set_creation_datetime(&made),
        );
        let about = self.lang.pick("About", "说明");
        let name = sheet_name(&self.title);
        let sheet = book.add_worksheet();
        // Excel knows no two sheets of one name, in either case.
        let name = if name.to_lowercase() == about.to_lowercase() { format!("{name} 1") } else { name };
        sheet.set_name(name).map_err(|e| e.to_string())?;
        self.fill(sheet).map_err(|why| format!("{why}: write it as CSV"))?;
        let sheet = book.add_worksheet();
        sheet.set_name(about).map_err(|e| e.to_string())?;
        self.fill_about(sheet)?;
        book.save_to_buffer().map_err(|e| e.to_string())
    }

    fn fill(&self, sheet: &mut Worksheet) -> Result<(), String> {
        let title = Format::new().set_bold().set_font_size(14.0);
        put(sheet, 0, 0, &self.title, &title)?;
        let mut widths: Vec<usize> = Vec::new();
        for (at, column) in self.table.columns.iter().enumerate() {
            let format = Format::new().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Thin);
            let format = if column.right { format.set_align(FormatAlign::Right) } else { format };
            put(sheet, HEADINGS, at, &column.label, &format)?;
            widths.push(clean::cell(&column.label).width());
        }
        sheet.set_freeze_panes(HEADINGS + 1, 0).map_err(|e| e.to_string())?;
        sheet.set_repeat_rows(HEADINGS, HEADINGS).map_err(|e| e.to_string())?;
        let first_total = self.table.rows.len().saturating_sub(self.totals);
        let mut formats: HashMap<(String, bool, bool), Format> = HashMap::new();
        for (number, row) in self.table.rows.iter().enumerate() {
            let line = u32::try_from(number).ok().and_then(|number| number.checked_add(HEADINGS + 1));
            let line = line.filter(|line| *line < MAX_ROWS);
            let line = line.ok_or_else(|| format!("more than {MAX_ROWS} rows do not fit into a sheet"))?;
            for (at, text) in row.iter().enumerate() {
                widths.resize(widths.len().max(at + 1), 0);
                widths[at] = widths[at].max(text.lines().map(|line| line.width()).max().unwrap_or(0));
                if text.is_empty() {
                    continue;
                }
                let number_here = self.numbers.get(number).and_then(|row| row.get(at)).copied().flatten();
                let cell = number_here.and_then(|value| numeric(text, value));
                let (code, value) = cell.map_or(("@".to_owned(), None), |(code, value)| (code, Some(value)));
                let right = self.table.columns.get(at).is_some_and(|column| column.right);
                let key = (code, number >= first_total, number == first_total);
                let format = formats.entry(key).or_insert_with_key(|(code, bold, first)| {
                    let format = Format::new().set_num_format(code.as_str());
                    let format = if *bold { format.set_bold() } else { format };
                    if *first { format.set_border_top(FormatBorder::Thin) } else { format }
                });
                match value {
                    Some(value) => {
                        let column = column(at)?;
                        sheet
                            .write_number_with_format(line, column, value, format)
                            .map_err(|e| e.to_string())?;
                    }
                    None if right => {
                        put(sheet, line, at, text, &format.clone().set_align(FormatAlign::Right))?
                    }
                    None => put(sheet, line, at, text, format)?,
                }
            }
        }
        fit(sheet, &widths)
    }

    fn fill_about(&self, sheet: &mut Worksheet) -> Result<(), String> {
        let (bold, text) = (Format::new().set_bold(), Format::new().set_num_format("@"));
        let mut line = 0;
        for (label, value) in &self.about {
            put(sheet, line, 0, label, &bold)?;
            put(sheet, line, 1, value, &text)?;
            line += 1;
        }
        for note in [&self.help].into_iter().chain(&self.notes).filter(|note| !note.is_empty()) {
            line += 1;
            put(sheet, line, 0, note, &text)?;
        }
        let widest = |texts: Vec<&String>| texts.iter().map(|text| text.width()).max().unwrap_or(0);
        let labels = widest(self.about.iter().map(|(label, _)| label).collect());
        let values = widest(self.about.iter().map(|(_, value)| value).collect());
        fit(sheet, &[labels, values])
    }
}

/// How a number is written in the sheet, and its value there; none for what must stay text.
fn numeric(text: &str, value: f64) -> Option<(String, f64)> {
    let figure = Figure::of(text)?;
    let digits = text.chars().filter(char::is_ascii_digit).collect::<String>();
    if !value.is_finite() || digits.trim_start_matches('0').len() > DIGITS {
        return None;
    }
    let point = if figure.decimals > 0 { format!(".{}", "0".repeat(figure.decimals)) } else { String::new() };
    match figure.tail.trim() {
        "%" => Some((format!("0{point}%"), value / 100.0)),
        // Whole numbers stand as they are, for a year is no thousand.
        "" if figure.decimals == 0 => Some(("0".to_owned(), value)),
        "" => Some((format!("#,##0{point}"), value)),
        unit => Some((format!("#,##0{point} \"{unit}\""), value)),
    }
}

fn column(at: usize) -> Result<u16, String> {
    u16::try_from(at).map_err(|_| "too many columns for a sheet".to_owned())
}

fn put(sheet: &mut Worksheet, line: u32, at: usize, text: &str, format: &Format) -> Result<(), String> {
    let place = || format!("row {}, column {}", line + 1, at + 1);
    let text = clean::lines(text);
    sheet
        .write_string_with_format(line, column(at)?, text, format)
        .map_err(|e| format!("{}: {e}", place()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;
    use crate::output::samples::{activity, hostile, receivable};

    fn read(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
        Xlsx::new(Cursor::new(bytes)).unwrap()
    }

    #[test]
    fn numbers_are_numbers_and_what_they_come_from_has_a_sheet() {
        let sheet = receivable();
        let bytes = sheet.to_workbook().unwrap();
        assert_eq!(bytes, sheet.to_workbook().unwrap());
        let mut book = read(bytes);
        assert_eq!(book.sheet_names(), ["应收款", "说明"]);
        let cells = book.worksheet_range("应收款").unwrap();
        let cell = |line, column| cells.get_value((line, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(cell(0, 0), Data::String("应收款".into()));
        assert_eq!(cell(2, 2), Data::String("应收".into()));
        assert_eq!((cell(3, 1), cell(3, 2)), (Data::Float(3.0), Data::Float(1_200_000.0)));
        assert_eq!((cell(5, 3), cell(8, 2)), (Data::Empty, Data::Float(1_717_589.5)));
        let about = book.worksheet_range("说明").unwrap();
        assert_eq!(about.get_value((1, 1)), Some(&Data::String("2026-11-23".into())));
        let notes: Vec<_> = about.rows().skip(4).map(|row| row[0].to_string()).collect();
        assert_eq!(notes[1..], [sheet.help, sheet.notes[0].clone()]);
    }

    #[test]
    fn how_a_number_is_written_comes_from_its_text() {
        let of = |text, value| numeric(text, value);
        assert_eq!(of("120000.00 CNY", 120_000.0), Some(("#,##0.00 \"CNY\"".into(), 120_000.0)));
        assert_eq!(of("40%", 40.0), Some(("0%".into(), 0.4)));
        assert_eq!(of("3.5", 3.5), Some(("#,##0.0".into(), 3.5)));
        assert_eq!(of("2026", 2026.0), Some(("0".into(), 2026.0)));
        assert_eq!(of("-5 JPY", -5.0), Some(("#,##0 \"JPY\"".into(), -5.0)));
        // Sixteen digits would be rounded.
        assert_eq!(of("12345678901234.56 CNY", 12_345_678_901_234.56), None);
        assert_eq!(of("none", 1.0), None);
        assert_eq!(of("1 x\"y", 1.0), None);
        assert_eq!(of("1", f64::INFINITY), None);
    }

    #[test]
    fn what_looks_like_a_formula_is_text_and_any_title_names_a_sheet() {
        let mut sheet = activity();
        sheet.table.rows[0][0] = "=cmd|' /C calc'!A0".into();
        sheet.title = "about".into();
        let mut book = read(sheet.to_workbook().unwrap());
        assert_eq!(book.sheet_names(), ["about 1", "About"]);
        let cells = book.worksheet_range("about 1").unwrap();
        assert_eq!(cells.get_value((3, 0)), Some(&Data::String("=cmd|' /C calc'!A0".into())));
        assert!(book.worksheet_formula("about 1").unwrap().is_empty());
        assert!(hostile().to_workbook().is_ok());
        sheet.table.rows[0][1] = "x".repeat(40_000);
        assert!(sheet.to_workbook().unwrap_err().starts_with("row 4, column 2"));
    }
}
