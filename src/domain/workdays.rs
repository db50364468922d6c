//! Working days: Monday to Friday, numbered one after another so that they can be added and taken apart.

use chrono::{Days, NaiveDate};

use crate::model::date::Date;

/// Working days of a week.
const WEEK: i64 = 5;

/// A Monday to count from.
fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 5).unwrap_or_default()
}

/// The number of a day; one of a weekend has that of the Monday after it.
pub fn number(day: Date) -> i64 {
    let days = (day.0 - monday()).num_days();
    days.div_euclid(7) * WEEK + days.rem_euclid(7).min(WEEK)
}

/// The number of the first working day after a day.
pub fn after(day: Date) -> i64 {
    day.0.succ_opt().map_or_else(|| number(day), |next| number(Date(next)))
}

/// The day with a number.
pub fn day(number: i64) -> Date {
    let days = number.div_euclid(WEEK) * 7 + number.rem_euclid(WEEK);
    let moved = match u64::try_from(days) {
        Ok(days) => monday().checked_add_days(Days::new(days)),
        Err(_) => monday().checked_sub_days(Days::new(days.unsigned_abs())),
    };
    Date(moved.unwrap_or_default())
}

/// So many working days later, or earlier; none: the day itself, or the Monday after it.
pub fn later(from: Date, days: i64) -> Date {
    match days {
        0 => day(number(from)),
        // The first one after a weekend is the Monday.
        1.. => day(after(from) - 1 + days),
        _ => day(number(from) + days),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Datelike as _, Weekday};
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::from_iso(text).unwrap()
    }

    #[test]
    fn weekends_do_not_count() {
        // 2026-11-27 is a Friday.
        for (from, days, to) in [
            ("2026-11-27", 1, "2026-11-30"),
            ("2026-11-28", 1, "2026-11-30"),
            ("2026-11-29", 1, "2026-11-30"),
            ("2026-11-27", 5, "2026-12-04"),
            ("2026-11-30", -1, "2026-11-27"),
            ("2026-11-28", -1, "2026-11-27"),
            ("2026-11-28", 0, "2026-11-30"),
            ("2026-11-27", 0, "2026-11-27"),
        ] {
            assert_eq!(later(date(from), days), date(to), "{from} {days}");
        }
        assert_eq!(after(date("2026-11-27")) - number(date("2026-11-23")), 5);
        assert_eq!(after(date("2026-11-29")) - number(date("2026-11-28")), 0);
    }

    proptest! {
        #[test]
        fn numbers_and_days_are_one(days in -40_000i64..80_000) {
            let date = Date(monday() + chrono::Duration::days(days));
            let weekend = matches!(date.0.weekday(), Weekday::Sat | Weekday::Sun);
            prop_assert_eq!(day(number(date)) == date, !weekend);
            prop_assert!(day(number(date)) >= date);
            prop_assert_eq!(after(date) - number(date), i64::from(!weekend));
        }

        #[test]
        fn there_and_back(start in -9_000i64..9_000, days in 1i64..900) {
            let from = day(start);
            prop_assert_eq!(later(later(from, days), -days), from);
        }
    }
}
