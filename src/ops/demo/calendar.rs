//! The example's dates brought near to today, so that what is due is due whenever somebody tries it.

use chrono::{DateTime, Datelike, Duration, FixedOffset, NaiveDate, TimeZone, Weekday};

/// The Monday on which the example was written down.
const MONDAY: (i32, u32, u32) = (2026, 11, 23);

/// Days from that Monday to the one of this week: whole weeks, so that weekdays stay.
pub(super) fn days_since(today: NaiveDate) -> i64 {
    let (year, month, day) = MONDAY;
    let monday = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    (today - monday).num_days().div_euclid(7) * 7
}

/// The beginning of that Monday, moved by so many days, in the company's zone.
pub(super) fn monday(days: i64) -> DateTime<FixedOffset> {
    let (year, month, day) = MONDAY;
    let monday = FixedOffset::east_opt(8 * 3600)
        .and_then(|zone| zone.with_ymd_and_hms(year, month, day, 0, 0, 0).single())
        .unwrap_or_default();
    monday + Duration::days(days)
}

/// A file with its dates moved. Canonical files quote a date or a stamp; dates in words stay.
pub(super) fn shifted(bytes: Vec<u8>, days: i64) -> Vec<u8> {
    if days == 0 {
        return bytes;
    }
    let Ok(text) = std::str::from_utf8(&bytes) else { return bytes };
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('"') {
        let (before, after) = rest.split_at(at + 1);
        moved.push_str(before);
        rest = after;
        let date =
            after.get(..10).filter(|_| after.get(10..11).is_some_and(|next| next == "\"" || next == "T"));
        if let Some(date) = date.and_then(|text| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()) {
            moved.push_str(&(date + Duration::days(days)).format("%Y-%m-%d").to_string());
            rest = after.get(10..).unwrap_or_default();
        }
    }
    moved.push_str(rest);
    weeks_moved(&moved, days).into_bytes()
}

/// Weeks by their number, such as 2026-W48, move as days do. A word that only holds one, such as an id, stays.
fn weeks_moved(text: &str, days: i64) -> String {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let mut moved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(part) {
        let (before, after) = rest.split_at(at);
        let (word, later) = after.split_at(after.find(|c| !part(c)).unwrap_or(after.len()));
        moved.push_str(before);
        match week(word).map(|monday| (monday + Duration::days(days)).iso_week()) {
            Some(week) => moved.push_str(&format!("{}-W{:02}", week.year(), week.week())),
            None => moved.push_str(word),
        }
        rest = later;
    }
    moved.push_str(rest);
    moved
}

/// The Monday of a week that a word names.
fn week(word: &str) -> Option<NaiveDate> {
    let (year, week) = word.split_once("-W").filter(|(year, week)| year.len() == 4 && week.len() == 2)?;
    NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weekdays_stay_and_only_dates_move() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(days_since(day("2026-11-23")), 0);
        assert_eq!(days_since(day("2026-11-29")), 0);
        assert_eq!(days_since(day("2026-11-30")), 7);
        assert_eq!(days_since(day("2026-11-22")), -7);
        let text = "at: \"2026-11-20T09:30:00+08:00\"\ndue: \"2026-12-31\"\nname: 报价 2026-11-20\nno: \"20260917\"\n";
        let moved = shifted(text.as_bytes().to_vec(), 7);
        let wanted = "at: \"2026-11-27T09:30:00+08:00\"\ndue: \"2027-01-07\"\nname: 报价 2026-11-20\nno: \"20260917\"\n";
        assert_eq!(String::from_utf8(moved).unwrap(), wanted);
        let text = "period: 2026-W48\nplan: 2026-w48-k3m2\nid: a-2026-W48\nname: \"2026-W52 2026-W60\"\n";
        let wanted = "period: 2026-W49\nplan: 2026-w48-k3m2\nid: a-2026-W48\nname: \"2026-W53 2026-W60\"\n";
        assert_eq!(String::from_utf8(shifted(text.as_bytes().to_vec(), 7)).unwrap(), wanted);
        assert_eq!(monday(7).to_rfc3339(), "2026-11-30T00:00:00+08:00");
    }
}
