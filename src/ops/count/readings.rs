//! What was read off things: typed numbers, or a file as a scanner or a spreadsheet leaves it.

use super::Order;
use crate::error::article::a;
use crate::error::{Code, Error, Result};
use crate::model::counts::Counts;
use crate::model::kind::Kind;
use crate::model::value::Map;
use crate::ops::Desk;
use crate::ops::create::resolve_links;
use crate::ops::import::{Filed, filed};

/// Longest number that is read off a thing.
const LONGEST: usize = 100;
/// Rows that are wrong and named in one error.
const NAMED: usize = 5;

/// Something that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Its number.
    pub number: String,
    /// Line of the file.
    pub line: Option<u64>,
    /// How it was found: the fields that are compared, as far as they were written down.
    pub seen: Map,
}

/// What was read, and what the reader of the file told, in English and Chinese.
pub(super) type Readings = (Vec<Reading>, Vec<(String, String)>);

/// All that was read, with what the reader of the file told.
pub(super) fn all(desk: &Desk, of: &Kind, counts: &Counts, order: &Order) -> Result<Readings> {
    let mut readings = Vec::new();
    for number in &order.numbers {
        let number = crate::ops::typed::text(number.trim())?;
        let reading = Reading { number, line: None, seen: Map::default() };
        sound(&reading)?;
        readings.push(reading);
    }
    let mut notes = Vec::new();
    if let Some(file) = &order.file {
        let sheet = filed(desk, of, file)?;
        notes.clone_from(&sheet.notes);
        readings.extend(of_file(desk, of, counts, file, sheet)?);
    }
    Ok((readings, notes))
}

/// The readings of a file: all of them, or an error that names the first lines that are wrong.
fn of_file(desk: &Desk, of: &Kind, counts: &Counts, file: &str, sheet: Filed) -> Result<Vec<Reading>> {
    let mut readings = Vec::with_capacity(sheet.rows.len());
    let column = sheet.targets.iter().flatten().any(|target| *target == counts.by);
    // A scanner writes numbers and no heading: what stands for one is a number as well.
    let bare = !column && sheet.columns.len() == 1;
    if bare {
        return bare_numbers(&sheet, file);
    }
    if !column {
        let (known, by) = (sheet.columns.join(", "), &counts.by);
        return Err(Error::new(
            Code::BadImport,
            format!("{file}: no column is the {by} of {}; it has {known}.", a(&of.name)),
            format!("{file}: 没有哪一列是{}的 {by}; 现有: {known}。", of.label.zh),
        )
        .hint(format!("Call the column {by}."), format!("请把列名改为 {by}。")));
    }
    let mut wrong: Vec<(u64, Error)> = Vec::new();
    for (line, row) in sheet.rows {
        match row.and_then(|row| reading(desk, of, counts, line, row)) {
            Ok(reading) => readings.push(reading),
            Err(error) => wrong.push((line, error)),
        }
    }
    match wrong.is_empty() {
        true => Ok(readings),
        false => Err(bad_lines(file, &wrong)),
    }
}

fn bare_numbers(sheet: &Filed, file: &str) -> Result<Vec<Reading>> {
    let mut readings = Vec::with_capacity(sheet.rows.len() + 1);
    let mut wrong = Vec::new();
    let heading = sheet.columns.iter().map(|name| (1, name));
    for (line, number) in heading.chain(sheet.bare.iter().map(|(line, text)| (*line, text))) {
        let reading = Reading { number: number.clone(), line: Some(line), seen: Map::default() };
        match sound(&reading) {
            Ok(()) => readings.push(reading),
            Err(error) => wrong.push((line, error)),
        }
    }
    // Rows that could not be read at all.
    wrong.extend(sheet.rows.iter().filter_map(|(line, row)| Some((*line, row.clone().err()?))));
    match wrong.is_empty() {
        true => Ok(readings),
        false => Err(bad_lines(file, &wrong)),
    }
}

fn reading(desk: &Desk, of: &Kind, counts: &Counts, line: u64, mut row: Map) -> Result<Reading> {
    let number = row.shift_remove(&counts.by).and_then(|number| number.scalar_text()).unwrap_or_default();
    row.retain(|name, value| counts.compare.contains(name) && !value.is_empty());
    resolve_links(desk, of, &mut row)?;
    let reading = Reading { number, line: Some(line), seen: row };
    sound(&reading).map(|()| reading)
}

/// A number that can be one.
fn sound(reading: &Reading) -> Result<()> {
    let number = reading.number.trim();
    if number.is_empty() {
        return Err(Error::new(Code::BadValue, "There is no number.", "没有编号。"));
    }
    if number.chars().count() > LONGEST || number.chars().any(char::is_control) {
        return Err(Error::new(
            Code::BadValue,
            format!("A number has at most {LONGEST} characters and no control characters."),
            format!("编号最多 {LONGEST} 个字符, 不含控制字符。"),
        ));
    }
    Ok(())
}

fn bad_lines(file: &str, wrong: &[(u64, Error)]) -> Error {
    let told = |chinese: bool| {
        let one = |(line, error): &(u64, Error)| {
            let why = if chinese { &error.zh } else { &error.en };
            format!("{file}:{line}: {}", why.trim_end_matches(['.', '。']))
        };
        let mut told = wrong.iter().take(NAMED).map(one).collect::<Vec<_>>();
        told.extend((wrong.len() > NAMED).then(|| "…".to_owned()));
        told.join("; ")
    };
    Error::new(Code::BadImport, told(false) + ".", told(true) + "。")
        .hint("Nothing was counted; mend the file and run it again.", "未作任何登记; 请改正文件后重试。")
}
