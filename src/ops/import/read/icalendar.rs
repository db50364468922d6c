//! Events of an iCalendar file (RFC 5545): a row for each, with its start and end as moments.
//!
//! Taken in are single events with a UID. Times may be in UTC, in a zone of a fixed offset, or without one, which means the
//! zone of who reads. What repeats, is cancelled, or has a time that cannot be told is a bad row with the reason.

use chrono::{Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use serde_json::{Value, json};

use super::icalendar_lines::{Component, Property, components};
use super::{BadRow, Cell, Note, OnColumns, OnRow, ReadError, Row, encoding};

/// The columns of every calendar: the properties of its events.
pub const COLUMNS: [&str; 7] = ["SUMMARY", "DTSTART", "DTEND", LOCATION, "DESCRIPTION", "UID", ATTENDEE];
/// Where an event is.
pub const LOCATION: &str = "LOCATION";
/// Who is asked to come: a list of `email` and `name`.
pub const ATTENDEE: &str = "ATTENDEE";
/// Most people of an event.
const MOST_PEOPLE: usize = 1000;

/// Zones that have had one offset for long, in minutes east of UTC.
const ZONES: [(&str, i32); 19] = [
    ("asia/shanghai", 480),
    ("asia/chongqing", 480),
    ("asia/harbin", 480),
    ("asia/beijing", 480),
    ("prc", 480),
    ("china standard time", 480),
    ("asia/urumqi", 360),
    ("asia/hong_kong", 480),
    ("asia/macau", 480),
    ("asia/taipei", 480),
    ("taipei standard time", 480),
    ("asia/singapore", 480),
    ("singapore standard time", 480),
    ("asia/tokyo", 540),
    ("tokyo standard time", 540),
    ("asia/seoul", 540),
    ("utc", 0),
    ("etc/utc", 0),
    ("gmt", 0),
];

type Words = (String, String);

/// Reads events; the line of a row is the number of the event.
pub fn for_each(
    bytes: &[u8],
    columns: &mut OnColumns<'_>,
    row: &mut OnRow<'_>,
) -> Result<Vec<Note>, ReadError> {
    let (text, note) = encoding::decode(bytes)?;
    let all = components(&text);
    let zones: Vec<(String, i32)> =
        all.iter().filter(|one| one.name == "VTIMEZONE").filter_map(zone).collect();
    let events: Vec<&Component> = all.iter().filter(|one| one.name == "VEVENT").collect();
    if events.is_empty() {
        return Err(ReadError::new(None, "no event in the file", "文件中没有日程")
            .hint("an event starts with BEGIN:VEVENT", "日程以 BEGIN:VEVENT 开头"));
    }
    columns(&COLUMNS.map(str::to_owned))?;
    for (number, event) in events.into_iter().enumerate() {
        let number = number as u64 + 1;
        let read = event_row(event, number, &zones);
        row(read.map_err(|(en, zh)| BadRow::new(number, event.raw.trim_end(), en, zh)))?;
    }
    Ok(note.into_iter().collect())
}

fn words(en: impl Into<String>, zh: impl Into<String>) -> Words {
    (en.into(), zh.into())
}

fn event_row(event: &Component, number: u64, zones: &[(String, i32)]) -> Result<Row, Words> {
    if let Some(wrong) = &event.wrong {
        return Err(wrong.clone());
    }
    let first = |name: &str| event.properties.iter().find(|property| property.name == name);
    let text = |name: &str| first(name).map(Property::text).unwrap_or_default();
    if first("RRULE").or_else(|| first("RDATE")).or_else(|| first("RECURRENCE-ID")).is_some() {
        return Err(words(
            "it repeats; take each meeting in as an event of its own",
            "这是重复日程; 请将每次会议作为单独的日程导入",
        ));
    }
    if text("STATUS").eq_ignore_ascii_case("CANCELLED") {
        return Err(words("it is cancelled", "该日程已取消"));
    }
    let uid = one_line(&text("UID"));
    if uid.is_empty() {
        return Err(words(
            "it has no UID, by which a second import would know it again",
            "缺少 UID, 再次导入时无法识别",
        ));
    }
    let starts = match first("DTSTART") {
        Some(property) => moment(property, zones)?,
        None => return Err(words("it has no DTSTART", "缺少 DTSTART")),
    };
    let ends = match (first("DTEND"), first("DURATION")) {
        (Some(property), _) => moment(property, zones)?,
        (None, Some(property)) => {
            let lasts = duration(&property.value).ok_or_else(|| not_read("DURATION", &property.value))?;
            let at = starts.at.checked_add_signed(lasts);
            Moment { at: at.ok_or_else(|| not_read("DURATION", &property.value))?, ..starts.clone() }
        }
        (None, None) if starts.whole_day => {
            let next = starts.at.checked_add_days(Days::new(1));
            Moment { at: next.ok_or_else(|| words("it has no end", "没有结束时间"))?, ..starts.clone() }
        }
        (None, None) => return Err(words("it has neither DTEND nor DURATION", "既无 DTEND 也无 DURATION")),
    };
    let summary = one_line(&text("SUMMARY"));
    let cells = [summary, starts.text(), ends.text(), one_line(&text(LOCATION)), text("DESCRIPTION"), uid];
    let mut cells: Vec<(usize, Cell)> = cells
        .into_iter()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(column, text)| (column, Cell::Text(text)))
        .collect();
    let people: Vec<Value> = event
        .properties
        .iter()
        .filter(|property| property.name == ATTENDEE)
        .take(MOST_PEOPLE)
        .filter_map(person)
        .collect();
    if !people.is_empty() {
        cells.push((COLUMNS.len() - 1, Cell::Structured(Box::new(people.into()))));
    }
    Ok(Row { line: number, cells })
}

