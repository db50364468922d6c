//! Dates and moments: ISO in the files, whatever is unmistakable at the keyboard.

use std::fmt;

use chrono::{
    DateTime as Moment, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveTime, TimeDelta, Timelike,
};

use crate::model::bad_value::{BadValue, clean};

const EXAMPLE: &str = "2026-11-23";
const TIME_EXAMPLE: &str = "2026-11-23T14:30:00+08:00";
const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const ZH_DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日天七"];

/// A day of the calendar, from year 1000 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

impl Date {
    /// Reads a date as typed on the day `today`.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, BadValue> {
        let text = clean(text, EXAMPLE)?.to_lowercase();
        match relative_bound(&text, today).or_else(|| weekday(&text, today)) {
            Some(day) => in_range(day),
            None => written(&text, today),
        }
    }

    /// Reads the stored form, `2026-11-23`, and nothing else.
    pub fn from_iso(text: &str) -> Result<Self, BadValue> {
        let parts = numbers(text, '-');
        let dashes = text
            .bytes()
            .enumerate()
            .all(|(at, b)| if matches!(at, 4 | 7) { b == b'-' } else { b.is_ascii_digit() });
        let shaped = text.len() == 10 && dashes;
        match (shaped, parts.as_deref()) {
            (true, Some([year, month, day])) => of_parts(*year, *month, *day),
            _ => Err(bad("a date is stored as year-month-day", "日期应存为 年-月-日")),
        }
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

/// A moment with its offset from UTC, to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(pub Moment<FixedOffset>);

impl DateTime {
    /// Reads a moment as typed at `now`, whose offset is meant where none is given.
    pub fn parse(text: &str, now: Moment<FixedOffset>) -> Result<Self, BadValue> {
        let text = clean(text, TIME_EXAMPLE)?;
        let offset_only = || Moment::parse_from_str(&text, "%Y-%m-%dT%H:%M%:z");
        if let Ok(moment) = Moment::parse_from_rfc3339(&text).or_else(|_| offset_only()) {
            return of_moment(moment);
        }
        let text = text.to_lowercase();
        if text.is_empty() {
            return Err(no_such_time());
        }
        if text == "now" || text == "现在" {
            return of_moment(now);
        }
        let day = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
        let (day, time) = match text.get(day.len()..) {
            Some(time) if time.contains(':') => (day, read_time(time)?),
            _ => (text.as_str(), NaiveTime::MIN),
        };
        let day = match day.strip_suffix('t') {
            Some(before) if before.ends_with(|c: char| c.is_ascii_digit()) => before,
            _ => day.trim_end(),
        };
        let today = now.date_naive();
        let day = if day.is_empty() { Date(today) } else { Date::parse(day, today)? };
        let moment = day.0.and_time(time).and_local_timezone(*now.offset()).single();
        of_moment(moment.ok_or_else(no_such_time)?)
    }

    /// Reads the stored form, RFC 3339 with a `T` and without fractions of a second.
    pub fn from_rfc3339(text: &str) -> Result<Self, BadValue> {
        let shaped = text.as_bytes().get(10) == Some(&b'T') && !text.contains('.');
        match Moment::parse_from_rfc3339(text) {
            Ok(moment) if shaped => of_moment(moment),
            _ => Err(no_such_time()),
        }
    }

    /// The moment for reckoning.
    pub fn moment(self) -> Moment<FixedOffset> {
        self.0
    }

    /// Its day, at its own offset.
    pub fn date(self) -> Date {
        Date(self.0.date_naive())
    }
}

impl From<Moment<FixedOffset>> for DateTime {
    fn from(moment: Moment<FixedOffset>) -> Self {
        Self(moment.with_nanosecond(0).unwrap_or(moment))
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%dT%H:%M:%S%:z"))
    }
}

/// The day of a relative word such as `today`, `明天`, `+7d`, `-1m`; `None` for other text.
pub fn relative_bound(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let text = text.trim().to_lowercase();
    let days = match text.as_str() {
        "today" | "今天" | "今日" => 0,
        "tomorrow" | "明天" | "明日" => 1,
        "yesterday" | "昨天" | "昨日" => -1,
        "后天" => 2,
        "大后天" => 3,
        "前天" => -2,
        _ => return offset(&text, today),
    };
    today.checked_add_signed(TimeDelta::days(days))
}

/// `+7d`, `-2w`, `+3m`, `+1y` from a day; months end on their last day at the latest.
fn offset(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let ahead = match text.chars().next()? {
        '+' => true,
        '-' => false,
        _ => return None,
    };
    let unit = text.chars().last()?;
    let count = text.get(1..text.len() - unit.len_utf8())?;
    if count.is_empty() || !count.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: u32 = count.parse().ok()?;
    let (days, months) = match unit {
        'd' | '天' => (count, 0),
        'w' | '周' => (count.checked_mul(7)?, 0),
        'm' | '月' => (0, count),
        'y' | '年' => (0, count.checked_mul(12)?),
        _ => return None,
    };
    let (days, months) = (Days::new(days.into()), Months::new(months));
    match ahead {
        true => today.checked_add_days(days)?.checked_add_months(months),
        false => today.checked_sub_days(days)?.checked_sub_months(months),
    }
}

/// `fri`, `周五`: the next such day after today; `下周一`: that day of next week.
fn weekday(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    let weeks = text.chars().take_while(|c| *c == '下').count();
    let word = text.trim_start_matches('下');
    let (this_week, word) = match word.strip_prefix(['本', '这']) {
        Some(word) if weeks == 0 => (true, word),
        _ => (false, word),
    };
    let zh = ["星期", "礼拜", "周"].iter().find_map(|week| word.strip_prefix(week));
    let wanted = match zh {
        Some(zh) => ZH_DAYS.iter().position(|names| zh.chars().count() == 1 && names.contains(zh))?,
        None if weeks == 0 && !this_week => DAYS.iter().position(|en| *en == word || short(en, word))?,
        None => return None,
    };
    let wanted = u32::try_from(wanted).ok()?;
    let current = today.weekday().num_days_from_monday();
    let monday = today.checked_sub_days(Days::new(current.into()))?;
    let ahead = match weeks {
        0 if wanted <= current && !this_week => wanted + 7,
        weeks => wanted + 7 * u32::try_from(weeks).ok()?,
    };
    monday.checked_add_days(Days::new(ahead.into()))
}

/// True for `mon`, `tues`, `thur` and the like.
fn short(day: &str, word: &str) -> bool {
    (3..=5).contains(&word.len()) && day.starts_with(word)
}

/// A date written out, year first or without a year.
fn written(text: &str, today: NaiveDate) -> Result<Date, BadValue> {
    if text.len() == 8
        && let Some([number]) = numbers(text, '-').as_deref()
    {
        return of_parts(number / 10_000, number / 100 % 100, number % 100);
    }
    let year = u32::try_from(today.year()).unwrap_or_default();
    if text.contains('月') {
        let plain = text.replace(['年', '月'], "-").replace(' ', "");
        let plain = plain.strip_suffix(['日', '号']).unwrap_or(&plain);
        return match numbers(plain, '-').as_deref() {
            Some([year, month, day]) if *year > 99 => of_parts(*year, *month, *day),
            Some([month, day]) => of_parts(year, *month, *day),
            _ => Err(no_date()),
        };
    }
    let sep = text.chars().find(|c| !c.is_ascii_digit()).unwrap_or('-');
    let parts = if "-/.".contains(sep) { numbers(text, sep) } else { None };
    match (parts.as_deref(), sep) {
        (Some([year, month, day]), _) if *year > 999 => of_parts(*year, *month, *day),
        (Some([month, day]), '-') => of_parts(year, *month, *day),
        (Some([_, _, _] | [_, _]), _) => Err(bad(
            "it can be read in more than one way; write the year first",
            "该日期有多种读法; 请把年份写在最前",
        )),
        _ => Err(no_date()),
    }
}

/// The numbers between separators; `None` when anything else is there.
fn numbers(text: &str, sep: char) -> Option<Vec<u32>> {
    let good = |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    text.split(sep).map(|part| if good(part) { part.parse().ok() } else { None }).collect()
}

fn of_parts(year: u32, month: u32, day: u32) -> Result<Date, BadValue> {
    let year = i32::try_from(year).unwrap_or_default();
    match NaiveDate::from_ymd_opt(year, month, day) {
        Some(date) => in_range(date),
        None => Err(bad("there is no such day in the calendar", "日历上没有这一天")),
    }
}

fn in_range(day: NaiveDate) -> Result<Date, BadValue> {
    match (1000..=9999).contains(&day.year()) {
        true => Ok(Date(day)),
        false => Err(bad("the year must lie between 1000 and 9999", "年份应在 1000 到 9999 之间")),
    }
}

fn read_time(text: &str) -> Result<NaiveTime, BadValue> {
    let parts = numbers(text, ':').unwrap_or_default();
    let time = match parts.as_slice() {
        [hour, minute] => NaiveTime::from_hms_opt(*hour, *minute, 0),
        [hour, minute, second] => NaiveTime::from_hms_opt(*hour, *minute, *second),
        _ => None,
    };
    time.ok_or_else(no_such_time)
}

fn of_moment(moment: Moment<FixedOffset>) -> Result<DateTime, BadValue> {
    in_range(moment.date_naive()).map(|_| DateTime::from(moment))
}

fn no_date() -> BadValue {
    bad(
        "it is not a date such as 2026-11-23, tomorrow, fri or +7d",
        "不是日期; 可写 2026-11-23、明天、周五 或 +7d",
    )
}

fn no_such_time() -> BadValue {
    BadValue::new(
        "it is not a time such as 14:30 or a moment such as 2026-11-23T14:30:00+08:00",
        "不是时间; 可写 14:30 或 2026-11-23T14:30:00+08:00",
        TIME_EXAMPLE,
    )
}

fn bad(en: &str, zh: &str) -> BadValue {
    BadValue::new(en, zh, EXAMPLE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A Monday.
    fn today() -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default()
    }

    fn now() -> Moment<FixedOffset> {
        Moment::parse_from_rfc3339("2026-11-23T09:08:07.5+08:00").unwrap_or_default()
    }

    fn day(text: &str) -> String {
        Date::parse(text, today()).map_or_else(|bad| bad.en, |date| date.to_string())
    }

    fn time(text: &str) -> String {
        DateTime::parse(text, now()).map_or_else(|bad| bad.en, |moment| moment.to_string())
    }

    #[test]
    fn dates_as_people_write_them() {
        let table = "2026-11-23 2026/11/23 2026.11.23 2026年11月23日 20261123 11-23 11月23日 today 今天 ２０２６－１１－２３~2026-11-23
tomorrow 明天 +1d tue TUESDAY 周二 星期二 本周二~2026-11-24|yesterday 昨天 -1d~2026-11-22
后天 2026-11-25~2026-11-25|-2w~2026-11-09|mon 周一 下周一 +1w~2026-11-30|下下周一~2026-12-07
sun 周日 星期天~2026-11-29|+3m 2027-2-23~2027-02-23|+1y~2027-11-23";
        for (typed, stored) in table.split(['|', '\n']).filter_map(|pair| pair.split_once('~')) {
            for typed in typed.split(' ') {
                assert_eq!(day(typed), stored, "{typed}");
            }
        }
    }

    #[test]
    fn unclear_or_impossible_dates_are_refused() {
        for bad in ["23/11/2026", "11/23/26", "11/12", "26-11-23", "11.23"] {
            assert!(day(bad).contains("more than one way"), "{bad}");
        }
        for bad in "||2026-02-29|2026-13-01|0999-01-01|+9999y|+99999999999d|+d|2026-11/23|mo|下fri|20261\u{7}123|周八|日
2026-+1-01|一月"
            .split(['|', '\n'])
        {
            assert!(Date::parse(bad, today()).is_err(), "{bad}");
        }
        for bad in "2026-1-02|20261123|today| 2026-11-23|2026-11-231|２０２６-11-23".split(['|', '\n']) {
            assert!(Date::from_iso(bad).is_err(), "{bad}");
        }
        assert!(Date::from_iso("2028-02-29").is_ok());
    }

    #[test]
    fn moments_as_people_write_them() {
        let table =
            "2026-11-23T14:30:05Z~2026-11-23T14:30:05+00:00|2026-11-23T14:30-05:00~2026-11-23T14:30:00-05:00
2026-11-23 14:30~2026-11-23T14:30:00+08:00|2026-11-23T14:30:05~2026-11-23T14:30:05+08:00
2026年11月23日14:30~2026-11-23T14:30:00+08:00|14：30~2026-11-23T14:30:00+08:00
yesterday 14:30~2026-11-22T14:30:00+08:00|昨天14:30~2026-11-22T14:30:00+08:00
+7d 9:05~2026-11-30T09:05:00+08:00|20261123~2026-11-23T00:00:00+08:00
sat~2026-11-28T00:00:00+08:00|现在~2026-11-23T09:08:07+08:00";
        for (typed, stored) in table.split(['|', '\n']).filter_map(|pair| pair.split_once('~')) {
            assert_eq!(time(typed), stored, "{typed}");
        }
        for bad in "||25:00|14:60|2026-11-23 24:00|23/11/2026 14:30|14:30:00:00|t14:30".split(['|', '\n']) {
            assert!(DateTime::parse(bad, now()).is_err(), "{bad}");
        }
        for bad in
            ["2026-11-23", "2026-11-23 14:30:00+08:00", "2026-11-23T14:30:00", "2026-11-23T14:30:00.5Z"]
        {
            assert!(DateTime::from_rfc3339(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn relative_words_for_queries() {
        assert_eq!(relative_bound("-1m", today()), NaiveDate::from_ymd_opt(2026, 10, 23));
        assert_eq!(relative_bound("今天", today()), Some(today()));
        assert_eq!(relative_bound("2026-11-23", today()), None);
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(text in "\\PC{0,12}|[0-9:T年月日 ./+-]{0,20}", days in -300_000_i64..2_900_000, seconds in 0_u32..86_400, quarter in -56_i32..56) {
            if let Ok(date) = Date::parse(&text, today()) {
                prop_assert_eq!(Date::from_iso(&date.to_string()), Ok(date));
            }
            if let Ok(moment) = DateTime::parse(&text, now()) {
                prop_assert_eq!(DateTime::from_rfc3339(&moment.to_string()), Ok(moment));
            }
            let zone = FixedOffset::east_opt(quarter * 900).unwrap_or(*now().offset());
            let moment = today().checked_add_signed(TimeDelta::days(days))
                .and_then(|day| day.and_time(NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)?).and_local_timezone(zone).single());
            if let Some(moment) = moment && let Ok(moment) = of_moment(moment) {
                prop_assert_eq!(DateTime::from_rfc3339(&moment.to_string()), Ok(moment));
                prop_assert_eq!(DateTime::parse(&moment.to_string(), now()), Ok(moment));
            }
        }
    }
}
