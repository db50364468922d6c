//! Reports as files: written whole, made again from the commit they name, found out when somebody changed them.

use std::fs;

use sha2::{Digest as _, Sha256};

use crate::world::World;

const FILES: [&str; 5] = ["html", "md", "csv", "json", "xlsx"];

/// A book with worth to tell, on two days.
fn book() -> World {
    let world = World::furnished();
    let _ = world.kehu(&["score", "HP", "size=5", "profit=5", "spend=5", "--apply"]).ok();
    world.set_env("KEHU_NOW", "2026-11-24T10:00:00+08:00");
    world
}

#[track_caller]
fn verified(world: &World, file: &str) {
    let json = world.kehu(&["report", "--verify", file, "--json"]).json();
    assert_eq!((&json["same"], &json["notes"]), (&true.into(), &serde_json::json!([])), "{file}");
}

/// Writing, verifying and what goes wrong, as it is told.
fn transcript(world: &World) -> String {
    let mut text = String::new();
    world.write("folder.md/x", "");
    let foreign = "<!doctype html>\n<title>Sales</title>\n";
    world.write("foreign.html", foreign);
    for words in [
        &["report", "value", "--help"][..],
        &["report", "value", "owner=me", "--out", "../value.md"],
        &["report", "value", "--out", "../value.csv", "-n"],
        &["report", "value", "--out", "../value.csv", "--json"],
        &["report", "--verify", "../value.md"],
        &["report", "--verify", "../value.csv"],
        &["report", "--all", "--out", "../all", "-n"],
        &["report", "--all", "--out", "../all"],
        // Wrong input.
        &["report", "value", "--out", "../value"],
        &["report", "value", "--out", "../value.pdf"],
        &["report", "value", "--out", "../folder.md"],
        &["report", "value", "--out", "../nowhere/value.md"],
        &["report", "value", "--out", "/proc/value.md"],
        &["report", "vaule", "--out", "../vaule.md"],
        &["report", "--out", "../value.md"],
        &["report", "--all", "--out", "kehu.toml"],
        &["report", "--verify", "../foreign.html"],
        &["report", "--verify", "../nothing.html"],
        &["report", "--verify", "../folder.md"],
        &["report", "--verify", "../value.md", "--at", "HEAD"],
    ] {
        text.push_str(&world.tell(words));
        text.push('\n');
    }
    world.write("value.md", world.read("value.md").replace("| 1 |", "| 2 |"));
    world.write("value.csv", world.read("value.csv").replace("100%", "10%"));
    text.push_str(&world.tell(&["report", "--verify", "../value.md"]));
    text.push_str(&world.tell(&["report", "--verify", "../value.csv"]));
    text
}

#[test]
fn files_in_english() {
    insta::assert_snapshot!("files_in_english", transcript(&book()));
}

#[test]
fn files_in_chinese() {
    let world = book();
    world.in_chinese();
    insta::assert_snapshot!("files_in_chinese", transcript(&world));
}

#[test]
fn every_file_is_made_again_after_the_book_went_on() {
    let world = book();
    let before = world.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let _ = world.kehu(&["set", "HP", "status=won", "level=5"]).ok();
    let questions: &[(&str, &[&str])] = &[
        ("plain", &["value"]),
        ("asked", &["value", "by=owner", "owner=王芳"]),
        ("chinese", &["completeness", "--lang", "zh-CN"]),
        ("versus", &["value", "by=status", "--versus", &before]),
        ("day", &["value", "--versus", "2026-11-23", "--as-of", "2026-12-31"]),
        ("then", &["customers", "--at", &before]),
        ("quoted", &["products", "owner=wang"]),
        ("changes", &["stages", "since=-90d", "--as-of", "2027-01-31"]),
    ];
    let mut written = Vec::new();
    for (name, words) in questions {
        for ending in FILES {
            let file = format!("../{name}.{ending}");
            let run = world.kehu(&[&["report"], *words, &["--out", &file]].concat());
            assert_eq!((run.code, run.stdout.as_str()), (0, ""), "{run:?}");
            written.push(file);
        }
    }
    // The next day, with another clock, zone and language.
    let _ = world.kehu(&["rm", "jinke", "--force"]).code;
    let _ = world.kehu(&["new", "customer", "name=深圳云帆科技有限公司"]).ok();
    world.set_env("KEHU_NOW", "2027-02-01T10:00:00+00:00");
    world.set_env("TZ", "America/New_York");
    for file in &written {
        verified(&world, file);
    }
    world.in_chinese();
    verified(&world, "../plain.md");
    // A book that was cloned says the same.
    world.bare("mirror.git");
    let said = world.kehu_in("mirror.git", &["report", "--verify", "../versus.html"]).ok();
    assert!(said.contains("与账簿一致"), "{said}");
}

