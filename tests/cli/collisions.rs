//! One customer made by two people while apart: found when they sync, shown to both, settled by either.

use serde_json::{Value, json};

use crate::world::{Run, World, run};

/// A hub, and a clone of wang, who leads, of li and of zhao.
fn apart(access: &str) -> World {
    let world = World::new();
    world.colleagues(&[("李强", "li"), ("赵岚", "zhao")]);
    world.write("book/kehu.toml", format!("access = \"{access}\"\n"));
    let _ = world.kehu(&["save"]).ok();
    world.bare("hub.git");
    for clone in ["li", "wang", "zhao"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", clone]);
    }
    world
}

impl World {
    /// A command of somebody in their own clone.
    fn of(&self, person: &str, words: &[&str]) -> Run {
        self.be(person);
        // Two clones of one state would make one id.
        self.set_env("KEHU_SEED", person);
        self.kehu_in(person, words)
    }

    /// Makes a customer; its id.
    fn makes(&self, person: &str, name: &str) -> String {
        let name = format!("name={name}");
        let made = self.of(person, &["new", "customer", &name, "--json"]).json();
        made["id"].as_str().expect("an id").to_owned()
    }

    /// The tree of a clone.
    fn tree(&self, person: &str) -> String {
        self.git_in(person, &["rev-parse", "HEAD^{tree}"])
    }
}

fn waiting(world: &World, person: &str) -> Value {
    world.of(person, &["today", "--json"]).json()["collisions"].clone()
}

/// li makes 金科, wang makes it too; both sync. Their two ids.
fn collided(world: &World) -> [String; 2] {
    let li = world.makes("li", "金科电子有限公司");
    let wang = world.makes("wang", "上海金科电子");
    let _ = world.makes("wang", "广州青松信息技术有限公司");
    let _ = world.of("li", &["sync"]).ok();
    let before = world.git_in("wang", &["rev-parse", "HEAD"]);
    let foretold = world.of("wang", &["sync", "-n", "--json"]).json();
    assert_eq!((&foretold["collisions"], &foretold["merged"]), (&json!([[li, wang]]), &Value::Null));
    assert_eq!(world.git_in("wang", &["rev-parse", "HEAD"]), before);
    assert_eq!(world.of("wang", &["list", "customer", "--json"]).json().as_array().map(Vec::len), Some(2));
    let synced = world.of("wang", &["sync", "--json"]).json();
    assert_eq!(synced["collisions"], json!([[li, wang]]), "{synced}");
    assert_eq!(synced["problems"], json!([]), "{synced}");
    let message = world.git_in("wang", &["log", "-1", "--format=%B"]);
    assert!(message.contains(&format!("Kehu-Collision: {li} {wang}")), "{message}");
    let _ = world.of("li", &["sync"]).ok();
    [li, wang]
}

/// Both see the pair, and what settles it.
fn both_see(world: &World, [li, wang]: &[String; 2]) {
    for person in ["li", "wang"] {
        let waiting = waiting(world, person);
        let one = &waiting[0];
        let ids =
            [&one["first"]["id"], &one["second"]["id"], &one["first"]["owner"], &one["second"]["owner"]];
        assert_eq!(ids, [&json!(li), &json!(wang), &json!("li"), &json!("wang")], "{waiting}");
        assert_eq!(waiting.as_array().map(Vec::len), Some(1), "{waiting}");
        let status = world.of(person, &["status", "--json"]).json();
        assert_eq!(status["collisions"], waiting);
        for verb in ["today", "status"] {
            let run = world.of(person, &[verb]);
            let said = format!("{}{}", run.stdout, run.stderr);
            for command in ["merge", "distinct"] {
                assert!(said.contains(&format!("kehu {command} {li} {wang}")), "{person}: {said}");
            }
        }
    }
    let card = world.of("wang", &["list", "collision", "--json"]).json()[0].clone();
    assert_eq!(
        (&card["first_by"], &card["second_by"], &card["owner"]),
        (&json!("li"), &json!("wang"), &json!("li"))
    );
    let _ = world.of("wang", &["doctor"]).ok();
}

