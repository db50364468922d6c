//! Lines over time in the terminal: a sparkline for each series.

use unicode_width::UnicodeWidthStr as _;

use super::chart::{Panel, Series};
use super::chart_text::{SHORTEST, VALUE, painted, widest};
use super::table::{cut, pad};
use crate::error::Lang;

/// Heights of a sparkline.
const HEIGHTS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A line of text for each series, and the labels of the first and the last value.
pub fn lines(panel: &Panel, lang: Lang, width: usize, colour: bool) -> Vec<String> {
    let names = widest(panel.series.iter().map(|one| &one.name), width * 3 / 8);
    let ranges: Vec<String> = panel.series.iter().map(|one| extremes(one, lang)).collect();
    let ranges_width = widest(&ranges, width);
    // Least and greatest stand beside the line, or below it where that leaves too little of it.
    let steps = panel.labels.len();
    let whole = width.saturating_sub(names + 2).max(SHORTEST);
    let beside = whole.saturating_sub(ranges_width + 2);
    let beside = (beside >= steps.min(SHORTEST * 3)).then_some(beside);
    let room = beside.unwrap_or(whole).max(SHORTEST);
    let mut out = Vec::new();
    let mut drawn = 0;
    for (number, (one, range)) in panel.series.iter().zip(&ranges).enumerate() {
        let spark = spark(&thinned(&one.values, room));
        drawn = spark.width();
        let line = format!("{}{}", pad(&cut(&one.name, names), names + 2), painted(&spark, number, colour));
        if beside.is_some() {
            out.push(format!("{line}  {range}"));
        } else {
            out.extend([line, format!("{}{}", " ".repeat(names + 2), cut(range, whole))]);
        }
    }
    let gap = " ".repeat(names + 2);
    match &panel.labels[..] {
        [] => {}
        [one] => out.push(format!("{gap}{}", cut(one, whole))),
        [first, .., last] => {
            let (first, last) = (cut(first, whole / 2 - 2), cut(last, whole / 2 - 2));
            let between = drawn.saturating_sub(first.width() + last.width());
            // Where both do not fit below the line, an arrow says what they are.
            let between = if between > 0 { " ".repeat(between) } else { " → ".to_owned() };
            out.push(format!("{gap}{first}{between}{last}"));
        }
    }
    out
}

/// The least and the greatest value of a series, in words.
fn extremes(series: &Series, lang: Lang) -> String {
    let values = || series.values.iter().enumerate().filter_map(|(at, value)| Some((at, (*value)?)));
    let least = values().min_by(|a, b| a.1.total_cmp(&b.1));
    let greatest = values().max_by(|a, b| a.1.total_cmp(&b.1));
    let shown =
        |end: Option<(usize, f64)>| end.map_or_else(String::new, |(at, _)| cut(&series.shown[at], VALUE));
    match lang {
        Lang::En => format!("min {}, max {}", shown(least), shown(greatest)),
        Lang::Zh => format!("最低 {}，最高 {}", shown(least), shown(greatest)),
    }
}

/// No more values than there is room for: each the mean of some that follow each other.
fn thinned(values: &[Option<f64>], room: usize) -> Vec<Option<f64>> {
    if values.len() <= room {
        return values.to_vec();
    }
    let group = |number: usize| {
        let some = values[number * values.len() / room..(number + 1) * values.len() / room].iter().flatten();
        let count = some.clone().count();
        (count > 0).then(|| some.sum::<f64>() / count as f64)
    };
    (0..room).map(group).collect()
}

/// A character for each value, from zero or what lies below it.
fn spark(values: &[Option<f64>]) -> String {
    let least = values.iter().flatten().copied().fold(0.0, f64::min);
    let greatest = values.iter().flatten().copied().fold(0.0, f64::max);
    let height = |value: f64| {
        let share = if greatest > least { (value - least) / (greatest - least) } else { 0.0 };
        HEIGHTS[((share * 7.0).round() as usize).min(7)]
    };
    values.iter().map(|value| value.map_or(' ', height)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::chart::{Chart, ChartSort};
    use crate::output::chart_text::draw;

    fn drawn(values: &[Option<f64>], lang: Lang, width: usize) -> String {
        let labels = (1..=values.len()).map(|number| format!("l{number}")).collect();
        let series =
            Series { name: "s".into(), unit: String::new(), values: values.to_vec(), shown: Vec::new() };
        draw(&Chart { sort: ChartSort::Line, labels, series: vec![series] }, lang, width, false)
    }

    #[test]
    fn lines_of_one_point_and_of_many() {
        assert_eq!(drawn(&[Some(3.0)], Lang::En, 40), "s  █  min 3, max 3\n   l1\n");
        let values: Vec<_> = (0..200).map(|number| (number != 5).then_some(f64::from(number))).collect();
        let many = drawn(&values, Lang::Zh, 60);
        assert_eq!(
            many,
            "s  ▁▁▁▂▂▂▂▂▃▃▃▃▃▃▄▄▄▄▄▅▅▅▅▅▅▆▆▆▆▆▇▇▇▇▇▇███  最低 0，最高 199\n   l1                                 l200\n"
        );
    }
}