#[test]
fn a_changed_file_is_found_out() {
    let world = book();
    for ending in FILES {
        let file = format!("value.{ending}");
        let _ = world.kehu(&["report", "value", "--out", &format!("../{file}")]).ok();
        let whole = fs::read(world.path(&file)).expect("a file");
        for place in [whole.len() / 2, whole.len() - 2] {
            let mut bytes = whole.clone();
            bytes[place] ^= 1;
            world.write(&file, &bytes);
            let run = world.kehu(&["report", "--verify", &format!("../{file}")]);
            assert!(matches!(run.code, 1 | 5), "{file} changed at {place}: {run:?}");
        }
        world.write(&file, &whole[..whole.len() - 1]);
        assert_ne!(world.kehu(&["report", "--verify", &format!("../{file}")]).code, 0, "{file} cut");
    }
    // The statement of one beside another.
    let _ = world.kehu(&["report", "completeness", "--out", "../other.csv"]).ok();
    fs::copy(world.path("value.csv.kehu.json"), world.path("other.csv.kehu.json")).expect("copied");
    let run = world.kehu(&["report", "--verify", "../other.csv"]);
    assert!(run.code == 1 && run.stderr.contains("not the one"), "{run:?}");
}

#[test]
fn what_a_file_says_is_only_read() {
    let world = book();
    let _ = world.kehu(&["report", "value", "owner=wang", "--out", "../value.md"]).ok();
    let good = world.read("value.md");
    let commit = world.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let said = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        world.write("bad.md", good.replace(from, to));
        world.kehu(&["report", "--verify", "../bad.md"])
    };
    let by = |from: &str, to: &str| said(&format!("\"{from}\""), &format!("\"{to}\"")).code;
    let stated = format!("\"commit\":\"{commit}\"");
    for bad in ["--upload-pack=x", "HEAD", "HEAD~1", "main", ":/x", "", "../../etc/passwd", &commit[..12]] {
        let run = said(&stated, &format!("\"commit\":\"{bad}\""));
        assert!(run.code == 5 && run.stderr.contains("commit"), "{bad}: {run:?}");
    }
    assert_eq!(said(&stated, &format!("\"commit\":\"{}\"", "0".repeat(40))).code, 3);
    let tree = world.git(&["rev-parse", "HEAD^{tree}"]);
    assert_eq!(said(&stated, &format!("\"commit\":\"{}\"", tree.trim())).code, 3);
    assert_eq!(said(&stated, "\"commit\":7").code, 5);
    for report in ["../../x", "nothing", "parts/paid", "value;drop"] {
        assert_eq!(by("value", report), 5, "{report}");
    }
    for word in ["owner", "owner=@/etc/passwd", "x=1", "owner=' or 1=1 --", "by=moon", "owner=-"] {
        let run = said("\"owner=wang\"", &serde_json::to_string(word).expect("JSON"));
        assert!(matches!(run.code, 3 | 5), "{word}: {run:?}");
    }
    for (key, values) in [
        (
            "made",
            &["never", "0000-01-01T00:00:00Z", "9999-12-31T23:59:59-23:59", "-262143-01-01T00:00:00Z"][..],
        ),
        ("as_of", &["never", "0001-01-01", "9999-12-31", "2026-02-30"]),
        ("person", &["nobody", "\\u001b[2J", "../x"]),
        ("version", &["999", "\\u001b[2J"]),
        ("lang", &["xx", ""]),
    ] {
        let start = format!("\"{key}\":\"");
        let old = good.rsplit_once(&start).and_then(|(_, rest)| rest.split_once('"')).expect("the key").0;
        for value in values {
            let run = said(&format!("{start}{old}\""), &format!("{start}{value}\""));
            let refused = *key == *"person" && run.code == 7;
            assert!(refused || matches!(run.code, 1 | 3 | 5), "{key} {value}: {run:?}");
            assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{run:?}");
        }
    }
    assert_eq!(said(" -->\n", " -->").code, 5, "the end is cut");
    assert_eq!(said("<!-- kehu {", "<!-- kehu [").code, 5);
    world.write("deep.csv.kehu.json", "[".repeat(100_000));
    world.write("deep.csv", "a");
    assert_eq!(world.kehu(&["report", "--verify", "../deep.csv"]).code, 5);
}

