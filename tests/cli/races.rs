//! Many at once, and killed at any moment: nothing acknowledged is lost.

use std::process::Stdio;
use std::time::Duration;

use crate::world::World;

#[test]
fn eight_writers_lose_no_entry() {
    let world = World::furnished();
    let id = world.id("HP");
    let children: Vec<_> = (0..8)
        .map(|writer| {
            let line = format!("for i in 1 2 3 4 5; do \"$0\" -q log {id} --note \"writer {writer} entry $i\" || exit 1; done");
            let mut command = world.command("sh", "book");
            command.args(["-c", &line, env!("CARGO_BIN_EXE_kehu")]).env_remove("KEHU_SEED");
            command.stderr(Stdio::inherit()).spawn().expect("a writer")
        })
        .collect();
    for mut child in children {
        assert!(child.wait().expect("an end").success());
    }
    let log = world.kehu(&["show", "HP", "--json"]).json();
    let mut texts: Vec<String> = log["log"]
        .as_array()
        .expect("a log")
        .iter()
        .map(|e| e["text"].as_str().unwrap_or_default().to_owned())
        .collect();
    texts.sort();
    texts.dedup();
    assert_eq!(texts.len(), 40);
    assert_eq!(log["log"].as_array().map(Vec::len), Some(40));
    assert_eq!(world.git(&["status", "--short"]), "");
}

#[test]
fn a_writer_may_be_killed_at_any_moment() {
    let world = World::furnished();
    let mut rows = String::from("name,phone\n");
    for number in 0..200 {
        rows.push_str(&format!("第{number}家有限公司,020-{}\n", 30_000_000 + number));
    }
    world.write("book.csv", rows);
    let mut acknowledged = Vec::new();
    for round in 0..40u64 {
        let text = format!("round {round}");
        let words: Vec<&str> = match round % 4 {
            0 => vec!["log", "HP", "--note", &text],
            1 => vec!["set", "HP", "remarks=changed"],
            2 => vec!["new", "customer", "name=新来者有限公司", "--anyway", &text],
            _ => vec!["import", "customer", "../book.csv", "--on-duplicate", "import"],
        };
        let mut command = world.command(env!("CARGO_BIN_EXE_kehu"), "book");
        command.args(&words).env_remove("KEHU_SEED").stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("a writer");
        // Moments spread over the life of a command, the same in every run.
        std::thread::sleep(Duration::from_micros(200 + round * 7919 % 12_000));
        let _ = child.kill();
        if child.wait().expect("an end").success() && round % 4 == 0 {
            acknowledged.push(text);
        }
    }
    let _ = world.kehu(&["log", "HP", "--note", "the next command works without help"]).ok();
    assert_eq!(world.git(&["status", "--short"]), "", "the checkout is in step");
    let _ = world.git(&["fsck", "--strict"]);
    let log = world.kehu(&["show", "HP", "--json"]).json()["log"].to_string();
    for text in acknowledged {
        assert!(log.contains(&format!("\"{text}\"")), "{text} is lost");
    }
    let names = world.git(&["ls-files", "--others"]);
    assert_eq!(names, "", "nothing half-written lies about");
}

#[test]
fn many_small_commits_keep_the_index_small() {
    let world = World::furnished();
    for number in 0..40 {
        let _ = world.kehu(&["log", "HP", "--note", &format!("entry number{number}x")]).ok();
        if number % 2 == 0 {
            let _ = world.kehu(&["find", &format!("number{number}x")]).ok();
        }
    }
    let segments = std::fs::read_dir(world.path("book/.git/kehu/search"))
        .expect("an index")
        .filter(|entry| entry.as_ref().is_ok_and(|e| e.path().extension().is_some_and(|end| end == "store")))
        .count();
    assert!(segments < 15, "{segments} segments");
}
