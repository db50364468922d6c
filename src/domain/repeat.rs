//! Rules by which a plan comes again: those of RFC 5545, section 3.3.10, as far as they name whole days.
//!
//! A rule is kept in one form: upper case, its parts in a fixed order, and tied to the calendar, so that
//! moving one call does not move those after it: `weekly` on a Tuesday is `FREQ=WEEKLY;BYDAY=TU`.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::repeat_words;
use crate::model::bad_value::{BadValue, clean};

/// A right rule, for messages.
pub const EXAMPLE: &str = "FREQ=WEEKLY;BYDAY=MO";
/// The days of a week as rules write them, from Monday on.
const DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
/// Largest INTERVAL and COUNT.
const MOST: u32 = 999;
/// A rule that does not come again within so many days never does, for a plan: ten years.
const HORIZON: u64 = 3653;

/// How often a rule comes, before its other parts choose among the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

/// A rule of whole days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    pub(super) freq: Freq,
    pub(super) interval: u32,
    count: Option<u32>,
    until: Option<NaiveDate>,
    pub(super) months: Vec<u32>,
    /// Days of a month, from its end when negative.
    pub(super) month_days: Vec<i32>,
    /// Days of the week; with a number the so-many-th of its month or year.
    pub(super) weekdays: Vec<(Option<i32>, Weekday)>,
    /// Which of the days chosen in a week, month or year.
    pub(super) positions: Vec<i32>,
    pub(super) week_start: Weekday,
}

/// The occurrence after one that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Next {
    /// Its day.
    pub date: NaiveDate,
    /// The rule from there on; none when it is the last.
    pub repeat: Option<Repeat>,
}

impl Repeat {
    /// Reads a rule as typed for a plan whose first day is `from`: RFC 5545, or words such as `every 2 weeks`, `每月`.
    ///
    /// # Errors
    /// It is no rule, is finer than a day, or does not come again within ten years.
    pub fn parse(typed: &str, from: NaiveDate) -> Result<Self, BadValue> {
        let text = clean(typed, EXAMPLE)?;
        let said = repeat_words::rule(&text.to_lowercase(), from);
        let mut rule = Self::read(&said.unwrap_or(text))?;
        rule.anchor(from);
        let first = rule.first(from).ok_or_else(never)?;
        match rule.next(first, first) {
            Some(_) => Ok(rule),
            None if rule.count == Some(1) => {
                Err(bad("it happens just once; leave the rule out", "只发生一次; 请去掉重复规则"))
            }
            None => Err(never()),
        }
    }

    /// Reads a rule as it is kept.
    ///
    /// # Errors
    /// It is no rule of whole days.
    pub fn read(text: &str) -> Result<Self, BadValue> {
        let upper = clean(text, EXAMPLE)?.to_ascii_uppercase();
        let text = upper.strip_prefix("RRULE:").unwrap_or(&upper).trim_end_matches(';');
        let mut freq = None;
        let mut rule = Self {
            freq: Freq::Daily,
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            weekdays: Vec::new(),
            positions: Vec::new(),
            week_start: Weekday::Mon,
        };
        let mut seen = Vec::new();
        for part in text.split(';') {
            let (name, value) = part.split_once('=').ok_or_else(no_rule)?;
            let (name, value) = (name.trim(), value.replace(' ', ""));
            if seen.contains(&name) {
                return Err(bad(&format!("{name} stands there twice"), &format!("{name} 重复出现")));
            }
            seen.push(name);
            let wrong = || {
                bad(
                    &format!("{name} cannot be {}", crate::error::quoted(&value)),
                    &format!("{name} 不能是 {}", crate::error::quoted(&value)),
                )
            };
            match name {
                "FREQ" => freq = Some(frequency(&value)?),
                "INTERVAL" => rule.interval = count(&value).ok_or_else(|| range(name))?,
                "COUNT" => rule.count = Some(count(&value).ok_or_else(|| range(name))?),
                "UNTIL" => rule.until = Some(until(&value).ok_or_else(wrong)?),
                "BYMONTH" => {
                    rule.months =
                        numbers(&value, 1, 12).ok_or_else(wrong)?.iter().map(|n| n.unsigned_abs()).collect()
                }
                "BYMONTHDAY" => rule.month_days = numbers(&value, -31, 31).ok_or_else(wrong)?,
                "BYSETPOS" => rule.positions = numbers(&value, -366, 366).ok_or_else(wrong)?,
                "BYDAY" => {
                    rule.weekdays =
                        value.split(',').map(nth_weekday).collect::<Option<_>>().ok_or_else(wrong)?
                }
                "WKST" => rule.week_start = weekday(&value).ok_or_else(wrong)?,
                "BYHOUR" | "BYMINUTE" | "BYSECOND" => return Err(finer()),
                _ => {
                    return Err(bad(
                        &format!("{name} is no part that is known"),
                        &format!("不支持规则中的 {name}"),
                    ));
                }
            }
        }
        rule.freq = freq.ok_or_else(no_rule)?;
        rule.sound()?;
        Ok(rule)
    }