/// Nobody is told of a pair any more, and the clones are equal.
fn settled(world: &World) {
    assert_eq!(world.tree("li"), world.tree("wang"));
    for person in ["li", "wang"] {
        assert_eq!(waiting(world, person), json!([]));
        assert_eq!(world.of(person, &["status", "--json"]).json()["collisions"], json!([]));
    }
    let _ = world.of("wang", &["doctor"]).ok();
}

#[test]
fn both_see_it_and_one_settles_it() {
    for access in ["open", "restricted"] {
        let world = apart(access);
        let pair = collided(&world);
        both_see(&world, &pair);
        let _ = world.of("wang", &["merge", &pair[0], &pair[1], "--prefer", "keep"]).ok();
        assert_eq!(waiting(&world, "wang"), json!([]));
        let _ = world.of("wang", &["sync"]).ok();
        let _ = world.of("li", &["sync"]).ok();
        settled(&world);
    }
}

#[test]
fn with_plain_git_and_its_hooks_it_is_the_same() {
    for (access, pull) in [("open", "--rebase"), ("restricted", "--rebase"), ("restricted", "--no-rebase")] {
        let world = apart(access);
        let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
        for person in ["li", "wang"] {
            // Sets the driver and the hooks of the clone.
            let _ = world.of(person, &["doctor", "--fix"]).ok();
        }
        let git = |person: &str, words: &[&str]| {
            world.be(person);
            let _ = world.git_in(person, words);
        };
        let pair = [world.makes("li", "金科电子有限公司"), world.makes("wang", "上海金科电子")];
        git("li", &["push", "-q", "origin", "HEAD"]);
        git("wang", &["pull", "-q", pull, "origin", "main"]);
        let message = world.git_in("wang", &["log", "-1", "--format=%B"]);
        assert!(message.contains(&format!("Kehu-Collision: {} {}", pair[0], pair[1])), "{message}");
        assert_eq!(world.git_in("wang", &["status", "--porcelain"]), "");
        git("wang", &["push", "-q", "origin", "HEAD"]);
        git("li", &["pull", "-q", "--rebase", "origin", "main"]);
        both_see(&world, &pair);
        let _ = world.of("wang", &["merge", &pair[0], &pair[1], "--prefer", "keep"]).ok();
        git("wang", &["push", "-q", "origin", "HEAD"]);
        git("li", &["pull", "-q", "--rebase", "origin", "main"]);
        settled(&world);
    }
}

#[test]
fn where_a_merge_stopped_the_commit_that_ends_it_is_looked_at() {
    let world = apart("open");
    let pair = [world.makes("li", "金科电子有限公司"), world.makes("wang", "上海金科电子")];
    for person in ["li", "wang"] {
        let _ = world.of(person, &["doctor", "--fix"]).ok();
        // No record, so git merges it by lines and stops.
        world.write(&format!("{person}/notes.txt"), format!("{person}\n"));
        let _ = world.git_in(person, &["add", "notes.txt"]);
        let _ = world.git_in(person, &["commit", "-qm", "notes"]);
    }
    let _ = world.git_in("li", &["push", "-q", "origin", "HEAD"]);
    world.be("wang");
    let pull = ["pull", "-q", "--no-rebase", "origin", "main"];
    let _ = run(world.command("git", "wang").args(pull), &pull, "").fails(1);
    assert_eq!(waiting(&world, "wang"), json!([]));
    let _ = world.git_in("wang", &["checkout", "-q", "--ours", "notes.txt"]);
    let _ = world.git_in("wang", &["commit", "-qam", "merged by hand"]);
    let _ = world.git_in("wang", &["push", "-q", "origin", "HEAD"]);
    let _ = world.git_in("li", &["pull", "-q", "--rebase", "origin", "main"]);
    both_see(&world, &pair);
    let before = world.git_in("wang", &["rev-parse", "HEAD"]);
    let _ = world.git_in("wang", &["commit", "-q", "--amend", "--no-edit"]);
    let _ = world.git_in("wang", &["commit", "-q", "--allow-empty", "-m", "more"]);
    assert_eq!(
        world.git_in("wang", &["rev-list", "--count", &format!("{}..HEAD", before.trim())]).trim(),
        "2"
    );
}

