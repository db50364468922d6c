//! Projects and their tasks: who sees them, who reports, what the schedule makes of it.

use crate::world::World;

/// wang leads li and zhao; li manages a project with zhao in it.
fn team() -> World {
    let world = World::furnished();
    for (name, id) in [("李强", "li"), ("赵岚", "zhao"), ("陈默", "chen")] {
        let email = format!("email={id}@mingyi.example");
        let _ = world.kehu(&["new", "person", &format!("name={name}"), &email, "reports_to=wang"]).ok();
    }
    world.be("li");
    let _ = world.kehu(&["new", "project", "name=Move", "members+=zhao"]).ok();
    let pack = ["new", "task", "name=Pack", "project=Move", "wbs=1", "assignees=zhao"];
    let _ = world.kehu(&[&pack[..], &["start=2026-11-16", "due=2026-11-20", "estimate=40"]].concat()).ok();
    let drive = ["new", "task", "name=Drive", "project=Move", "wbs=2", "assignees=li", "after=Pack"];
    let _ = world.kehu(&[&drive[..], &["start=2026-11-23", "due=2026-11-24"]].concat()).ok();
    world
}

#[test]
fn members_see_and_change_it_and_others_do_not_know_of_it() {
    let world = team();
    world.be("zhao");
    assert_eq!(world.kehu(&["list", "project", "--count"]).ok().trim(), "1");
    let _ = world.kehu(&["set", "Drive", "remarks=van"]).ok();
    // A member brings nobody else in.
    let _ = world.kehu(&["set", "Move", "members+=chen"]).fails(7);
    let _ = world.kehu(&["set", "Move", "manager=zhao"]).fails(7);
    world.be("chen");
    assert_eq!(world.kehu(&["list", "project", "--count"]).ok().trim(), "0");
    assert_eq!(world.kehu(&["list", "task", "--count"]).ok().trim(), "0");
    let _ = world.kehu(&["show", "Move"]).fails(3);
    let _ = world.kehu(&["gantt", "Move"]).fails(3);
    let _ = world.kehu(&["progress", "Pack", "10"]).fails(3);
    assert_eq!(world.kehu(&["sql", "select count(*) as n from task", "--json"]).json()[0]["n"], 0);
    world.be("li");
    let _ = world.kehu(&["set", "Move", "members.0.until=2026-11-20"]).ok();
    world.be("zhao");
    assert_eq!(world.kehu(&["list", "project", "--count"]).ok().trim(), "0", "it ended");
}

