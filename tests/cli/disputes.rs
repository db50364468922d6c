//! Fields that two people set differently: shown everywhere, settled by `kehu resolve`.

use std::fmt::Write as _;

use crate::world::World;

const CONFLICTS: &str = "conflicts:
  - field: \"contacts[张伟].mobile\"
    sides:
      - by: li
        at: \"2026-11-25T09:00:00+08:00\"
      - value: \"13900139000\"
        by: wang
        at: \"2026-11-25T10:30:00+08:00\"
  - field: status
    sides:
      - value: potential
        by: li
        at: \"2026-11-25T09:00:00+08:00\"
      - value: won
        by: wang
        at: \"2026-11-25T10:30:00+08:00\"
";

/// 金科 with two fields in conflict, committed by plain git.
fn disputed() -> World {
    let world = World::furnished();
    let card = world.card("上海金科电子有限公司");
    let text = world.read(&card);
    world.write(&card, format!("{text}{CONFLICTS}"));
    let _ = world.git(&["commit", "-qam", "merge"]);
    world
}

fn told(world: &World, lines: &[&[&str]]) -> String {
    let mut text = String::new();
    for words in lines {
        let run = world.kehu(words);
        let _ = writeln!(text, "$ kehu {}\n{}{}→ {}\n", words.join(" "), run.stdout, run.stderr, run.code);
    }
    text
}

#[test]
fn both_values_are_shown_and_one_is_chosen() {
    let world = disputed();
    let id = world.id("上海金科电子有限公司");
    let id = id.as_str();
    let lines: &[&[&str]] = &[
        &["status"],
        &["show", id],
        &["resolve", id],
        &["resolve", id, "--json"],
        &["list", "customer", "conflict:true"],
        &["list", "customer", "conflict:false"],
        &["set", id, "status=won"],
        &["set", id, "contacts.0.mobile=13900139001"],
        &["resolve", id, "status"],
        &["resolve", id, "level=3"],
        &["resolve", id, "nothing=3"],
        &["resolve", id, "status=great"],
        &["resolve", id, "--by", "nobody"],
        &["resolve", id, "Status=theirs", "-n"],
        &["resolve", id, "contacts.0.mobile=ours"],
        &["resolve", id, "status=成功"],
        &["resolve", id],
        &["status"],
        &["set", id, "status=basic"],
    ];
    let text = told(&world, lines);
    for said in ["13900139000", "Status is in conflict", "is not in conflict", "Still in conflict"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!world.read(&world.card(id)).contains("conflicts"));
}

#[test]
fn the_same_in_chinese() {
    let world = disputed();
    world.in_chinese();
    let id = world.id("上海金科电子有限公司");
    let id = id.as_str();
    let lines: &[&[&str]] = &[
        &["status"],
        &["show", id],
        &["set", id, "状况=成功"],
        &["resolve", id, "状况=theirs", "联系人[张伟].手机="],
        &["resolve", id],
    ];
    let text = told(&world, lines);
    for said in ["状况 存在冲突", "联系人[张伟].手机", "没有冲突。"] {
        assert!(text.contains(said), "{said}: {text}");
    }
}

#[test]
fn who_merged_does_not_say_whose_side_is_ours() {
    let world = disputed();
    let id = world.id("上海金科电子有限公司");
    world.be("zhao");
    let run = world.kehu(&["resolve", &id, "status=ours"]);
    let said = run.fails(6);
    assert!(said.contains("potential  li") && said.contains("won  wang"), "{said}");
}

#[test]
fn what_one_person_wrote_is_taken_as_a_whole() {
    let world = disputed();
    let id = world.id("上海金科电子有限公司");
    let card = world.card(&id);
    let text = world.read(&card).replace("by: li", "by: wang");
    let text = text.replacen("by: wang", "by: wang2", 1);
    world.write(&card, &text);
    let _ = world.git(&["commit", "-qam", "other"]);
    // Of `status` both sides are wang's now, so it is left.
    let json = world.kehu(&["resolve", &id, "--by", "wang", "--json"]).json();
    assert_eq!(json["settled"], serde_json::json!(["contacts[张伟].mobile"]), "{json}");
    assert_eq!(json["left"], serde_json::json!(["status"]), "{json}");
}

#[test]
fn what_follows_from_a_choice_is_settled_with_it() {
    let world = World::furnished();
    let made = world.kehu(&["new", "opportunity", "name=OA", "customer=HP", "stage=lead", "--json"]).json();
    let (id, path) = (made["id"].as_str().expect("an id"), made["path"].as_str().expect("a path"));
    let dispute = |more: &str| {
        let _ = world.git(&["checkout", "-q", "main"]);
        let text = world.git(&["show", &format!("main:{path}")]);
        let side = |value: &str, by: &str| {
            format!("      - value: {value}\n        by: {by}\n        at: \"2026-11-25T09:00:00+08:00\"\n")
        };
        let sides = format!("{}{}", side("lead", "li"), side("won", "wang"));
        world.write(
            &format!("book/{path}"),
            format!("{text}conflicts:\n{more}  - field: stage\n    sides:\n{sides}"),
        );
        let _ = world.git(&["commit", "-qam", "merge"]);
    };
    let probability = || world.kehu(&["show", id, "--json"]).json()["probability"].clone();
    let before = probability();
    dispute("");
    let _ = world.kehu(&["resolve", id, "stage=lead"]).ok();
    assert_eq!(probability(), before, "nothing changed");
    dispute("");
    let _ = world.kehu(&["resolve", id, "--by", "wang"]).ok();
    assert_eq!(probability(), 100);
    let _ = world.kehu(&["set", id, "stage=lead"]).ok();
    dispute(
        "  - field: probability\n    sides:\n      - value: 10\n        by: li\n      - value: 85\n        by: wang\n",
    );
    let _ = world.kehu(&["resolve", id, "stage=won"]).ok();
    assert_eq!(probability(), 10, "still disputed, so left alone");
    let _ = world.kehu(&["resolve", id, "probability=85"]).ok();
    assert_eq!(probability(), 85);
}

#[test]
fn a_malformed_conflict_is_refused() {
    let world = disputed();
    let card = world.card("上海金科电子有限公司");
    let text = world.read(&card).replace("value: won", "worth: won");
    world.write(&card, text);
    let said = world.kehu(&["save"]).fails(5);
    assert!(said.contains("a side is a group of `value`, `by` and `at`"), "{said}");
}

#[test]
fn a_record_in_conflict_stands_in_today_and_is_not_merged() {
    let world = disputed();
    let id = world.id("上海金科电子有限公司");
    let today = world.kehu(&["today", "--json"]).json();
    let fields: Vec<_> =
        today["conflicts"].as_array().expect("rows").iter().map(|one| &one["field"]).collect();
    assert_eq!(fields, ["contacts[张伟].mobile", "status"], "{today}");
    let said = world.kehu(&["today"]).ok();
    assert!(said.contains("potential (li) / won (wa") && said.contains("kehu resolve"), "{said}");
    for (keep, other) in [("HP", id.as_str()), (id.as_str(), "HP")] {
        let said = world.kehu(&["merge", keep, other, "--prefer", "keep"]).fails(6);
        assert!(said.contains("in conflict") && said.contains(&format!("kehu resolve {id}")), "{said}");
    }
}
