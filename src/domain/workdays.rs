//! Working days, numbered one after another so that they can be added and taken apart: Monday to Friday, but for the
//! holidays of a company and the weekend days on which it works instead.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

use crate::model::date::Date;

/// Working days of a week.
const WEEK: i64 = 5;

/// Which days are worked on.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    /// Days from Monday to Friday on which nobody works.
    holidays: BTreeSet<NaiveDate>,
    /// Saturdays and Sundays on which people work.
    workdays: BTreeSet<NaiveDate>,
}

fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

impl Calendar {
    /// A calendar with holidays and with days that are worked on although they are of a weekend. The others are as they are
    /// anyway.
    pub fn new(holidays: impl IntoIterator<Item = Date>, workdays: impl IntoIterator<Item = Date>) -> Self {
        Self {
            holidays: holidays.into_iter().map(|day| day.0).filter(|day| !is_weekend(*day)).collect(),
            workdays: workdays.into_iter().map(|day| day.0).filter(|day| is_weekend(*day)).collect(),
        }
    }

    /// The number of a day; one that is not worked on has that of the next that is.
    pub fn number(&self, day: Date) -> i64 {
        let off = self.holidays.range(..day.0).count();
        let on = self.workdays.range(..day.0).count();
        plain_number(day) - count(off) + count(on)
    }

    /// The number of the first working day after a day.
    pub fn after(&self, day: Date) -> i64 {
        day.0.succ_opt().map_or_else(|| self.number(day), |next| self.number(Date(next)))
    }

    /// The day with a number.
    pub fn day(&self, number: i64) -> Date {
        if self.holidays.is_empty() && self.workdays.is_empty() {
            return plain_day(number);
        }
        // The day is the first after which a higher number comes; holidays push it back, and work on weekends draws it near.
        let (mut low, mut high) = (
            plain_day(number.saturating_sub(count(self.workdays.len()) + 1)).0,
            plain_day(number.saturating_add(count(self.holidays.len()) + 1)).0,
        );
        while low < high {
            let half = u64::try_from((high - low).num_days() / 2).unwrap_or_default();
            let Some(middle) = low.checked_add_days(Days::new(half)) else { break };
            match (self.after(Date(middle)) > number, middle.succ_opt()) {
                (true, _) | (_, None) => high = middle,
                (false, Some(next)) => low = next,
            }
        }
        Date(low)
    }

    /// So many working days later, or earlier; none: the day itself, or the next one that is worked on.
    pub fn later(&self, from: Date, days: i64) -> Date {
        match days {
            0 => self.day(self.number(from)),
            // The first one after a weekend is the Monday.
            1.. => self.day(self.after(from) - 1 + days),
            _ => self.day(self.number(from) + days),
        }
    }
}

fn count(days: usize) -> i64 {
    i64::try_from(days).unwrap_or(i64::MAX)
}

/// A Monday to count from.
fn monday() -> NaiveDate {
    NaiveDate::from_ymd_opt(1970, 1, 5).unwrap_or_default()
}

fn plain_number(day: Date) -> i64 {
    let days = (day.0 - monday()).num_days();
    days.div_euclid(7) * WEEK + days.rem_euclid(7).min(WEEK)
}

fn plain_day(number: i64) -> Date {
    let days = number.div_euclid(WEEK).saturating_mul(7).saturating_add(number.rem_euclid(WEEK));
    let moved = match u64::try_from(days) {
        Ok(days) => monday().checked_add_days(Days::new(days)),
        Err(_) => monday().checked_sub_days(Days::new(days.unsigned_abs())),
    };
    Date(moved.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn date(text: &str) -> Date {
        Date::from_iso(text).unwrap()
    }

    #[test]
    fn weekends_do_not_count() {
        let plain = Calendar::default();
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
            assert_eq!(plain.later(date(from), days), date(to), "{from} {days}");
        }
        assert_eq!(plain.after(date("2026-11-27")) - plain.number(date("2026-11-23")), 5);
        assert_eq!(plain.after(date("2026-11-29")) - plain.number(date("2026-11-28")), 0);
    }

    /// China's National Day week of 2026 as announced for such years: seven days off, two weekend days worked instead.
    #[test]
    fn holidays_and_make_up_days_worked_by_hand() {
        let off = (1..=7).map(|day| date(&format!("2026-10-0{day}")));
        let china = Calendar::new(off, [date("2026-09-27"), date("2026-10-10")]);
        for (from, days, to) in [
            ("2026-09-25", 1, "2026-09-27"),
            ("2026-09-26", 0, "2026-09-27"),
            ("2026-09-30", 1, "2026-10-08"),
            ("2026-10-03", 0, "2026-10-08"),
            ("2026-10-09", 1, "2026-10-10"),
            ("2026-10-10", 1, "2026-10-12"),
            ("2026-10-08", -1, "2026-09-30"),
            ("2026-10-12", -2, "2026-10-09"),
        ] {
            assert_eq!(china.later(date(from), days), date(to), "{from} {days}");
        }
        // 27th to 30th of September, then the 8th to the 10th of October.
        assert_eq!(china.after(date("2026-10-10")) - china.number(date("2026-09-26")), 7);
        // A holiday on a Sunday takes nothing away, work on a Wednesday adds nothing.
        let same = Calendar::new([date("2026-10-04")], [date("2026-10-14")]);
        assert_eq!(same, Calendar::default());
    }

    fn calendar() -> impl Strategy<Value = Calendar> {
        let days = || prop::collection::btree_set(19_000i64..22_000, 0..60);
        let dates =
            |days: BTreeSet<i64>| days.into_iter().map(|day| Date(monday() + chrono::Duration::days(day)));
        (days(), days()).prop_map(move |(off, on)| Calendar::new(dates(off), dates(on)))
    }

    proptest! {
        #[test]
        fn numbers_and_days_are_one(calendar in calendar(), days in prop_oneof![-40_000i64..80_000, 18_900i64..22_100]) {
            let date = Date(monday() + chrono::Duration::days(days));
            let works = match is_weekend(date.0) {
                true => calendar.workdays.contains(&date.0),
                false => !calendar.holidays.contains(&date.0),
            };
            prop_assert_eq!(calendar.day(calendar.number(date)) == date, works);
            prop_assert!(calendar.day(calendar.number(date)) >= date);
            prop_assert_eq!(calendar.after(date) - calendar.number(date), i64::from(works));
        }

        #[test]
        fn there_and_back(calendar in calendar(), start in 12_000i64..17_000, days in 1i64..900) {
            let from = calendar.day(start);
            prop_assert_eq!(calendar.number(from), start);
            prop_assert_eq!(calendar.later(calendar.later(from, days), -days), from);
        }
    }
}