#[test]
fn who_sees_less_does_not_verify_what_others_see() {
    let world = book();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    let _ = world.kehu(&["report", "value", "--out", "../all.md"]).ok();
    world.be("li");
    let _ = world.kehu(&["new", "customer", "name=深圳云帆科技有限公司"]).ok();
    let _ = world.kehu(&["report", "value", "--out", "../own.xlsx"]).ok();
    verified(&world, "../own.xlsx");
    let said = world.kehu(&["report", "--verify", "../all.md"]).fails(7);
    assert!(said.contains("made for \"wang\""), "{said}");
    let forged = world.read("all.md").replace("\"person\":\"wang\"", "\"person\":\"li\"");
    world.write("all.md", forged);
    let run = world.kehu(&["report", "--verify", "../all.md"]);
    assert_eq!(run.code, 1, "{run:?}");
    // The role of an admin ends at their security level; only who sees all of them stands in for others.
    world.be("wang");
    let said = world.kehu(&["report", "--verify", "../own.xlsx"]).fails(7);
    assert!(said.contains("made for \"li\""), "{said}");
}

#[test]
fn a_report_of_the_book_that_is_wrong_does_not_stop_the_others() {
    let world = book();
    world.write("book/reports/broken.sql", "select 1");
    let fine = "/*\ntitle: Fine\ncolumns: {n: {as: count}}\n*/\nselect 1 as n";
    world.write("book/reports/index.sql", fine);
    world.write("book/reports/每月.sql", fine);
    let _ = world.git(&["add", "reports"]);
    let _ = world.git(&["commit", "-qm", "reports"]);
    let run = world.kehu(&["report", "--all", "--out", "../all", "--files", "html,json", "--json"]);
    assert_eq!(run.code, 5, "{run:?}");
    let json: serde_json::Value = serde_json::from_str(&run.stdout).expect("JSON");
    assert_eq!(json["failed"], serde_json::json!(["broken", "index"]));
    assert!(json["files"].as_array().expect("files").contains(&"每月.json".into()), "{json}");
    let contents = world.read("all/index.html");
    assert!(contents.contains("href=\"value.html\"") && !contents.contains("broken"), "{contents}");
    // The page of contents is no report.
    assert_eq!(listed(&world, "all") + 1, json["files"].as_array().map_or(0, Vec::len));
    verified(&world, "../all/每月.json");
    verified(&world, "../all/value.html");
}

/// How many files the list of a folder tells of; each is there as it is told.
#[track_caller]
fn listed(world: &World, folder: &str) -> usize {
    let list: serde_json::Value =
        serde_json::from_str(&world.read(&format!("{folder}/reports.json"))).expect("JSON");
    let files = list["files"].as_array().expect("files");
    for file in files {
        let name = file["file"].as_str().expect("a name");
        let bytes = fs::read(world.path(&format!("{folder}/{name}"))).expect(name);
        let digest: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(file["sha256"], digest, "{name}");
    }
    files.len()
}

#[test]
fn killed_in_the_middle_every_file_is_whole_and_the_list_is_true() {
    let world = book();
    let words = ["report", "--all", "--out", "../all", "--files", "html,csv"];
    let clock = std::time::Instant::now();
    let _ = world.kehu(&words).ok();
    let whole = clock.elapsed();
    let count = listed(&world, "all");
    let mut lists = 0;
    for number in 0..10_u32 {
        let _ = world.kehu(&["set", "HP", &format!("remarks=value {number}")]).ok();
        let mut child = world
            .command(env!("CARGO_BIN_EXE_kehu"), "book")
            .args(words)
            .stderr(std::process::Stdio::null())
            .spawn()
            .expect("started");
        std::thread::sleep(whole * (1 + 2 * number) / 10);
        let _ = child.kill();
        let _ = child.wait();
        for file in fs::read_dir(world.path("all")).expect("the folder") {
            let path = file.expect("a file").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if name.ends_with(".html") && !name.starts_with('.') {
                let text = fs::read_to_string(&path).expect("a page");
                assert!(text.ends_with("</html>\n"), "{name} is cut after kill {number}");
            }
        }
        if world.path("all/reports.json").exists() {
            assert_eq!(listed(&world, "all"), count);
            lists += 1;
        }
    }
    assert!(lists > 0, "no list was ever looked at");
    let _ = world.kehu(&words).ok();
    assert_eq!(listed(&world, "all"), count);
}