    /// What RFC 5545 forbids of parts that are good each by itself.
    fn sound(&self) -> Result<(), BadValue> {
        let short = matches!(self.freq, Freq::Daily | Freq::Weekly);
        if short && self.weekdays.iter().any(|(nth, _)| nth.is_some()) {
            return Err(bad(
                "a number before a weekday needs FREQ=MONTHLY or YEARLY",
                "星期前的序数只用于 FREQ=MONTHLY 或 YEARLY",
            ));
        }
        if self.freq == Freq::Weekly && !self.month_days.is_empty() {
            return Err(bad("FREQ=WEEKLY does not go with BYMONTHDAY", "FREQ=WEEKLY 不能与 BYMONTHDAY 同用"));
        }
        let chosen = !(self.months.is_empty() && self.month_days.is_empty() && self.weekdays.is_empty());
        if !self.positions.is_empty() && !chosen {
            return Err(bad(
                "BYSETPOS chooses among days, and no other part names any",
                "BYSETPOS 须与其他 BY… 同用",
            ));
        }
        Ok(())
    }

    /// The first day of the rule on or after a day.
    pub fn first(&self, from: NaiveDate) -> Option<NaiveDate> {
        self.days(from, from).next()
    }

    /// True when a day is one of the rule's.
    pub fn has(&self, day: NaiveDate) -> bool {
        self.first(day) == Some(day)
    }

    /// The first day after `after` of the rule as it runs from `start`; none when it has ended. What a COUNT says is
    /// left counts from the new day on.
    pub fn next(&self, start: NaiveDate, after: NaiveDate) -> Option<Next> {
        let after = after.max(start);
        // A day that was moved is none of the rule's, but it has happened.
        let mut gone = u32::from(!self.has(start));
        for day in self.days(start, after) {
            if day <= after {
                gone = gone.saturating_add(1);
                continue;
            }
            let left = self.count.map(|count| count.saturating_sub(gone));
            let repeat = match left {
                Some(0) => return None,
                Some(1) => None,
                left => Some(Self { count: left, ..self.clone() }),
            };
            return Some(Next { date: day, repeat });
        }
        None
    }

    /// The days of the rule from `start` to ten years after `after`.
    fn days(&self, start: NaiveDate, after: NaiveDate) -> impl Iterator<Item = NaiveDate> + '_ {
        let last = after.checked_add_days(Days::new(HORIZON)).unwrap_or(NaiveDate::MAX);
        let last = self.until.map_or(last, |until| until.min(last));
        start.iter_days().take_while(move |day| *day <= last).filter(move |day| self.falls_on(*day, start))
    }

    /// Ties a rule that names no days to those of its first.
    fn anchor(&mut self, from: NaiveDate) {
        if !(self.months.is_empty() && self.month_days.is_empty() && self.weekdays.is_empty()) {
            return;
        }
        match self.freq {
            Freq::Daily => {}
            Freq::Weekly => self.weekdays = vec![(None, from.weekday())],
            Freq::Monthly => self.month_days = vec![from.day() as i32],
            Freq::Yearly => (self.months, self.month_days) = (vec![from.month()], vec![from.day() as i32]),
        }
    }
}

