//! The example's dates brought near to today, so that what is due is due whenever somebody tries it.

use chrono::NaiveDate;

/// The Monday on which the example was written down.
const MONDAY: (i32, u32, u32) = (2026, 11, 23);

/// Days from that Monday to the one of this week: whole weeks, so that weekdays stay.
pub(super) fn days_since(today: NaiveDate) -> i64 {
    let (year, month, day) = MONDAY;
    let monday = NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    (today - monday).num_days().div_euclid(7) * 7
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
            moved.push_str(&(date + chrono::Duration::days(days)).format("%Y-%m-%d").to_string());
            rest = after.get(10..).unwrap_or_default();
        }
    }
    moved.push_str(rest);
    moved.into_bytes()
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
    }
}
