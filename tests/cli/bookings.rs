//! One thing at one time: refused when it is typed, saved or taken in; held as a collision when two clones come together.

use serde_json::Value;

use crate::world::{Run, World};

const TRIP: &str = "type: object\nrequired: [name]\nproperties:\n  name: {type: string, x-kehu: {role: name}}\n  car: {type: string, x-kehu: {link: product}}\n  out: {type: string, format: date}\n  back: {type: string, format: date}\n  note: {type: string}\n  state: {type: string, enum: [on, off], default: on}\nx-kehu:\n  label: {en: Trip, zh: 用车}\n  home: trips/{id}.yaml\n  name: name\n  closed: {field: state, values: [off]}\n  exclusive: {of: car, from: out, until: back}\n  list: [id, name, car, out, back, state]\n";

/// A book with a kind of its own that books cars.
fn fleet() -> World {
    let world = World::new();
    std::fs::create_dir_all(world.path("book/schemas/fleet")).expect("a folder");
    world.write("book/schemas/fleet/trip.yaml", TRIP);
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["new", "product", "name=A6"]).ok();
    world
}

impl World {
    fn trip(&self, name: &str, out: &str, back: &str) -> Run {
        let [name, out, back] =
            [("name", name), ("out", out), ("back", back)].map(|(field, text)| format!("{field}={text}"));
        self.kehu(&["new", "trip", &name, "car=A6", &out, &back])
    }
}

fn head(world: &World) -> String {
    world.git(&["rev-parse", "HEAD"])
}

#[test]
fn a_car_is_out_once_at_a_time() {
    let world = fleet();
    let _ = world.trip("苏州", "2026-12-01", "2026-12-03").ok();
    let _ = world.trip("杭州", "2026-12-04", "2026-12-06").ok();
    let before = head(&world);
    let said = world.trip("无锡", "2026-12-02", "2026-12-04").fails(6);
    assert!(said.contains("is taken from 2026-12-01 until 2026-12-03: trip 苏州"), "{said}");
    assert!(said.contains("out='2026-12-06' back='2026-12-08'"), "{said}");
    assert!(world.trip("无锡", "2026-12-03", "2026-12-03").fails(5).contains("must be later than out"));
    assert!(
        world
            .kehu(&["new", "trip", "name=无锡", "car=A6", "out=2026-12-03"])
            .fails(5)
            .contains("a beginning and an end")
    );
    assert_eq!(head(&world), before);
    // What touches is no clash, and what names no car takes none.
    let _ = world.trip("无锡", "2026-12-03", "2026-12-04").ok();
    let _ = world.kehu(&["new", "trip", "name=步行", "out=2026-12-01", "back=2026-12-09"]).ok();
    assert!(world.kehu(&["set", "无锡", "back=2026-12-05"]).fails(6).contains("trip 杭州"));
    let _ = world.kehu(&["set", "杭州", "note=远"]).ok();
    // What is over or retired takes nothing.
    let _ = world.kehu(&["set", "杭州", "state=off"]).ok();
    let _ = world.kehu(&["set", "无锡", "back=2026-12-05"]).ok();
    assert!(world.kehu(&["set", "杭州", "state=on"]).fails(6).contains("trip 无锡"));
    let _ = world.kehu(&["rm", "苏州"]).ok();
    let _ = world.trip("南京", "2026-12-01", "2026-12-03").ok();
}

