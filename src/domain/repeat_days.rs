//! On which days a rule falls.

use chrono::{Datelike, Days, NaiveDate};

use super::repeat::{Freq, Repeat};

impl Repeat {
    /// True when the rule, running from `start`, falls on a day.
    pub(super) fn falls_on(&self, day: NaiveDate, start: NaiveDate) -> bool {
        self.in_step(day, start) && self.chooses(day, start) && self.at_position(day, start)
    }

    /// True in every so-many-th day, week, month or year.
    fn in_step(&self, day: NaiveDate, start: NaiveDate) -> bool {
        let apart = match self.freq {
            Freq::Daily => (day - start).num_days(),
            Freq::Weekly => (self.week_of(day) - self.week_of(start)).num_days() / 7,
            Freq::Monthly => months(day) - months(start),
            Freq::Yearly => i64::from(day.year() - start.year()),
        };
        apart % i64::from(self.interval.max(1)) == 0
    }

    /// The first day of the week.
    fn week_of(&self, day: NaiveDate) -> NaiveDate {
        let back = day.weekday().days_since(self.week_start);
        day.checked_sub_days(Days::new(back.into())).unwrap_or(day)
    }

    /// True when every part that names days names this one; what none of them says is as on the first day.
    fn chooses(&self, day: NaiveDate, start: NaiveDate) -> bool {
        let none = self.month_days.is_empty() && self.weekdays.is_empty();
        let month = match self.freq {
            Freq::Yearly if none && self.months.is_empty() => day.month() == start.month(),
            _ => self.months.is_empty() || self.months.contains(&day.month()),
        };
        let of_month = match self.freq {
            Freq::Monthly | Freq::Yearly if none => day.day() == start.day(),
            _ => self.month_days.is_empty() || self.month_days.iter().any(|number| is_day(day, *number)),
        };
        let of_week = match self.freq {
            Freq::Weekly if self.weekdays.is_empty() => day.weekday() == start.weekday(),
            _ => {
                self.weekdays.is_empty()
                    || self.weekdays.iter().any(|(nth, weekday)| {
                        day.weekday() == *weekday && nth.is_none_or(|nth| self.is_nth(day, nth))
                    })
            }
        };
        month && of_month && of_week
    }

    /// True for the so-many-th such weekday of its month, or of its year when the rule names no months.
    fn is_nth(&self, day: NaiveDate, nth: i32) -> bool {
        let by_month = self.freq == Freq::Monthly || !self.months.is_empty();
        let (at, length) = match by_month {
            true => (day.day(), days_in_month(day)),
            false => (day.ordinal(), if day.leap_year() { 366 } else { 365 }),
        };
        let (at, length) = (at as i32, length as i32);
        if nth > 0 { (at - 1) / 7 + 1 == nth } else { (length - at) / 7 + 1 == -nth }
    }

    /// True when the day has one of the wanted places among those chosen in its week, month or year.
    fn at_position(&self, day: NaiveDate, start: NaiveDate) -> bool {
        if self.positions.is_empty() {
            return true;
        }
        let (from, length) = match self.freq {
            Freq::Daily => (Some(day), 1),
            Freq::Weekly => (Some(self.week_of(day)), 7),
            Freq::Monthly => (day.with_day(1), 31),
            Freq::Yearly => (day.with_ordinal(1), 366),
        };
        let Some(from) = from else { return false };
        let same = |other: &NaiveDate| match self.freq {
            Freq::Daily | Freq::Weekly => true,
            Freq::Monthly => other.month() == day.month(),
            Freq::Yearly => other.year() == day.year(),
        };
        let chosen: Vec<NaiveDate> =
            from.iter_days().take(length).filter(same).filter(|day| self.chooses(*day, start)).collect();
        let Some(at) = chosen.iter().position(|other| *other == day) else { return false };
        let (first, last) = (at as i32 + 1, at as i32 - chosen.len() as i32);
        self.positions.iter().any(|position| *position == first || *position == last)
    }
}

fn months(day: NaiveDate) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month0())
}

fn is_day(day: NaiveDate, number: i32) -> bool {
    let at = day.day() as i32;
    if number > 0 { at == number } else { days_in_month(day) as i32 - at + 1 == -number }
}

