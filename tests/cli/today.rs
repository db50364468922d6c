//! What there is to do: one's own, everybody's, in both languages; whom nobody called for long.

use serde_json::{Value, json};

use crate::world::World;

/// A week of plans, requests, silence and birthdays.
fn furnished() -> World {
    let world = World::furnished();
    let lines: &[&[&str]] = &[
        &["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"],
        &["set", "jinke", "contacts.0.birthday=1980-11-25", "status=won"],
        &[
            "set",
            "HP",
            "status=potential",
            "level=6",
            "contacts.0.name=Ann",
            "contacts.0.birthday=2000-02-29",
        ],
        &["new", "customer", "name=广州青松信息技术有限公司", "status=potential", "level=2"],
        &["new", "customer", "name=深圳云帆科技有限公司", "owner=li", "status=won"],
        &["plan", "HP", "2026-11-20", "call about the quote", "--repeat", "weekly"],
        &["plan", "HP", "today", "send the contract"],
        &["plan", "jinke", "+7d", "回访"],
        &["plan", "jinke", "+8d", "beyond the week"],
        &["plan", "yunfan", "+1d", "for li", "--who", "li"],
        &["log", "HP", "long ago", "--at", "2026-11-01"],
        &["log", "yunfan", "longer ago", "--at", "2026-05-01"],
        &[
            "new",
            "request",
            "name=打印机故障",
            "customer=jinke",
            "assigned=wang",
            "state=assigned",
            "due=2026-11-24",
        ],
        &["new", "request", "name=solved", "customer=jinke", "assigned=wang", "state=solved", "solution=x"],
    ];
    for words in lines {
        let _ = world.kehu(words).ok();
    }
    world
}

/// The values of a field in a section.
fn of(found: &Value, section: &str, field: &str) -> Vec<String> {
    let rows = found[section].as_array().unwrap_or_else(|| panic!("{section} in {found}"));
    rows.iter().map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
}

fn tour(world: &World) -> String {
    let lines: &[&[&str]] = &[
        &["today"],
        &["today", "--team"],
        &["today", "--who", "li", "--days", "0"],
        &["today", "--limit", "1"],
        &["today", "--format", "md"],
        &["today", "--who", "nobody"],
        &["today", "--days", "1000"],
    ];
    let told: Vec<String> = lines.iter().map(|words| world.tell(words)).collect();
    told.join("\n")
}

#[test]
fn a_morning_in_english() {
    insta::assert_snapshot!(tour(&furnished()));
}

#[test]
fn a_morning_in_chinese() {
    let world = furnished();
    world.in_chinese();
    insta::assert_snapshot!(tour(&world));
}

#[test]
fn each_thing_stands_in_its_section() {
    let world = furnished();
    let found = world.kehu(&["today", "--json"]).json();
    assert_eq!(of(&found, "overdue", "text"), ["call about the quote"]);
    assert_eq!(of(&found, "today", "text"), ["send the contract"]);
    assert_eq!(of(&found, "week", "text"), ["回访"]);
    assert_eq!(of(&found, "waiting", "name"), ["打印机故障"]);
    assert_eq!(of(&found, "birthdays", "contact"), ["张伟"]);
    // Fourteen days are allowed at level 6; nobody ever spoke with the other.
    assert_eq!(of(&found, "quiet", "last"), ["2026-11-01", ""]);
    assert_eq!((&found["quiet"][0]["days"], &found["quiet"][0]["allowed"]), (&json!(22), &json!(14)));
    assert_eq!(found["more"], json!([]));
    let count = |query: &str| world.kehu(&["list", "customer", query, "--count"]).ok().trim().to_owned();
    assert_eq!(
        (count("owner:me quiet:yes"), count("quiet:是"), count("quiet:no")),
        ("2".to_owned(), "3".to_owned(), "1".to_owned())
    );
    let li = world.kehu(&["today", "--who", "li", "--json"]).json();
    assert_eq!(
        (of(&li, "week", "text"), of(&li, "quiet", "owner")),
        (vec!["for li".to_owned()], vec!["li".to_owned()])
    );
    let team = world.kehu(&["today", "--team", "--json"]).json();
    let people = team["people"].as_array().expect("people");
    assert_eq!(people.len(), 2);
    for (row, expected) in people.iter().zip([("li", [0, 0, 1, 1]), ("wang", [1, 1, 1, 2])]) {
        let counts = ["overdue", "today", "week", "quiet"].map(|name| row[name].as_u64().unwrap_or(99));
        assert_eq!((row["person"].as_str().unwrap_or_default(), counts), expected);
    }
}

