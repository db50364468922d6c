//! Numbers as people read them: how a written one is made up, and short ones on an axis.

use crate::error::Lang;

/// How a written number is made up: `120000.00 CNY` has two decimals and the tail ` CNY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Figure<'a> {
    /// Digits behind the point.
    pub decimals: usize,
    /// What stands behind the number.
    pub tail: &'a str,
}

impl<'a> Figure<'a> {
    /// How the text is made up; none when it is no number with at most a unit behind it.
    pub fn of(text: &'a str) -> Option<Self> {
        let digit = |c: char| c.is_ascii_digit() || c == ',';
        let rest = text.trim().trim_start_matches(['-', '+', '−']);
        let tail = rest.trim_start_matches(digit);
        if tail.len() == rest.len() {
            return None;
        }
        let (decimals, tail) = match tail.strip_prefix('.') {
            Some(after) => {
                let end = after.trim_start_matches(|c: char| c.is_ascii_digit());
                (after.len() - end.len(), end)
            }
            None => (0, tail),
        };
        let unit = |c: char| c == ' ' || c == '%' || c.is_alphabetic();
        tail.chars().all(unit).then_some(Self { decimals, tail })
    }

    /// Another number, written alike.
    pub fn write(self, value: f64) -> String {
        let decimals = self.decimals.min(15);
        let number = format!("{value:.decimals$}");
        // What rounds to nothing has no sign.
        let zero = number.starts_with('-') && !number.contains(|c: char| ('1'..='9').contains(&c));
        format!("{}{}", if zero { &number[1..] } else { &number }, self.tail)
    }
}

/// A number without a text of its own: no more decimals than it needs, two at most.
pub fn plain(value: f64) -> String {
    trimmed(&Figure { decimals: 2, tail: "" }.write(value))
}

fn trimmed(number: &str) -> String {
    match number.contains('.') {
        true => number.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => number.to_owned(),
    }
}

/// Steps of an axis from the least to the greatest value, about as many as wanted: multiples of 1, 2, 2.5 or 5 and a
/// power of ten. Nothing but whole steps for whole values. Zero is always among them.
pub fn ticks(least: f64, greatest: f64, wanted: usize, whole: bool) -> Vec<f64> {
    let (least, greatest) = (least.min(0.0), greatest.max(0.0));
    let greatest = if greatest > least { greatest } else { 1.0 };
    let rough = (greatest - least) / wanted.max(1) as f64;
    let power = 10f64.powf(rough.log10().floor());
    let fits =
        |factor: &&f64| **factor * power >= rough * 0.999 && (!whole || (**factor * power).fract() == 0.0);
    let factor = [1.0, 2.0, 2.5, 5.0, 10.0].iter().find(fits).copied().unwrap_or(10.0);
    let step = if whole { (factor * power).max(1.0) } else { factor * power };
    let first = (least / step).floor() as i64;
    let last = (greatest / step).ceil() as i64;
    (first..=last).map(|number| number as f64 * step).collect()
}

/// A number on an axis: 万 and 亿 in Chinese, k, M and bn in English; all of one axis in the size of its greatest.
pub fn short(value: f64, greatest: f64, lang: Lang) -> String {
    let sizes: &[(f64, &str)] = match lang {
        Lang::Zh => &[(1e8, "亿"), (1e4, "万")],
        Lang::En => &[(1e9, "bn"), (1e6, "M"), (1e4, "k")],
    };
    let size = sizes.iter().find(|(size, _)| greatest.abs() >= *size);
    let (size, sign) = match size {
        Some((_, "k")) => (1e3, "k"),
        Some((size, sign)) => (*size, *sign),
        None => (1.0, ""),
    };
    let number = trimmed(&Figure { decimals: 4, tail: "" }.write(value / size));
    if number == "0" { number } else { format!("{number}{sign}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_written_number_is_read_and_written_alike() {
        for (text, decimals, tail) in [
            ("120000.00 CNY", 2, " CNY"),
            ("-3", 0, ""),
            ("1,200.5", 1, ""),
            ("40%", 0, "%"),
            ("12 天", 0, " 天"),
        ] {
            assert_eq!(Figure::of(text), Some(Figure { decimals, tail }), "{text}");
        }
        for text in ["", "CNY", "2026-11-23", "-", "1 2", "3 = 4"] {
            assert_eq!(Figure::of(text), None, "{text}");
        }
        assert_eq!(Figure { decimals: 2, tail: " CNY" }.write(0.1 + 0.2), "0.30 CNY");
        assert_eq!(Figure { decimals: 0, tail: "" }.write(-0.2), "0");
        assert_eq!((plain(3.0), plain(-2.5), plain(100.0)), ("3".into(), "-2.5".into(), "100".into()));
    }

    #[test]
    fn axes_have_round_numbers() {
        assert_eq!(ticks(0.0, 12.0, 4, true), [0.0, 5.0, 10.0, 15.0]);
        assert_eq!(ticks(0.0, 1.0, 4, true), [0.0, 1.0]);
        assert_eq!(ticks(0.0, 0.0, 4, true), [0.0, 1.0]);
        assert_eq!(ticks(0.0, 1.0, 4, false), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(ticks(-30.0, 100.0, 4, true), [-50.0, 0.0, 50.0, 100.0]);
        assert_eq!(ticks(5.0, 9.0, 2, true), [0.0, 5.0, 10.0]);
        assert_eq!(ticks(-7.0, -2.0, 3, true), [-10.0, -5.0, 0.0]);
        assert!((2..9).contains(&ticks(0.0, 9e17, 4, true).len()));
    }

    #[test]
    fn axes_speak_the_language_of_the_reader() {
        let zh = |value| short(value, 150_000.0, Lang::Zh);
        assert_eq!([zh(0.0), zh(50_000.0), zh(-75_000.0)], ["0", "5万", "-7.5万"]);
        assert_eq!(short(2.5e8, 5e8, Lang::Zh), "2.5亿");
        assert_eq!(short(5_000.0, 20_000.0, Lang::En), "5k");
        assert_eq!(short(2_500.0, 5_000.0, Lang::En), "2500");
        assert_eq!(short(1.5e6, 2e6, Lang::En), "1.5M");
    }
}
