//! The files of the tables may be lost, damaged, locked, full or half written: the answer is right all the same (law 4).

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::disk::on_a_small_disk;
use crate::world::{Run, World};

const SQL: &str =
    "select c.id, c.name, c.level, (select count(*) from changes) as changes from customer c order by c.id";

fn ask(world: &World) -> Run {
    world.kehu(&["sql", SQL, "--json"])
}

fn kept(world: &World, name: &str) -> PathBuf {
    world.path("book/.git/kehu").join(name)
}

/// Numbers that look random and are the same in every run.
fn dice(seed: u64) -> impl FnMut(u64) -> usize {
    let mut state = seed;
    move |below| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((state >> 33) % below).expect("31 bits")
    }
}

#[test]
fn law_4_damaged_tables_are_built_anew() {
    let world = World::furnished();
    let right = ask(&world).ok();
    let (file, seal) = (kept(&world, "tables.db"), kept(&world, "tables.seal"));
    let sound = fs::read(&file).expect("tables");
    let mut dice = dice(7);
    let mut damages: Vec<Vec<u8>> = (0..12)
        .map(|_| {
            let mut bytes = sound.clone();
            for _ in 0..64 {
                let place = dice(bytes.len() as u64);
                bytes[place] ^= 1 << dice(8);
            }
            bytes
        })
        .collect();
    damages.push(sound[..sound.len() / 2].to_vec());
    damages.push(sound[..100].to_vec());
    damages.push(Vec::new());
    damages.push(b"this is no database".to_vec());
    for (number, damage) in damages.iter().enumerate() {
        fs::write(&file, damage).expect("damaged");
        // Found out when asked, and when the next commit is caught up with.
        if number % 2 == 1 {
            let _ = world.kehu(&["set", "HP", &format!("level={}", 4 + number % 3)]).ok();
            let wanted = format!("\"level\":{}", 4 + number % 3);
            assert!(ask(&world).ok().contains(&wanted), "damage {number}");
            let _ = world.kehu(&["undo"]).ok();
        }
        let now = ask(&world);
        assert_eq!(now.stderr, "", "damage {number}");
        assert!(same_but_for_changes(&now.ok(), &right), "damage {number}");
    }
    let right = ask(&world).ok();
    for text in ["", "garbage", "1 2\n"] {
        fs::write(&seal, text).expect("written");
        assert_eq!(ask(&world).ok(), right, "a seal that says {text:?}");
    }
    fs::remove_file(&seal).expect("removed");
    assert_eq!(ask(&world).ok(), right);
    fs::remove_file(&file).expect("removed");
    assert_eq!(ask(&world).ok(), right);
}

fn same_but_for_changes(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let rows: serde_json::Value = serde_json::from_str(text).expect("JSON");
        let rows = rows.as_array().expect("rows").clone();
        rows.into_iter()
            .map(|row| (row["id"].clone(), row["name"].clone(), row["level"].clone()))
            .collect::<Vec<_>>()
    };
    plain(one) == plain(other)
}

#[test]
fn law_4_what_stands_in_the_way_is_told_and_answered_around() {
    let world = World::furnished();
    let right = ask(&world).ok();
    for name in ["tables.db", "tables.seal", "tables.lock", "tables.db.new"] {
        let path = kept(&world, name);
        let _ = fs::remove_file(kept(&world, "tables.seal"));
        let _ = fs::remove_file(&path);
        fs::create_dir(&path).expect("a folder");
        let run = ask(&world);
        assert!(run.stderr.is_empty() || run.stderr.starts_with("warning: "), "{name}: {run:?}");
        assert_eq!(run.ok(), right, "a folder for {name}");
        fs::remove_dir_all(&path).or_else(|_| fs::remove_file(&path)).expect("removed");
    }
    assert_eq!(ask(&world).ok(), right);
    // The same for a past state.
    fs::write(kept(&world, "tables"), "a file").expect("written");
    let _ = world.kehu(&["set", "HP", "level=7"]).ok();
    let run = world.kehu(&["sql", SQL, "--json", "--at", "HEAD~1"]);
    assert!(run.stderr.contains("tables"), "{run:?}");
    assert_eq!(run.ok(), right);
}

