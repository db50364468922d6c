//! Charts in the terminal: bars of block characters and stacks of shades.

use unicode_width::UnicodeWidthStr as _;

use super::chart::{Chart, ChartSort, Panel};
use super::chart_spark;
use super::table::{cut, pad};
use crate::error::Lang;

/// A chart wider than this tells nothing more.
const WIDEST: usize = 100;
/// A chart narrower than this tells nothing at all.
const NARROWEST: usize = 24;
/// Shortest bar of the greatest value.
pub const SHORTEST: usize = 8;
/// Longest text of a value; no honest one is longer.
pub const VALUE: usize = 30;
/// A cell filled from the left, by eighths.
const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
/// Fillings that differ without colours.
const SHADES: [&str; 8] = ["█", "▒", "░", "▓", "▚", "=", "+", "."];
/// Colours of segments on a light and on a dark terminal alike.
const COLOURS: [u8; 8] = [36, 33, 35, 32, 34, 31, 90, 37];

/// The chart in so many columns; empty when it has no values.
pub fn draw(chart: &Chart, lang: Lang, width: usize, colour: bool) -> String {
    let width = width.clamp(NARROWEST, WIDEST);
    let panels = chart.panels(lang).into_iter().map(|panel| {
        let mut lines = match panel.sort {
            ChartSort::Bars => bars(&panel, width, colour),
            ChartSort::Stacked => stacked(&panel, lang, width, colour),
            ChartSort::Line => chart_spark::lines(&panel, lang, width, colour),
        };
        lines.extend(panel.note(lang).map(|note| format!("… {note}")));
        lines.iter().map(|line| format!("{}\n", line.trim_end())).collect::<String>()
    });
    panels.collect::<Vec<_>>().join("\n")
}

/// The text in the colour of a series.
pub fn painted(text: &str, number: usize, colour: bool) -> String {
    match colour && !text.is_empty() {
        true => format!("\u{1b}[{}m{text}\u{1b}[0m", COLOURS[number % COLOURS.len()]),
        false => text.to_owned(),
    }
}

/// How wide the widest text is, up to a limit.
pub fn widest<'a>(texts: impl IntoIterator<Item = &'a String>, most: usize) -> usize {
    texts.into_iter().map(|text| text.width()).max().unwrap_or(0).min(most)
}

fn bars(panel: &Panel, width: usize, colour: bool) -> Vec<String> {
    let several = panel.series.len() > 1;
    let names = panel.series.iter().map(|one| &one.name);
    let values = widest(panel.series.iter().flat_map(|one| &one.shown), VALUE);
    let share = if several { width / 4 } else { width * 3 / 8 };
    let labels = widest(&panel.labels, share);
    let names = if several { widest(names, width / 5) + 2 } else { 0 };
    let (least, greatest) = panel.range();
    let taken = labels + 2 + names + usize::from(least < 0.0) + 1 + values;
    let room = width.saturating_sub(taken).max(SHORTEST);
    let scale = if greatest > least { room as f64 / (greatest - least) } else { 0.0 };
    // What is below zero has cells of its own to the left of a line.
    let below = if least < 0.0 { ((-least * scale).round() as usize).clamp(1, room - 1) } else { 0 };
    let mut out = Vec::new();
    if !several {
        out.extend(panel.series.first().map(|one| cut(&one.name, width)).filter(|name| !name.is_empty()));
    }
    for (at, label) in panel.labels.iter().enumerate() {
        let mut label = pad(&cut(label, labels), labels + 2);
        for (number, one) in panel.series.iter().enumerate() {
            let mut line = std::mem::replace(&mut label, " ".repeat(labels + 2));
            if several {
                line.push_str(&pad(&cut(&one.name, names - 2), names));
            }
            let value = one.values[at];
            let bar = value.map_or_else(String::new, |value| bar(value.max(0.0), scale, room - below));
            if below > 0 {
                let left = value.map_or_else(String::new, |value| bar_below((-value).max(0.0), scale, below));
                line.push_str(&" ".repeat(below - left.width()));
                line.push_str(&painted(&left, number, colour));
                line.push('│');
            }
            line.push_str(&painted(&bar, number, colour));
            if !bar.is_empty() || below > 0 {
                line.push(' ');
            }
            let shown = if value.is_some() { cut(&one.shown[at], VALUE) } else { "–".to_owned() };
            line.push_str(&shown);
            out.push(line);
        }
    }
    out
}

