//! iCalendar (RFC 5545): events that keep their identity, so that taking a file in again changes them.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use super::vcard::{escape, fold};
/// An event: of one day, or from a moment until another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// Identity: letters, digits and dashes, to which ours is added; one with an `@` is kept as it came.
    pub uid: String,
    /// When it was last written down, as RFC 3339.
    pub stamp: String,
    /// The day, where there is no span.
    pub date: NaiveDate,
    /// From when until when.
    pub span: Option<(DateTime<FixedOffset>, DateTime<FixedOffset>)>,
    /// A rule of RFC 5545; none for once.
    pub repeat: Option<String>,
    /// One line.
    pub summary: String,
    /// More lines.
    pub description: String,
    /// Where.
    pub location: String,
    /// Who is asked to come.
    pub people: Vec<Attendee>,
}

/// Somebody asked to come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attendee {
    /// Name.
    pub name: String,
    /// Address; who has none is left out.
    pub email: String,
    /// What was answered: yes, no, maybe, or nothing.
    pub answer: String,
}

impl Attendee {
    fn line(&self) -> Option<String> {
        let email: String = self.email.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        // A quote could not stand in a parameter.
        let name: String = self.name.chars().filter(|c| *c != '"' && !c.is_control()).collect();
        let answer = match self.answer.as_str() {
            "yes" => "ACCEPTED",
            "no" => "DECLINED",
            "maybe" => "TENTATIVE",
            _ => "NEEDS-ACTION",
        };
        (!email.is_empty()).then(|| format!("ATTENDEE;CN=\"{name}\";PARTSTAT={answer}:mailto:{email}"))
    }
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
        let foreign = event.uid.contains('@');
        let kept = |c: &char| c.is_ascii_alphanumeric() || *c == '-' || (foreign && "@._+:{}/=".contains(*c));
        let uid: String = event.uid.chars().filter(kept).collect();
        let ours = if foreign { "" } else { "@kehu" };
        lines.push("BEGIN:VEVENT".to_owned());
        lines.push(format!("UID:{uid}{ours}"));
        lines.push(format!("DTSTAMP:{}", stamp(event)));
        match &event.span {
            None => lines.push(format!("DTSTART;VALUE=DATE:{}", event.date.format("%Y%m%d"))),
            Some((from, until)) => {
                lines.push(format!("DTSTART:{}", utc(from)));
                lines.push(format!("DTEND:{}", utc(until)));
            }
        }
        lines.extend(event.repeat.as_ref().map(|rule| format!("RRULE:{rule}")));
        lines.push(format!("SUMMARY:{}", escape(&event.summary)));
        if !event.description.is_empty() {
            lines.push(format!("DESCRIPTION:{}", escape(&event.description)));
        }
        if !event.location.is_empty() {
            lines.push(format!("LOCATION:{}", escape(&event.location)));
        }
        lines.extend(event.people.iter().filter_map(Attendee::line));
        if event.span.is_none() {
            // A reminder does not make the day a busy one.
            lines.push("TRANSP:TRANSPARENT".to_owned());
        }
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

fn utc(at: &DateTime<FixedOffset>) -> String {
    at.with_timezone(&Utc).format("%Y%m%dT%H%M%SZ").to_string()
}

/// When it was written down, in UTC; the day itself when nobody knows.
fn stamp(event: &Event) -> String {
    let at = DateTime::parse_from_rfc3339(&event.stamp).map(|at| at.naive_utc());
    let start =
        || event.span.map_or(event.date.and_time(chrono::NaiveTime::MIN), |(from, _)| from.naive_utc());
    let at = at.unwrap_or_else(|_| start());
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

    #[test]
    fn a_meeting_has_moments_a_place_and_people() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap();
        let person = |name: &str, email: &str, answer: &str| Attendee {
            name: name.into(),
            email: email.into(),
            answer: answer.into(),
        };
        let event = Event {
            uid: "{04-x}@corp.example\r\nX:1".to_owned(),
            span: Some((at("2026-12-01T09:00:00+08:00"), at("2026-12-01T10:30:00+08:00"))),
            summary: "启动会".to_owned(),
            location: "小会议室, 3 楼".to_owned(),
            people: vec![person("李\"强", "li@mingyi.example", "yes"), person("guest", "", "")],
            ..Event::default()
        };
        let text = String::from_utf8(write("x", &[event])).unwrap();
        let read: Calendar = text.parse().unwrap();
        let event = read.components[0].as_event().unwrap();
        assert_eq!(event.property_value("DTSTART"), Some("20261201T010000Z"));
        assert_eq!(event.property_value("DTEND"), Some("20261201T023000Z"));
        assert!(event.property_value("LOCATION").is_some_and(|place| place.contains("小会议室")), "{text}");
        assert_eq!(event.get_uid(), Some("{04-x}@corp.exampleX:1"));
        assert!(
            text.contains("ATTENDEE;CN=\"李强\";PARTSTAT=ACCEPTED:mailto:li@mingyi.example\r\n"),
            "{text}"
        );
        assert_eq!(text.matches("ATTENDEE").count(), 1);
        assert!(!text.contains("TRANSPARENT"));
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
                ..Event::default()
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