#[test]
fn nothing_is_to_be_done_for_the_retired_and_merged() {
    let world = furnished();
    let _ = world.kehu(&["rm", "HP", "--reason", "closed down"]).ok();
    let found = world.kehu(&["today", "--json"]).json();
    assert_eq!((of(&found, "overdue", "id"), of(&found, "today", "id")), (vec![], vec![]));
    assert_eq!(of(&found, "quiet", "last"), [""]);
    let _ = world.kehu(&["plan", "HP", "+1d", "call"]).fails(5);
    let (keep, other) = (world.id("yunfan"), world.id("jinke"));
    let _ = world.kehu(&["merge", &keep, &other, "--prefer", "keep"]).ok();
    let found = world.kehu(&["today", "--json"]).json();
    // The plan of the merged one goes on with the one that stays.
    assert_eq!(of(&found, "week", "customer"), [keep]);
}

#[test]
fn a_plan_done_is_gone_and_the_customer_shows_what_comes_next() {
    let world = furnished();
    let next = |query: &str| world.kehu(&["list", "customer", query, "--json"]).json()[0]["id"].clone();
    assert_eq!(next("next:2026-11-20"), world.id("HP").as_str());
    let _ = world.kehu(&["log", "HP", "done", "--done"]).ok();
    assert_eq!(of(&world.kehu(&["today", "--json"]).json(), "overdue", "id"), Vec::<String>::new());
    assert_eq!(next("next:2026-11-23"), world.id("HP").as_str());
    let _ = world.kehu(&["log", "HP", "done", "--done"]).ok();
    // Fridays: the next one after the day it was done.
    assert_eq!(next("next:2026-11-27"), world.id("HP").as_str());
    // A log that was written before there were plans says it itself.
    let path = world.card("qingsong").replace("customer.yaml", "log.yaml");
    world.write(&path, "---\nid: aaaabbbb01\nat: \"2026-11-01T09:00:00+08:00\"\nby: wang\ntype: call\ntext: x\nnext_date: \"2026-12-24\"\n");
    let _ = world.kehu(&["save"]).ok();
    assert_eq!(next("next:2026-12-24"), world.id("qingsong").as_str());
}

#[test]
fn birthdays_go_round_the_year() {
    let world = furnished();
    world.set_env("KEHU_NOW", "2027-02-26T09:00:00+08:00");
    let found = world.kehu(&["today", "--days", "2", "--json"]).json();
    assert_eq!(found["birthdays"][0]["date"], "2027-02-28");
    world.set_env("KEHU_NOW", "2027-12-30T09:00:00+08:00");
    let found = world.kehu(&["today", "--days", "366", "--json"]).json();
    let dates: Vec<_> = of(&found, "birthdays", "date");
    assert_eq!(dates, ["2028-02-29", "2028-11-25"]);
}

