//! iCalendar (RFC 5545): whole-day events that keep their identity, so that taking a file in again changes them.

use chrono::{DateTime, NaiveDate};

use super::vcard::{escape, fold};
/// An event of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// Identity: letters, digits and dashes; others are dropped.
    pub uid: String,
    /// When it was last written down, as RFC 3339.
    pub stamp: String,
    /// The day.
    pub date: NaiveDate,
    /// A rule of RFC 5545; none for once.
    pub repeat: Option<String>,
    /// One line.
    pub summary: String,
    /// More lines.
    pub description: String,
}

/// A calendar without events needs some component to be one.
const EMPTY: [&str; 8] = [
    "BEGIN:VTIMEZONE",
    "TZID:UTC",
    "BEGIN:STANDARD",
    "DTSTART:19700101T000000",
    "TZOFFSETFROM:+0000",
    "TZOFFSETTO:+0000",
    "END:STANDARD",
    "END:VTIMEZONE",
];

/// A calendar with a name. The same events give the same bytes, whenever it is written.
pub fn write(name: &str, events: &[Event]) -> Vec<u8> {
    let mut lines = vec![
        "BEGIN:VCALENDAR".to_owned(),
        "VERSION:2.0".to_owned(),
        "PRODID:-//kehu//kehu//EN".to_owned(),
        "CALSCALE:GREGORIAN".to_owned(),
        format!("X-WR-CALNAME:{}", escape(name)),
    ];
    if events.is_empty() {
        lines.extend(EMPTY.map(str::to_owned));
    }
    for event in events {
        let uid: String = event.uid.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("UID:{uid}@kehu"));
        lines.push(format!("DTSTAMP:{}", stamp(event)));
        lines.push(format!("DTSTART;VALUE=DATE:{}", event.date.format("%Y%m%d")));
        lines.extend(event.repeat.as_ref().map(|rule| format!("RRULE:{rule}")));
        lines.push(format!("SUMMARY:{}", escape(&event.summary)));
        if !event.description.is_empty() {
            lines.push(format!("DESCRIPTION:{}", escape(&event.description)));
        }
        // A reminder does not make the day a busy one.
        lines.push("TRANSP:TRANSPARENT".to_owned());
        lines.push("END:VEVENT".to_owned());
    }
    lines.push("END:VCALENDAR".to_owned());
    let mut out = Vec::new();
    for line in lines {
        // Writing to memory cannot fail.
        let _ = fold(&line, &mut out);
    }
    out
}

/// When it was written down, in UTC; the day itself when nobody knows.
fn stamp(event: &Event) -> String {
    let at = DateTime::parse_from_rfc3339(&event.stamp).map(|at| at.naive_utc());
    let at = at.unwrap_or_else(|_| event.date.and_time(chrono::NaiveTime::MIN));
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use icalendar::{Calendar, CalendarComponent, Component as _};
    use proptest::prelude::*;

    fn day(number: i32) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(number).unwrap()
    }

    #[test]
    fn a_calendar_without_events_is_one_all_the_same() {
        let text = String::from_utf8(write("王芳", &[])).unwrap();
        assert!(text.contains("BEGIN:VTIMEZONE\r\n"), "{text}");
        let read: Calendar = text.parse().unwrap();
        assert_eq!(read.get_name(), Some("王芳"));
    }

    proptest! {
        /// What is written is read back by another implementation.
        #[test]
        fn events_are_read_back(
            all in prop::collection::vec(("[0-9a-z]{10}", 719_163i32..800_000, "[^\\pC]{0,90}|[\\\\,;:\n\"a惠]{0,90}", any::<bool>()), 1..4),
        ) {
            let events: Vec<Event> = all.iter().map(|(uid, date, text, often)| Event {
                uid: uid.clone(),
                stamp: "2026-11-23T09:00:00+08:00".to_owned(),
                date: day(*date),
                repeat: often.then(|| "FREQ=WEEKLY;BYDAY=MO".to_owned()),
                summary: text.replace('\n', " ").trim().to_owned(),
                description: text.trim().to_owned(),
            }).collect();
            let text = String::from_utf8(write("x", &events)).unwrap();
            for line in text.split_terminator("\r\n") {
                prop_assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{}", line);
            }
            let read: Calendar = text.parse().unwrap();
            let read: Vec<_> = read.components.iter().filter_map(CalendarComponent::as_event).collect();
            prop_assert_eq!(read.len(), events.len());
            for (read, event) in read.iter().zip(&events) {
                let uid = format!("{}@kehu", event.uid);
                prop_assert_eq!(read.get_uid(), Some(uid.as_str()));
                prop_assert_eq!(read.get_start(), Some(event.date.into()));
                prop_assert_eq!(read.get_summary().unwrap_or_default(), &event.summary);
                prop_assert_eq!(read.get_description().unwrap_or_default(), &event.description);
                prop_assert_eq!(read.property_value("RRULE").map(str::to_owned), event.repeat.clone());
                prop_assert_eq!(read.property_value("DTSTAMP"), Some("20261123T010000Z"));
            }
        }
    }
}
