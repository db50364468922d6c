//! Taking in records from other systems: every row checked, the good ones in one commit,
//! the bad ones in a file with the reason.

pub mod columns;
mod events;
pub mod read;
mod rows;
pub mod run;

use columns::Mapping;
use read::Format;
use rows::row_fields;

use super::Desk;
use super::lookalike::{self, Look};
use crate::error::{Code, Error, Result};
use crate::model::kind::Kind;
use crate::model::value::Map;
use crate::store::files;

/// A row of a checked file.
pub struct CheckedRow {
    /// Line or row in the file.
    pub line: u64,
    /// The row's own id, when a column holds one.
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// What was found, or why the row cannot be read.
    pub look: Result<Look>,
    /// Cells that could not be read; the look went without them.
    pub problems: Vec<Error>,
}

/// `check --from`: looks every row of a file up.
pub fn check_file(desk: &Desk, kind: &str, file: &str, map: &[String]) -> Result<Vec<CheckedRow>> {
    let kind = desk.kinds.find(kind)?;
    let (bytes, format) = open(file)?;
    let sheet = read::read(&bytes, format).map_err(|e| unreadable(file, e))?;
    let mapping = Mapping::new(kind, &sheet.columns, map, columns::Unknown::Ignore)?;
    let batch = lookalike::Batch::of_book(desk, kind)?;
    let mut checked: Vec<CheckedRow> = Vec::with_capacity(sheet.rows.len() + sheet.bad.len());
    let read: Vec<_> =
        sheet.rows.iter().map(|row| (row, row_fields(kind, &mapping, row, &desk.context))).collect();
    let looks = batch.look_all(desk, &read.iter().map(|(_, got)| got.fields.clone()).collect::<Vec<_>>())?;
    for ((row, got), look) in read.into_iter().zip(looks) {
        let name = got.text(&kind.naming);
        let id = mapping.own_id(row).or_else(|| Some(got.text("source_id")).filter(|id| !id.is_empty()));
        // A bad phone does not stop the look: the rest of the row still tells.
        let mut problems = got.problems;
        let look =
            if got.fields.is_empty() && !problems.is_empty() { Err(problems.remove(0)) } else { Ok(look) };
        checked.push(CheckedRow { line: row.line, id, name, look, problems });
    }
    for bad in sheet.bad {
        let error = Error::new(Code::BadImport, bad.en, bad.zh);
        checked.push(CheckedRow {
            line: bad.line,
            id: None,
            name: String::new(),
            look: Err(error),
            problems: Vec::new(),
        });
    }
    checked.sort_by_key(|row| row.line);
    Ok(checked)
}

/// A file whose columns are fields of a kind.
pub struct Filed {
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The field of each column.
    pub targets: Vec<Option<String>>,
    /// Line and fields of each row, or why it cannot be read.
    pub rows: Vec<(u64, Result<Map>)>,
    /// The first cell of each row as it is, where no column is asked for.
    pub bare: Vec<(u64, String)>,
    /// Told by the reader: an encoding that was recognised, digits that Excel lost.
    pub notes: Vec<read::Note>,
}

/// Reads a file whose columns are fields of a kind; other columns are left out.
pub fn filed(desk: &Desk, kind: &Kind, file: &str) -> Result<Filed> {
    let (bytes, format) = open(file)?;
    let sheet = read::read(&bytes, format).map_err(|e| unreadable(file, e))?;
    let mapping = Mapping::new(kind, &sheet.columns, &[], columns::Unknown::Ignore)?;
    let fields = |row: &read::Row| {
        let mut got = row_fields(kind, &mapping, row, &desk.context);
        if got.problems.is_empty() { Ok(got.fields) } else { Err(got.problems.remove(0)) }
    };
    let mut rows: Vec<(u64, Result<Map>)> = sheet.rows.iter().map(|row| (row.line, fields(row))).collect();
    let bad = |bad: read::BadRow| (bad.line, Err(Error::new(Code::BadImport, bad.en, bad.zh)));
    rows.extend(sheet.bad.into_iter().map(bad));
    rows.sort_by_key(|(line, _)| *line);
    let first = |row: &read::Row| match row.cells.first() {
        Some((_, read::Cell::Text(text))) => text.trim().to_owned(),
        _ => String::new(),
    };
    let bare = sheet.rows.iter().map(|row| (row.line, first(row))).collect();
    let targets = (0..sheet.columns.len()).map(|number| mapping.target(number).map(str::to_owned)).collect();
    Ok(Filed { columns: sheet.columns, targets, rows, bare, notes: sheet.notes })
}

/// Reads a file and tells its format by name and content.
pub fn open(file: &str) -> Result<(Vec<u8>, Format)> {
    let bytes = files::read(file)?;
    let format = Format::guess(file, &bytes).ok_or_else(|| {
        Error::new(
            Code::BadImport,
            format!("{file}: neither the name nor the content tells the format."),
            format!("{file}: 无法从文件名或内容判断格式。"),
        )
        .hint(
            "Known are .csv, .tsv, .xlsx, .jsonl, .vcf and .ics.",
            "可用格式: .csv、.tsv、.xlsx、.jsonl、.vcf、.ics。",
        )
    })?;
    Ok((bytes, format))
}

/// The error for a file that cannot be read at all.
pub fn unreadable(file: &str, error: read::ReadError) -> Error {
    let at = error.line.map(|line| format!(":{line}")).unwrap_or_default();
    let stop = |text: &str, end: &str| text.trim_end_matches(['.', '。']).to_owned() + end;
    Error::new(
        Code::BadImport,
        format!("{file}{at}: {}", stop(&error.en, ".")),
        format!("{file}{at}: {}", stop(&error.zh, "。")),
    )
    .hint(error.hint_en, error.hint_zh)
}
