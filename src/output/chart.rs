//! What a chart shows, whatever it is drawn with.

use super::clean;
use super::figure::{Figure, plain};
use crate::error::Lang;

/// Most labels a chart of bars shows; the table has them all.
pub const MOST_LABELS: usize = 20;
/// Most series of one chart: so many can be told apart.
pub const MOST_SERIES: usize = 8;
/// Values beyond this are drawn by nobody.
const TOO_LARGE: f64 = 1e24;

/// How a chart is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChartSort {
    /// A bar for each value.
    Bars,
    /// A bar for each label, made of a segment for each series.
    Stacked,
    /// A line for each series; the labels follow each other, as weeks do.
    Line,
}

/// A chart: values of one or several series by label.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// How it is drawn.
    pub sort: ChartSort,
    /// What the values are of, in the order of the table.
    pub labels: Vec<String>,
    /// One value of each for every label.
    pub series: Vec<Series>,
}

/// Values of one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// What they are of, in the user's language; for money of several currencies with the currency.
    pub name: String,
    /// What they are counted in: a currency, `%`, or nothing. Series of one unit share a scale; each unit has a chart
    /// of its own.
    pub unit: String,
    /// A value for each label; none where there is nothing.
    pub values: Vec<Option<f64>>,
    /// What people read for each value.
    pub shown: Vec<String>,
}

/// Series of one unit, ready to be drawn: texts are clean, every series has a value or none for each label, and at
/// least one has a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// How it is drawn. A stack needs several series and no value below zero; otherwise there are bars.
    pub sort: ChartSort,
    /// What the values are counted in.
    pub unit: String,
    /// Labels that have a value; all of them under lines, for each is a step in time.
    pub labels: Vec<String>,
    /// At least one.
    pub series: Vec<Series>,
    /// How many labels there was no room for.
    pub left_out: usize,
    /// How many series there was no room for; those of a stack are summed up instead.
    pub fewer: usize,
}

impl Chart {
    /// A panel for each unit that has a value.
    pub fn panels(&self, lang: Lang) -> Vec<Panel> {
        let mut panels: Vec<Panel> = Vec::new();
        for series in &self.series {
            let values: Vec<Option<f64>> = (0..self.labels.len())
                .map(|at| series.values.get(at).copied().flatten().filter(|value| value.abs() < TOO_LARGE))
                .collect();
            if values.iter().all(Option::is_none) {
                continue;
            }
            let shown = values.iter().enumerate().map(|(at, value)| {
                let text = series.shown.get(at).map(|text| clean::cell(text)).filter(|text| !text.is_empty());
                text.unwrap_or_else(|| value.map(plain).unwrap_or_default())
            });
            let series = Series {
                name: clean::cell(&series.name),
                unit: clean::cell(&series.unit),
                shown: shown.collect(),
                values,
            };
            match panels.iter_mut().find(|panel| panel.unit == series.unit) {
                Some(panel) => panel.series.push(series),
                None => panels.push(Panel {
                    sort: self.sort,
                    unit: series.unit.clone(),
                    labels: self.labels.iter().map(|label| clean::cell(label)).collect(),
                    series: vec![series],
                    left_out: 0,
                    fewer: 0,
                }),
            }
        }
        panels.iter_mut().for_each(|panel| panel.settle(lang));
        panels
    }
}

impl Panel {
    fn settle(&mut self, lang: Lang) {
        let below = self.series.iter().flat_map(|one| &one.values).flatten().any(|value| *value < 0.0);
        if self.sort == ChartSort::Stacked && (below || self.series.len() == 1) {
            self.sort = ChartSort::Bars;
        }
        if self.series.len() > MOST_SERIES {
            self.fewer(lang);
        }
        if self.sort != ChartSort::Line {
            let sizes: Vec<Option<f64>> = (0..self.labels.len()).map(|at| self.size(at)).collect();
            let mut largest: Vec<usize> = (0..sizes.len()).filter(|at| sizes[*at].is_some()).collect();
            self.left_out = largest.len().saturating_sub(MOST_LABELS);
            largest.sort_by(|a, b| sizes[*b].unwrap_or(0.0).total_cmp(&sizes[*a].unwrap_or(0.0)));
            largest.truncate(MOST_LABELS);
            largest.sort_unstable();
            self.labels = picked(&self.labels, &largest);
            for one in &mut self.series {
                one.values = picked(&one.values, &largest);
                one.shown = picked(&one.shown, &largest);
            }
        }
    }

