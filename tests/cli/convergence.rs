//! Three clones at work apart, with everything people do: in the end all have one tree, and nothing anybody wrote is lost.
//!
//! `KEHU_SEEDS=20 KEHU_OPS=10000 KEHU_BIN=target/release/kehu` (an absolute path) runs it in full, `KEHU_FIRST=7` from another
//! seed on; the figures are printed, and with `KEHU_SAY=1` what was refused. With few customers, merged and handed over all the
//! time, the sides cross each other's way more often than in a year of work.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::chance::{Dice, FEW, Mix, WORK};
use crate::watch::{ANYWHERE, said, watch};
use crate::world::World;

const CLONES: [&str; 3] = ["wang", "li", "zhao"];

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// What a run has seen.
#[derive(Default)]
struct Seen {
    /// How often a verb was given, and how often it was done.
    verbs: BTreeMap<String, (usize, usize)>,
    /// Entries, plans among them, opportunities and free fields that were acknowledged.
    entries: BTreeSet<String>,
    cards: BTreeSet<String>,
    marks: BTreeSet<String>,
    /// What went away when somebody settled a conflict: it was chosen.
    settled: BTreeSet<String>,
    /// What syncs found in conflict, by field, and the pairs held as collisions.
    conflicts: BTreeMap<String, usize>,
    /// Records that are or were in conflict.
    disputed: BTreeSet<String>,
    collisions: usize,
}

#[test]
fn three_clones_end_in_one_tree() {
    all(&WORK, 1, 120);
}

#[test]
fn three_clones_with_few_customers_end_in_one_tree() {
    all(&FEW, 2, 120);
}

#[allow(clippy::print_stdout, reason = "the figures are for people")]
fn all(mix: &Mix, seeds: usize, ops: usize) {
    let (seeds, ops) = (number("KEHU_SEEDS", seeds), number("KEHU_OPS", ops));
    let first = number("KEHU_FIRST", 1);
    for seed in first..first + seeds {
        let started = std::time::Instant::now();
        let seen = run(seed as u64, ops, mix);
        let seconds = started.elapsed().as_secs_f64();
        let done: usize = seen.verbs.values().map(|(_, done)| done).sum();
        assert!(
            done * 10 >= ops * 6,
            "seed {seed}: only {done} of {ops} commands did something: {:?}",
            seen.verbs
        );
        println!(
            "seed {seed}: {done} of {ops} commands done, {:.1}/s; {} entries, {} fields, none lost; conflicts {:?}, {} \
             collisions; {:?}",
            ops as f64 / seconds,
            seen.entries.len(),
            seen.marks.len(),
            seen.conflicts,
            seen.collisions,
            seen.verbs
        );
    }
}

/// The program under test; `KEHU_BIN` names an optimised one for the full run.
fn program() -> String {
    std::env::var("KEHU_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_kehu").to_owned())
}

/// A command of one person; what it printed when it was done.
#[allow(clippy::print_stdout, reason = "asked for by KEHU_SAY")]
fn give(world: &World, seen: &mut Seen, who: &str, words: &[&str]) -> Option<Value> {
    let mut command = world.command(&program(), who);
    command.args(words).args(["--json", "--no-input"]).env("KEHU_SEED", world.minutes.get().to_string());
    command.env("GIT_AUTHOR_NAME", who).env("GIT_AUTHOR_EMAIL", format!("{who}@oa.com"));
    command.env("GIT_COMMITTER_NAME", who).env("GIT_COMMITTER_EMAIL", format!("{who}@oa.com"));
    let output = command.output().expect("a run");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let code = output.status.code().unwrap_or(-1);
    // Two that somebody else made one already cannot be merged again.
    let one = code == 2 && words[0] == "merge" && said.contains("itself");
    assert!(
        one || [0, 1, 3, 4, 5, 6].contains(&code) && !said.contains("panicked"),
        "{who}: {words:?}: {code}: {said}"
    );
    if std::env::var_os("KEHU_SAY").is_some() && code != 0 {
        println!("{who}: {words:?}: {code}: {said}");
    }
    let (given, done) = seen.verbs.entry(words[0].to_owned()).or_default();
    (*given, *done) = (*given + 1, *done + usize::from(code == 0));
    let answer = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    if words[0] == "sync" {
        assert_eq!(code, 0, "{who}: sync: {said}");
        for clash in answer["conflicts"].as_array().into_iter().flatten() {
            let field = clash["field"].as_str().unwrap_or_default();
            let field = field.rsplit_once(':').map_or(field, |(_, field)| field);
            *seen.conflicts.entry(field.to_owned()).or_default() += 1;
            seen.disputed.extend(clash["id"].as_str().map(str::to_owned));
        }
        seen.collisions += answer["collisions"].as_array().map_or(0, Vec::len);
        assert_eq!(answer["problems"], serde_json::json!([]), "{who}: sync: {answer}");
    }
    (code == 0).then_some(answer)
}

