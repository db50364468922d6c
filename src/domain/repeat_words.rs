//! Rules in words: `weekly`, `every 2 weeks`, `every monday`, `每两周`, `每周一`, `工作日`.

use chrono::{Datelike, NaiveDate};

use super::repeat::word;

/// What a count of something is counted in.
#[derive(Clone, Copy)]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

const EN_DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const ZH_DAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日天"];
const RULE_DAYS: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];
const WORKDAYS: &str = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR";

/// The rule that words mean for a plan whose first day is `from`; none when they are no such words. `text` is in
/// lower case.
pub(super) fn rule(text: &str, from: NaiveDate) -> Option<String> {
    let text = text.trim();
    if matches!(
        text,
        "weekdays" | "every weekday" | "workdays" | "every workday" | "工作日" | "每个工作日" | "每工作日"
    ) {
        return Some(WORKDAYS.to_owned());
    }
    english(text, from).or_else(|| chinese(text, from))
}

fn english(text: &str, from: NaiveDate) -> Option<String> {
    let whole = match text {
        "daily" => (1, Unit::Day),
        "weekly" => (1, Unit::Week),
        "biweekly" | "fortnightly" => (2, Unit::Week),
        "monthly" => (1, Unit::Month),
        "quarterly" => (3, Unit::Month),
        "yearly" | "annually" => (1, Unit::Year),
        _ => {
            let rest = text.strip_prefix("every ")?.trim();
            let (count, unit) = rest.split_once(' ').unwrap_or(("1", rest));
            let count: u32 = match count {
                "other" | "two" | "second" => 2,
                "three" => 3,
                count => count.parse().ok()?,
            };
            match unit.trim().trim_end_matches('s') {
                "day" => (count, Unit::Day),
                "week" => (count, Unit::Week),
                "month" => (count, Unit::Month),
                "quarter" => (count.checked_mul(3)?, Unit::Month),
                "year" => (count, Unit::Year),
                day => {
                    let at = EN_DAYS
                        .iter()
                        .position(|en| *en == day || (day.len() == 3 && en.starts_with(day)))?;
                    return Some(on_weekday(count, at));
                }
            }
        }
    };
    Some(tied(whole.0, whole.1, from))
}

fn chinese(text: &str, from: NaiveDate) -> Option<String> {
    let (rest, apart) = match text.strip_prefix('每') {
        Some(rest) => (rest.strip_prefix('隔').unwrap_or(rest), 1),
        None => (text.strip_prefix('隔')?, 2),
    };
    let number_ends = rest.find(|c| digit(c).is_none()).unwrap_or(rest.len());
    let (number, rest) = rest.split_at(number_ends);
    let count = match number {
        "" => apart,
        number => number.parse::<u32>().ok().or_else(|| {
            let mut letters = number.chars();
            digit(letters.next()?).filter(|_| letters.next().is_none())
        })?,
    };
    let rest = rest.strip_prefix('个').unwrap_or(rest);
    let (count, unit) = match rest {
        "天" | "日" => (count, Unit::Day),
        "周" | "星期" | "礼拜" => (count, Unit::Week),
        "月" => (count, Unit::Month),
        "季度" | "季" => (count.checked_mul(3)?, Unit::Month),
        "半年" => (count.checked_mul(6)?, Unit::Month),
        "年" => (count, Unit::Year),
        rest => {
            let day = ["星期", "礼拜", "周"].iter().find_map(|week| rest.strip_prefix(week))?;
            let at = ZH_DAYS.iter().position(|names| day.chars().count() == 1 && names.contains(day))?;
            return Some(on_weekday(count, at));
        }
    };
    Some(tied(count, unit, from))
}

/// The value of one digit in either script.
fn digit(c: char) -> Option<u32> {
    let zh =
        "一二三四五六七八九十".chars().position(|known| known == c).and_then(|at| u32::try_from(at + 1).ok());
    c.to_digit(10).or(zh).or((c == '两').then_some(2))
}

fn on_weekday(count: u32, at: usize) -> String {
    format!("FREQ=WEEKLY;INTERVAL={count};BYDAY={}", RULE_DAYS[at % 7])
}

