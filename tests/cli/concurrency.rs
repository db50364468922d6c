//! Many writers at once: nothing lost, nothing twice, nobody waits for ever.

use std::process::Stdio;

use crate::world::World;

#[test]
fn acceptance_eight_processes_of_ten_logs_each_keep_eighty_entries() {
    let world = World::furnished();
    let before = world.commits();
    let mut acknowledged = Vec::new();
    for round in 0..10 {
        let children: Vec<_> = (0..8)
            .map(|worker| {
                let text = format!("worker {worker} round {round}");
                let mut command = world.command(env!("CARGO_BIN_EXE_kehu"), "book");
                // Each process makes its own ids, as in life.
                command
                    .env_remove("KEHU_SEED")
                    .args(["log", "HP", &text])
                    .stderr(Stdio::null())
                    .stdout(Stdio::null());
                (text, command.spawn().expect("started"))
            })
            .collect();
        for (text, mut child) in children {
            assert!(child.wait().expect("ended").success(), "{text}");
            acknowledged.push(text);
        }
    }
    let json = world.kehu(&["show", "HP", "--json"]).json();
    let mut texts: Vec<String> = entries(&json, "text");
    texts.sort();
    acknowledged.sort();
    assert_eq!(texts, acknowledged);
    let mut ids = entries(&json, "id");
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 80, "ids are never used twice");
    assert_eq!(world.commits(), before + 80);
    assert_eq!(world.git(&["status", "--porcelain"]), "");
    let _ = world.git(&["fsck", "--strict"]);
}

fn entries(json: &serde_json::Value, field: &str) -> Vec<String> {
    let log = json["log"].as_array().expect("a log");
    log.iter().map(|entry| entry[field].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn acceptance_thirty_logs_in_a_row_are_each_found_at_once() {
    let world = World::furnished();
    let before = world.commits();
    for number in 0..30 {
        let word = format!("zebra{number:03}");
        let _ = world.kehu(&["log", "HP", &format!("about {word}")]).ok();
        let found = world.kehu(&["find", &word, "--json"]).json();
        assert_eq!(found.as_array().map(Vec::len), Some(1), "{word}");
    }
    assert_eq!(world.commits(), before + 30);
    let folder = world.path("book/.git/kehu/search");
    let segments = std::fs::read_dir(folder).expect("an index").flatten();
    let segments = segments.filter(|file| file.path().extension().is_some_and(|end| end == "store")).count();
    assert!(segments < 15, "{segments} segments");
}

#[test]
fn law_3_a_reader_never_waits_for_a_writer() {
    let world = World::furnished();
    let lock = held(&world);
    for words in
        [&["show", "HP"][..], &["list", "customer"], &["find", "HP"], &["history", "HP"], &["status"]]
    {
        let start = std::time::Instant::now();
        let _ = world.kehu(words).ok();
        assert!(start.elapsed().as_secs() < 10, "{words:?} waited for the lock");
    }
    drop(lock);
}

#[test]
fn law_3_a_writer_waits_and_goes_on() {
    let world = World::furnished();
    let lock = held(&world);
    let release = std::thread::spawn(move || {
        std::thread::sleep(std::time::Duration::from_millis(400));
        drop(lock);
    });
    let _ = world.kehu(&["set", "HP", "level=6"]).ok();
    release.join().expect("released");
}

#[test]
#[ignore = "slow: waits the twenty seconds a writer is patient"]
fn law_3_a_writer_that_waited_long_enough_names_the_holder() {
    let world = World::furnished();
    let lock = held(&world);
    let said = world.kehu(&["set", "HP", "level=6"]).fails(6);
    assert!(said.contains("kehu import (process 4711)"), "{said}");
    drop(lock);
}

/// The book's lock, held by this process under another name.
fn held(world: &World) -> std::fs::File {
    let path = world.path("book/.git/kehu/lock");
    std::fs::write(&path, "kehu import (process 4711)\n").expect("a lock file");
    let file = std::fs::File::options().read(true).write(true).open(path).expect("a lock file");
    file.lock().expect("held");
    file
}
