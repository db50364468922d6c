//! What is booked when, whether two bookings clash, and when there is time for another.
//!
//! Times are half open, as ISO 8601-1:2019 writes intervals and calendars read them (RFC 5545, 3.6.1): from a moment up to
//! another that is free again. So two bookings that touch do not clash.

use chrono::Datelike as _;

use super::fields::Fault;
use crate::model::bad_value::BadValue;
use crate::model::date::{Date, DateTime};
use crate::model::kind::Kind;
use crate::model::value::{Map, Value};

/// From a moment up to another, which is free again: seconds since 1970 in UTC, or days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// First.
    pub from: i64,
    /// The first that is free again.
    pub until: i64,
}

impl Span {
    /// True when both want the same moment; to touch is no clash.
    pub fn meets(self, other: Self) -> bool {
        self.from < other.until && other.from < self.until
    }
}

/// What a record takes, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Id of what is booked.
    pub of: String,
    /// When.
    pub span: Span,
}

/// What an open record of a kind takes; none when it is closed, names nothing, or has no times.
pub fn booking(kind: &Kind, fields: &Map) -> Option<Booking> {
    let word = kind.exclusive.as_ref().filter(|_| !kind.is_closed(fields))?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str).filter(|text| !text.is_empty());
    let span = Span { from: number(text(&word.from)?)?, until: number(text(&word.until)?)? };
    let of = text(&word.of)?.to_owned();
    (span.from < span.until).then_some(Booking { of, span })
}

/// What is wrong with the times of a booking: one is missing, or it ends before it begins.
pub fn broken(kind: &Kind, fields: &Map) -> Option<Fault> {
    let word = kind.exclusive.as_ref()?;
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    if text(&word.of).is_empty() {
        return None;
    }
    for name in [&word.from, &word.until] {
        if text(name).is_empty() {
            let why = BadValue::new(
                format!("what is booked ({}) needs a beginning and an end", text(&word.of)),
                format!("预订 {} 须有起止时间", text(&word.of)),
                "",
            );
            return Some(Fault::new(name.clone(), "", why));
        }
    }
    let (from, until) = (number(text(&word.from))?, number(text(&word.until))?);
    (from >= until).then(|| {
        let from = text(&word.from);
        let why = BadValue::new(
            format!("it must be later than {}, {from}", word.from),
            format!("应晚于 {} {from}", word.from),
            "",
        );
        Fault::new(word.until.clone(), text(&word.until), why)
    })
}

/// The first moment from `wanted` on at which nothing is taken for as long as `wanted` lasts.
pub fn next_free(wanted: Span, taken: &[Span]) -> i64 {
    let mut taken = taken.to_vec();
    taken.sort_unstable();
    let lasts = wanted.until - wanted.from;
    let mut at = wanted.from;
    for span in taken {
        if span.from >= at.saturating_add(lasts) {
            break;
        }
        at = at.max(span.until);
    }
    at
}

/// A moment or day of a span, written as the text it is compared with is: at the same offset.
pub fn written(at: i64, like: &str) -> String {
    if let Ok(like) = DateTime::from_rfc3339(like) {
        let moment = chrono::DateTime::from_timestamp(at, 0).map(|at| at.with_timezone(like.0.offset()));
        return moment.map(|at| DateTime::from(at).to_string()).unwrap_or_default();
    }
    let day = i32::try_from(at).ok().and_then(chrono::NaiveDate::from_num_days_from_ce_opt);
    day.map(|day| Date(day).to_string()).unwrap_or_default()
}