#[test]
fn only_those_who_do_the_work_report_on_it() {
    let world = team();
    world.be("zhao");
    let told = world.kehu(&["progress", "Pack", "30", "half the books", "--hours", "12.5", "--json"]).json();
    assert_eq!((told["progress"].as_i64(), told["whole"]["progress"].as_i64()), (Some(30), Some(25)));
    let said = world.kehu(&["progress", "Drive", "30"]).fails(7);
    assert!(said.contains("it is the work of li"), "{said}");
    // Who answers for the project may, and who is above them.
    world.be("li");
    let _ = world.kehu(&["progress", "Pack", "40"]).ok();
    world.be("wang");
    let told = world.kehu(&["progress", "Pack", "100", "done", "--json"]).json();
    assert_eq!(told["finished"], "2026-11-23");
    let task = world.kehu(&["show", "Pack", "--json"]).json();
    assert_eq!((task["started"].as_str(), task["progress"].as_i64()), (Some("2026-11-23"), Some(100)));
    // Back again: it is not done.
    let _ = world.kehu(&["progress", "Pack", "90"]).ok();
    assert_eq!(world.kehu(&["show", "Pack", "--json"]).json()["finished"], serde_json::Value::Null);
    // What says nothing new is no commit.
    let before = world.commits();
    let _ = world.kehu(&["progress", "Pack", "90"]).ok();
    assert_eq!(world.commits(), before);
    let entries = world.kehu(&["list", "progress", "--json"]).json();
    let entries: Vec<_> = entries
        .as_array()
        .expect("entries")
        .iter()
        .map(|e| (e["by"].as_str(), e["progress"].as_i64()))
        .collect();
    assert_eq!(entries.len(), 4);
    assert!(entries.contains(&(Some("zhao"), Some(30))) && entries.contains(&(Some("wang"), Some(90))));
    let _ = world.kehu(&["verify"]).ok();
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn a_page_of_the_schedule_stands_alone() {
    let world = team();
    let page = world.kehu(&["gantt", "Move", "--format", "html"]).ok();
    assert!(
        page.starts_with("<!doctype html>") && page.contains("<svg") && page.contains("todo must"),
        "{page}"
    );
    assert!(!page.contains("<script") && !page.contains("http://") && !page.contains("https://"), "{page}");
    let _ =
        world.kehu(&["new", "task", "name=<script>x</script> ```", "project=Move", "start=2026-11-24"]).ok();
    let page = world.kehu(&["gantt", "Move", "--format", "html"]).ok();
    assert!(!page.contains("<script"), "{page}");
    let markdown = world.kehu(&["gantt", "Move", "--format", "md"]).ok();
    assert_eq!(markdown.matches("```").count(), 2, "{markdown}");
}

#[test]
fn another_system_is_scheduled_by_its_schema_alone() {
    let world = World::furnished();
    let person = "{type: string, x-kehu: {link: person}}";
    world.write("book/schemas/garden/bed.yaml", "type: object\nrequired: [name]\nproperties:\n  name: {type: string, x-kehu: {role: name}}\nx-kehu:\n  home: beds/{id}/bed.yaml\n  name: name\n");
    let _ = world.kehu(&["save"]).ok();
    world.write(
        "book/schemas/garden/job.yaml",
        format!("type: object\nrequired: [name, bed]\nproperties:\n  name: {{type: string, x-kehu: {{role: name}}}}\n  bed: {{type: string, x-kehu: {{link: bed}}}}\n  from: {{type: string, format: date}}\n  to: {{type: string, format: date}}\n  done: {{type: integer, minimum: 0, maximum: 100}}\n  first: {{type: array, items: {{type: string, x-kehu: {{link: job}}}}}}\n  by: {person}\nx-kehu:\n  home: \"{{parent}}/jobs/{{id}}.yaml\"\n  within: [bed]\n  name: name\n  acyclic: [first]\n  schedule: {{start: from, due: to, progress: done, after: first, who: [by]}}\n"),
    );
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["new", "bed", "name=Roses"]).ok();
    let _ = world.kehu(&["new", "job", "name=Dig", "bed=Roses", "from=2026-11-23", "to=2026-11-24"]).ok();
    let plant = ["new", "job", "name=Plant", "bed=Roses", "from=2026-11-25", "to=2026-11-27", "first=Dig"];
    let _ = world.kehu(&plant).ok();
    let said = world.kehu(&["set", "Dig", "first=Plant"]).fails(5);
    assert!(said.contains("first leads back to where it began: dig-"), "{said}");
    let _ = world.kehu(&["progress", "Dig", "100"]).ok();
    let drawn = world.kehu(&["gantt", "Roses", "--json"]).json();
    assert_eq!((drawn["progress"].as_i64(), drawn["expected"].as_str()), (Some(50), Some("2026-11-27")));
    assert_eq!(
        drawn["critical_path"].as_array().map(Vec::len),
        Some(1),
        "what is done is not critical any more"
    );
}

/// Days off and weekend days that are worked on come from `kehu.toml`.
#[test]
fn a_schedule_keeps_the_holidays_of_the_company() {
    let world = World::new();
    let _ = world.kehu(&["new", "project", "name=Move", "start=2026-11-23"]).ok();
    for line in [
        "name=Pack start=2026-11-23 due=2026-11-27",
        "name=Drive after=Pack estimate=24",
        "name=Unpack after=Drive estimate=8",
    ] {
        let words: Vec<&str> = ["new", "task", "project=Move"].into_iter().chain(line.split(' ')).collect();
        let _ = world.kehu(&words).ok();
    }
    let expected = || {
        let told = world.kehu(&["show", "Move", "--json"]).json();
        told["schedule"]["expected"].as_str().expect("a day").to_owned()
    };
    // Five days for the first, three and one after it: 30 November to 3 December.
    assert_eq!(expected(), "2026-12-03");
    let settings = world.read("book/kehu.toml");
    let calendar = |days: &str| {
        world.write("book/kehu.toml", format!("{settings}\n[calendar]\n{days}\n"));
        let _ = world.git(&["commit", "-qam", "calendar"]);
    };
    calendar("holidays = [\"2026-12-01\", \"2026-12-02\"]");
    assert_eq!(expected(), "2026-12-07");
    calendar("holidays = [\"2026-12-01\", \"2026-12-02\"]\nworkdays = [\"2026-12-05\"]");
    assert_eq!(expected(), "2026-12-05");
    for zh in [false, true] {
        if zh {
            world.in_chinese();
        }
        let mut told = String::new();
        for wrong in [
            "holidays = [\"2026-02-30\"]",
            "workdays = [\"Oct 10\"]",
            "holidays = [\"2026-12-01\"]\nworkdays = [\"2026-12-01\"]",
            "feasts = []",
        ] {
            calendar(wrong);
            told.push_str(&world.tell(&["list", "project"]));
        }
        insta::assert_snapshot!(if zh { "calendar_zh" } else { "calendar_en" }, told);
    }
}
