//! Charts in a page: SVG that is as wide as the page, its letters as large as the text around it.
//!
//! Places from left to right are in hundredths of the width, from top to bottom in pixels: so nothing shrinks on a
//! telephone, and no script is needed.

use unicode_width::UnicodeWidthStr as _;

use super::chart::{Chart, ChartSort, Panel};
use super::table::cut;
use super::{chart_line, clean};
use crate::error::Lang;

/// Height of a bar.
const BAR: usize = 13;
/// Height of the line of text above the bars of a label.
const LINE: usize = 21;
/// Between two labels.
const GAP: usize = 9;
/// How much of the width bars take that have their value behind them.
const WITH_VALUES: f64 = 66.0;
/// Longest text drawn, in letters of one column; all of it stands in the table.
const LONGEST: usize = 48;

/// A figure for each unit; empty when the chart has no values.
pub fn draw(chart: &Chart, title: &str, lang: Lang) -> String {
    let panels = chart.panels(lang);
    panels.iter().map(|panel| figure(panel, title, lang)).collect()
}

fn figure(panel: &Panel, title: &str, lang: Lang) -> String {
    let mut out = String::from("<figure class=\"chart\">\n");
    if let [one] = &panel.series[..] {
        out.push_str(&format!("<figcaption>{}</figcaption>\n", clean::html(&one.name)));
    } else {
        if !panel.unit.is_empty() {
            out.push_str(&format!("<figcaption>{}</figcaption>\n", clean::html(&panel.unit)));
        }
        out.push_str("<ul class=\"legend\">\n");
        for (number, one) in panel.series.iter().enumerate() {
            out.push_str(&format!("<li>{}{}</li>\n", swatch(panel.sort, number), clean::html(&one.name)));
        }
        out.push_str("</ul>\n");
    }
    let (height, drawn) = match panel.sort {
        ChartSort::Bars => bars(panel),
        ChartSort::Stacked => stacked(panel),
        ChartSort::Line => chart_line::draw(panel, lang),
    };
    let names = panel.series.iter().map(|one| &one.name[..]).collect::<Vec<_>>().join(lang.pick(", ", "、"));
    let sort = match panel.sort {
        ChartSort::Bars => lang.pick("bar chart", "条形图"),
        ChartSort::Stacked => lang.pick("stacked bar chart", "堆积条形图"),
        ChartSort::Line => lang.pick("line chart", "折线图"),
    };
    let label = clean::html(&clean::cell(&match lang {
        Lang::En => format!("{title}: {sort} of {names}"),
        Lang::Zh => format!("{title}：{names}（{sort}）"),
    }));
    out.push_str(&format!(
        "<svg class=\"plot\" role=\"img\" aria-label=\"{label}\" height=\"{height}\">\n<title>{label}</title>\n{drawn}</svg>\n"
    ));
    if let Some(note) = panel.note(lang) {
        out.push_str(&format!("<p>{}</p>\n", clean::html(&note)));
    }
    out.push_str("</figure>\n");
    out
}

/// What a series looks like, beside its name.
fn swatch(sort: ChartSort, number: usize) -> String {
    let drawn = match sort {
        ChartSort::Line => format!("<path class=\"line l{number}\" d=\"M1 6H25\"/>"),
        _ => format!("<rect class=\"k{number}\" width=\"12\" height=\"12\" rx=\"2\"/>"),
    };
    let width = if sort == ChartSort::Line { 26 } else { 12 };
    format!("<svg width=\"{width}\" height=\"12\" aria-hidden=\"true\">{drawn}</svg>")
}

/// The text above a bar, which ends where the value begins.
fn label(text: &str, y: usize, room: usize) -> String {
    format!(
        "<svg y=\"{y}\" width=\"{room}%\" height=\"{LINE}\"><text y=\"15\">{}</text></svg>\n",
        clean::html(&cut(text, LONGEST))
    )
}