    /// The largest series stay, in their order; the others of a stack become one.
    fn fewer(&mut self, lang: Lang) {
        let keep = if self.sort == ChartSort::Stacked { MOST_SERIES - 1 } else { MOST_SERIES };
        let size = |one: &Series| one.values.iter().flatten().map(|value| value.abs()).sum::<f64>();
        let mut order: Vec<usize> = (0..self.series.len()).collect();
        order.sort_by(|a, b| size(&self.series[*b]).total_cmp(&size(&self.series[*a])));
        let (kept, rest) = order.split_at(keep);
        let (mut kept, rest) = (kept.to_vec(), picked(&self.series, rest));
        kept.sort_unstable();
        self.series = picked(&self.series, &kept);
        if self.sort == ChartSort::Stacked {
            let name = lang.pick("others", "其他");
            let (values, shown) = (0..self.labels.len()).map(|at| sum(&rest, at)).unzip();
            self.series.push(Series { name: name.to_owned(), unit: self.unit.clone(), values, shown });
        } else {
            self.fewer = rest.len();
        }
    }

    /// How large the bar of a label is: its sum in a stack, else its longest; none without a value.
    fn size(&self, at: usize) -> Option<f64> {
        let values = self.series.iter().filter_map(|one| one.values[at]);
        match self.sort {
            ChartSort::Stacked => self.sum(at).0,
            _ => values.map(f64::abs).max_by(f64::total_cmp),
        }
    }

    /// What the series come to at a label, and how it is written.
    pub fn sum(&self, at: usize) -> (Option<f64>, String) {
        sum(&self.series, at)
    }

    /// The least and the greatest that is drawn, zero among them.
    pub fn range(&self) -> (f64, f64) {
        if self.sort == ChartSort::Stacked {
            let sums = (0..self.labels.len()).filter_map(|at| self.sum(at).0);
            return (0.0, sums.fold(0.0, f64::max));
        }
        let values = self.series.iter().flat_map(|one| &one.values).flatten();
        values.fold((0.0, 0.0), |(least, greatest), value| (value.min(least), value.max(greatest)))
    }

    /// What was left out, in words; none when all is there.
    pub fn note(&self, lang: Lang) -> Option<String> {
        let (labels, series) = (self.left_out, self.fewer);
        let mut parts = Vec::new();
        if labels > 0 {
            parts.push(match lang {
                Lang::En => format!("the largest {MOST_LABELS}; {labels} more in the table"),
                Lang::Zh => format!("仅显示最大的 {MOST_LABELS} 项，其余 {labels} 项见表"),
            });
        }
        if series > 0 {
            parts.push(match lang {
                Lang::En => format!("{series} smaller series only in the table"),
                Lang::Zh => format!("另有 {series} 个较小的系列见表"),
            });
        }
        (!parts.is_empty()).then(|| parts.join(lang.pick("; ", "；")))
    }
}

/// The sum of several series at a label, written as they are.
fn sum(series: &[Series], at: usize) -> (Option<f64>, String) {
    let values = series.iter().filter_map(|one| one.values[at]).collect::<Vec<_>>();
    if values.is_empty() {
        return (None, String::new());
    }
    let total: f64 = values.iter().sum();
    let figures = series.iter().filter_map(|one| Figure::of(&one.shown[at]));
    let text = match figures.max_by_key(|figure| figure.decimals) {
        Some(figure) => figure.write(total),
        None => plain(total),
    };
    (Some(total), text)
}

