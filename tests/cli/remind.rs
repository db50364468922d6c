//! Reminders for cron: what is due, an exit code that says whether there is anything, and calendars.

use std::collections::BTreeMap;

use icalendar::{Calendar, CalendarComponent, Component as _};

use crate::world::World;

fn furnished() -> World {
    let world = World::furnished();
    let lines: &[&[&str]] = &[
        &["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"],
        &["plan", "HP", "2026-11-20", "call; about, the \\ quote", "--repeat", "weekly"],
        &["plan", "jinke", "+7d", "回访：看看标准版是否够用，顺便请他们安排两位同事参加下周三的产品演示会"],
        &["plan", "jinke", "+8d", "beyond the week"],
        &["plan", "HP", "+1d", "for li", "--who", "li"],
    ];
    for words in lines {
        let _ = world.kehu(words).ok();
    }
    world
}

/// What a calendar holds: identity, day, rule and summary.
fn events(text: &str) -> BTreeMap<String, (String, String, String)> {
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains('\n'), "{line:?}");
    }
    let read: Calendar = text.parse().expect("a calendar");
    let event = |part: &CalendarComponent| {
        let event = part.as_event()?;
        let value = |name: &str| event.property_value(name).unwrap_or_default().to_owned();
        let summary = event.get_summary().unwrap_or_default().to_owned();
        Some((event.get_uid()?.to_owned(), (value("DTSTART"), value("RRULE"), summary)))
    };
    read.components.iter().filter_map(event).collect()
}

const LINES: &[&[&str]] = &[
    &["remind"],
    &["remind", "--days", "0"],
    &["remind", "--all", "--days", "30"],
    &["remind", "--who", "li"],
    &["remind", "--who", "li", "--days", "0"],
    &["remind", "--who", "nobody"],
    &["remind", "--days", "soon"],
    &["remind", "--ics", "no/such/folder/x.ics"],
];

#[test]
fn what_is_due_in_english() {
    let world = furnished();
    insta::assert_snapshot!(LINES.iter().map(|words| world.tell(words)).collect::<Vec<_>>().join("\n"));
}

#[test]
fn what_is_due_in_chinese() {
    let world = furnished();
    world.in_chinese();
    insta::assert_snapshot!(LINES.iter().map(|words| world.tell(words)).collect::<Vec<_>>().join("\n"));
}

#[test]
fn the_exit_code_says_whether_there_is_anything_however_often_it_runs() {
    let world = furnished();
    let before = world.commits();
    let first = world.kehu(&["remind", "--json"]);
    let second = world.kehu(&["remind", "--json"]);
    assert_eq!((first.code, &first.stdout), (0, &second.stdout));
    let rows: serde_json::Value = serde_json::from_str(&first.stdout).expect("json");
    let late: Vec<_> = rows.as_array().expect("rows").iter().map(|row| row["overdue"].as_bool()).collect();
    assert_eq!(late, [Some(true), Some(false)]);
    let none = world.kehu(&["remind", "--who", "li", "--days", "0", "--json"]);
    assert_eq!((none.code, none.stdout.trim(), none.stderr.as_str()), (1, "[]", ""));
    assert_eq!(world.commits(), before);
}

#[test]
fn a_calendar_is_the_same_bytes_and_changes_what_it_named_before() {
    let world = furnished();
    let _ = world.kehu(&["remind", "--ics", "due.ics"]).ok();
    let first = world.read("book/due.ics");
    assert_eq!(world.kehu(&["remind", "--ics", "-"]).ok(), first);
    let all = events(&first);
    assert_eq!(all.len(), 2);
    let (uid, call) = all.iter().find(|(_, event)| !event.1.is_empty()).expect("the weekly call");
    assert_eq!((call.0.as_str(), call.1.as_str()), ("20261120", "FREQ=WEEKLY;BYDAY=FR"));
    assert_eq!(call.2, "惠普中国有限公司: call; about, the \\ quote");
    // Done: the same event goes on from the next time.
    let _ = world.kehu(&["log", "HP", "called", "--done"]).ok();
    let now = events(&world.kehu(&["remind", "--ics", "-"]).ok());
    assert_eq!((now.len(), now[uid].0.as_str()), (2, "20261127"));
    // Moved: it stands on its day, and the rule goes on as it was.
    let plan = world.kehu(&["list", "plan", "open:yes repeat:WEEKLY", "--json"]).json();
    let id = plan[0]["id"].as_str().expect("an id").to_owned();
    let _ = world.kehu(&["plan", "--move", &id, "2026-11-26"]).ok();
    let now = events(&world.kehu(&["remind", "--ics", "-"]).ok());
    assert_eq!((now[uid].0.as_str(), now[uid].1.as_str()), ("20261126", ""));
    let then = &now[&uid.replace('@', "-then@")];
    assert_eq!((then.0.as_str(), then.1.as_str()), ("20261127", "FREQ=WEEKLY;BYDAY=FR"));
}

#[test]
fn a_calendar_of_nothing_empties_the_one_before_and_a_dry_run_writes_none() {
    let world = furnished();
    let words = ["remind", "--who", "li", "--days", "0", "--ics", "due.ics"];
    let run = world.kehu(&[&words[..], &["-n"]].concat());
    assert!(run.code == 1 && !world.path("book/due.ics").exists());
    let run = world.kehu(&words);
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
    assert!(events(&world.read("book/due.ics")).is_empty());
}

#[test]
fn nothing_a_book_holds_gets_out_of_a_line_of_the_calendar() {
    let world = furnished();
    let path = world.card("HP").replace("customer.yaml", "plans.yaml");
    world.write(
        &path,
        "---\nid: \"x\\r\\nATTENDEE:evil\"\nat: \"not a time\"\nby: wang\ndate: \"2026-11-24\"\ntext: \"a\\r\\nEND:VEVENT\\e[2J\"\nwho: wang\nrepeat: \"FREQ=DAILY\\r\\nX:1\"\n---\nid: aaaabbbb01\nat: x\nby: wang\ndate: never\ntext: y\nwho: wang\n",
    );
    let _ = world.git(&["add", "."]);
    let _ = world.git(&["commit", "-qm", "by hand"]);
    let run = world.kehu(&["remind", "--ics", "-"]);
    let all = events(&run.stdout);
    assert!(run.code == 0 && all.values().all(|event| event.1.is_empty()), "{run:?}");
    assert!(!run.stdout.contains("\r\nATTENDEE") && !run.stdout.contains('\u{1b}'), "{run:?}");
    let run = world.kehu(&["today"]);
    assert!(run.code == 0 && !run.stdout.contains('\u{1b}'), "{run:?}");
    // A rule that cannot be read is said, and nothing is marked as done.
    world.write(
        &path,
        "---\nid: aaaabbbb01\nat: x\nby: wang\ndate: \"2026-11-24\"\ntext: y\nwho: wang\nrepeat: FREQ=OFTEN\n",
    );
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let before = world.commits();
    let said = world.kehu(&["log", "HP", "x", "--done"]).fails(5);
    assert!(said.contains("at:") && world.commits() == before, "{said}");
    let text = world.read(&path).replace("at: x", "at: \"2026-11-24T09:00:00+08:00\"");
    world.write(&path, text);
    let _ = world.kehu(&["save"]).ok();
    let said = world.kehu(&["log", "HP", "x", "--done"]).fails(5);
    assert!(said.contains("FREQ is DAILY"), "{said}");
}
