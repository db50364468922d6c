//! Opportunities (CRM-15): the forecast by month, owner and stage; how they went through their stages.

use crate::world::World;

fn pipeline() -> World {
    let world = World::furnished();
    let at = |day: &str| world.set_env("KEHU_NOW", &format!("{day}T10:00:00+08:00"));
    let new = |words: &[&str]| {
        world.kehu(&[&["new", "opportunity"], words, &["--json"]].concat()).json()["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    };
    let set = |id: &str, words: &[&str]| {
        let _ = world.kehu(&[&["set", id], words].concat()).ok();
    };
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example"]).ok();
    at("2026-09-01");
    let oa = new(&["customer=HP", "name=OA", "amount=50万", "expected=2026-12-10"]);
    let crm = new(&["customer=jinke", "name=CRM", "amount=33.33", "expected=2026-11-01", "stage=proposal"]);
    let lost = new(&["customer=jinke", "name=Portal", "amount=9000"]);
    at("2026-09-11");
    set(&oa, &["stage=qualified"]);
    set(&lost, &["stage=lost", "lost_reason=too dear"]);
    at("2026-09-12");
    set(&oa, &["amount=60万"]);
    at("2026-10-01");
    set(&oa, &["stage=negotiation"]);
    set(&crm, &["stage=won"]);
    at("2026-11-22");
    let _ = new(&["customer=jinke", "name=Licences", "amount=5000 USD", "expected=2027-01-31", "owner=li"]);
    let _ = new(&["customer=HP", "name=Idea"]);
    let _ = new(&["customer=HP", "name=Late", "amount=0.01", "expected=2026-11-20", "probability=50"]);
    world.set_env("KEHU_NOW", "2026-11-23T10:00:00+08:00");
    world
}

fn told(world: &World) -> String {
    let mut text = String::new();
    for words in [
        &["report", "forecast"][..],
        &["report", "forecast", "by=stage"],
        &["report", "forecast", "by=owner"],
        &["report", "stages"],
        &["report", "stages", "since=2026-09-05"],
        &["report", "stages", "customer=jinke"],
        // Wrong input.
        &["report", "forecast", "by=moon"],
        &["report", "forecast", "in=CNY"],
        &["report", "forecast", "in=XYZ"],
        &["report", "stages", "since=never"],
        &["new", "opportunity", "customer=HP", "name=Bad", "amount=abc"],
    ] {
        text.push_str(&world.tell(words));
        text.push('\n');
    }
    text
}

#[test]
fn what_may_come_in_english() {
    insta::assert_snapshot!(told(&pipeline()));
}

#[test]
fn what_may_come_in_chinese() {
    let world = pipeline();
    world.in_chinese();
    insta::assert_snapshot!(told(&world));
}

#[test]
fn moving_to_another_customer_or_merging_branches_enters_no_stage_twice() {
    let world = pipeline();
    let before = world.kehu(&["report", "stages", "--json"]).json();
    let ids = world.kehu(&["list", "opportunity", "name:CRM", "--json"]).json();
    let id = ids[0]["id"].as_str().expect("an id");
    let _ = world.kehu(&["set", id, "customer=HP"]).ok();
    let _ = world.git(&["checkout", "-q", "-b", "other", "HEAD~1"]);
    let _ = world.kehu(&["set", "HP", "level=4"]).ok();
    let _ = world.git(&["checkout", "-q", "main"]);
    let _ = world.git(&["merge", "-q", "--no-edit", "other"]);
    assert_eq!(world.kehu(&["report", "stages", "--json"]).json(), before);
}
