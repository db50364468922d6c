//! A merge or a rebase that git has begun and not ended: told of, and nothing is written beside it.

use serde_json::Value;

use crate::syncing::{apart, as_li};
use crate::world::World;

/// li's pull stops: wang took away what li changed.
fn stopped(how: &str) -> World {
    let world = apart();
    let _ = as_li(&world, &["doctor", "--fix"]);
    let folder = world.git_in("wang", &["ls-files", "customers/*/customer.yaml"]);
    let _ = world.git_in("wang", &["rm", "-q", folder.trim()]);
    let _ = world.git_in("wang", &["commit", "-qm", "away"]);
    let _ = world.git_in("wang", &["push", "-q", "origin", "HEAD"]);
    let _ = as_li(&world, &["set", "jinke", "level=7"]).ok();
    let pull = world.command("git", "li").args(["pull", "-q", how]).output().expect("git runs");
    assert!(!pull.status.success(), "{pull:?}");
    world.be("li");
    world
}

#[test]
fn nothing_is_written_beside_a_merge_that_git_has_not_ended() {
    let world = stopped("--no-rebase");
    let head = world.git_in("li", &["rev-parse", "HEAD"]);
    for words in [
        &["save"][..],
        &["save", "-n"],
        &["set", "jinke", "level=3"],
        &["new", "person", "name=x", "email=x@y.example"],
        &["undo"],
        &["sync"],
        &["sync", "-n"],
        &["doctor", "--fix"],
    ] {
        let said = world.kehu_in("li", words).fails(6);
        assert!(said.contains("A git merge is under way") && said.contains("git merge --abort"), "{said}");
    }
    assert_eq!(world.git_in("li", &["rev-parse", "HEAD"]), head);
    let told = world.kehu_in("li", &["status"]);
    assert!(told.stderr.contains("A git merge is under way"), "{told:?}");
    assert!(told.stderr.contains("git merge --continue") && !told.stderr.contains("kehu save"), "{told:?}");
    let json = world.kehu_in("li", &["status", "--json"]).json();
    assert_eq!(json["halfway"]["doing"], "merge");
    assert_eq!(json["halfway"]["finish"], "git merge --continue");
    assert_eq!(json["halfway"]["drop"], "git merge --abort");
    assert!(world.kehu_in("li", &["doctor"]).fails(1).contains("problem"));
    // It ends by git, and all goes on.
    let card = world.git_in("li", &["ls-files", "customers/*/customer.yaml"]);
    let _ = world.git_in("li", &["add", card.lines().next().expect("a card")]);
    let _ = world.git_in("li", &["commit", "-qm", "li's stays"]);
    assert_eq!(world.kehu_in("li", &["status", "--json"]).json()["halfway"], Value::Null);
    let _ = world.kehu_in("li", &["set", "jinke", "level=6"]).ok();
    let _ = world.kehu_in("li", &["sync"]).ok();
}

#[test]
fn a_rebase_that_stopped_is_told_of_and_dropped() {
    let world = stopped("--rebase");
    let said = world.kehu_in("li", &["save"]).fails(6);
    assert!(said.contains("A git rebase is under way"), "{said}");
    assert_eq!(world.kehu_in("li", &["status", "--json"]).json()["halfway"]["doing"], "rebase");
    world.in_chinese();
    let told = world.kehu_in("li", &["status"]);
    assert!(told.stderr.contains("尚未完成的 git rebase"), "{told:?}");
    let _ = world.git_in("li", &["rebase", "--abort"]);
    let _ = world.kehu_in("li", &["set", "jinke", "level=6"]).ok();
}