#[test]
fn the_company_says_when_a_customer_is_quiet() {
    let world = furnished();
    let config = world.read("book/kehu.toml");
    let own = |rules: &str| {
        world.write("book/kehu.toml", format!("{config}\n{rules}"));
        let _ = world.git(&["commit", "-qam", "rules"]);
    };
    own(
        "[[quiet]]\nstatus = \"potential\"\ndays = 0\n\n[[quiet]]\nstatus = \"potential\"\nmin_level = 6\ndays = 21\n",
    );
    let found = world.kehu(&["today", "--json"]).json();
    assert_eq!(of(&found, "quiet", "last"), ["2026-11-01"]);
    own("[[quiet]]\nstatus = \"potential\"\nmin_level = 6\ndays = 22\n");
    assert_eq!(of(&world.kehu(&["today", "--json"]).json(), "quiet", "last"), Vec::<String>::new());
    for (rules, why) in [
        ("[[quiet]]\nstatus = \"potential\"\n", "missing field `days`"),
        ("[[quiet]]\nstatus = \"potential\"\ndays = -1\n", "expected u32"),
        ("[[quiet]]\nstatus = \"potential\"\ndays = 1\nmin_levle = 3\n", "unknown field `min_levle`"),
        ("[[quiet]]\nstatus = \"potential\"\ndays = 1\nmin_level = 8\n", "min_level lies between 1 and 7"),
        ("[[quiet]]\nstatus = \"a OR b\"\ndays = 1\n", "one word"),
        ("[[quiet]]\nstatus = \"won\"\ndays = 4000\n", "3650"),
        ("[[quiet]]\nstatus = \"won\"\ndays = 1\n[[quiet]]\nstatus = \"won\"\ndays = 2\n", "stands above"),
        ("[[quiet]]\nstatus = \"wno\"\ndays = 1\n", "\"wno\" is none of invalid, basic, potential, won"),
    ] {
        own(rules);
        let said = world.kehu(&["today"]).fails(5);
        assert!(said.contains(why) && said.contains("kehu.toml"), "{rules}: {said}");
    }
    world.in_chinese();
    let said = world.kehu(&["today"]).fails(5);
    assert!(said.contains("不在 invalid, basic, potential, won 之中"), "{said}");
}

#[test]
fn the_manager_sees_who_is_quiet_and_each_sees_only_their_own() {
    let world = furnished();
    let rows = world.kehu(&["report", "quiet", "--json"]).json();
    assert_eq!(
        rows,
        json!([
            {"owner": "wang", "quiet": 2, "never": 1, "longest": 22, "customers": [world.id("HP"), world.id("qingsong")]},
            {"owner": "li", "quiet": 1, "never": 0, "longest": 206, "customers": [world.id("yunfan")]},
        ])
    );
    world.in_chinese();
    insta::assert_snapshot!(world.tell(&["report", "quiet"]));
    let _ = world.kehu(&["report", "quiet", "owner=nobody"]).fails(3);
    world.be("li");
    let found = world.kehu(&["today", "--team", "--json"]).json();
    assert_eq!(
        (of(&found, "overdue", "id"), of(&found, "people", "person")),
        (vec![], vec!["li".to_owned()])
    );
    assert_eq!(world.kehu(&["report", "quiet", "--json"]).json()[0]["owner"], "li");
    let plan = world.kehu(&["today", "--json"]).json()["week"][0]["id"].clone();
    world.be("wang");
    let hidden =
        world.kehu(&["today", "--json"]).json()["today"][0]["id"].as_str().expect("an id").to_owned();
    world.be("li");
    // What may not be seen is not there, and leaves no trace.
    for words in
        [&["plan", "--move", &hidden, "+1d"][..], &["plan", "--drop", &hidden], &["plan", "HP", "+1d", "x"]]
    {
        let said = world.kehu(words).fails(3);
        assert!(!said.contains("惠普") && !said.contains("contract"), "{said}");
    }
    let run = world.kehu(&["remind", "--all", "--json", "--days", "30"]);
    assert!(
        run.code == 0 && !run.stdout.contains("惠普") && run.stdout.contains(plan.as_str().expect("an id")),
        "{run:?}"
    );
    assert_eq!(world.kehu(&["remind", "--who", "wang"]).code, 1);
}