/// Who is asked: the address behind `mailto:`, and the name.
fn person(property: &Property) -> Option<Value> {
    let value = property.value.trim();
    let address = match value.get(..7) {
        Some(scheme) if scheme.eq_ignore_ascii_case("mailto:") => value.get(7..).unwrap_or_default(),
        _ => "",
    };
    let name = one_line(property.parameter("CN").unwrap_or_default());
    (!address.is_empty() || !name.is_empty()).then(|| json!({"email": one_line(address), "name": name}))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A time as the file has it, and its offset when that is told.
#[derive(Clone)]
struct Moment {
    at: NaiveDateTime,
    /// Minutes east of UTC; none for the zone of who reads.
    offset: Option<i32>,
    whole_day: bool,
}

impl Moment {
    fn text(&self) -> String {
        let at = self.at.format("%Y-%m-%dT%H:%M:%S");
        match self.offset {
            None => at.to_string(),
            Some(offset) => {
                let sign = if offset < 0 { '-' } else { '+' };
                format!("{at}{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60)
            }
        }
    }
}

/// `20261201T090000`, with `Z` or a zone, or a whole day.
fn moment(property: &Property, zones: &[(String, i32)]) -> Result<Moment, Words> {
    let value = property.value.trim();
    let wrong = || not_read(&property.name, value);
    let (text, utc) = match value.strip_suffix(['Z', 'z']) {
        Some(text) => (text, true),
        None => (value, false),
    };
    let (day, time) = text.split_once(['T', 't']).map_or((text, None), |(day, time)| (day, Some(time)));
    let day = number(day, 8).and_then(|number| {
        NaiveDate::from_ymd_opt((number / 10_000) as i32, number / 100 % 100, number % 100)
    });
    let time = match time {
        None => Some(NaiveTime::MIN),
        Some(time) => number(time, 6)
            .and_then(|number| NaiveTime::from_hms_opt(number / 10_000, number / 100 % 100, number % 100)),
    };
    let (Some(day), Some(time)) = (day, time) else { return Err(wrong()) };
    let whole_day = !text.contains(['T', 't']);
    let offset = match property.parameter("TZID") {
        _ if utc => Some(0),
        Some(name) if !whole_day => Some(offset_of(name, zones)?),
        _ => None,
    };
    Ok(Moment { at: day.and_time(time), offset, whole_day })
}

fn not_read(name: &str, value: &str) -> Words {
    let value: String = value.chars().take(60).collect();
    let value = crate::error::quoted(&value);
    words(
        format!("{name} {value} cannot be read; a time is written 20261201T090000 or 20261201T010000Z"),
        format!("{name} {value} 无法读取; 时间应写作 20261201T090000 或 20261201T010000Z"),
    )
}

fn number(text: &str, digits: usize) -> Option<u32> {
    (text.len() == digits && text.bytes().all(|b| b.is_ascii_digit())).then(|| text.parse().ok())?
}

/// The offset of a zone: as the file defines it, else as it is known.
fn offset_of(name: &str, zones: &[(String, i32)]) -> Result<i32, Words> {
    let plain = name.trim().trim_start_matches('/').to_lowercase();
    let own = zones.iter().find(|(known, _)| *known == plain).map(|(_, offset)| *offset);
    let known = || ZONES.iter().find(|(known, _)| *known == plain).map(|(_, offset)| *offset);
    own.or_else(known).ok_or_else(|| {
        let name = crate::error::quoted(name);
        words(
            format!(
                "the time zone {name} is not known, or its offset changes in the year; write times in UTC"
            ),
            format!("未知的时区 {name}, 或其时差随季节变化; 请用 UTC 时间"),
        )
    })
}

/// A zone that the file defines with one offset for the whole year.
fn zone(component: &Component) -> Option<(String, i32)> {
    let name = component.properties.iter().find(|property| property.name == "TZID")?;
    let offsets: Vec<&str> = component
        .nested
        .iter()
        .filter(|property| property.name == "TZOFFSETTO")
        .map(|property| property.value.trim())
        .collect();
    let [offset] = offsets[..] else { return None };
    let (sign, digits) = offset.split_at_checked(1)?;
    let sign = match sign {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let number = number(digits.get(..4)?, 4)?;
    let (hours, minutes) = ((number / 100) as i32, (number % 100) as i32);
    (hours < 15 && minutes < 60).then(|| (name.text().to_lowercase(), sign * (hours * 60 + minutes)))
}

/// `PT1H30M`, `P1D`, `P2W`.
fn duration(text: &str) -> Option<TimeDelta> {
    let text = text.trim().strip_prefix('+').unwrap_or(text.trim());
    let rest = text.strip_prefix('P')?;
    let (mut seconds, mut digits, mut in_time) = (0i64, String::new(), false);
    for c in rest.chars() {
        if c.is_ascii_digit() && digits.len() < 6 {
            digits.push(c);
            continue;
        }
        let unit = match (c, in_time) {
            ('T', false) if digits.is_empty() => {
                in_time = true;
                continue;
            }
            ('W', false) => 604_800,
            ('D', false) => 86_400,
            ('H', true) => 3_600,
            ('M', true) => 60,
            ('S', true) => 1,
            _ => return None,
        };
        seconds += digits.parse::<i64>().ok()? * unit;
        digits.clear();
    }
    (digits.is_empty() && seconds > 0).then(|| TimeDelta::try_seconds(seconds)).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ops::import::read::{Format, Sheet, read};
    use proptest::prelude::*;

    fn sheet(events: &str) -> Sheet {
        read(format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n").as_bytes(), Format::Ics).unwrap()
    }

    fn event(lines: &str) -> Sheet {
        sheet(&format!("BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\n{lines}END:VEVENT\r\n"))
    }

    /// Start and end, or why not.
    fn times(lines: &str) -> String {
        let sheet = event(lines);
        let cell = |row: &Row, column: usize| match row.cells.iter().find(|(at, _)| *at == column) {
            Some((_, Cell::Text(text))) => text.clone(),
            _ => String::new(),
        };
        match (sheet.rows.first(), sheet.bad.first()) {
            (Some(row), _) => format!("{} {}", cell(row, 1), cell(row, 2)),
            (None, Some(bad)) => bad.en.clone(),
            (None, None) => String::new(),
        }
    }

    #[test]
    fn times_in_utc_in_known_zones_and_without_one() {
        let table = [
            (
                "DTSTART:20261201T010000Z\r\nDTEND:20261201T023000Z\r\n",
                "2026-12-01T01:00:00+00:00 2026-12-01T02:30:00+00:00",
            ),
            (
                "DTSTART;TZID=Asia/Shanghai:20261201T090000\r\nDURATION:PT1H30M\r\n",
                "2026-12-01T09:00:00+08:00 2026-12-01T10:30:00+08:00",
            ),
            (
                "DTSTART:20261201T090000\r\nDTEND:20261201T100000\r\n",
                "2026-12-01T09:00:00 2026-12-01T10:00:00",
            ),
            ("DTSTART;VALUE=DATE:20261201\r\n", "2026-12-01T00:00:00 2026-12-02T00:00:00"),
            (
                "DTSTART;TZID=\"China Standard Time\":20261231T230000\r\nDURATION:P1DT2H\r\n",
                "2026-12-31T23:00:00+08:00 2027-01-02T01:00:00+08:00",
            ),
        ];
        for (lines, told) in table {
            assert_eq!(times(lines), told, "{lines}");
        }
    }

    #[test]
    fn a_zone_that_the_file_defines_with_one_offset() {
        let zone = "BEGIN:VTIMEZONE\r\nTZID:Nepal\r\nBEGIN:STANDARD\r\nTZOFFSETFROM:+0545\r\nTZOFFSETTO:+0545\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
        let event = "BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:a\r\nDTSTART;TZID=Nepal:20261201T090000\r\nDURATION:PT1H\r\nEND:VEVENT\r\n";
        let rows = sheet(&format!("{zone}{event}")).rows;
        assert_eq!(rows[0].cells[1], (1, Cell::Text("2026-12-01T09:00:00+05:45".into())));
        let summer = zone.replace(
            "END:STANDARD\r\n",
            "END:STANDARD\r\nBEGIN:DAYLIGHT\r\nTZOFFSETTO:+0645\r\nEND:DAYLIGHT\r\n",
        );
        assert!(sheet(&format!("{summer}{event}")).bad[0].en.contains("offset changes"));
    }

    #[test]
    fn what_cannot_be_taken_in_is_told() {
        for (lines, said) in [
            ("DTSTART:20261201T090000\r\n", "neither DTEND nor DURATION"),
            ("DTEND:20261201T090000\r\n", "no DTSTART"),
            ("DTSTART:20260229T090000\r\nDURATION:PT1H\r\n", "cannot be read"),
            ("DTSTART:20261201T250000\r\nDURATION:PT1H\r\n", "cannot be read"),
            ("DTSTART:2026-12-01\r\nDURATION:PT1H\r\n", "cannot be read"),
            ("DTSTART:20261201T090000\r\nDURATION:PT\r\n", "cannot be read"),
            ("DTSTART:20261201T090000\r\nDURATION:P999999W\r\n", "2026"),
            (
                "DTSTART;TZID=America/New_York:20261201T090000\r\nDURATION:PT1H\r\n",
                "\"America/New_York\" is not known",
            ),
            ("DTSTART:20261201T090000\r\nDURATION:PT1H\r\nRRULE:FREQ=WEEKLY\r\n", "it repeats"),
            ("DTSTART:20261201T090000\r\nDURATION:PT1H\r\nSTATUS:CANCELLED\r\n", "it is cancelled"),
        ] {
            assert!(times(lines).contains(said), "{lines}: {}", times(lines));
        }
        assert!(
            sheet("BEGIN:VEVENT\r\nSUMMARY:a\r\nDTSTART:20261201T090000\r\nEND:VEVENT\r\n").bad[0]
                .en
                .contains("no UID")
        );
        assert!(sheet("BEGIN:VEVENT\r\nUID:1\r\n").bad[0].en.contains("END:VEVENT is missing"));
        assert!(read(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", Format::Ics).is_err());
    }

    #[test]
    fn people_places_and_folded_text() {
        let sheet = event(
            "DTSTART:20261201T090000\r\nDURATION:PT1H\r\nLOCATION:Room\\, 3\r\nDESCRIPTION:one\\nt\r\n wo\r\n\
             ATTENDEE;CN=\"Li, Q\";PARTSTAT=ACCEPTED:MAILTO:li@mingyi.example\r\nATTENDEE:urn:x\r\n\
             BEGIN:VALARM\r\nDESCRIPTION:wake\r\nEND:VALARM\r\n",
        );
        let cells = &sheet.rows[0].cells;
        let text = |text: &str| Cell::Text(text.into());
        assert_eq!(cells[3..5], [(3, text("Room, 3")), (4, text("one\ntwo"))]);
        let people = json!([{"email": "li@mingyi.example", "name": "Li, Q"}]);
        assert_eq!(cells[6], (6, Cell::Structured(Box::new(people))));
    }

    proptest! {
        /// Nothing panics, and every event is a row or a bad row.
        #[test]
        fn anything_is_read_or_told(lines in prop::collection::vec("[A-Z;:=\"TZ0-9\\\\ \t惠P+-]{0,40}|BEGIN:VEVENT|END:VEVENT|BEGIN:VTIMEZONE|DTSTART:[0-9TZ]{0,16}|DURATION:[PTWDHMS0-9]{0,9}", 0..20)) {
            let text = format!("BEGIN:VEVENT\n{}\nEND:VEVENT\n", lines.join("\n"));
            if let Ok(sheet) = read(text.as_bytes(), Format::Ics) {
                prop_assert!(!sheet.rows.is_empty() || !sheet.bad.is_empty());
            }
        }
    }
}
