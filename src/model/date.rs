//! Days and moments: typed in many ways, kept in one.

use std::fmt;

use chrono::{
    DateTime as ChronoDateTime, Datelike as _, Days, FixedOffset, Months, NaiveDate, NaiveTime,
    TimeZone as _, Timelike as _,
};
use unicode_normalization::UnicodeNormalization as _;

use super::bad_value::BadValue;
use super::input::no_controls;

/// A day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

/// A moment with its zone, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DateTime(pub ChronoDateTime<FixedOffset>);

const DAY_EXAMPLE: &str = "2026-11-23";
const MOMENT_EXAMPLE: &str = "2026-11-23 14:30";

impl Date {
    /// Reads a day: ISO, `2026/11/23`, `2026年11月23日`, `today`, `明天`, `+7d`, `周五` …
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, BadValue> {
        no_controls(text.trim())?;
        let text: String = text.trim().nfkc().collect::<String>().to_lowercase();
        if let Some(day) =
            relative_bound(&text, today).or_else(|| weekday(&text, today)).or_else(|| written(&text, today))
        {
            return Ok(Self(day));
        }
        let parts =
            text.split(['/', '.', '-']).filter(|part| part.bytes().all(|b| b.is_ascii_digit())).count();
        if parts == 3 && !text.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit())) {
            return Err(BadValue::new(
                "day and month could be meant either way; write the year first",
                "日月次序不明, 请把年份写在前面",
                DAY_EXAMPLE,
            ));
        }
        Err(BadValue::new("it is not a day", "不是日期", DAY_EXAMPLE))
    }

    /// Reads the stored form alone.
    pub fn from_iso(text: &str) -> Result<Self, BadValue> {
        let good = text.len() == 10 && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok();
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(day) if good => Ok(Self(day)),
            _ => Err(BadValue::new("it is not a day", "不是日期", DAY_EXAMPLE)),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0.format("%Y-%m-%d"))
    }
}

impl DateTime {
    /// Reads a moment: RFC 3339, a day with a time, a time of today, or any day.
    pub fn parse(text: &str, now: ChronoDateTime<FixedOffset>) -> Result<Self, BadValue> {
        no_controls(text.trim())?;
        let text: String = text.trim().nfkc().collect();
        if matches!(text.to_lowercase().as_str(), "now" | "现在") {
            return Ok(Self::from(now));
        }
        if let Ok(moment) = ChronoDateTime::parse_from_rfc3339(&text) {
            return Ok(Self::from(moment));
        }
        let bad = || BadValue::new("it is not a day and time", "不是日期时间", MOMENT_EXAMPLE);
        let colon = text.find(':');
        let (day, time) = match colon {
            None => (text.as_str(), NaiveTime::MIN),
            Some(colon) => {
                let start = text[..colon]
                    .rfind(|c: char| !c.is_ascii_digit())
                    .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
                let time = ["%H:%M:%S", "%H:%M"]
                    .iter()
                    .find_map(|form| NaiveTime::parse_from_str(&text[start..], form).ok())
                    .ok_or_else(bad)?;
                (text[..start].trim_end_matches(['T', 't', ' ']), time)
            }
        };
        let today = now.date_naive();
        let day =
            if day.trim().is_empty() { Date(today) } else { Date::parse(day, today).map_err(|_| bad())? };
        let local = day.0.and_time(time);
        now.timezone().from_local_datetime(&local).single().map(Self::from).ok_or_else(bad)
    }

    /// Reads the stored form alone.
    pub fn from_rfc3339(text: &str) -> Result<Self, BadValue> {
        ChronoDateTime::parse_from_rfc3339(text).map(Self::from).map_err(|_| {
            BadValue::new("it is not a moment with its zone", "不是带时区的时间", "2026-11-23T14:30:00+08:00")
        })
    }
}

