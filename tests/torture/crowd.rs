//! Eight that write and four that read, at once: no answer is stale or half, nothing acknowledged is lost or there twice.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::full;
use crate::moments::Dice;
use crate::world::World;

const WRITERS: u64 = 8;
const READERS: u64 = 4;

/// What the crowd knows of the book: begun by somebody, acknowledged by kehu.
#[derive(Default)]
struct Known {
    begun: BTreeSet<String>,
    made: BTreeMap<String, String>,
    going: BTreeSet<String>,
    gone: BTreeSet<String>,
    entries_begun: BTreeSet<String>,
    entries: BTreeSet<String>,
    last: BTreeMap<String, String>,
    commits: usize,
    writes: usize,
    reads: usize,
}

/// How to start the program from any thread.
struct Start {
    folder: PathBuf,
    env: Vec<(OsString, OsString)>,
}

impl Start {
    fn of(world: &World, book: &str) -> Self {
        let command = world.command("true", book);
        let env = command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
        let env = env.filter(|(name, _)| !["KEHU_SEED", "KEHU_NOW"].iter().any(|out| name == out)).collect();
        Self { folder: world.path(book), env }
    }

    fn kehu(&self, words: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kehu"));
        command.current_dir(&self.folder).env_clear().envs(self.env.iter().cloned()).stdin(Stdio::null());
        let output = command.args(words).output().expect("started");
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{words:?}: {} {said}", output.status);
        String::from_utf8(output.stdout).expect("UTF-8")
    }

    fn json(&self, words: &[&str]) -> Value {
        let text = self.kehu(words);
        serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{words:?}: half an answer: {error}: {text}"))
    }
}

fn write(start: &Start, known: &Mutex<Known>, writer: u64, until: Instant) {
    let mut dice = Dice(writer + 1);
    let know = || known.lock().expect("known");
    for number in 0.. {
        if Instant::now() >= until {
            return;
        }
        let name = format!("W{writer}N{number}");
        let mut commits = 1;
        match dice.below(10) {
            0..4 => {
                know().entries_begun.insert(name.clone());
                let _ = start.kehu(&["log", "HP", "--note", &name, "-q"]);
                know().entries.insert(name);
            }
            4..6 => {
                let person = format!("w{writer}");
                let _ = start.kehu(&["set", &person, &format!("extra.title={name}"), "-q"]);
                know().last.insert(person, name);
            }
            6..9 => {
                know().begun.insert(name.clone());
                let made = start.json(&["new", "product", &format!("name={name}"), "--json"]);
                know().made.insert(name, made["id"].as_str().expect("an id").to_owned());
            }
            _ => {
                let own = format!("W{writer}N");
                let chosen = {
                    let mut known = know();
                    let mine = known
                        .made
                        .iter()
                        .find(|(name, _)| name.starts_with(&own) && !known.going.contains(*name));
                    let chosen = mine.map(|(name, id)| (name.clone(), id.clone()));
                    known.going.extend(chosen.iter().map(|(name, _)| name.clone()));
                    chosen
                };
                match chosen {
                    Some((name, id)) => {
                        let _ = start.kehu(&["rm", &id, "-q"]);
                        know().gone.insert(name);
                    }
                    None => commits = 0,
                }
            }
        }
        let mut known = know();
        known.commits += commits;
        known.writes += commits;
    }
}

fn texts(rows: &Value, field: &str) -> Vec<String> {
    let rows = rows.as_array().expect("an array");
    rows.iter().map(|row| row[field].as_str().unwrap_or_default().to_owned()).collect()
}

/// Names in an answer: all that must be there, none that may not, none twice.
fn right(what: &str, names: Vec<String>, must: &BTreeSet<String>, may: &BTreeSet<String>) {
    let set: BTreeSet<String> = names.iter().cloned().collect();
    assert_eq!(set.len(), names.len(), "{what}: something is there twice");
    let stale: Vec<&String> = must.difference(&set).collect();
    assert!(stale.is_empty(), "{what}: acknowledged before it was asked, and not in the answer: {stale:?}");
    let foreign: Vec<&String> = set.difference(may).collect();
    assert!(foreign.is_empty(), "{what}: gone, or never made: {foreign:?}");
}