impl fmt::Display for Repeat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fn list<T: fmt::Display>(name: &str, items: &[T]) -> String {
            let items: Vec<String> = items.iter().map(ToString::to_string).collect();
            if items.is_empty() { String::new() } else { format!(";{name}={}", items.join(",")) }
        }
        let freq = match self.freq {
            Freq::Daily => "DAILY",
            Freq::Weekly => "WEEKLY",
            Freq::Monthly => "MONTHLY",
            Freq::Yearly => "YEARLY",
        };
        let weekdays: Vec<String> = self
            .weekdays
            .iter()
            .map(|(nth, day)| format!("{}{}", nth.map(|nth| nth.to_string()).unwrap_or_default(), word(*day)))
            .collect();
        write!(f, "FREQ={freq}")?;
        if self.interval > 1 {
            write!(f, ";INTERVAL={}", self.interval)?;
        }
        if let Some(count) = self.count {
            write!(f, ";COUNT={count}")?;
        }
        if let Some(until) = self.until {
            write!(f, ";UNTIL={}", until.format("%Y%m%d"))?;
        }
        f.write_str(&list("BYMONTH", &self.months))?;
        f.write_str(&list("BYMONTHDAY", &self.month_days))?;
        f.write_str(&list("BYDAY", &weekdays))?;
        f.write_str(&list("BYSETPOS", &self.positions))?;
        if self.week_start != Weekday::Mon {
            write!(f, ";WKST={}", word(self.week_start))?;
        }
        Ok(())
    }
}

/// A day of the week as rules write it.
pub(super) fn word(day: Weekday) -> &'static str {
    DAYS[day.num_days_from_monday() as usize % 7]
}

fn weekday(text: &str) -> Option<Weekday> {
    let at = DAYS.iter().position(|day| *day == text)?;
    Weekday::try_from(u8::try_from(at).ok()?).ok()
}

/// `MO`, `1MO`, `-1FR`.
fn nth_weekday(text: &str) -> Option<(Option<i32>, Weekday)> {
    let at = text.len().checked_sub(2).filter(|at| text.is_char_boundary(*at))?;
    let (nth, day) = text.split_at(at);
    let day = weekday(day)?;
    match nth {
        "" => Some((None, day)),
        nth => Some((Some(number(nth, -53, 53)?), day)),
    }
}

fn frequency(text: &str) -> Result<Freq, BadValue> {
    match text {
        "DAILY" => Ok(Freq::Daily),
        "WEEKLY" => Ok(Freq::Weekly),
        "MONTHLY" => Ok(Freq::Monthly),
        "YEARLY" => Ok(Freq::Yearly),
        "HOURLY" | "MINUTELY" | "SECONDLY" => Err(finer()),
        _ => Err(bad(
            "FREQ is DAILY, WEEKLY, MONTHLY or YEARLY",
            "FREQ 只能是 DAILY、WEEKLY、MONTHLY 或 YEARLY",
        )),
    }
}

fn count(text: &str) -> Option<u32> {
    text.parse().ok().filter(|count| (1..=MOST).contains(count))
}

/// A number between bounds that is not 0.
fn number(text: &str, least: i32, most: i32) -> Option<i32> {
    text.parse().ok().filter(|number| *number != 0 && (least..=most).contains(number))
}

/// Numbers with commas between, in order and each once.
fn numbers(text: &str, least: i32, most: i32) -> Option<Vec<i32>> {
    let mut all: Vec<i32> = text.split(',').map(|text| number(text, least, most)).collect::<Option<_>>()?;
    all.sort_unstable();
    all.dedup();
    Some(all)
}

/// The day of `20271231`, `20271231T235959Z` or `2027-12-31`.
fn until(text: &str) -> Option<NaiveDate> {
    let day = text.split('T').next().unwrap_or_default().replace('-', "");
    let good = day.len() == 8 && day.bytes().all(|b| b.is_ascii_digit());
    NaiveDate::parse_from_str(&day, "%Y%m%d").ok().filter(|_| good)
}

fn bad(en: &str, zh: &str) -> BadValue {
    BadValue::new(en, zh, EXAMPLE)
}

fn range(name: &str) -> BadValue {
    bad(&format!("{name} lies between 1 and {MOST}"), &format!("{name} 应在 1 到 {MOST} 之间"))
}

fn no_rule() -> BadValue {
    bad(
        "it is neither a rule of RFC 5545 nor words such as weekly, monthly or every 2 weeks",
        "不是 RFC 5545 的重复规则, 也不是 每周、每月、每两周 这样的词",
    )
}

fn finer() -> BadValue {
    bad(
        "a plan has a day and no hour, so it cannot come again within a day",
        "计划只到日期, 不能在一天之内重复",
    )
}

fn never() -> BadValue {
    bad("it does not come again within ten years", "十年内不会再次发生")
}
