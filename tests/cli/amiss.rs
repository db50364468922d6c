//! A hub without a gate takes everything: a sync tells what those who wrote it were not allowed.

use serde_json::json;

use crate::handover::team;
use crate::world::World;

/// A hub that asks nobody, and a clone of each of the team.
fn ungated() -> World {
    let world = team();
    world.be("wang");
    let sun = ["new", "person", "name=孙立", "email=sun@mingyi.example", "reports_to=wang"];
    let _ = world.kehu(&sun).ok();
    world.bare("hub.git");
    for person in ["sun", "wang", "zhao"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", person]);
    }
    world
}

#[test]
fn a_sync_tells_what_its_makers_were_not_allowed_and_only_those_who_see_it() {
    let world = ungated();
    // A colleague's customer, changed past kehu.
    let card = world.card("jinke").replacen("book/", "zhao/", 1);
    world.write(&card, world.read(&card).replace("owner: li", "owner: zhao"));
    world.be("zhao");
    let _ = world.git_in("zhao", &["commit", "-qanm", "mine now"]);
    let _ = world.git_in("zhao", &["push", "-q", "origin", "HEAD"]);
    let mine = world.kehu_in("zhao", &["sync", "--json"]).json();
    assert_eq!(mine["amiss"], json!([]), "nobody is told of their own: {mine}");
    world.be("wang");
    let _ = world.kehu_in("wang", &["log", "jinke", "--note", "x"]).ok();
    let told = world.kehu_in("wang", &["sync", "--json"]).json();
    let one = &told["amiss"][0];
    assert!(one["commit"].as_str().is_some_and(|commit| commit.contains("zhao")), "{told}");
    assert!(one["message"].as_str().is_some_and(|message| message.contains("jinke")), "{told}");
    world.be("sun");
    let told = world.kehu_in("sun", &["sync", "--json"]).json();
    assert_eq!((&told["amiss"], &told["fetched"]["commits"]), (&json!([]), &json!(3)), "{told}");
    world.be("wang");
    // Once told, it is not told again.
    assert_eq!(world.kehu_in("wang", &["sync", "--json"]).json()["amiss"], json!([]));
}

#[test]
fn what_many_commits_did_alike_is_told_once() {
    let world = ungated();
    let log = world.card("jinke").replacen("book/", "zhao/", 1).replace("customer.yaml", "log.yaml");
    // Nobody has written down yet who ma is.
    world.be("ma");
    for note in ["a", "b", "c"] {
        let entry =
            format!("---\nid: x{note}\nat: \"2026-11-23T09:00:00+08:00\"\nby: ma\ntype: note\ntext: x\n");
        world.write(&log, world.read(&log) + &entry);
        let _ = world.git_in("zhao", &["commit", "-qam", note]);
    }
    let _ = world.git_in("zhao", &["push", "-q", "origin", "HEAD"]);
    world.be("wang");
    let said = world.kehu_in("wang", &["sync"]);
    assert_eq!(said.stderr.matches("Nobody of this book has the email").count(), 1, "{}", said.stderr);
    assert!(said.stderr.contains("> a, and 2 more\n"), "{}", said.stderr);
}
