//! What a hub lets in: all that kehu's own verbs do for those who may, merges, and work in progress.

use crate::gate::hub;
use crate::world::{World, run};

/// The book as a colleague's clone beside it.
fn clone(world: &World, name: &str) {
    let _ = world.git_in(".", &["clone", "-q", "-o", "hub", "hub.git", name]);
}

#[test]
fn good_pushes_pass() {
    let world = hub();
    let push = |what: &str| {
        let run = world.push(&["main"]);
        assert_eq!(run.code, 0, "{what}: {}", run.stderr);
    };
    world.be("li");
    let _ = world.kehu(&["log", "jinke", "--visit", "called again", "--next", "+3d", "demo"]).ok();
    let entry = world.git(&["log", "-1", "--format=%(trailers:key=Kehu-Entry,valueonly)"]);
    let _ = world.kehu(&["log", "jinke", "--email", "a month ago", "--at", "2026-10-20 10:00"]).ok();
    let _ = world.kehu(&["pay", "C1", "1000"]).ok();
    let _ = world.kehu(&["share", "qingsong", "zhao", "--edit"]).ok();
    let _ = world.kehu(&["score", "jinke", "relation=5"]);
    let _ = world.kehu(&["new", "customer", "name=北京九章云极科技有限公司", "short_name=jiuzhang"]).ok();
    let _ = world.kehu(&["merge", "qingsong", "jiuzhang", "--prefer", "keep"]).ok();
    push("the work of a day");
    let _ = world.kehu(&["undo"]).ok();
    push("a merge taken back");
    world.be("zhao");
    let _ = world.kehu(&["set", "qingsong", "level=3"]).ok();
    let _ = world.kehu(&["log", "qingsong", "by the guest"]).ok();
    push("what a share allows");
    world.be("li");
    let _ = world.kehu(&["unshare", "qingsong", "zhao"]).ok();
    let _ = world.kehu(&["undo"]).ok();
    push("a share taken back and given again");
    let commit = world.git(&["log", "-1", "--format=%H", "--grep", entry.trim()]);
    let _ = world.kehu(&["undo", commit.trim()]).ok();
    let back = world.git(&["rev-parse", "HEAD"]);
    world.be("wang");
    let _ = world.kehu(&["undo", back.trim()]).ok();
    push("an entry taken out, and put back by a superior");
    world.be("li");
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    push("a handover, work in another's customer with it");
    world.be("zhao");
    let _ = world.kehu(&["accept", "jinke"]).ok();
    let _ = world.kehu(&["decline", "qingsong", "too far"]).ok();
    push("answers");
    world.be("wang");
    let _ = world.kehu(&["new", "person", "name=陈默", "email=chen@mingyi.example", "reports_to=li"]).ok();
    push("a new colleague");
    world.be("chen");
    let _ = world.kehu(&["new", "customer", "name=成都蓝剑数据有限公司", "short_name=lanjian"]).ok();
    push("and what the colleague does");
    assert_eq!(world.git(&["rev-parse", "HEAD"]), world.git_in("hub.git", &["rev-parse", "main"]));
    let _ = world.kehu(&["verify"]).ok();
}

#[test]
fn merges_are_held_to_what_they_add_themselves() {
    let world = hub();
    clone(&world, "other");
    let card = world.card("jinke");
    let inside = card.trim_start_matches("book/").to_owned();
    world.be("li");
    let _ = world.kehu(&["set", "jinke", "level=6"]).ok();
    let _ = world.kehu(&["log", "jinke", "from li"]).ok();
    let _ = world.push(&["main"]).ok();
    world.be("zhao");
    let _ = world.kehu_in("other", &["log", "hailan", "from zhao"]).ok();
    let _ = world.git_in("other", &["pull", "-q", "--no-rebase", "--no-edit", "hub", "main"]);
    let _ = world.git_in("other", &["push", "-q", "hub", "main"]);

    // The same merge, but the merger puts back what li did.
    let push = |words: &[&str]| {
        let words = [&["push", "-q", "hub"], words].concat();
        run(world.command("git", "other").args(&words), &words, "")
    };
    world.be("li");
    let _ = world.git(&["pull", "-q", "hub", "main"]);
    let _ = world.kehu(&["set", "jinke", "level=7"]).ok();
    let _ = world.push(&["main"]).ok();
    world.be("zhao");
    let _ = world.kehu_in("other", &["log", "hailan", "again"]).ok();
    let _ = world.git_in("other", &["fetch", "-q", "hub"]);
    let _ = world.git_in("other", &["merge", "-q", "-s", "ours", "--no-edit", "hub/main"]);
    let said = push(&["main"]).fails(1);
    assert!(said.contains(&inside), "{said}");
    let _ = world.git_in("other", &["reset", "-q", "--hard", "HEAD~1"]);
    let _ = world.git_in("other", &["merge", "-q", "--no-edit", "--no-commit", "hub/main"]);
    let text = world.read(&format!("other/{inside}"));
    world.write(&format!("other/{inside}"), text.replace("level: 7", "level: 1"));
    let _ = world.git_in("other", &["commit", "-qnam", "a merge with something of its own"]);
    let said = push(&["main"]).fails(1);
    assert!(said.contains("not yours to change"), "{said}");
}

#[test]
fn branches_beside_the_book_may_be_rewritten_but_not_abused() {
    let world = hub();
    let card = world.card("jinke");
    world.be("li");
    let _ = world.git(&["checkout", "-q", "-b", "work"]);
    let _ = world.kehu(&["log", "jinke", "on a branch"]).ok();
    let _ = world.push(&["work"]).ok();
    let _ = world.git(&["commit", "-qn", "--amend", "-m", "in other words"]);
    let _ = world.push(&["--force", "work"]).ok();
    let _ = world.git(&["tag", "v1"]);
    let _ = world.push(&["v1"]).ok();
    let _ = world.push(&["work:main"]).ok();
    let _ = world.push(&[":work"]).ok();
    world.be("zhao");
    let _ = world.git(&["checkout", "-q", "-b", "sly"]);
    world.write(&card, world.read(&card).replace("level: 5", "level: 1"));
    let _ = world.git(&["commit", "-qnam", "sly"]);
    let said = world.push(&["sly"]).fails(1);
    assert!(said.contains("not yours to change"), "{said}");
}

#[test]
fn a_hub_without_commits_takes_the_first_history_as_it_is() {
    let world = World::furnished();
    let _ = world.git_in(".", &["init", "-q", "--bare", "hub.git"]);
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    let _ = world.git(&["remote", "add", "hub", "../hub.git"]);
    let _ = world.git(&["checkout", "-q", "--orphan", "empty"]);
    let _ = world.git(&["rm", "-qrf", "."]);
    let _ = world.git(&["commit", "-qn", "--allow-empty", "-m", "no book"]);
    let said = world.push(&["empty:main"]).fails(1);
    assert!(said.contains("no book"), "{said}");
    let _ = world.push(&["main"]).ok();
}