/// The value at the end of the line above a bar.
fn value(text: &str, y: usize) -> String {
    let text = clean::html(&cut(text, LONGEST / 2));
    format!("<text x=\"100%\" y=\"{}\" text-anchor=\"end\">{text}</text>\n", y + 15)
}

/// How much of the line above a bar is left by the widest value, in hundredths.
fn room_beside<'a>(values: impl Iterator<Item = &'a str>) -> usize {
    // A telephone has room for about fifty letters.
    let widest = values.map(|text| text.width()).max().unwrap_or(0).min(LONGEST / 2);
    96 - widest * 11 / 5
}

fn rect(class: &str, from: f64, width: f64, y: usize, tip: &str) -> String {
    format!(
        "<rect class=\"{class}\" x=\"{from:.2}%\" y=\"{y}\" width=\"{width:.2}%\" height=\"{BAR}\"><title>{}</title></rect>\n",
        clean::html(tip)
    )
}

fn bars(panel: &Panel) -> (usize, String) {
    let several = panel.series.len() > 1;
    let (least, greatest) = panel.range();
    let whole = if several { WITH_VALUES } else { 100.0 };
    let scale = if greatest > least { whole / (greatest - least) } else { 0.0 };
    let zero = (0.0 - least) * scale;
    let room = match several {
        true => 100,
        false => room_beside(panel.series.iter().flat_map(|one| &one.shown).map(String::as_str)),
    };
    let mut out = String::new();
    let mut y = 0;
    for (at, name) in panel.labels.iter().enumerate() {
        out.push_str(&label(name, y, room));
        if let ([one], false) = (&panel.series[..], several) {
            out.push_str(&value(if one.values[at].is_some() { &one.shown[at] } else { "–" }, y));
        }
        y += LINE;
        let top = y;
        for (number, one) in panel.series.iter().enumerate() {
            let Some(size) = one.values[at] else { continue };
            // What is more than nothing can be seen.
            let width = if size == 0.0 { 0.0 } else { (size.abs() * scale).max(0.3) };
            let from = if size < 0.0 { (zero - width).max(0.0) } else { zero };
            let tip = format!("{name} · {}: {}", one.name, one.shown[at]);
            out.push_str(&rect(&format!("k{number}"), from, width, y, &tip));
            if several {
                let end = if size < 0.0 { zero } else { from + width };
                let text = clean::html(&cut(&one.shown[at], LONGEST / 2));
                out.push_str(&format!(
                    "<text class=\"soft\" x=\"{end:.2}%\" dx=\"6\" y=\"{}\">{text}</text>\n",
                    y + BAR - 2
                ));
                y += 2;
            }
            y += BAR;
        }
        if least < 0.0 {
            // Between the texts, not through them.
            out.push_str(&format!(
                "<line class=\"zero\" x1=\"{zero:.2}%\" x2=\"{zero:.2}%\" y1=\"{}\" y2=\"{}\"/>\n",
                top - 2,
                y + 2
            ));
        }
        y += GAP;
    }
    (y, out)
}

fn stacked(panel: &Panel) -> (usize, String) {
    let sums: Vec<(Option<f64>, String)> = (0..panel.labels.len()).map(|at| panel.sum(at)).collect();
    let (_, greatest) = panel.range();
    let scale = if greatest > 0.0 { 100.0 / greatest } else { 0.0 };
    let room = room_beside(sums.iter().map(|(_, text)| &text[..]));
    let mut out = String::new();
    let mut y = 0;
    for (at, (name, (_, sum))) in panel.labels.iter().zip(&sums).enumerate() {
        out.push_str(&label(name, y, room));
        out.push_str(&value(sum, y));
        y += LINE;
        let mut end = 0.0;
        for (number, one) in panel.series.iter().enumerate() {
            let size = one.values[at].unwrap_or(0.0);
            if size > 0.0 {
                let tip = format!("{name} · {}: {}", one.name, one.shown[at]);
                out.push_str(&rect(&format!("part k{number}"), end * scale, size * scale, y, &tip));
                end += size;
            }
        }
        y += BAR + GAP;
    }
    (y, out)
}
