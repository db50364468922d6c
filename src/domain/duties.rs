//! Which periods have ended, and by when something about them is due.
//!
//! Weeks are those of ISO 8601: from Monday to Sunday, and the year is that of the Thursday.

use chrono::{Datelike as _, Days, NaiveDate};

/// A period that has ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// `2026-W48`, `2026-11`, `2026-Q4`, `2026`.
    pub period: String,
    /// Its last day.
    pub last: NaiveDate,
}

/// The periods of a sort that ended on a day from `since` on and before `today`, earliest first; none of an unknown sort.
pub fn ended(every: &str, since: NaiveDate, today: NaiveDate) -> Vec<Ended> {
    let ends = |day: NaiveDate| {
        let next = day.succ_opt()?;
        let period = match every {
            "week" if next.weekday().num_days_from_monday() == 0 => {
                let week = day.iso_week();
                format!("{}-W{:02}", week.year(), week.week())
            }
            "month" if next.day() == 1 => day.format("%Y-%m").to_string(),
            "quarter" if next.day() == 1 && next.month() % 3 == 1 => {
                format!("{}-Q{}", day.year(), day.month().div_ceil(3))
            }
            "year" if next.ordinal() == 1 => day.year().to_string(),
            _ => return None,
        };
        Some(Ended { period, last: day })
    };
    since.iter_days().take_while(|day| *day < today).filter_map(ends).collect()
}

/// The last day on which something about a period is in time.
pub fn due(ended: &Ended, days: u64) -> NaiveDate {
    ended.last.checked_add_days(Days::new(days.min(3660))).unwrap_or(ended.last)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn told(every: &str, since: &str, today: &str) -> String {
        let all = ended(every, day(since), day(today));
        all.iter().map(|one| format!("{}/{}", one.period, one.last)).collect::<Vec<_>>().join(" ")
    }

    /// By the calendar: Sunday 2026-11-15 and 2026-11-22 end W46 and W47; 2027-01-03 is the Sunday of 2026-W53.
    #[test]
    fn periods_end_on_their_last_day() {
        assert_eq!(told("week", "2026-11-15", "2026-11-23"), "2026-W46/2026-11-15 2026-W47/2026-11-22");
        assert_eq!(told("week", "2026-11-15", "2026-11-22"), "2026-W46/2026-11-15", "today's has not ended");
        assert_eq!(told("week", "2027-01-01", "2027-01-05"), "2026-W53/2027-01-03");
        assert_eq!(told("month", "2026-01-31", "2026-03-01"), "2026-01/2026-01-31 2026-02/2026-02-28");
        assert_eq!(told("quarter", "2026-06-30", "2026-12-31"), "2026-Q2/2026-06-30 2026-Q3/2026-09-30");
        assert_eq!(told("year", "2025-01-01", "2027-01-01"), "2025/2025-12-31 2026/2026-12-31");
        assert_eq!(told("day", "2025-01-01", "2027-01-01"), "");
        let week = &ended("week", day("2026-11-22"), day("2026-11-23"))[0];
        assert_eq!(due(week, 1), day("2026-11-23"));
    }
}
