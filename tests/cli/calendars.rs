//! Calendars out and in: what kehu writes, others read; what others write is taken in once.

use icalendar::{Calendar, CalendarComponent, Component as _};

use crate::world::World;

fn office() -> World {
    let world = World::new();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    let _ = world.kehu(&["new", "room", "name=小会议室", "name_en=small", "seats=6"]).ok();
    world
}

fn event(uid: &str, lines: &[&str]) -> String {
    format!("BEGIN:VEVENT\r\nUID:{uid}\r\n{}\r\nEND:VEVENT\r\n", lines.join("\r\n"))
}

fn calendar(events: &[String]) -> String {
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{}END:VCALENDAR\r\n", events.concat())
}

#[test]
fn meetings_are_written_for_others_to_read() {
    let world = office();
    let meeting =
        ["new", "meeting", "title=启动会", "room=small", "starts=2026-12-01 09:00", "ends=2026-12-01 10:30"];
    let _ = world.kehu(&[&meeting[..], &["participants+=li", "participants+=wang"]].concat()).ok();
    let _ = world.kehu(&["new", "meeting", "title=日期未定"]).ok();
    let _ = world.kehu(&["rsvp", "启动会", "maybe"]).ok();
    let text = world.kehu(&["export", "meeting", "--as", "ics"]).ok();
    let read: Calendar = text.parse().expect("a calendar");
    let events: Vec<_> = read.components.iter().filter_map(CalendarComponent::as_event).collect();
    let [event] = &events[..] else { panic!("{text}") };
    assert_eq!(event.get_summary(), Some("启动会"));
    assert_eq!(event.property_value("LOCATION"), Some("小会议室"));
    assert_eq!(event.property_value("DTSTART"), Some("20261201T010000Z"));
    assert_eq!(event.property_value("DTEND"), Some("20261201T023000Z"));
    assert!(text.contains("PARTSTAT=NEEDS-ACTION:mailto:li@mingyi.example"), "{text}");
    assert!(text.contains("PARTSTAT=TENTATIVE:mailto:wang@mingyi.example"), "{text}");
    // The same bytes again, told by the name of the file, and known when it comes back.
    let _ = world.kehu(&["export", "meeting", "-o", "../all.ics"]).ok();
    assert_eq!(std::fs::read_to_string(world.path("all.ics")).expect("a file"), text);
    let back = world.kehu(&["import", "meeting", "../all.ics", "--json"]).json();
    assert_eq!((&back["imported"], &back["known"]), (&0.into(), &1.into()), "{back}");
    assert!(world.kehu(&["export", "customer", "--as", "ics"]).fails(2).contains("no beginning and end"));
}

#[test]
fn events_are_taken_in_once_and_what_cannot_be_is_told() {
    let world = office();
    let all = [
        event(
            "a1@corp",
            &[
                "SUMMARY:客户来访",
                "DTSTART;TZID=Asia/Shanghai:20261202T140000",
                "DURATION:PT2H",
                "LOCATION:小会议室",
                "ATTENDEE;CN=Li;PARTSTAT=ACCEPTED:mailto:li@mingyi.example",
                "ATTENDEE;CN=\"Quinn, J\":mailto:q@hp.example",
            ],
        ),
        event(
            "a2@corp",
            &["SUMMARY:电话会", "DTSTART:20261202T060000Z", "DTEND:20261202T070000Z", "LOCATION:Zoom 123"],
        ),
        event(
            "a3@corp",
            &["SUMMARY:占用", "DTSTART:20261202T150000", "DTEND:20261202T160000", "LOCATION:small"],
        ),
        event(
            "a4@corp",
            &["SUMMARY:每周", "DTSTART:20261202T150000", "DTEND:20261202T160000", "RRULE:FREQ=WEEKLY"],
        ),
        event(
            "a5@corp",
            &["SUMMARY:纽约", "DTSTART;TZID=America/New_York:20261202T150000", "DTEND:20261202T160000Z"],
        ),
        event(
            "a6@corp",
            &["SUMMARY:倒退", "DTSTART:20261202T180000Z", "DTEND:20261202T160000Z", "LOCATION:small"],
        ),
        event("a7@corp", &["DTSTART:20261202T180000Z", "DTEND:20261202T190000Z"]),
        event("a8@corp", &["SUMMARY:\u{1b}[2Jevil", "DTSTART:20261202T180000Z", "DTEND:20261202T190000Z"]),
    ];
    world.write("in.ics", calendar(&all));
    let report = world.kehu(&["import", "meeting", "../in.ics", "--json"]).json();
    assert_eq!(report["imported"], 2, "{report}");
    let rejected = report["rejected"].as_array().expect("a list");
    let why: Vec<(i64, &str)> = rejected
        .iter()
        .map(|row| (row["row"].as_i64().unwrap_or(0), row["reason"].as_str().unwrap_or("")))
        .collect();
    for (row, said) in [
        (3, "taken by row 1"),
        (4, "it repeats"),
        (5, "\"America/New_York\" is not known"),
        (6, "must be later than starts"),
        (7, "title: this must be filled in"),
        (8, "U+001B"),
    ] {
        assert!(why.iter().any(|(at, why)| *at == row && why.contains(said)), "{row} {said}: {why:?}");
    }
    let visit = world.kehu(&["show", "客户来访", "--json"]).json();
    assert_eq!(visit["starts"], "2026-12-02T14:00:00+08:00");
    assert_eq!(visit["guests"], serde_json::json!(["Quinn, J q@hp.example"]));
    assert_eq!(visit["participants"], serde_json::json!([{"person": "li"}]), "nobody answers through a file");
    // A time in UTC is kept as people here read it.
    let call = world.kehu(&["show", "电话会", "--json"]).json();
    assert_eq!((&call["starts"], &call["place"]), (&"2026-12-02T14:00:00+08:00".into(), &"Zoom 123".into()));
    let again = world.kehu(&["import", "meeting", "../in.ics", "--json"]).json();
    assert_eq!((&again["imported"], &again["known"]), (&0.into(), &2.into()), "{again}");
    assert!(world.kehu(&["import", "customer", "../in.ics"]).fails(5).contains("are no customer"));
    world.write("none.ics", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n");
    assert!(world.kehu(&["import", "meeting", "../none.ics"]).fails(5).contains("no event in the file"));
    // Out again it keeps the identity it came with.
    assert!(world.kehu(&["export", "meeting", "--as", "ics"]).ok().contains("UID:a1@corp\r\n"));
}
