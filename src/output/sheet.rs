//! An answered report as it is shown: in the terminal, in Markdown, as a page or as a workbook.

use super::chart::Chart;
use super::table::Table;
use crate::error::Lang;

/// One answered report.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Name of the report, which names its files too.
    pub name: String,
    /// Title in the language of the sheet.
    pub title: String,
    /// One line on what it tells; empty when there is none.
    pub help: String,
    /// Language of everything in it.
    pub lang: Lang,
    /// Headings and rows as people read them; the totals are the last rows.
    pub table: Table,
    /// The numbers among the cells of `table.rows`, for a workbook: as they stand in the text, so 40 for `40%`. A row
    /// or a cell that is missing here is text.
    pub numbers: Vec<Vec<Option<f64>>>,
    /// How many of the last rows are totals.
    pub totals: usize,
    /// Drawn besides the table.
    pub chart: Option<Chart>,
    /// Told besides the rows.
    pub notes: Vec<String>,
    /// Labels and values that say where it comes from: commit, moment, day, parameters, version.
    pub about: Vec<(String, String)>,
}