/// Customers that a clone holds now and that stand for themselves, in the order of their ids.
fn held(world: &World, who: &str, gone: &BTreeSet<String>) -> Vec<String> {
    let below = |folder| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    // Folders of two letters, and in them those of customers.
    let folders = below(world.path(&format!("{who}/customers"))).flat_map(below);
    let mut ids: Vec<String> =
        folders.filter_map(|path| Some(path.file_name()?.to_str()?.to_owned())).collect();
    ids.retain(|id| !gone.contains(id));
    ids.sort_unstable();
    ids
}

fn run(seed: u64, ops: usize, mix: &Mix) -> Seen {
    let world = World::empty();
    // Each run has moments, and so ids, of its own.
    world.minutes.set(seed * 100_000);
    let mut seen = Seen::default();
    let _ = world.git_in(".", &["init", "-q", "--bare", "hub"]);
    let _ = world.kehu_in(".", &["init", "wang"]).ok();
    let settings =
        format!("access = \"open\"\n{}", world.read("wang/kehu.toml").replace("access =", "# access ="));
    world.write("wang/kehu.toml", settings);
    let _ = world.kehu_in("wang", &["save"]).ok();
    for person in ["li", "zhao"] {
        let email = format!("email={person}@oa.com");
        let _ = world.kehu_in("wang", &["new", "person", &format!("name={person}"), &email]).ok();
    }
    let _ = world.git_in("wang", &["remote", "add", "origin", "../hub"]);
    let _ = give(&world, &mut seen, "wang", &["sync"]);
    for person in ["li", "zhao"] {
        let _ = world.git_in(".", &["clone", "-q", "hub", person]);
    }
    let mut dice = Dice(seed);
    // What was merged into another or taken out, as each clone knows by its own deeds.
    let mut gone: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for op in 0..ops {
        if op % 500 == 499 {
            // As git's own gc does now and then.
            for place in CLONES.iter().chain(&["hub"]) {
                let _ = world.git_in(place, &["repack", "-adq"]);
            }
        }
        let who = CLONES[dice.roll(3)];
        let gone = gone.entry(who).or_default();
        let ids = held(&world, who, gone);
        let mut any = || ids.get(dice.roll(ids.len().max(1))).cloned().unwrap_or_default();
        let (a, b) = (any(), any());
        let text = format!("s{seed}o{op}");
        // The first deeds make something to work on.
        let verb = if ids.len() < mix.least { "new" } else { mix.verb(dice.roll(100)) };
        match verb {
            "new" => {
                let name = format!("name=第{seed}-{op}号有限公司");
                let _ = give(&world, &mut seen, who, &["new", "customer", &name, "--anyway", "torture"]);
            }
            "log" => {
                if give(&world, &mut seen, who, &["log", &a, "--note", &text]).is_some() {
                    seen.entries.insert(text);
                }
            }
            "set" => {
                if give(&world, &mut seen, who, &["set", &a, &format!("extra.k{op}={text}")]).is_some() {
                    seen.marks.insert(text);
                }
            }
            "level" => {
                let _ = give(&world, &mut seen, who, &["set", &a, &format!("level={}", 1 + dice.roll(7))]);
            }
            "tag" => {
                let _ = give(&world, &mut seen, who, &["set", &a, &format!("tags+=t{}", dice.roll(5))]);
            }
            "merge" => {
                if a != b && give(&world, &mut seen, who, &["merge", &a, &b, "--prefer", "keep"]).is_some() {
                    gone.insert(b);
                }
            }
            "rm" => {
                if give(&world, &mut seen, who, &["rm", &a]).is_some() {
                    gone.insert(a);
                }
            }
            "handover" => {
                let others: Vec<&str> = CLONES.into_iter().filter(|other| *other != who).collect();
                let _ = give(&world, &mut seen, who, &["handover", who, others[dice.roll(2)]]);
            }
            "plan" => {
                if give(&world, &mut seen, who, &["plan", &a, "2099-12-01", &text]).is_some() {
                    seen.entries.insert(text);
                }
            }
            "opportunity" => {
                let (name, customer) = (format!("name={text}"), format!("customer={a}"));
                let made = ["new", "opportunity", &name, &customer, "--anyway", "torture"];
                if give(&world, &mut seen, who, &made).is_some() {
                    seen.cards.insert(text);
                }
            }
            "resolve" => {
                let disputed = ids.iter().find(|id| seen.disputed.contains(*id)).unwrap_or(&a).clone();
                let before = said(&world, who, ANYWHERE);
                if give(&world, &mut seen, who, &["resolve", &disputed, "--by", who]).is_some() {
                    let after = said(&world, who, ANYWHERE);
                    seen.settled.extend(before.into_iter().filter(|text| after.binary_search(text).is_err()));
                    seen.disputed.remove(&disputed);
                }
            }
            _ => {
                let watched =
                    std::env::var_os("KEHU_WATCH").map(|folder| (said(&world, who, ANYWHERE), folder));
                let _ = give(&world, &mut seen, who, &["sync"]);
                if let Some((before, folder)) = watched {
                    watch(&world, who, op, &before, &seen.settled, &folder);
                }
            }
        }
    }
    for who in CLONES.iter().chain(&CLONES) {
        let _ = give(&world, &mut seen, who, &["sync"]);
    }
    let tree = |who: &str| world.git_in(who, &["rev-parse", "HEAD^{tree}"]);
    assert_eq!((tree("wang"), tree("wang")), (tree("li"), tree("zhao")), "seed {seed}");
    let _ = world.git_in("wang", &["fsck", "--strict"]);
    let all = world.git_in("wang", &["grep", "-h", "", "HEAD", "--", "customers"]);
    let words: Vec<&str> = all.split_whitespace().collect();
    let mut logged: Vec<&str> = Vec::new();
    for pair in words.windows(2).filter(|pair| pair[0] == "text:") {
        logged.push(pair[1]);
    }
    logged.sort_unstable();
    for text in &seen.entries {
        let times = logged.iter().filter(|said| *said == text).count();
        assert_eq!(times, 1, "seed {seed}: the entry {text} is there {times} times");
    }
    for name in &seen.cards {
        let times = words.windows(2).filter(|pair| pair[0] == "name:" && pair[1] == name).count();
        assert_eq!(times, 1, "seed {seed}: the opportunity {name} is there {times} times");
    }
    for mark in seen.marks.difference(&seen.settled) {
        assert!(words.contains(&mark.as_str()), "seed {seed}: the field {mark} is lost");
    }
    let doctor = world.command(&program(), "wang").args(["doctor", "--json"]).output().expect("a run");
    let doctor: Value = serde_json::from_slice(&doctor.stdout).expect("JSON");
    assert_eq!(doctor["problems"], serde_json::json!([]), "seed {seed}");
    seen
}