#[test]
fn hand_edits_and_files_are_held_to_it_too() {
    let world = fleet();
    let _ = world.trip("苏州", "2026-12-01", "2026-12-03").ok();
    let made = world
        .kehu(&["new", "trip", "name=杭州", "car=A6", "out=2026-12-04", "back=2026-12-06", "--json"])
        .json();
    let path = format!("book/{}", made["path"].as_str().expect("a path"));
    let text = std::fs::read_to_string(world.path(&path)).expect("a card");
    world.write(&path, text.replace("2026-12-04", "2026-12-02"));
    assert!(world.kehu(&["save"]).fails(6).contains("trip 苏州"));
    world.write(&path, text);
    // Rows clash with the book and with one another; the rest goes in.
    world.write("trips.csv", "name,car,out,back\n甲,A6,2026-12-02,2026-12-04\n乙,A6,2026-12-10,2026-12-12\n丙,A6,2026-12-11,2026-12-13\n丁,A6,2026-12-12,2026-12-13\n");
    let report = world.kehu(&["import", "trip", "../trips.csv", "--json"]).json();
    assert_eq!(report["imported"], 2, "{report}");
    let rejected = report["rejected"].as_array().expect("a list");
    let why: Vec<&str> = rejected.iter().filter_map(|row| row["reason"].as_str()).collect();
    assert!(why[0].contains("trip 苏州") && why[1].contains("row 3 of the file"), "{why:?}");
    assert_eq!(
        world.kehu(&["doctor", "--json"]).json()["findings"]
            .as_array()
            .map_or(0, |all| all.iter().filter(|one| one["weight"] == "problem").count()),
        0
    );
}

impl World {
    /// A command of somebody in their own clone.
    fn by(&self, person: &str, words: &[&str]) -> Run {
        self.be(person);
        self.set_env("KEHU_SEED", person);
        self.kehu_in(person, words)
    }

    fn booked(&self, person: &str, name: &str, starts: &str, ends: &str) -> String {
        let [name, starts, ends] = [
            format!("title={name}"),
            format!("starts=2026-12-03 {starts}"),
            format!("ends=2026-12-03 {ends}"),
        ];
        let made = self.by(person, &["new", "meeting", &name, "room=small", &starts, &ends, "--json"]).json();
        made["id"].as_str().expect("an id").to_owned()
    }
}

/// A hub, and clones of wang and li with one room.
fn apart() -> World {
    let world = World::new();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    let _ = world.kehu(&["new", "room", "name=小会议室", "name_en=small", "seats=6"]).ok();
    world.bare("hub.git");
    for clone in ["li", "wang"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", clone]);
    }
    world
}

fn held(world: &World, person: &str) -> Value {
    world.by(person, &["today", "--json"]).json()["bookings"].clone()
}

#[test]
fn a_room_taken_twice_while_apart_is_held_until_one_moves() {
    let world = apart();
    let li = world.booked("li", "李会", "09:00", "10:00");
    let wang = world.booked("wang", "王会", "09:30", "11:00");
    let _ = world.booked("wang", "晚会", "11:00", "12:00");
    let _ = world.by("li", &["sync"]).ok();
    let synced = world.by("wang", &["sync", "--json"]).json();
    assert_eq!(synced["bookings"], serde_json::json!([[li, wang]]), "{synced}");
    assert_eq!(synced["collisions"], serde_json::json!([]), "{synced}");
    assert_eq!(synced["problems"], serde_json::json!([]), "{synced}");
    let _ = world.by("li", &["sync"]).ok();
    for person in ["li", "wang"] {
        let held = held(&world, person);
        assert_eq!(held.as_array().map(Vec::len), Some(1), "{held}");
        assert_eq!((held[0]["reason"].as_str(), held[0]["probability"].is_null()), (Some("booked"), true));
        // 11:00 is taken by the third meeting: the next time long enough is noon.
        let settle = held[0]["settle"][0].as_str().expect("a command");
        assert!(settle.contains("starts='2026-12-03 12:00' ends='2026-12-03 13:30'"), "{settle}");
        assert_eq!(
            world.by(person, &["status", "--json"]).json()["collisions"].as_array().map(Vec::len),
            Some(1)
        );
        let doctor = world.by(person, &["doctor"]);
        assert_eq!(doctor.code, 1, "{doctor:?}");
        assert!(doctor.stdout.contains("at the same time as"), "{doctor:?}");
    }
    // All else of the two may be changed meanwhile; a third may not come in between.
    let _ = world.by("wang", &["set", &wang, "about=议题待定"]).ok();
    assert!(world.by("wang", &["set", &wang, "starts=2026-12-03 09:45"]).fails(6).contains("李会"));
    let _ = world.by("wang", &["set", &wang, "starts=2026-12-03 12:00", "ends=2026-12-03 13:30"]).ok();
    assert_eq!(held(&world, "wang"), serde_json::json!([]));
    let _ = world.by("wang", &["doctor"]).ok();
    let _ = world.by("wang", &["sync"]).ok();
    let _ = world.by("li", &["sync"]).ok();
    assert_eq!(held(&world, "li"), serde_json::json!([]));
    // Both clones hold the same.
    assert_eq!(
        world.git_in("li", &["rev-parse", "HEAD^{tree}"]),
        world.git_in("wang", &["rev-parse", "HEAD^{tree}"])
    );
}

