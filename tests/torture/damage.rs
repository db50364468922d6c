//! Files below the git directory, cut short and with bits turned over: what is derived is made anew, and what is not
//! is refused in words. Never a wrong answer, never a panic.

use std::path::{Path, PathBuf};

use crate::full;
use crate::moments::Dice;
use crate::world::{Run, World};

const READS: [&[&str]; 3] = [
    &["list", "customer", "--json"],
    &["find", "惠普", "--json"],
    &["sql", "select name, level from customer order by name", "--json"],
];

/// What walks through the history, the trees and the checkout besides.
const WALKS: [&[&str]; 5] = [
    &["set", "HP", "level=4", "-n"],
    &["history", "HP"],
    &["list", "customer", "--at", "2026-09-01"],
    &["status"],
    &["verify"],
];

fn ask(world: &World) -> Vec<Run> {
    READS.iter().map(|words| world.kehu(words)).collect()
}

/// A file's content, harmed in a few ways.
fn harms(bytes: &[u8], dice: &mut Dice) -> Vec<Vec<u8>> {
    let mut all = vec![Vec::new(), bytes[..bytes.len() / 2].to_vec(), [bytes, b"junk"].concat()];
    for _ in 0..if full() { 24 } else { 2 } {
        let mut turned = bytes.to_vec();
        if !turned.is_empty() {
            let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap_or(0);
            turned[at] ^= 1 << dice.below(8);
        }
        all.push(turned);
    }
    all
}

/// An answer without its scores, which depend on all that is in the book.
fn unscored(answer: &str) -> String {
    let pieces = answer.split("\"score\":").enumerate();
    pieces
        .map(
            |(at, piece)| {
                if at == 0 {
                    piece
                } else {
                    piece.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
                }
            },
        )
        .collect()
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => files_below(&path, found),
            path => found.push(path),
        }
    }
    found.sort();
}

fn put(path: &Path, bytes: &[u8]) {
    // Objects are read-only: a new file takes the place.
    let _ = std::fs::remove_file(path);
    std::fs::write(path, bytes).expect("harmed");
}

fn furnished() -> (World, Vec<String>) {
    let world = World::furnished();
    let right = ask(&world).into_iter().map(Run::ok).collect();
    (world, right)
}

#[test]
fn harmed_projections_and_notes_are_made_anew() {
    let (world, right) = furnished();
    let mut files = Vec::new();
    files_below(&world.path("book/.git/kehu"), &mut files);
    assert!(files.len() > 8, "{files:?}");
    let intent = world.path("book/.git/kehu/intent");
    std::fs::write(&intent, "not an intent\n").expect("written");
    files.push(intent);
    let mut dice = Dice(1);
    let mut count = 0;
    let kept: Vec<(PathBuf, Vec<u8>)> =
        files.into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect();
    for (path, bytes) in &kept {
        for (number, harm) in harms(bytes, &mut dice).iter().enumerate() {
            put(path, harm);
            for (run, right) in ask(&world).iter().zip(&right) {
                assert_eq!(
                    (run.code, unscored(&run.stdout)),
                    (0, unscored(right)),
                    "{} harm {number}: {run:?}",
                    path.display()
                );
            }
            let set = world.kehu(&["log", "HP", &format!("harm {number} of {}", path.display())]);
            assert_eq!(set.code, 0, "{} harm {number}: {set:?}", path.display());
            count += 1;
        }
    }
    assert_eq!(world.git(&["status", "--porcelain"]), "");
    println!("{count} harms of {} derived files, all answered rightly", kept.len());
}

/// Right, or refused in words.
fn right_or_refused(run: &Run, right: &str, when: &str) -> bool {
    assert!(!run.stderr.contains("panicked") && (0..=7).contains(&run.code), "{when}: {run:?}");
    match run.code {
        0 => assert_eq!(run.stdout, right, "{when}: a wrong answer"),
        _ => assert!(
            run.stderr.contains("\"hint\"") || run.stderr.lines().count() > 1,
            "{when}: no word of what to do: {run:?}"
        ),
    }
    run.code == 0
}

fn harm_git(world: &World, right: &[String], files: &[PathBuf]) {
    let mut dice = Dice(2);
    let (mut answered, mut refused) = (0usize, 0usize);
    for path in files {
        let bytes = std::fs::read(path).expect("a file");
        for (number, harm) in harms(&bytes, &mut dice).iter().enumerate() {
            put(path, harm);
            // Derived files would hide the damage.
            let _ = std::fs::remove_dir_all(world.path("book/.git/kehu"));
            let when = format!("{} harm {number}", path.display());
            for (run, right) in ask(world).iter().zip(right) {
                match right_or_refused(run, right, &when) {
                    true => answered += 1,
                    false => refused += 1,
                }
            }
            // One of them at a time, unless all is to be tried.
            let turn = answered + refused;
            for (_, words) in WALKS.iter().enumerate().filter(|(at, _)| full() || turn % WALKS.len() == *at) {
                let run = world.kehu(words);
                assert!(!run.stderr.contains("panicked") && (0..=7).contains(&run.code), "{when}: {run:?}");
            }
            put(path, &bytes);
        }
    }
    assert_eq!(world.git(&["fsck", "--strict", "--no-dangling"]), "");
    println!("{} git files harmed: {answered} answers right, {refused} refused in words", files.len());
}

#[test]
fn harmed_loose_objects_and_refs_are_refused_in_words() {
    let (world, right) = furnished();
    let mut files = Vec::new();
    files_below(&world.path("book/.git/objects"), &mut files);
    files.push(world.path("book/.git/refs/heads/main"));
    files.push(world.path("book/.git/HEAD"));
    files.push(world.path("book/.git/index"));
    harm_git(&world, &right, &files);
}

#[test]
fn harmed_packs_are_refused_in_words() {
    let (world, right) = furnished();
    let _ = world.git(&["gc", "-q"]);
    let mut files = Vec::new();
    files_below(&world.path("book/.git/objects"), &mut files);
    assert!(files.iter().any(|path| path.extension().is_some_and(|end| end == "pack")), "{files:?}");
    harm_git(&world, &right, &files);
}

#[test]
fn a_branch_that_lost_its_commit_with_the_power_is_told_and_mended_as_told() {
    let (world, right) = furnished();
    let head = world.git(&["rev-parse", "HEAD"]);
    std::fs::write(world.path("book/.git/refs/heads/main"), "").expect("emptied");
    let said = world.kehu(READS[0]).fails(1);
    assert!(said.contains("refs/heads/main") && said.contains(head.trim()), "{said}");
    std::fs::write(world.path("book/.git/refs/heads/main"), head).expect("as told");
    assert_eq!(world.kehu(READS[0]).ok(), right[0]);
}

#[test]
fn an_object_that_lost_its_content_is_written_anew() {
    let world = World::furnished();
    let before = world.git(&["rev-parse", "HEAD"]);
    let words = ["set", "HP", "remarks=内容"];
    world.minutes.set(300);
    let _ = world.kehu(&words).ok();
    let blob = world.git(&["rev-parse", &format!("HEAD:{}", world.card("HP").trim_start_matches("book/"))]);
    let _ = world.git(&["reset", "-q", "--hard", before.trim()]);
    let path = format!("book/.git/objects/{}/{}", &blob[..2], blob[2..].trim());
    put(&world.path(&path), b"");
    world.minutes.set(300);
    let _ = world.kehu(&words).ok();
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["remarks"], "内容");
    assert_eq!(world.git(&["fsck", "--strict", "--no-dangling"]), "");
}
