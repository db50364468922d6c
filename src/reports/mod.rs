//! Questions about the whole book, answered with a table. Read only.
//!
//! A new report is a file with one `pub const REPORT`, its `mod` line, and its line in [`REPORTS`].

mod aging;
pub mod answer;
mod completeness;
pub mod dossier;
mod forecast;
mod money;
pub mod params;
mod quiet;
mod receivable;
mod sales;
mod stages;
mod value;

use crate::error::{Code, Error, Result, did_you_mean, nearest, quoted};
use crate::ops::Desk;

pub use answer::{Answer, Cell, Heading};
pub use params::Params;

/// All reports, in the order they are listed.
pub const REPORTS: &[Report] = &[
    completeness::REPORT,
    quiet::REPORT,
    value::REPORT,
    forecast::REPORT,
    stages::REPORT,
    sales::REPORT,
    receivable::RECEIVABLE,
    receivable::PAYABLE,
    aging::REPORT,
];

/// A text in English and in Chinese.
pub type Words = (&'static str, &'static str);

/// A question that can be asked by name.
pub struct Report {
    /// Name, as typed.
    pub name: &'static str,
    /// What it tells.
    pub title: Words,
    /// What may be typed behind the name as `param=value`.
    pub parameters: &'static [Parameter],
    /// Answers it.
    pub answer: fn(&Desk, &Params) -> Result<Answer>,
}

/// A parameter of a report.
pub struct Parameter {
    /// Name, as typed.
    pub name: &'static str,
    /// What it does and what it takes.
    pub help: Words,
}

/// The report of a name. Errors: there is none.
pub fn find(typed: &str) -> Result<&'static Report> {
    REPORTS.iter().find(|report| report.name == typed).ok_or_else(|| {
        let (en, zh) = did_you_mean(nearest(typed, REPORTS.iter().map(|report| report.name)));
        Error::new(
            Code::Usage,
            format!("There is no report {}.{en}", quoted(typed)),
            format!("没有报表 {}。{zh}", quoted(typed)),
        )
        .hint("`kehu report` lists them.", "`kehu report` 列出所有报表。")
    })
}