impl From<ChronoDateTime<FixedOffset>> for DateTime {
    fn from(moment: ChronoDateTime<FixedOffset>) -> Self {
        Self(moment.with_nanosecond(0).unwrap_or(moment))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

/// A day said by its distance: `today`, `明天`, `+7d`, `-2w`, `+1m`, `+1y`.
pub fn relative_bound(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let days = |count: u64| today.checked_add_days(Days::new(count));
    match text {
        "today" | "今天" => return Some(today),
        "tomorrow" | "明天" => return days(1),
        "后天" => return days(2),
        "yesterday" | "昨天" => return today.checked_sub_days(Days::new(1)),
        "前天" => return today.checked_sub_days(Days::new(2)),
        _ => {}
    }
    let back = text.starts_with('-');
    let rest = text.strip_prefix(['+', '-'])?;
    let unit = rest.chars().last()?;
    let count: u32 = rest[..rest.len() - unit.len_utf8()].parse().ok().filter(|count| *count <= 40_000)?;
    let shift_days = |count: u64| match back {
        true => today.checked_sub_days(Days::new(count)),
        false => today.checked_add_days(Days::new(count)),
    };
    let shift_months = |count: u32| match back {
        true => today.checked_sub_months(Months::new(count)),
        false => today.checked_add_months(Months::new(count)),
    };
    let day = match unit {
        'd' | '天' => shift_days(count.into()),
        'w' | '周' => shift_days(u64::from(count) * 7),
        'm' | '月' => shift_months(count),
        'y' | '年' => shift_months(count.checked_mul(12)?),
        _ => None,
    };
    day.filter(|day| (1000..=9999).contains(&day.year()))
}

/// `fri`, `周五`: the next such day after today; `下周一`: that day of next week.
fn weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    const EN: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const ZH: [&str; 8] = ["一", "二", "三", "四", "五", "六", "日", "天"];
    let number = |name: &str| ZH.iter().position(|zh| *zh == name).map(|at| at.min(6) as u64);
    let now = u64::from(today.weekday().num_days_from_monday());
    let after = |wanted: u64| today.checked_add_days(Days::new((wanted + 6 - now) % 7 + 1));
    if let Some(at) = EN.iter().position(|day| *day == text || (text.len() == 3 && day.starts_with(text))) {
        return after(at as u64);
    }
    let strip = |lead: &[&str]| lead.iter().find_map(|lead| text.strip_prefix(lead));
    if let Some(name) = strip(&["下星期", "下周"]) {
        return today.checked_add_days(Days::new(7 - now + number(name)?));
    }
    after(number(strip(&["星期", "礼拜", "周"])?)?)
}

/// Year first, in any of the usual separators; or month and day of this year.
fn written(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let plain = text.replace(['年', '月'], "-").replace(['日', '号'], "");
    if plain.len() == 8 && plain.bytes().all(|b| b.is_ascii_digit()) {
        return NaiveDate::parse_from_str(&plain, "%Y%m%d").ok();
    }
    let separator = plain.chars().find(|c| !c.is_ascii_digit()).filter(|c| "-/.".contains(*c))?;
    let parts: Vec<u32> =
        plain.split(separator).map(|part| part.trim().parse().ok()).collect::<Option<_>>()?;
    match parts[..] {
        [year @ 1000..=9999, month, day] => NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day),
        [month, day] if separator == '-' => NaiveDate::from_ymd_opt(today.year(), month, day),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // 2026-11-23 is a Monday.
    fn day(text: &str) -> Result<String, BadValue> {
        Date::parse(text, NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()).map(|day| day.to_string())
    }

    fn moment(text: &str) -> Result<String, BadValue> {
        let now = ChronoDateTime::parse_from_rfc3339("2026-11-23T18:05:09.5+08:00").unwrap();
        DateTime::parse(text, now).map(|at| at.to_string())
    }

    #[test]
    fn days_are_read_as_people_write_them() {
        for (text, right) in [
            ("2026-11-23", "2026-11-23"),
            ("2026/1/2", "2026-01-02"),
            ("2026.11.23", "2026-11-23"),
            ("2026年11月3日", "2026-11-03"),
            ("20261123", "2026-11-23"),
            ("11-30", "2026-11-30"),
            ("today", "2026-11-23"),
            ("明天", "2026-11-24"),
            ("后天", "2026-11-25"),
            ("+7d", "2026-11-30"),
            ("-2w", "2026-11-09"),
            ("+3m", "2027-02-23"),
            ("+1y", "2027-11-23"),
            ("Friday", "2026-11-27"),
            ("mon", "2026-11-30"),
            ("周五", "2026-11-27"),
            ("星期一", "2026-11-30"),
            ("下周一", "2026-11-30"),
            ("下周五", "2026-12-04"),
        ] {
            assert_eq!(day(text).as_deref(), Ok(right), "{text}");
        }
    }

    #[test]
    fn days_that_could_be_two_are_refused() {
        assert!(day("03/04/2026").unwrap_err().en.contains("either way"));
        for text in ["", "2026-02-30", "soon", "2026-13-01", "99999-01-01", "+99999999d", "12/11"] {
            assert!(day(text).is_err(), "{text}");
        }
    }

    #[test]
    fn moments_keep_their_zone() {
        for (text, right) in [
            ("now", "2026-11-23T18:05:09+08:00"),
            ("2026-11-23T10:00:00Z", "2026-11-23T10:00:00+00:00"),
            ("2026-11-23 14:30", "2026-11-23T14:30:00+08:00"),
            ("2026-11-23T14:30:05", "2026-11-23T14:30:05+08:00"),
            ("14:30", "2026-11-23T14:30:00+08:00"),
            ("昨天14:30", "2026-11-22T14:30:00+08:00"),
            ("yesterday 9:05", "2026-11-22T09:05:00+08:00"),
            ("2026-11-20", "2026-11-20T00:00:00+08:00"),
        ] {
            assert_eq!(moment(text).as_deref(), Ok(right), "{text}");
        }
        for text in ["", "25:00", "2026-11-23 14:99", "x:1"] {
            assert!(text.is_empty() || moment(text).is_err(), "{text}");
        }
    }
}