#[test]
fn in_a_restricted_book_an_owner_is_told_no_more_than_whose_it_is_and_others_nothing() {
    let world = apart("restricted");
    let [li, wang] = collided(&world);
    let one = waiting(&world, "li")[0].clone();
    assert_eq!(one["first"], json!({"id": li, "name": "金科电子有限公司", "owner": "li"}));
    assert_eq!(one["second"], json!({"id": wang, "name": null, "owner": "wang"}));
    let run = world.of("li", &["today"]);
    assert!(run.stdout.contains(&format!("kehu share {li} wang --edit")), "{}", run.stdout);
    let _ = world.of("zhao", &["sync"]).ok();
    for words in [
        &["today"][..],
        &["today", "--team"],
        &["today", "--who", "li"],
        &["status"],
        &["list", "collision"],
        &["history"],
        &["sql", "select * from collision"],
    ] {
        for json in [&[][..], &["--json"]] {
            let run = world.of("zhao", &[words, json].concat());
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(!said.contains("jinke") && !said.contains("金科"), "{words:?}: {said}");
        }
    }
}

#[test]
fn two_that_are_two_wait_no_longer() {
    let world = apart("open");
    let [li, wang] = collided(&world);
    let _ = world.of("li", &["distinct", &li, &wang]).ok();
    assert_eq!(waiting(&world, "li"), json!([]));
    assert_eq!(waiting(&world, "wang").as_array().map(Vec::len), Some(1), "not told yet");
    let _ = world.of("li", &["sync"]).ok();
    let _ = world.of("wang", &["sync"]).ok();
    assert_eq!(waiting(&world, "wang"), json!([]));
    assert_eq!(world.tree("li"), world.tree("wang"));
}

#[test]
fn whoever_finds_it_writes_the_same() {
    let world = apart("open");
    world.bare("other.git");
    for clone in ["li", "wang"] {
        let _ = world.git_in(clone, &["remote", "add", "other", "../other.git"]);
    }
    let [li, wang] = [world.makes("li", "金科电子有限公司"), world.makes("wang", "上海金科电子")];
    let _ = world.of("li", &["sync", "origin"]).ok();
    let _ = world.of("wang", &["sync", "other"]).ok();
    for (person, remote) in [("li", "other"), ("wang", "origin")] {
        let synced = world.of(person, &["sync", remote, "--json"]).json();
        assert_eq!(synced["collisions"], json!([[li, wang]]), "{person}: {synced}");
    }
    assert_eq!(world.tree("li"), world.tree("wang"));
    let synced = world.of("li", &["sync", "origin", "--json"]).json();
    assert_eq!((&synced["collisions"], &synced["conflicts"]), (&json!([]), &json!([])), "{synced}");
    let _ = world.of("wang", &["sync", "origin"]).ok();
    assert_eq!(world.tree("li"), world.tree("wang"));
}

#[test]
fn colleagues_settle_it_as_advised_and_what_stays_names_nobody() {
    let world = apart("restricted");
    let (li, zhao) = (world.makes("li", "金科电子有限公司"), world.makes("zhao", "上海金科电子"));
    for person in ["li", "zhao", "li"] {
        let _ = world.of(person, &["sync"]).ok();
    }
    let advice = world.of("li", &["today"]).ok();
    assert!(advice.contains(&format!("kehu share {li} zhao --edit")), "{advice}");
    let _ = world.of("li", &["share", &li, "zhao", "--edit"]).ok();
    let _ = world.of("li", &["sync"]).ok();
    let _ = world.of("zhao", &["sync"]).ok();
    let _ = world.of("zhao", &["merge", &li, &zhao, "--prefer", "keep"]).ok();
    let _ = world.of("zhao", &["sync"]).ok();
    let _ = world.of("li", &["sync"]).ok();
    assert_eq!(world.tree("li"), world.tree("zhao"));
    // Who did not see the record before is told of neither its id nor where it went.
    let listed = world.of("li", &["list", "customer", "--all"]).ok();
    assert!(listed.contains(&li) && !listed.contains(&zhao), "{listed}");
}