/// Every so many days, weeks, months or years, tied to the calendar. What falls on a day that some months lack falls
/// on their last day.
fn tied(count: u32, unit: Unit, from: NaiveDate) -> String {
    let days = match from.day() {
        31 => "BYMONTHDAY=-1".to_owned(),
        day @ 29..=30 => {
            let all: Vec<String> = (28..=day).map(|day| day.to_string()).collect();
            format!("BYMONTHDAY={};BYSETPOS=-1", all.join(","))
        }
        day => format!("BYMONTHDAY={day}"),
    };
    match unit {
        Unit::Day => format!("FREQ=DAILY;INTERVAL={count}"),
        Unit::Week => format!("FREQ=WEEKLY;INTERVAL={count};BYDAY={}", word(from.weekday())),
        Unit::Month => format!("FREQ=MONTHLY;INTERVAL={count};{days}"),
        Unit::Year if (from.month(), from.day()) == (2, 29) => {
            format!("FREQ=YEARLY;INTERVAL={count};BYMONTH=2;BYMONTHDAY=-1")
        }
        Unit::Year => {
            format!("FREQ=YEARLY;INTERVAL={count};BYMONTH={};BYMONTHDAY={}", from.month(), from.day())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::repeat::Repeat;
    use chrono::NaiveDate;

    fn said(text: &str) -> String {
        // A Monday.
        let from = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        Repeat::parse(text, from).map_or_else(|bad| bad.en, |rule| rule.to_string())
    }

    #[test]
    fn words_become_rules() {
        for (rule, words) in [
            ("FREQ=DAILY", "daily 每天 每日 FREQ=DAILY;INTERVAL=1 rrule:freq=daily;"),
            ("FREQ=WEEKLY;BYDAY=MO", "weekly 每周 每星期 每个星期 每周一 freq=weekly FREQ=WEEKLY;BYDAY=MO"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "biweekly 每两周 每2周 每二周 隔周 每隔两周 fortnightly"),
            ("FREQ=MONTHLY;BYMONTHDAY=23", "monthly 每月 每个月 FREQ=MONTHLY"),
            ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=23", "quarterly 每季度 每三个月 每季"),
            ("FREQ=MONTHLY;INTERVAL=6;BYMONTHDAY=23", "每半年"),
            ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=23", "yearly annually 每年 FREQ=YEARLY"),
            ("FREQ=WEEKLY;BYDAY=FR", "每周五 每星期五"),
            ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekdays 工作日 每个工作日"),
        ] {
            for word in words.split(' ') {
                assert_eq!(said(word), rule, "{word}");
            }
        }
        assert_eq!(said("Every 2 Weeks"), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO");
        assert_eq!(said("every other month"), "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=23");
        assert_eq!(said("every fri"), "FREQ=WEEKLY;BYDAY=FR");
        assert_eq!(
            said("FREQ=WEEKLY;COUNT=3;UNTIL=2027-12-31T00:00:00Z"),
            "FREQ=WEEKLY;COUNT=3;UNTIL=20271231;BYDAY=MO"
        );
    }

    #[test]
    fn what_is_no_rule_says_why() {
        for (text, why) in [
            ("often", "neither a rule"),
            ("", "neither a rule"),
            ("FREQ=HOURLY", "within a day"),
            ("FREQ=DAILY;BYHOUR=9", "within a day"),
            ("FREQ=FORTNIGHTLY", "FREQ is"),
            ("FREQ=DAILY;INTERVAL=0", "INTERVAL lies between 1 and 999"),
            ("every 5000 days", "INTERVAL lies"),
            ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY cannot be \"32\""),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "within ten years"),
            ("FREQ=DAILY;UNTIL=20260101", "within ten years"),
            ("FREQ=DAILY;COUNT=1", "just once"),
            ("FREQ=WEEKLY;BYDAY=1MO", "needs FREQ=MONTHLY"),
            ("FREQ=DAILY;FREQ=DAILY", "twice"),
            ("FREQ=DAILY;BYSETPOS=1", "BYSETPOS chooses"),
            ("FREQ=YEARLY;BYEASTER=1", "BYEASTER"),
        ] {
            assert!(said(text).contains(why), "{text}: {}", said(text));
        }
    }
}
