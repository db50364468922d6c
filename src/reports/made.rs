//! Makes reports: answered, compared when that is asked, ready to be told, and with what is needed to make them again.

use serde_json::Value as Json;

use super::answer::Answer;
use super::file::Report;
use super::library::Library;
use super::params::Typed;
use super::run::Asked;
use super::shown;
use super::statement::{Statement, Versus};
use super::versus::versus;
use crate::error::{Error, Lang, Result};
use crate::ops::Desk;
use crate::output::sheet::Sheet;

/// Where and how reports are made.
pub struct Maker<'a> {
    /// Where.
    pub desk: &'a Desk,
    /// The moment to compare with.
    pub then: Option<&'a Desk>,
    /// All reports.
    pub library: &'a Library,
    /// Language.
    pub lang: Lang,
    /// The version of kehu that the report names.
    pub version: &'a str,
    /// True when just the rows are looked at: no chart is drawn, no workbook written.
    pub plain: bool,
}

/// A report that was made.
pub struct Made {
    /// As people read it.
    pub sheet: Sheet,
    answer: Answer,
    /// What went wrong and did no harm.
    pub problem: Option<Error>,
    /// Where it comes from.
    pub statement: Statement,
}

impl Maker<'_> {
    /// Makes a report with what was typed behind its name.
    pub fn make(&self, report: &Report, typed: &Typed) -> Result<Made> {
        let desk = self.desk;
        let typed = typed.settled(desk, report)?;
        let asked = Asked::new(desk, self.library, report, &typed, self.lang)?;
        let mut answer = asked.answer()?;
        if let Some(then) = self.then {
            let before = Asked::new(then, self.library, report, &typed, self.lang)?.answer()?;
            answer = versus(&answer, &before, &then.today().to_string());
        }
        let statement = Statement {
            report: report.name.clone(),
            commit: desk.at.commit_text(),
            made: shown::made(desk),
            as_of: desk.today().to_string(),
            parameters: typed.words(),
            person: desk.context.me.clone(),
            lang: self.lang,
            version: self.version.to_owned(),
            versus: self.then.map(|then| Versus {
                commit: then.at.commit_text(),
                as_of: then.today().to_string(),
                person: then.context.me.clone(),
            }),
        };
        let sheet = asked.sheet(&answer, self.version, self.plain);
        Ok(Made { sheet, problem: answer.problem.take(), answer, statement })
    }
}

impl Made {
    /// The rows for scripts.
    pub fn json(&self) -> Json {
        self.answer.json()
    }

    /// Rows without the totals.
    pub fn rows(&self) -> usize {
        self.sheet.table.rows.len().saturating_sub(self.sheet.totals)
    }
}