fn days_in_month(day: NaiveDate) -> u32 {
    (28..=31).rev().find(|number| day.with_day(*number).is_some()).unwrap_or(28)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn day(text: &str) -> NaiveDate {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").unwrap()
    }

    /// The first days of a rule, day and month alone.
    fn days(rule: &str, from: &str, count: usize) -> String {
        let rule = Repeat::parse(rule, day(from)).unwrap();
        let mut at = rule.first(day(from)).unwrap();
        let mut all = vec![at.format("%m-%d").to_string()];
        while all.len() < count
            && let Some(next) = rule.next(at, at)
        {
            at = next.date;
            all.push(at.format("%m-%d").to_string());
        }
        all.join(" ")
    }

    #[test]
    fn rules_fall_on_the_days_the_standard_says() {
        for (rule, from, expected) in [
            ("FREQ=DAILY;INTERVAL=10", "2026-11-23", "11-23 12-03 12-13 12-23"),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-11-23", "11-23 11-27 12-07 12-11"),
            ("FREQ=MONTHLY;BYDAY=1MO", "2026-11-23", "12-07 01-04 02-01 03-01"),
            ("FREQ=MONTHLY;BYDAY=-1FR", "2026-11-23", "11-27 12-25 01-29 02-26"),
            ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "2026-11-23", "11-30 12-31 01-29 02-26"),
            ("FREQ=MONTHLY;BYMONTHDAY=31", "2026-12-31", "12-31 01-31 03-31 05-31"),
            ("monthly", "2026-12-31", "12-31 01-31 02-28 03-31"),
            ("monthly", "2026-12-30", "12-30 01-30 02-28 03-30"),
            ("每季度", "2026-11-23", "11-23 02-23 05-23 08-23"),
            ("yearly", "2028-02-29", "02-29 02-28 02-28 02-28"),
            ("FREQ=YEARLY;BYMONTH=6,12;BYDAY=1MO", "2026-11-23", "12-07 06-07 12-06 06-05"),
            ("工作日", "2026-11-26", "11-26 11-27 11-30 12-01"),
        ] {
            assert_eq!(days(rule, from, 4), expected, "{rule}");
        }
        // Thursday the first: some years begin twice in such a week.
        assert!(!days("FREQ=YEARLY;BYDAY=53TH", "2026-11-23", 2).is_empty());
    }

    /// Rules that are sound, built from their parts.
    fn rules() -> impl Strategy<Value = String> {
        let list = |of: std::ops::RangeInclusive<i32>| {
            prop::collection::vec(of.prop_filter("not 0", |n| *n != 0), 1..4)
                .prop_map(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
        };
        let weekdays = || {
            prop::collection::vec(prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), 1..4)
                .prop_map(|all| all.join(","))
        };
        let nth = (prop::sample::select(vec![1, 2, 4, -1, -2]), prop::sample::select(vec!["MO", "WE", "SU"]))
            .prop_map(|(nth, day)| format!("{nth}{day}"));
        let tail = (1..5u32, prop::option::of(2..20u32)).prop_map(|(interval, count)| {
            format!(";INTERVAL={interval}{}", count.map(|c| format!(";COUNT={c}")).unwrap_or_default())
        });
        let head = prop_oneof![
            Just("FREQ=DAILY".to_owned()),
            Just("FREQ=WEEKLY".to_owned()),
            weekdays().prop_map(|days| format!("FREQ=WEEKLY;BYDAY={days}")),
            list(-31..=31).prop_map(|days| format!("FREQ=MONTHLY;BYMONTHDAY={days}")),
            (weekdays(), prop::sample::select(vec![1, 2, -1]))
                .prop_map(|(days, at)| format!("FREQ=MONTHLY;BYDAY={days};BYSETPOS={at}")),
            nth.clone().prop_map(|nth| format!("FREQ=MONTHLY;BYDAY={nth}")),
            (nth, list(1..=12)).prop_map(|(nth, months)| format!("FREQ=YEARLY;BYMONTH={months};BYDAY={nth}")),
            (list(1..=12), list(1..=31))
                .prop_map(|(months, days)| format!("FREQ=YEARLY;BYMONTH={months};BYMONTHDAY={days}")),
            (weekdays(), list(1..=12))
                .prop_map(|(days, months)| format!("FREQ=DAILY;BYDAY={days};BYMONTH={months}")),
        ];
        (head, tail).prop_map(|(head, tail)| format!("{head}{tail}"))
    }

    proptest! {
        /// Another implementation of the standard finds the same days.
        #[test]
        fn another_implementation_agrees(text in rules(), ahead in 0..4000u64) {
            let from = day("2024-01-01") + Days::new(ahead);
            let Ok(rule) = Repeat::parse(&text, from) else { return Ok(()) };
            let from = rule.first(from).unwrap();
            let start = from.and_time(chrono::NaiveTime::MIN).and_utc().with_timezone(&rrule::Tz::UTC);
            let theirs: rrule::RRule<rrule::Unvalidated> = rule.to_string().parse().unwrap();
            let theirs: Vec<NaiveDate> = theirs.build(start).unwrap().all(12).dates.iter().map(|at| at.date_naive()).collect();
            let (mut at, mut left) = (from, Some(rule));
            let mut ours = vec![at];
            while ours.len() < theirs.len() && let Some(rule) = left {
                let Some(next) = rule.next(at, at) else { break };
                prop_assert!(next.date > at);
                (at, left) = (next.date, next.repeat);
                ours.push(at);
            }
            // What lies more than ten years ahead is not looked for.
            prop_assert_eq!(&ours[..], &theirs[..ours.len()]);
            let beyond = theirs.get(ours.len()).is_none_or(|next| (*next - at).num_days() > 3652);
            prop_assert!(beyond, "{:?} {:?}", ours, theirs);
        }

        #[test]
        fn whatever_is_typed_is_refused_or_read_back(text in "\\PC{0,40}|(FREQ|BYDAY|COUNT|UNTIL|=|;|,|MO|[-0-9]|WEEKLY|YEARLY|BYSETPOS|BYMONTHDAY){0,14}", after in -90_000i64..9_000) {
            let from = day("2026-11-23");
            if let Ok(rule) = Repeat::parse(&text, from) {
                prop_assert_eq!(Repeat::read(&rule.to_string()), Ok(rule.clone()));
                let after = from + chrono::TimeDelta::days(after);
                if let Some(next) = rule.next(from, after) {
                    prop_assert!(next.date > from && next.date > after);
                }
            }
        }
    }
}