#[test]
fn law_4_journals_of_another_program_are_not_read() {
    let world = World::furnished();
    let right = ask(&world).ok();
    let script = "import sqlite3, os, sys\n\
        db = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
        db.execute('pragma journal_mode = wal')\n\
        db.execute('pragma writable_schema = 1')\n\
        db.execute('update \"rows$customer\" set name = \\'wrong\\'')\n\
        os._exit(9)\n";
    let file = kept(&world, "tables.db");
    let ran = Command::new("python3").args(["-c", script]).arg(&file).status();
    if ran.map(|status| status.code()).ok().flatten() != Some(9) {
        eprintln!("python3 with sqlite3 is not here; nothing was tried");
        return;
    }
    assert!(kept(&world, "tables.db-wal").exists());
    assert_eq!(ask(&world).ok(), right);
    assert!(!kept(&world, "tables.db-wal").exists(), "it would be read with the new tables");
    assert_eq!(ask(&world).ok(), right);
}

#[test]
fn law_4_tables_locked_by_another_program() {
    let world = World::furnished();
    let right = ask(&world).ok();
    for lock in ["begin exclusive", "begin immediate", "begin; select * from customer"] {
        let script = "import sqlite3, sys\n\
            db = sqlite3.connect(sys.argv[1], isolation_level=None)\n\
            [db.execute(part).fetchone() for part in sys.argv[2].split(';')]\n\
            print('locked', flush=True)\nsys.stdin.read()\n";
        let mut command = Command::new("python3");
        command.args(["-c", script]).arg(kept(&world, "tables.db")).arg(lock);
        let Ok(mut holder) = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn() else {
            eprintln!("python3 is not here; nothing was tried");
            return;
        };
        let mut said = [0u8; 6];
        let read = std::io::Read::read_exact(holder.stdout.as_mut().expect("stdout"), &mut said);
        if read.is_ok() {
            assert!(same_but_for_changes(&ask(&world).ok(), &right), "{lock}");
            let _ = world.kehu(&["set", "HP", "level=7"]).ok();
            assert!(ask(&world).ok().contains("\"level\":7"), "{lock}");
            let _ = world.kehu(&["undo"]).ok();
            assert!(same_but_for_changes(&ask(&world).ok(), &right), "{lock}");
        }
        drop(holder.stdin.take());
        let _ = holder.wait();
    }
}

/// The lock of the tables, held by this process.
fn held(world: &World) -> fs::File {
    let file = fs::File::options()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .open(kept(world, "tables.lock"));
    let file = file.expect("a lock file");
    file.lock().expect("held");
    file
}

#[test]
fn law_4_a_question_waits_for_whoever_builds_and_asks_no_lock_when_nothing_changed() {
    let world = World::furnished();
    let right = ask(&world).ok();
    let lock = held(&world);
    assert_eq!(ask(&world).ok(), right, "tables that are up to date need no lock");
    fs::remove_file(kept(&world, "tables.seal")).expect("removed");
    let release = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(lock);
    });
    let run = ask(&world);
    assert_eq!(run.stderr, "");
    assert_eq!(run.ok(), right);
    release.join().expect("released");
}

#[test]
#[ignore = "slow: waits the minute a question is patient"]
fn law_4_a_question_that_waited_long_enough_is_answered_in_memory() {
    let world = World::furnished();
    let _ = world.git(&["config", "user.email", "wang@mingyi.example"]);
    let lock = held(&world);
    let desk = kehu::ops::Desk::open(&world.path("book"), None).expect("a book");
    let mut tables = desk.tables(kehu::ops::tables::Wants::ALL).expect("tables");
    assert_eq!(tables.note.as_ref().map(|note| note.code), Some(kehu::error::Code::Locked));
    let found = tables.ask("select id from customer", &[], Default::default()).expect("rows");
    assert_eq!(found.rows.len(), 2);
    drop(lock);
}

#[test]
fn law_4_a_disk_that_is_full_or_read_only_is_answered_from_memory() {
    let world = World::empty();
    let script = "sql='select name from customer'\nrm -rf .git/kehu/tables*\n\
        dd if=/dev/zero of=../fill bs=1k 2>/dev/null\nkehu sql \"$sql\" 2>&1; echo full $?\nrm ../fill\n\
        mount -o remount,ro ../\nkehu sql \"$sql\" 2>&1; echo read-only $?\n\
        mount -o remount,rw ../\nkehu sql \"$sql\" 2>&1; echo free $?";
    let Some(said) = on_a_small_disk(&world, "32m", script) else { return };
    assert_eq!(said.matches("name\n甲公司\n").count(), 3, "{said}");
    assert!(said.contains("full 0") && said.contains("read-only 0") && said.ends_with("free 0\n"), "{said}");
    assert!(said.contains("the disk is full") && said.contains("the disk is read-only"), "{said}");
}

