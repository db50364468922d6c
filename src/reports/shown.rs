//! An answered report as a sheet: what is shown of it, with its chart and where it comes from.

use super::answer::{Answer, Cell};
use super::file::{ChartPlan, ChartSort};
use super::run::Asked;
use crate::ops::tables::SqlCell;
use crate::output::chart::{Chart, ChartSort as Drawn, Series};
use crate::output::sheet::Sheet;

/// The version that made a report.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl Asked<'_> {
    /// An answer of this report, ready to be shown.
    pub fn sheet(&self, answer: &Answer) -> Sheet {
        let say = |label: &crate::model::kind::Label| self.lang.pick(&label.en, &label.zh).to_owned();
        let rows = answer.rows().iter().chain(answer.totals());
        Sheet {
            name: self.report.name.clone(),
            title: say(&self.report.title),
            help: say(&self.report.help),
            lang: self.lang,
            table: answer.table(),
            numbers: rows.map(|row| row.iter().map(Cell::number).collect()).collect(),
            totals: answer.totals().len(),
            chart: self.report.chart.as_ref().and_then(|plan| chart(plan, answer)),
            notes: answer.notes().to_vec(),
            about: self.about(),
        }
    }

    /// Where an answer comes from: commit, moment, day, parameters, version.
    pub fn about(&self) -> Vec<(String, String)> {
        let say = |en: &str, zh: &str| self.lang.pick(en, zh).to_owned();
        let desk = self.desk;
        let mut about = vec![
            (say("Report", "报表"), self.report.name.clone()),
            (say("Commit", "提交"), desk.at.commit_text()),
            (say("Made", "生成时间"), desk.clock.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)),
            (say("As of", "截至"), desk.today().to_string()),
        ];
        let given = self.parameters();
        if !given.is_empty() {
            about.push((say("Parameters", "参数"), given.join(" ")));
        }
        let person = match desk.context.me.as_str() {
            "" => say("nobody known", "未知"),
            me => me.to_owned(),
        };
        about.push((say("For", "查看人"), person));
        about.push((say("Version", "版本"), format!("kehu {VERSION}")));
        about
    }

    /// The parameters that have a value, as they could be typed.
    pub fn parameters(&self) -> Vec<String> {
        let given = self.values.iter().skip(1).filter(|(_, cell)| *cell != SqlCell::Null);
        given.map(|(name, cell)| format!("{name}={}", cell.shown())).collect()
    }
}

/// The chart of an answer: a series for each column, and for each currency in it; rows of one label are added up.
fn chart(plan: &ChartPlan, answer: &Answer) -> Option<Chart> {
    let place = |name: &str| answer.headings().iter().position(|heading| heading.key == name);
    let by = place(&plan.by)?;
    let mut labels: Vec<String> = Vec::new();
    for row in answer.rows() {
        let label = row[by].shown();
        if !labels.contains(&label) {
            labels.push(label);
        }
    }
    let mut series: Vec<(Series, Vec<Cell>)> = Vec::new();
    for column in &plan.columns {
        let at = place(column)?;
        for row in answer.rows() {
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
            let label = row[by].shown();
            let label = labels.iter().position(|known| *known == label)?;
            let sum = &mut series[known].1[label];
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