fn read(start: &Start, known: &Mutex<Known>, reader: u64, until: Instant) {
    let mut dice = Dice(100 + reader);
    let know = || known.lock().expect("known");
    let standing = |known: &Known| -> BTreeSet<String> { known.made.keys().cloned().collect() };
    while Instant::now() < until {
        let (made, gone, entries) = {
            let known = know();
            (standing(&known), known.gone.clone(), known.entries.clone())
        };
        // What may be there is asked after the answer came, what must be there before.
        let after = || {
            let known = know();
            let may: BTreeSet<String> = known.begun.difference(&gone).cloned().collect();
            let must: BTreeSet<String> = made.difference(&known.going).cloned().collect();
            (must, may, known.entries_begun.clone())
        };
        match dice.below(4) {
            0 => {
                let answer = start.json(&["list", "product", "--json"]);
                let (must, may, _) = after();
                right("list", texts(&answer, "name"), &must, &may);
            }
            1 => {
                let Some(entry) = entries.iter().next_back() else { continue };
                let answer = start.json(&["find", entry, "--json"]);
                let found = answer.as_array().expect("an array");
                assert!(found.iter().any(|hit| hit["name"] == entry.as_str()), "find {entry}: {answer}");
            }
            2 => {
                let answer = start.json(&["show", "HP", "--full", "--json"]);
                let (_, _, may) = after();
                right("show", texts(&answer["log"], "text"), &entries, &may);
            }
            _ => {
                let answer = start.json(&["sql", "select name from product", "--json"]);
                let (must, may, _) = after();
                right("sql", texts(&answer, "name"), &must, &may);
            }
        }
        know().reads += 1;
    }
}

fn crowd(book: &str) {
    let world = World::furnished();
    for writer in 0..WRITERS {
        let email = format!("email=w{writer}@mingyi.example");
        let _ = world.kehu(&["new", "person", &format!("name=W{writer}"), &email]).ok();
    }
    if book != "book" {
        world.bare(book);
    }
    let count = || -> usize {
        world.git_in(book, &["rev-list", "--count", "HEAD"]).trim().parse().expect("a number")
    };
    let before = count();
    let start = Start::of(&world, book);
    let known = Mutex::new(Known::default());
    let clock = Instant::now();
    let until = clock + Duration::from_secs(if full() { 120 } else { 4 });
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (start, known) = (&start, &known);
            scope.spawn(move || write(start, known, writer, until));
        }
        for reader in 0..READERS {
            let (start, known) = (&start, &known);
            scope.spawn(move || read(start, known, reader, until));
        }
    });
    let seconds = clock.elapsed().as_secs_f64();
    let known = known.into_inner().expect("known");
    assert_eq!(count() - before, known.commits, "each acknowledged command is one commit");
    let shown = start.json(&["show", "HP", "--full", "--json"]);
    right("the journal", texts(&shown["log"], "text"), &known.entries, &known.entries);
    let standing: BTreeSet<String> =
        known.made.keys().filter(|name| !known.gone.contains(*name)).cloned().collect();
    let listed = start.json(&["list", "product", "--json"]);
    right("the products", texts(&listed, "name"), &standing, &standing);
    for (person, title) in &known.last {
        assert_eq!(&start.json(&["show", person, "--json"])["extra"]["title"], title, "{person}");
    }
    assert_eq!(world.git_in(book, &["fsck", "--strict", "--no-dangling"]), "");
    if book == "book" {
        assert_eq!(world.git(&["status", "--porcelain"]), "");
    }
    println!(
        "{book}: {} commits of {} acknowledged writes; {:.1} writes and {:.1} reads per second",
        count() - before,
        known.writes,
        known.writes as f64 / seconds,
        known.reads as f64 / seconds
    );
}

#[test]
fn a_crowd_in_a_checkout() {
    crowd("book");
}

#[test]
fn a_crowd_in_a_bare_book() {
    crowd("bare.git");
}