#[test]
fn law_4_killed_while_building_or_catching_up_at_random_moments() {
    let world = World::furnished();
    let mut dice = dice(11);
    for round in 0..40 {
        if round % 2 == 0 {
            let _ = fs::remove_file(kept(&world, "tables.db"));
        }
        let remark = format!("round {round}");
        let _ = world.kehu(&["set", "HP", &format!("remarks={remark}")]).ok();
        let mut command = world.command(env!("CARGO_BIN_EXE_kehu"), "book");
        command.args(["sql", SQL]).stdout(Stdio::null()).stderr(Stdio::null());
        let mut child = command.spawn().expect("started");
        std::thread::sleep(Duration::from_micros(dice(120_000) as u64));
        let _ = child.kill();
        let _ = child.wait();
        let sql = "select remarks from customer where short_name = 'HP'";
        let run = world.kehu(&["sql", sql]);
        assert_eq!(run.stderr, "", "round {round}");
        assert_eq!(run.ok(), format!("remarks\n{remark}\n"));
        let count = world
            .kehu(&["sql", "select count(*) as n from changes where field = 'remarks'", "--json"])
            .json();
        assert_eq!(count[0]["n"], round + 1);
    }
    assert_eq!(world.git(&["status", "--porcelain"]), "");
}

#[test]
fn law_4_four_ask_while_others_write() {
    let world = World::furnished();
    let sql = "select (select level from customer where short_name = 'HP') as level, \
        (select \"new\" from changes where record = (select id from customer where short_name = 'HP') and field = 'level' \
        order by cast(\"new\" as integer) desc limit 1) as last";
    let writer = "for i in 2 3 4 5 6 7; do \"$0\" -q set HP level=$i || exit 1; done";
    let reader = "for i in 1 2 3 4 5 6; do \"$0\" sql \"$1\" --json || exit 1; done";
    let start = |line: &str| {
        let mut command = world.command("sh", "book");
        command.args(["-c", line, env!("CARGO_BIN_EXE_kehu"), sql]).env_remove("KEHU_SEED");
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started")
    };
    let _ = world.kehu(&["set", "HP", "level=1"]).ok();
    let children = [start(writer), start(reader), start(reader), start(reader), start(reader)];
    for child in children {
        let output = child.wait_with_output().expect("ended");
        let (said, talk) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success() && talk.is_empty(), "{said} {talk}");
        let mut before = 0;
        for line in said.lines() {
            let rows: serde_json::Value = serde_json::from_str(line).expect("JSON");
            let level = rows[0]["level"].as_i64().expect("a level");
            // Table and history are of one commit, and nobody goes back in time.
            assert_eq!(rows[0]["last"].as_str(), Some(level.to_string().as_str()), "{line}");
            assert!(level >= before, "{said}");
            before = level;
        }
    }
}

#[test]
fn doctor_throws_the_tables_away_and_others_do_not_care() {
    let world = World::furnished();
    let right = ask(&world).ok();
    let _ = world.kehu(&["sql", SQL, "--at", "HEAD~1"]).ok();
    let (file, folder) = (kept(&world, "tables.db"), kept(&world, "tables"));
    assert!(file.exists() && folder.exists());
    fs::write(&file, "damaged").expect("written");
    fs::write(kept(&world, "tables.seal"), "damaged").expect("written");
    for words in [&["status"][..], &["list", "customer"], &["doctor"], &["set", "HP", "level=7"], &["undo"]] {
        let _ = world.kehu(words).ok();
    }
    assert_eq!(world.read("book/.git/kehu/tables.db"), "damaged", "nobody asked for tables");
    let _ = world.kehu(&["doctor", "--fix"]).ok();
    assert!(!file.exists() && !folder.exists() && !kept(&world, "tables.seal").exists());
    assert!(same_but_for_changes(&ask(&world).ok(), &right));
}
