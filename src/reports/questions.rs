//! Columns of questions: each cell is a `select` of the book's own that gives one number (`as: question`).

use std::time::Duration;

use super::file::Show;
use super::literal::filled;
use super::ready::Ready;
use super::run::Asked;
use crate::error::{Error, Result};
use crate::ops::tables::{Limits, Rows, SqlCell, Wants};

/// How long one question may take.
const LONGEST: Duration = Duration::from_secs(10);

impl Asked<'_> {
    /// Puts answers in the place of the questions: asked as `kehu sql` asks, of what the reader may see, with the report's own
    /// parameters. Tells of those that have none, in both languages.
    pub(super) fn questions(&self, ready: &[Ready], found: &mut Rows) -> Result<Vec<(String, String)>> {
        let mut told = Vec::new();
        let places: Vec<usize> =
            (0..ready.len()).filter(|place| ready[*place].show == Show::Question).collect();
        if places.is_empty() {
            return Ok(told);
        }
        let texts = found.rows.iter().flat_map(|row| places.iter().filter_map(|place| row[*place].as_str()));
        let wants = Wants::of(&texts.collect::<Vec<_>>().join("\n"));
        // Tables of their own: what the questions name decides what has to be in them.
        let mut tables = self.desk.tables(wants)?;
        for row in &mut found.rows {
            let name = row.first().map(SqlCell::shown).unwrap_or_default();
            for place in &places {
                let Some(question) = row[*place].as_str().map(|text| filled(text, &self.values)) else {
                    continue;
                };
                let limits = Limits { rows: Some(2), time: Some(LONGEST) };
                let answer = tables.ask(question.trim().trim_end_matches(';'), &[], limits);
                row[*place] = match answer.map(|rows| one_number(&rows)) {
                    Ok(Ok(number)) => number,
                    Ok(Err((en, zh))) => {
                        told.push((format!("{name}: {en}"), format!("{name}: {zh}")));
                        SqlCell::Null
                    }
                    Err(Error { en, zh, .. }) => {
                        told.push((format!("{name}: {en}"), format!("{name}: {zh}")));
                        SqlCell::Null
                    }
                };
            }
        }
        Ok(told)
    }
}

/// The one number of an answer; nothing where it is null.
fn one_number(rows: &Rows) -> std::result::Result<SqlCell, (String, String)> {
    match &rows.rows[..] {
        [row] if row.len() == 1 && !matches!(row[0], SqlCell::Text(_)) => Ok(row[0].clone()),
        _ => Err((
            format!(
                "its question gives {} rows of {} columns; one number is wanted",
                rows.rows.len(),
                rows.columns.len()
            ),
            format!("查询给出 {} 行 {} 列, 应为一个数", rows.rows.len(), rows.columns.len()),
        )),
    }
}