/// A day as days, a moment as seconds.
fn number(text: &str) -> Option<i64> {
    let day = || Date::from_iso(text).map(|day| i64::from(day.0.num_days_from_ce()));
    DateTime::from_rfc3339(text).map(|at| at.0.timestamp()).or_else(|_| day()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::schema::read_kind;
    use proptest::prelude::*;

    const TRIP: &str = "type: object\nproperties:\n  name: {type: string}\n  car: {type: string, x-kehu: {link: product}}\n  out: {type: string, format: FORMAT}\n  back: {type: string, format: FORMAT}\n  state: {type: string, enum: [on, off], default: on}\nx-kehu:\n  home: trips/{id}.yaml\n  name: name\n  closed: {field: state, values: [off]}\n  exclusive: {of: car, from: out, until: back}\n";

    fn kind(format: &str) -> Kind {
        read_kind("trip", "fleet", true, &TRIP.replace("FORMAT", format)).unwrap()
    }

    fn trip(car: &str, out: &str, back: &str, state: &str) -> Map {
        let pairs = [("car", car), ("out", out), ("back", back), ("state", state)];
        pairs.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect()
    }

    #[test]
    fn what_is_open_takes_something_for_a_time() {
        let kind = kind("date");
        let taken = |out: &str, back: &str| booking(&kind, &trip("a6", out, back, "on"));
        let first = taken("2026-12-01", "2026-12-03").unwrap();
        assert_eq!((first.of.as_str(), first.span.until - first.span.from), ("a6", 2));
        assert!(
            !first.span.meets(taken("2026-12-03", "2026-12-04").unwrap().span),
            "what touches is no clash"
        );
        assert!(first.span.meets(taken("2026-12-02", "2026-12-09").unwrap().span));
        assert_eq!(booking(&kind, &trip("a6", "2026-12-01", "2026-12-03", "off")), None);
        assert_eq!(taken("2026-12-03", "2026-12-03"), None, "no time at all");
        assert_eq!(booking(&kind, &trip("", "2026-12-01", "2026-12-03", "on")), None);
    }

    #[test]
    fn moments_are_compared_whatever_their_zone() {
        let kind = kind("date-time");
        let span = |out: &str, back: &str| booking(&kind, &trip("a6", out, back, "on")).unwrap().span;
        let here = span("2026-12-01T09:00:00+08:00", "2026-12-01T10:00:00+08:00");
        assert_eq!(here, span("2026-12-01T01:00:00+00:00", "2026-12-01T02:00:00Z"));
        assert_eq!(here.until - here.from, 3600);
        assert_eq!(written(here.until, "2026-12-01T09:00:00+08:00"), "2026-12-01T10:00:00+08:00");
    }

    #[test]
    fn half_a_booking_is_told() {
        let kind = kind("date");
        let fault = |car: &str, out: &str, back: &str| broken(&kind, &trip(car, out, back, "on"));
        assert_eq!(fault("", "", ""), None);
        assert_eq!(fault("a6", "2026-12-01", "2026-12-02"), None);
        assert_eq!(fault("a6", "2026-12-01", "").unwrap().field, "back");
        assert_eq!(fault("a6", "", "2026-12-02").unwrap().field, "out");
        let backwards = fault("a6", "2026-12-02", "2026-12-01").unwrap();
        assert_eq!((backwards.field.as_str(), backwards.text.as_str()), ("back", "2026-12-01"));
        assert!(fault("a6", "2026-12-02", "2026-12-02").is_some());
    }

    /// Worked by hand: 9–10 and 10–11 are taken, 11:30–12 too; an hour from 9:30 fits at 12, half an hour at 11.
    #[test]
    fn the_next_gap_that_is_long_enough() {
        let span = |from, until| Span { from, until };
        let taken = [span(1000, 1100), span(900, 1000), span(1130, 1200)];
        assert_eq!(next_free(span(930, 1030), &taken), 1200);
        assert_eq!(next_free(span(930, 960), &taken), 1100);
        assert_eq!(next_free(span(800, 900), &taken), 800);
        assert_eq!(next_free(span(800, 901), &taken), 1200);
        assert_eq!(next_free(span(5, 6), &[]), 5);
    }

    proptest! {
        /// It is free, it is not before what was wanted, and nothing earlier is free.
        #[test]
        fn it_is_the_first_that_is_free(
            from in 0i64..60, lasts in 1i64..8, taken in prop::collection::vec((0i64..60, 1i64..9), 0..9),
        ) {
            let taken: Vec<Span> = taken.iter().map(|(at, long)| Span { from: *at, until: at + long }).collect();
            let free = |at: i64| !taken.iter().any(|span| span.meets(Span { from: at, until: at + lasts }));
            let found = next_free(Span { from, until: from + lasts }, &taken);
            prop_assert!(found >= from && free(found));
            prop_assert!(!(from..found).any(free));
        }
    }
}
