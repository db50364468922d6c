//! Lines over time in a page, with an axis.

use unicode_width::UnicodeWidthStr as _;

use super::chart::{Panel, Series};
use super::clean;
use super::figure::{short, ticks};
use super::table::cut;
use crate::error::Lang;

/// Height of the part with the lines.
const HEIGHT: f64 = 240.0;
/// Above it, for the highest number of the axis.
const TOP: f64 = 16.0;
/// Below it, for the labels.
const BOTTOM: f64 = 24.0;
/// Hundredths of the width left free at both sides.
const SIDE: f64 = 1.0;
/// Steps of the axis.
const STEPS: usize = 4;
/// Letters of one column that fit below the lines on a telephone.
const LETTERS: usize = 44;
/// With more points than this, each has no dot of its own.
const DOTS: usize = 40;

/// The height, and what is drawn.
pub fn draw(panel: &Panel, lang: Lang) -> (usize, String) {
    let (least, greatest) = panel.range();
    let whole = panel.series.iter().flat_map(|one| &one.values).flatten().all(|value| value.fract() == 0.0);
    let ticks = ticks(least, greatest, STEPS, whole);
    let (low, high) = (ticks.first().copied().unwrap_or(0.0), ticks.last().copied().unwrap_or(1.0));
    let size = low.abs().max(high.abs());
    let y = |value: f64| TOP + HEIGHT * (high - value) / (high - low);
    let last = panel.labels.len().saturating_sub(1);
    let x = |at: usize| match last {
        0 => 50.0,
        last => SIDE + (100.0 - 2.0 * SIDE) * at as f64 / last as f64,
    };
    let mut out = String::new();
    for tick in &ticks {
        let class = if *tick == 0.0 { "zero" } else { "grid" };
        let y = y(*tick);
        out.push_str(&format!("<line class=\"{class}\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\n"));
    }
    for (number, one) in panel.series.iter().enumerate() {
        out.push_str(&line(one, number, x, y));
    }
    for (number, one) in panel.series.iter().enumerate() {
        for (at, value) in one.values.iter().enumerate() {
            let Some(value) = value else { continue };
            // A point without neighbours is no part of a line.
            let beside =
                |at: Option<usize>| at.and_then(|at| one.values.get(at).copied().flatten()).is_some();
            let alone = !beside(at.checked_sub(1)) && !beside(Some(at + 1));
            let radius = if alone || one.values.len() <= DOTS { "2.5" } else { "1" };
            let tip = clean::html(&format!("{} · {}: {}", panel.labels[at], one.name, one.shown[at]));
            out.push_str(&format!(
                "<circle class=\"k{number}\" cx=\"{:.2}%\" cy=\"{:.1}\" r=\"{radius}\"><title>{tip}</title></circle>\n",
                x(at),
                y(*value)
            ));
        }
    }
    for tick in &ticks {
        let text = short(*tick, size, lang);
        out.push_str(&format!("<text class=\"soft\" x=\"0\" y=\"{:.1}\">{text}</text>\n", y(*tick) - 4.0));
    }
    let foot = TOP + HEIGHT + 17.0;
    for at in labelled(&panel.labels) {
        let side = match (at, last) {
            (_, 0) => "middle",
            (0, _) => "start",
            (at, last) if at == last => "end",
            _ => "middle",
        };
        let place = match side {
            "start" => 0.0,
            "end" => 100.0,
            _ => x(at),
        };
        let text = clean::html(&cut(&panel.labels[at], LETTERS / 2 - 2));
        out.push_str(&format!(
            "<text class=\"soft\" x=\"{place:.2}%\" y=\"{foot}\" text-anchor=\"{side}\">{text}</text>\n"
        ));
    }
    ((TOP + HEIGHT + BOTTOM) as usize, out)
}

/// A line through the values; it breaks where there is none.
fn line(series: &Series, number: usize, x: impl Fn(usize) -> f64, y: impl Fn(f64) -> f64) -> String {
    let mut path = String::new();
    let mut before = false;
    for (at, value) in series.values.iter().enumerate() {
        if let Some(value) = value {
            let letter = if before { 'L' } else { 'M' };
            path.push_str(&format!("{letter}{:.2} {:.1}", x(at), y(*value)));
        }
        before = value.is_some();
    }
    format!(
        "<svg width=\"100%\" height=\"{0}\" viewBox=\"0 0 100 {0}\" preserveAspectRatio=\"none\">\
         <path class=\"line l{number}\" d=\"{path}\"/></svg>\n",
        TOP + HEIGHT + BOTTOM
    )
}

/// Which labels are written: first and last, and as many at equal distances between as have room.
fn labelled(labels: &[String]) -> Vec<usize> {
    let Some(last) = labels.len().checked_sub(1) else { return Vec::new() };
    let widest = labels.iter().map(|label| label.width()).max().unwrap_or(0).min(LETTERS / 2 - 2);
    let most = (LETTERS / (widest + 2)).max(2) - 1;
    // Equal distances when the steps can be divided so.
    let even = (1..=most.min(last.max(1))).rev().find(|parts| last % parts == 0).unwrap_or(1);
    let parts = if even * 2 > most { even } else { most.min(last.max(1)) };
    let mut all: Vec<usize> = (0..=parts).map(|part| part * last / parts).collect();
    all.dedup();
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_below_the_lines_have_room() {
        let weeks = |count: usize| (0..count).map(|week| format!("2026-W{week:02}")).collect::<Vec<_>>();
        assert_eq!(labelled(&weeks(0)), Vec::<usize>::new());
        assert_eq!(labelled(&weeks(1)), [0]);
        assert_eq!(labelled(&weeks(2)), [0, 1]);
        assert_eq!(labelled(&weeks(13)), [0, 4, 8, 12]);
        // Thirds as good as they come.
        assert_eq!(labelled(&weeks(24)), [0, 7, 15, 23]);
        assert_eq!(labelled(&["很".repeat(40), "长".repeat(40), "长".repeat(40)]), [0, 2]);
    }
}