fn picked<T: Clone>(all: &[T], which: &[usize]) -> Vec<T> {
    which.iter().filter_map(|at| all.get(*at)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(name: &str, unit: &str, values: &[Option<f64>]) -> Series {
        Series { name: name.into(), unit: unit.into(), values: values.to_vec(), shown: Vec::new() }
    }

    fn chart(sort: ChartSort, labels: usize, series: Vec<Series>) -> Chart {
        Chart { sort, labels: (0..labels).map(|number| format!("l{number}")).collect(), series }
    }

    #[test]
    fn each_unit_has_a_panel_with_the_labels_that_it_has_values_for() {
        let all = vec![
            series("a", "CNY", &[Some(1.0), None, Some(f64::NAN)]),
            series("b", "USD", &[None, Some(2.0)]),
            series("c", "CNY", &[Some(3.0)]),
            series("none", "EUR", &[None; 3]),
        ];
        let panels = chart(ChartSort::Stacked, 3, all).panels(Lang::En);
        assert_eq!(panels.len(), 2);
        assert_eq!((&panels[0].labels[..], panels[0].series.len()), (&["l0".to_owned()][..], 2));
        assert_eq!(panels[0].sort, ChartSort::Stacked);
        assert_eq!((panels[0].sum(0), panels[0].range()), ((Some(4.0), "4".to_owned()), (0.0, 4.0)));
        // One series is no stack.
        assert_eq!((panels[1].sort, &panels[1].labels[0][..]), (ChartSort::Bars, "l1"));
        assert!(chart(ChartSort::Line, 0, vec![series("a", "", &[])]).panels(Lang::En).is_empty());
    }

    #[test]
    fn the_largest_stay_in_their_order() {
        let values: Vec<_> = (0..200).map(|number| Some(f64::from(number))).collect();
        let all = vec![series("a", "", &values)];
        let panel = &chart(ChartSort::Bars, 200, all.clone()).panels(Lang::En)[0];
        assert_eq!((panel.labels.len(), &panel.labels[0][..], panel.left_out), (20, "l180", 180));
        assert_eq!(panel.note(Lang::En).unwrap(), "the largest 20; 180 more in the table");
        let panel = &chart(ChartSort::Line, 200, all).panels(Lang::En)[0];
        assert_eq!((panel.labels.len(), panel.note(Lang::En)), (200, None));
    }

    #[test]
    fn more_series_than_can_be_told_apart_are_summed_up_or_left_out() {
        let all: Vec<_> = (0..12).map(|number| series("s", "", &[Some(f64::from(number))])).collect();
        let stack = &chart(ChartSort::Stacked, 1, all.clone()).panels(Lang::Zh)[0];
        let last = &stack.series[7];
        assert_eq!((&last.name[..], last.values[0], &last.shown[0][..]), ("其他", Some(10.0), "10"));
        assert_eq!(stack.sum(0).0, Some(66.0));
        let lines = &chart(ChartSort::Line, 1, all).panels(Lang::Zh)[0];
        assert_eq!((lines.series.len(), lines.series[0].values[0]), (8, Some(4.0)));
        assert_eq!(lines.note(Lang::Zh).unwrap(), "另有 4 个较小的系列见表");
    }

    #[test]
    fn below_zero_nothing_is_stacked_and_sums_are_written_like_their_parts() {
        let all = vec![series("a", "", &[Some(-1.0)]), series("b", "", &[Some(3.0)])];
        let panel = &chart(ChartSort::Stacked, 1, all).panels(Lang::En)[0];
        assert_eq!((panel.sort, panel.range()), (ChartSort::Bars, (-1.0, 3.0)));
        let mut money = series("a", "CNY", &[Some(0.1)]);
        money.shown = vec!["0.10 CNY".to_owned()];
        let mut more = series("b", "CNY", &[Some(0.2)]);
        more.shown = vec!["0.2 CNY".to_owned()];
        assert_eq!(sum(&[money, more], 0).1, "0.30 CNY");
    }
}
