//! Three clones at work apart, with everything people do: in the end all have one tree, and nothing anybody wrote is lost.
//!
//! `KEHU_SEEDS=20 KEHU_OPS=10000 KEHU_BIN=target/release/kehu` (an absolute path) runs it in full; the figures are printed.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::world::World;

const CLONES: [&str; 3] = ["wang", "li", "zhao"];

/// A small generator of numbers that is the same everywhere (splitmix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % sides as u64) as usize
    }
}

fn number(name: &str, default: usize) -> usize {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

#[test]
#[allow(clippy::print_stdout, reason = "the figures are for people")]
fn three_clones_end_in_one_tree() {
    let (seeds, ops) = (number("KEHU_SEEDS", 1), number("KEHU_OPS", 120));
    for seed in 1..=seeds {
        let started = std::time::Instant::now();
        let (done, entries, conflicts) = run(seed as u64, ops);
        let seconds = started.elapsed().as_secs_f64();
        println!(
            "seed {seed}: {done} of {ops} commands done, {entries} entries, {conflicts} in conflict, {:.0}/s",
            ops as f64 / seconds
        );
    }
}

/// The program under test; `KEHU_BIN` names an optimised one for the full run.
fn program() -> String {
    std::env::var("KEHU_BIN").unwrap_or_else(|_| env!("CARGO_BIN_EXE_kehu").to_owned())
}

/// A command of one person; what it printed when it was done.
fn give(world: &World, who: &str, words: &[&str]) -> Option<Value> {
    let mut command = world.command(&program(), who);
    command.env_remove("KEHU_SEED").args(words).args(["--json", "--no-input"]);
    command.env("GIT_AUTHOR_NAME", who).env("GIT_AUTHOR_EMAIL", format!("{who}@oa.com"));
    command.env("GIT_COMMITTER_NAME", who).env("GIT_COMMITTER_EMAIL", format!("{who}@oa.com"));
    let output = command.output().expect("a run");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let code = output.status.code().unwrap_or(-1);
    assert!(
        [0, 1, 3, 4, 5, 6].contains(&code) && !said.contains("panicked"),
        "{who}: {words:?}: {code}: {said}"
    );
    if words[0] == "sync" {
        assert_eq!(code, 0, "{who}: sync: {said}");
    }
    (code == 0).then(|| serde_json::from_slice(&output.stdout).unwrap_or(Value::Null))
}

fn run(seed: u64, ops: usize) -> (usize, usize, usize) {
    let world = World::empty();
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
    let _ = give(&world, "wang", &["sync"]);
    for person in ["li", "zhao"] {
        let _ = world.git_in(".", &["clone", "-q", "hub", person]);
    }
    let mut dice = Dice(seed);
    let mut ids: Vec<String> = Vec::new();
    let (mut texts, mut marks) = (BTreeSet::new(), BTreeSet::new());
    let mut done = 0;
    for op in 0..ops {
        let who = CLONES[dice.roll(3)];
        let any = |dice: &mut Dice| ids.get(dice.roll(ids.len().max(1))).cloned().unwrap_or_default();
        let (a, b) = (any(&mut dice), any(&mut dice));
        let text = format!("s{seed}o{op}");
        let fine = match dice.roll(100) {
            0..15 => {
                let name = format!("name=第{seed}-{op}号有限公司");
                let made = give(&world, who, &["new", "customer", &name, "--anyway", "torture"]);
                ids.extend(made.as_ref().and_then(|made| made["id"].as_str().map(str::to_owned)));
                made.is_some()
            }
            15..45 => {
                let said = give(&world, who, &["log", &a, "--note", &text]).is_some();
                texts.extend(said.then(|| text.clone()));
                said
            }
            45..60 => {
                let mark = format!("extra.k{op}={text}");
                let said = give(&world, who, &["set", &a, &mark]).is_some();
                marks.extend(said.then(|| text.clone()));
                said
            }
            60..72 => {
                let level = format!("level={}", 1 + dice.roll(7));
                give(&world, who, &["set", &a, &level]).is_some()
            }
            72..76 => {
                let tag = format!("tags+=t{}", dice.roll(5));
                give(&world, who, &["set", &a, &tag]).is_some()
            }
            76..82 => give(&world, who, &["merge", &a, &b, "--prefer", "keep"]).is_some(),
            82..85 => give(&world, who, &["rm", &a]).is_some(),
            85..87 => {
                let to = CLONES[dice.roll(3)];
                give(&world, who, &["handover", who, to]).is_some()
            }
            87..89 => give(&world, who, &["plan", &a, "2026-12-01", &text]).is_some(),
            89..91 => give(&world, who, &["resolve", &a, "--by", who]).is_some(),
            _ => give(&world, who, &["sync"]).is_some(),
        };
        done += usize::from(fine);
    }
    for who in CLONES.iter().chain(&CLONES) {
        let _ = give(&world, who, &["sync"]);
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
    for text in &texts {
        let times = logged.iter().filter(|said| *said == text).count();
        assert_eq!(times, 1, "seed {seed}: the entry {text} is there {times} times");
    }
    for mark in &marks {
        assert!(words.contains(&mark.as_str()), "seed {seed}: the field {mark} is lost");
    }
    let doctor =
        world.command(env!("CARGO_BIN_EXE_kehu"), "wang").args(["doctor", "--json"]).output().expect("a run");
    let doctor: Value = serde_json::from_slice(&doctor.stdout).expect("JSON");
    assert_eq!(doctor["problems"], serde_json::json!([]), "seed {seed}");
    (done, texts.len(), all.matches("- field: ").count())
}
