//! An answered report as a sheet: what is shown of it, with its chart and where it comes from.

use std::collections::HashMap;

use super::answer::{Answer, Cell};
use super::file::{ChartPlan, ChartSort};
use super::run::Asked;
use crate::error::Lang;
use crate::ops::Desk;
use crate::ops::tables::SqlCell;
use crate::output::chart::{Chart, ChartSort as Drawn, Series};
use crate::output::sheet::Sheet;

/// The version that made a report.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Asked<'_> {
    /// An answer of this report, ready to be shown, as this version of kehu makes it.
    /// `plain`: without chart, and without the numbers that a workbook needs.
    pub fn sheet(&self, answer: &Answer, version: &str, plain: bool) -> Sheet {
        let say = |label: &crate::model::kind::Label| self.lang.pick(&label.en, &label.zh).to_owned();
        let rows = answer.rows().iter().chain(answer.totals()).filter(|_| !plain);
        Sheet {
            name: self.report.name.clone(),
            title: say(&self.report.title),
            help: say(&self.report.help),
            lang: self.lang,
            table: answer.table(),
            numbers: rows.map(|row| row.iter().map(Cell::number).collect()).collect(),
            totals: answer.totals().len(),
            chart: self.report.chart.as_ref().filter(|_| !plain).and_then(|plan| chart(plan, answer)),
            notes: answer.notes().to_vec(),
            drills: if plain { Vec::new() } else { drills(answer) },
            about: self.about(version),
        }
    }

    /// Where an answer comes from: report and parameters, then what all reports of a desk have in common.
    fn about(&self, version: &str) -> Vec<(String, String)> {
        let mut about = vec![(self.lang.pick("Report", "报表").to_owned(), self.report.name.clone())];
        let given = self.parameters();
        if !given.is_empty() {
            about.push((self.lang.pick("Parameters", "参数").to_owned(), given.join(" ")));
        }
        about.extend(about_desk(self.desk, self.lang, version));
        about
    }

    /// The parameters that have a value, as they could be typed.
    pub fn parameters(&self) -> Vec<String> {
        let given = self.values.iter().skip(1).filter(|(_, cell)| *cell != SqlCell::Null);
        given.map(|(name, cell)| format!("{name}={}", cell.shown())).collect()
    }
}

/// Where the reports of a desk come from: commit, moment, day, person, version.
pub fn about_desk(desk: &Desk, lang: Lang, version: &str) -> Vec<(String, String)> {
    let person = match desk.context.me.as_str() {
        "" => lang.pick("nobody known", "未知"),
        me => me,
    };
    [
        (lang.pick("Commit", "提交"), desk.at.commit_text()),
        (lang.pick("Made", "生成时间"), made(desk)),
        (lang.pick("As of", "截至"), desk.today().to_string()),
        (lang.pick("For", "查看人"), person.to_owned()),
        (lang.pick("Version", "版本"), format!("kehu {version}")),
    ]
    .map(|(label, value)| (label.to_owned(), value))
    .to_vec()
}

/// The moment of a desk, RFC 3339, to the second.
pub fn made(desk: &Desk) -> String {
    desk.clock.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

/// The commands behind the figures: of which row, of which column, and the command.
fn drills(answer: &Answer) -> Vec<(String, Vec<(String, String)>)> {
    let label = |key: &str| {
        let heading = answer.headings().iter().find(|heading| heading.key == key);
        heading.map_or_else(|| key.to_owned(), |heading| heading.label.clone())
    };
    let rows = answer.rows().iter().zip(answer.drills());
    let told = rows.map(|(row, commands)| {
        let commands = commands.iter().map(|(column, command)| (label(column), command.clone()));
        (row.first().map(Cell::shown).unwrap_or_default(), commands.collect())
    });
    told.collect()
}

/// The chart of an answer: a series for each column, and for each currency in it; rows of one label are added up.
fn chart(plan: &ChartPlan, answer: &Answer) -> Option<Chart> {
    let place = |name: &str| answer.headings().iter().position(|heading| heading.key == name);
    let by = place(&plan.by)?;
    let mut labels: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut label_of = Vec::with_capacity(answer.rows().len());
    for row in answer.rows() {
        let label = row[by].shown();
        let place = *places.entry(label).or_insert_with_key(|label| {
            labels.push(label.clone());
            labels.len() - 1
        });
        label_of.push(place);
    }
    let mut series: Vec<(Series, Vec<Cell>)> = Vec::new();
    for column in &plan.columns {
        let at = place(column)?;
        for (row, label) in answer.rows().iter().zip(&label_of) {
            let cell = &row[at];
            if cell.number().is_none() {
                continue;
            }
            let (name, unit) = (&answer.headings()[at].label, cell.unit());
            let known = series.iter().position(|(known, _)| known.name == *name && known.unit == unit);
            let known = known.unwrap_or_else(|| {
                let empty = Series {
                    name: name.clone(),
                    unit: unit.to_owned(),
                    values: Vec::new(),
                    shown: Vec::new(),
                };
                series.push((empty, vec![Cell::Empty; labels.len()]));
                series.len() - 1
            });
            let sum = &mut series[known].1[*label];
            *sum = sum.plus(cell)?;
        }
    }
    let series = series.into_iter().map(|(mut series, sums)| {
        series.values = sums.iter().map(Cell::number).collect();
        series.shown = sums.iter().map(Cell::shown).collect();
        series
    });
    let sort = match plan.sort {
        ChartSort::Bars => Drawn::Bars,
        ChartSort::Stacked => Drawn::Stacked,
        ChartSort::Line => Drawn::Line,
    };
    Some(Chart { sort, labels, series: series.collect() })
}
