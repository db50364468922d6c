//! Contact plans: made, moved, done with a contact, come again, dropped.

use serde_json::Value;

use crate::world::World;

/// Every line with what it said, the plans of 金科 named by their number.
fn tour(world: &World, lines: &[&[&str]]) -> String {
    let mut told = Vec::new();
    for words in lines {
        let words: Vec<String> = words.iter().map(|word| named(world, word)).collect();
        told.push(world.tell(&words.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    told.join("\n")
}

/// `PLAN1` as the first four letters of the first plan's id.
fn named(world: &World, word: &str) -> String {
    match word.strip_prefix("PLAN").and_then(|number| number.parse::<usize>().ok()) {
        Some(number) => plans(world)[number - 1]["id"].as_str().expect("an id")[..4].to_owned(),
        None => word.to_owned(),
    }
}

/// The plans of the book as they stand in their files.
fn plans(world: &World) -> Vec<Value> {
    let mut plans = world.kehu(&["list", "plan", "--json"]).json().as_array().expect("a list").clone();
    plans.sort_by_key(|plan| plan["at"].as_str().map(str::to_owned));
    plans
}

const STORY: &[&[&str]] = &[
    &["plan", "jinke", "周五", "电话回访报价"],
    &["plan", "HP", "+1d", "monthly call", "--repeat", "monthly"],
    &["plan", "HP", "2026-12-01", "second visit", "--who", "li"],
    &["list", "plan"],
    &["plan", "--move", "PLAN1", "+2d"],
    &["log", "HP", "--call", "all is well", "--done"],
    &["log", "jinke", "--done", "PLAN1", "--next", "+7d", "发送合同"],
    &["list", "plan", "open:yes"],
    &["list", "plan", "who:li date:<+30d"],
    &["list", "customer", "next:<+10d"],
    &["plan", "--drop", "PLAN3", "they", "moved", "away"],
    &["list", "plan", "dropped:*", "--columns", "parent,date,text,reason"],
    &["show", "HP"],
    &["history", "HP"],
    // What is wrong is said.
    &["plan", "HP", "someday", "call"],
    &["plan", "HP", "+1d", "call", "--repeat", "often"],
    &["plan", "HP", "+1d", "call", "--repeat", "FREQ=HOURLY"],
    &["plan", "HP", "+1d", "call", "--who", "nobody"],
    &["plan", "HP", "+1d"],
    &["plan", "--move", "zzzz", "+1d"],
    &["plan", "--drop", "PLAN1"],
    &["log", "HP", "text", "--done", "zzzz"],
    &["log", "jinke", "text", "--done", "PLAN2"],
    &["plan", "wang", "+1d", "call"],
    &["new", "plan", "date=+1d", "text=call"],
    &["doctor"],
];

fn furnished() -> World {
    let world = World::furnished();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example"]).ok();
    world
}

#[test]
fn a_plan_from_day_to_day_in_english() {
    insta::assert_snapshot!(tour(&furnished(), STORY));
}

#[test]
fn a_plan_from_day_to_day_in_chinese() {
    let world = furnished();
    world.in_chinese();
    insta::assert_snapshot!(tour(&world, STORY));
}

#[test]
fn a_plan_done_comes_again_after_the_day_it_was_done() {
    let world = furnished();
    let made =
        world.kehu(&["plan", "HP", "2026-11-24", "call", "--repeat", "FREQ=WEEKLY;COUNT=3", "--json"]).json();
    let first = made["plan"]["id"].as_str().expect("an id").to_owned();
    let said = world.kehu(&["log", "HP", "late", "--done", "--at", "2026-12-02 10:00", "--json"]).json();
    assert_eq!(said["done"], first.as_str());
    let all = plans(&world);
    let next = all.iter().find(|plan| plan["id"] != first.as_str()).expect("the next one");
    // The eighth day of December is the third Tuesday: the first of the month was let pass.
    assert_eq!((next["date"].as_str(), next.get("repeat")), (Some("2026-12-08"), None), "{next}");
    assert_eq!(next["series"], first.as_str());
    assert_eq!(
        all.iter().find(|plan| plan["id"] == first.as_str()).expect("it")["done"],
        "2026-12-02T10:00:00+08:00"
    );
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(plans(&world).len(), 1);
    assert_eq!(plans(&world)[0].get("done"), None);
}

#[test]
fn a_plan_that_was_moved_leaves_those_after_it_in_their_place() {
    let world = furnished();
    let _ = world.kehu(&["plan", "HP", "tuesday", "call", "--repeat", "weekly"]).ok();
    let _ = world.kehu(&["plan", "--move", &named(&world, "PLAN1"), "2026-11-26"]).ok();
    let said = world.kehu(&["log", "HP", "done", "--done", "--at", "2026-11-26", "--json"]).json();
    assert_eq!(said["plans"][0]["date"], "2026-12-01");
}

#[test]
fn a_plan_is_changed_where_it_stands_and_all_else_stays_byte_for_byte() {
    let world = furnished();
    let by_hand = "# ours\n---\n# the boss asked\nid: aaaabbbb01   # first\nat: '2026-11-01T09:00:00+08:00'\nby: wang\ndate: 2026-11-30\ntext: \"one\"\nwho: wang\nnote: kept\n---\nid: aaaabbbb02\nat: 2026-11-02T09:00:00+08:00\nby: wang\ndate: 2026-11-25\ntext: two\nwho: wang\n";
    for windows in [false, true] {
        let text = if windows { by_hand.replace('\n', "\r\n") } else { by_hand.to_owned() };
        let path = world.card("HP").replace("customer.yaml", "plans.yaml");
        world.write(&path, &text);
        let _ = world.kehu(&["save"]).ok();
        let _ = world.kehu(&["log", "HP", "x", "--done", "aaaabbbb01"]).ok();
        let now = world.read(&path);
        let end = if windows { "\r\n" } else { "\n" };
        let (head, tail) = text.split_once(&format!("note: kept{end}")).expect("the place");
        assert!(now.starts_with(head) && now.ends_with(tail), "{now}");
        let between = &now[head.len()..now.len() - tail.len()];
        assert!(between.contains("done_with: ") && between.contains("note: kept"), "{between}");
        assert_eq!(now.matches('\n').count(), now.matches(end).count());
        let said = world.kehu(&["log", "HP", "x", "--done", "aaaa"]).ok();
        assert_eq!(said, "");
        // Both are done, so the start of their ids names none that is open.
        let _ = world.kehu(&["log", "HP", "x", "--done", "aaaa"]).fails(3);
    }
}

#[test]
fn the_start_of_two_plans_is_ambiguous() {
    let world = furnished();
    let path = world.card("HP").replace("customer.yaml", "plans.yaml");
    let entry = |number: u32| {
        format!(
            "---\nid: aaaabbbb0{number}\nat: \"2026-11-01T09:00:00+08:00\"\nby: wang\ndate: \"2026-11-30\"\ntext: call\nwho: wang\n"
        )
    };
    world.write(&path, entry(1) + &entry(2));
    let _ = world.kehu(&["save"]).ok();
    for words in [
        &["log", "HP", "x", "--done", "aaaa"][..],
        &["plan", "--move", "aaaa", "+1d"],
        &["plan", "--drop", "aaaa"],
    ] {
        let said = world.kehu(words).fails(3);
        assert!(said.contains("aaaabbbb01  2026-11-30  call") && said.contains("aaaabbbb02"), "{said}");
    }
    world.in_chinese();
    let said = world.kehu(&["plan", "--drop", "aaaa"]).fails(3);
    assert!(said.contains("可能是以下计划"), "{said}");
}

#[test]
fn words_after_done_that_are_no_id_are_what_was_said() {
    let world = furnished();
    let _ = world.kehu(&["plan", "HP", "+1d", "call"]).ok();
    let _ = world.kehu(&["log", "HP", "--done", "called him, all well"]).ok();
    let card = world.kehu(&["show", "HP", "--json"]).json();
    assert_eq!(card["log"][0]["text"], "called him, all well");
    assert_eq!(card["plans"], serde_json::json!([]));
    let _ = world.kehu(&["plan", "HP", "+1d", "send the price list"]).ok();
    let _ = world.kehu(&["log", "HP", "--email", "--done"]).ok();
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["log"][1]["text"], "send the price list");
    let _ = world.kehu(&["log", "HP", "--email", "--done"]).fails(3);
    let _ = world.kehu(&["log", "HP", "--email"]).fails(5);
}

/// A second journal beside the same card: merged, split, exported, taken back, looked over.
#[test]
fn plans_go_with_their_customer_and_come_back_as_they_are_now() {
    let world = furnished();
    let _ = world.kehu(&["plan", "HP", "+1d", "one of HP"]).ok();
    let _ = world.kehu(&["plan", "jinke", "+2d", "one of jinke"]).ok();
    let _ = world.kehu(&["plan", "jinke", "+3d", "two of jinke"]).ok();
    let (keep, other) = (world.id("HP"), world.id("jinke"));
    let tree = || world.git(&["rev-parse", "HEAD^{tree}"]);
    let before = tree();
    let _ = world.kehu(&["merge", &keep, &other, "--prefer", "keep"]).ok();
    let here = |id: &str| {
        let query = format!("parent:{id} open:yes");
        let all = world.kehu(&["list", "plan", &query, "--json"]).json();
        all.as_array()
            .expect("a list")
            .iter()
            .map(|plan| plan["text"].as_str().unwrap_or_default().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(here(&keep), ["one of HP", "one of jinke", "two of jinke"]);
    let _ = world.kehu(&["unmerge", &other]).ok();
    assert_eq!(tree(), before);
    let _ = world.kehu(&["merge", &keep, &other, "--prefer", "keep"]).ok();
    let first = &plans(&world)[1];
    let _ = world
        .kehu(&["log", &keep, "done while they were one", "--done", first["id"].as_str().expect("an id")])
        .ok();
    let _ = world.kehu(&["unmerge", &other]).ok();
    // What was done of the other's plans stays done.
    assert_eq!((here(&keep), here(&other)), (vec!["one of HP".to_owned()], vec!["two of jinke".to_owned()]));
    assert_eq!(world.kehu(&["doctor", "--json"]).json()["problems"], serde_json::json!([]));
    let csv = world.kehu(&["export", "plan", "open:yes"]).ok();
    assert!(csv.starts_with("parent,") && csv.contains("two of jinke"), "{csv}");
}