#[test]
fn two_who_move_one_booking_each_are_found_too() {
    let world = apart();
    let one = world.booked("wang", "一", "09:00", "10:00");
    let two = world.booked("wang", "二", "14:00", "15:00");
    let _ = world.by("wang", &["sync"]).ok();
    let _ = world.by("li", &["sync"]).ok();
    let _ = world.by("li", &["set", &one, "starts=2026-12-03 11:00", "ends=2026-12-03 12:00"]).ok();
    let _ = world.by("wang", &["set", &two, "starts=2026-12-03 11:30", "ends=2026-12-03 12:30"]).ok();
    let _ = world.by("li", &["sync"]).ok();
    let synced = world.by("wang", &["sync", "--json"]).json();
    assert_eq!(synced["bookings"].as_array().map(Vec::len), Some(1), "{synced}");
    assert_eq!(held(&world, "wang").as_array().map(Vec::len), Some(1));
}

#[test]
fn a_hub_takes_no_answer_that_somebody_made_up() {
    let world = World::new();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    let made = world
        .kehu(&["new", "meeting", "title=启动会", "participants+=li", "participants+=wang", "--json"])
        .json();
    let path = format!("wang/{}", made["path"].as_str().expect("a path"));
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    let _ = world.git_in(".", &["clone", "-q", "hub.git", "wang"]);
    let _ = world.git_in(".", &["clone", "-q", "hub.git", "li"]);
    world.be("wang");
    let text = world.read(&path);
    let answer = |by: &str| {
        let stamp =
            format!("person: li\n    answer: \"yes\"\n    at: 2026-11-23T09:30:00+08:00\n    by: {by}");
        text.replace("person: li", &stamp)
    };
    for by in ["li", "wang"] {
        world.write(&path, answer(by));
        let _ = world.git_in("wang", &["commit", "-qam", "by hand"]);
        let pushed = world.command("git", "wang").args(["push", "-q"]).output().expect("git runs");
        let said = String::from_utf8_lossy(&pushed.stderr).into_owned();
        assert!(!pushed.status.success() && said.contains("li"), "{said}");
        let _ = world.git_in("wang", &["reset", "-q", "--hard", "origin/main"]);
    }
    // Both answer while apart; the answers come together, and the hub takes them.
    let _ = world.by("li", &["rsvp", "启动会", "yes"]).ok();
    let _ = world.by("wang", &["rsvp", "启动会", "no", "出差"]).ok();
    let _ = world.by("li", &["sync"]).ok();
    let synced = world.by("wang", &["sync", "--json"]).json();
    assert_eq!(synced["conflicts"], serde_json::json!([]), "{synced}");
    let answers = world.by("wang", &["show", "启动会", "--json"]).json()["answers"].clone();
    assert_eq!((answers[0]["count"].as_i64(), answers[1]["count"].as_i64()), (Some(1), Some(1)), "{answers}");
    // Who was taken off the list comes back with the answer; what li answered since stays li's.
    let text = world.read(&path);
    let rest = "participants=[{\"person\":\"wang\",\"answer\":\"no\"}]";
    let _ = world.by("wang", &["set", "启动会", rest]).ok();
    assert!(!world.read(&path).contains("person: li"));
    let _ = world.by("wang", &["undo"]).ok();
    assert_eq!(world.read(&path), text);
    let _ = world.by("wang", &["sync"]).ok();
    let head = |folder: &str| world.git_in(folder, &["rev-parse", "main"]);
    assert_eq!(head("wang"), head("hub.git"), "the hub takes it");
    let _ = world.by("li", &["sync"]).ok();
    let commit = world.git_in("wang", &["log", "--format=%H", "-1", "--grep=li answers"]);
    let said = world.by("wang", &["undo", commit.trim()]).fails(7);
    assert!(said.contains("li's own"), "{said}");
}
