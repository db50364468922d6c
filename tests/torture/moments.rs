//! Commands of every sort, killed at random moments.

use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use crate::full;
use crate::world::World;

/// Numbers that look random and are the same in every run.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

/// A command of round `number`, after what it needs was made ready.
type Verb = fn(&World, u64) -> Vec<String>;

const VERBS: &[Verb] = &[
    |_, number| words(&["log", "HP", "--note", &format!("entry {number}")]),
    |_, number| words(&["set", "HP", &format!("remarks=round {number}")]),
    |_, number| {
        let name = format!("name=人{number}");
        words(&["new", "person", &name, &format!("email=p{number}@fresh.example")])
    },
    |world, number| {
        let id = made(world, number);
        words(&["rm", &id])
    },
    |world, number| {
        let id = made(world, number);
        words(&["merge", "HP", &id, "--prefer", "keep"])
    },
    |world, number| {
        let id = made(world, number);
        let _ = world.kehu(&["merge", "HP", &id, "--prefer", "keep"]).ok();
        words(&["unmerge", &id])
    },
    |world, number| {
        let rows: String = (0..70).map(|row| format!("客户{number}之{row},B{number}-{row}\n")).collect();
        world.write("batch.csv", format!("name,source_id\n{rows}"));
        words(&["import", "customer", "../batch.csv", "--on-duplicate", "import"])
    },
    |world, number| {
        let card = world.card("HP");
        world.write(&card, format!("{}# by hand {number}\n", world.read(&card)));
        words(&["save"])
    },
    |world, number| {
        let _ = world.kehu(&["set", "HP", &format!("needs=round {number}")]).ok();
        words(&["undo"])
    },
    |world, number| {
        world.write("paper.txt", format!("paper {number}\n").repeat(500));
        words(&["attach", "HP", "../paper.txt"])
    },
    |world, number| {
        let (from, to) = if world.id_of_owner("HP") == "li" { ("li", "zhao") } else { ("zhao", "li") };
        let _ = world.kehu(&["set", "HP", &format!("owner={from}"), &format!("remarks=r{number}")]).ok();
        words(&["handover", from, to])
    },
    |world, number| {
        somebody_pushed(world, number);
        let _ = world.kehu(&["set", "HP", &format!("needs=own {number}")]).ok();
        words(&["sync"])
    },
];

/// Another clone has a commit of its own on the hub, whatever a sync that was killed has left there.
fn somebody_pushed(world: &World, number: u64) {
    if !world.path("hub").exists() {
        let _ = world.git_in(".", &["clone", "-q", "--bare", "book", "hub"]);
        let _ = world.git(&["remote", "add", "origin", "../hub"]);
        let _ = world.git_in(".", &["clone", "-q", "hub", "other"]);
    }
    // The `git push` of a killed sync may still be at work.
    for _ in 0..9 {
        let _ = world.git_in("other", &["fetch", "-q"]);
        let _ = world.git_in("other", &["reset", "-q", "--hard", "@{upstream}"]);
        let _ = world.kehu_in("other", &["set", "jinke", &format!("remarks=theirs {number}")]).ok();
        if world.command("git", "other").args(["push", "-q"]).status().is_ok_and(|status| status.success()) {
            return;
        }
    }
    panic!("nothing could be pushed");
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// A customer made for this round.
fn made(world: &World, number: u64) -> String {
    let name = format!("name=第{number}号待处理有限公司");
    let run = world.kehu(&["new", "customer", &name, "--anyway", "torture", "--json"]);
    run.json()["id"].as_str().expect("an id").to_owned()
}

impl World {
    fn id_of_owner(&self, name: &str) -> String {
        self.kehu(&["show", name, "--json"]).json()["owner"].as_str().unwrap_or_default().to_owned()
    }
}

fn start(world: &World, words: &[String]) -> Child {
    let mut command = world.command(env!("CARGO_BIN_EXE_kehu"), "book");
    command.args(words).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("started")
}

#[test]
fn commands_killed_at_random_moments_lose_nothing() {
    let world = World::furnished();
    for id in ["wang", "li", "zhao"] {
        let _ = world.kehu(&["new", "person", &format!("name={id}"), &format!("email={id}@mingyi.example")]);
    }
    world.set_env("KEHU_SEED", "");
    let rounds = if full() { 1000 } else { 55 };
    let mut dice = Dice(20_261_127);
    // How long each verb takes, in microseconds, learned as we go.
    let mut whole = vec![0u64; VERBS.len()];
    let head = || world.git(&["rev-parse", "HEAD"]).trim().to_owned();
    let (mut killed, mut ended, mut done) = (0, 0, 0);
    let mut entries = Vec::new();
    for number in 0..rounds + VERBS.len() as u64 {
        let verb = (number % VERBS.len() as u64) as usize;
        // The clock of a day has so many minutes.
        world.minutes.set(number % 600);
        let line = VERBS[verb](&world, number);
        let before = head();
        let clock = Instant::now();
        let mut child = start(&world, &line);
        let first = whole[verb] == 0;
        if !first {
            std::thread::sleep(Duration::from_micros(dice.below(whole[verb] * 11 / 10)));
            let _ = child.kill();
        }
        let status = child.wait().expect("ended");
        if first {
            whole[verb] = u64::try_from(clock.elapsed().as_micros()).unwrap_or(100_000);
        }
        let when = format!("round {number} {line:?}, {status}");
        let after = head();
        let moved = after != before;
        if moved {
            assert_eq!(world.git(&["rev-parse", "HEAD~1"]).trim(), before, "{when}: one commit or none");
        }
        match (status.success(), status.code()) {
            (true, _) => assert!(moved, "{when}: acknowledged and not there"),
            (false, None) => {}
            (false, Some(code)) => panic!("{when}: refused with {code}"),
        }
        if !first {
            ended += u64::from(status.success());
            killed += u64::from(!status.success());
            done += u64::from(!status.success() && moved);
        }
        if moved && line[0] == "log" {
            entries.push(line[3].clone());
        }
        let next = if line[0] == "save" { &["save"][..] } else { &["set", "jinke", "level=2"][..] };
        let next = world.kehu(next);
        assert_eq!(next.code, 0, "after {when}: {next:?}");
        assert_eq!(world.git(&["status", "--porcelain"]), "", "after {when}");
        if number % 100 == 99 {
            let _ = world.git(&["fsck", "--strict"]);
        }
    }
    assert_eq!(world.git(&["fsck", "--strict", "--no-dangling"]), "");
    let shown = world.kehu(&["show", "HP", "--full", "--json"]).json()["log"].to_string();
    for entry in &entries {
        assert_eq!(shown.matches(&format!("\"{entry}\"")).count(), 1, "{entry}");
    }
    println!("{killed} killed ({done} of them after the commit), {ended} ended before; all survived");
}