/// A bar to the right; the least value has one too.
fn bar(value: f64, scale: f64, room: usize) -> String {
    let eighths = (value * scale * 8.0).round() as usize;
    let eighths = if value > 0.0 { eighths.clamp(1, room * 8) } else { 0 };
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// A bar to the left of a line, by halves: no finer characters fill a cell from the right.
fn bar_below(value: f64, scale: f64, room: usize) -> String {
    let halves = (value * scale * 2.0).round() as usize;
    let halves = if value > 0.0 { halves.clamp(1, room * 2) } else { 0 };
    format!("{}{}", if halves % 2 == 1 { "▐" } else { "" }, "█".repeat(halves / 2))
}

fn stacked(panel: &Panel, lang: Lang, width: usize, colour: bool) -> Vec<String> {
    let filling = |number: usize| if colour { "█" } else { SHADES[number % SHADES.len()] };
    let sums: Vec<(Option<f64>, String)> = (0..panel.labels.len()).map(|at| panel.sum(at)).collect();
    let values = widest(sums.iter().map(|(_, text)| text), VALUE);
    let labels = widest(&panel.labels, width * 3 / 8);
    let room = width.saturating_sub(labels + 2 + values + 1).max(SHORTEST.max(panel.series.len()));
    let (_, greatest) = panel.range();
    let scale = if greatest > 0.0 { room as f64 / greatest } else { 0.0 };
    let keys = panel.series.iter().enumerate().map(|(number, one)| {
        let sign = painted(filling(number), number, colour);
        (format!("{sign} {}", cut(&one.name, width - 2)), cut(&one.name, width - 2).width() + 2)
    });
    let mut out = legend(keys, lang, width);
    for (at, (sum, text)) in sums.iter().enumerate() {
        let mut line = pad(&cut(&panel.labels[at], labels), labels + 2);
        let values: Vec<f64> = panel.series.iter().map(|one| one.values[at].unwrap_or(0.0)).collect();
        for (number, cells) in segments(&values, scale, room).into_iter().enumerate() {
            line.push_str(&painted(&filling(number).repeat(cells), number, colour));
        }
        if sum.is_some_and(|sum| sum > 0.0) {
            line.push(' ');
        }
        line.push_str(&cut(text, VALUE));
        out.push(line);
    }
    out
}

/// Cells of each segment: one at least for what is more than nothing, `room` at most for all.
fn segments(values: &[f64], scale: f64, room: usize) -> Vec<usize> {
    let mut end = 0.0;
    let mut cells: Vec<usize> = Vec::new();
    for value in values {
        let start = (end * scale).round() as usize;
        end += value;
        let length = ((end * scale).round() as usize).saturating_sub(start);
        cells.push(if *value > 0.0 { length.max(1) } else { 0 });
    }
    while cells.iter().sum::<usize>() > room {
        match cells.iter_mut().max() {
            Some(longest) if *longest > 1 => *longest -= 1,
            _ => break,
        }
    }
    cells
}

/// Signs and names in as many lines as they need; each comes with its width.
fn legend(keys: impl Iterator<Item = (String, usize)>, lang: Lang, width: usize) -> Vec<String> {
    let gap = lang.pick("   ", "  ");
    let mut lines: Vec<(String, usize)> = Vec::new();
    for (key, wide) in keys {
        match lines.last_mut() {
            Some((line, used)) if *used + gap.len() + wide <= width => {
                line.push_str(gap);
                line.push_str(&key);
                *used += gap.len() + wide;
            }
            _ => lines.push((key, wide)),
        }
    }
    lines.into_iter().map(|(line, _)| line).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::output::chart::Series;

    fn one(sort: ChartSort, values: &[Option<f64>]) -> Chart {
        let labels = (1..=values.len()).map(|number| format!("l{number}")).collect();
        let series =
            Series { name: "s".into(), unit: String::new(), values: values.to_vec(), shown: Vec::new() };
        Chart { sort, labels, series: vec![series] }
    }

    #[test]
    fn below_zero_bars_grow_to_the_left() {
        let chart = one(ChartSort::Bars, &[Some(-5.0), Some(0.0), Some(10.0), None, Some(0.01)]);
        assert_eq!(
            draw(&chart, Lang::En, 30, false),
            "s\nl1  ▐██████│ -5\nl2         │ 0\nl3         │█████████████ 10\nl5         │▏ 0.01\n"
        );
        assert_eq!(draw(&one(ChartSort::Bars, &[Some(0.0)]), Lang::En, 30, false), "s\nl1  0\n");
        assert_eq!(draw(&one(ChartSort::Bars, &[None, None]), Lang::En, 30, false), "");
    }

    #[test]
    fn every_segment_has_a_cell() {
        assert_eq!(segments(&[1000.0, 1.0, 0.0, 1.0], 10.0 / 1002.0, 10), [8, 1, 0, 1]);
        assert_eq!(segments(&[1.0, 1.0, 2.0], 2.5, 10), [3, 2, 5]);
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_terminal(
            sort in prop_oneof![Just(ChartSort::Bars), Just(ChartSort::Stacked), Just(ChartSort::Line)],
            // No letter i, so that "inf" can only be a number that went wrong.
            labels in prop::collection::vec("[a-hj-z金科 ]{0,30}", 0..30),
            series in prop::collection::vec(
                ("[a-hj-z客户]{0,20}", "[A-B]?", prop::collection::vec(prop::option::of(-1e6f64..1e6), 0..30)), 0..12),
            positive in any::<bool>(),
            width in 48usize..120,
        ) {
            let series = series.into_iter().map(|(name, unit, values)| Series {
                name,
                unit,
                values: values.into_iter().map(|value| value.map(|v: f64| if positive { v.abs() } else { v })).collect(),
                shown: Vec::new(),
            });
            let chart = Chart { sort, labels, series: series.collect() };
            for line in draw(&chart, Lang::Zh, width, false).lines() {
                // What was left out is said in words, which are not cut.
                prop_assert!(line.width() <= width || line.starts_with('…'), "{line}");
            }
            // The page has only numbers that a browser can read.
            let page = crate::output::chart_svg::draw(&chart, "t", Lang::Zh);
            prop_assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
            prop_assert!(!page.contains("=\"-") && !page.contains("width=\"0.00%\" height=\"0"), "{page}");
        }
    }
}
