//! Law 3: killed anywhere, HEAD is true and the next command repairs the rest.

use std::process::{Child, Stdio};
use std::time::Duration;

use crate::world::World;

/// Moments of each verb at which it is killed.
const MOMENTS: u64 = 40;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }
}

fn start(world: &World, words: &[&str]) -> Child {
    let mut command = world.command(env!("CARGO_BIN_EXE_kehu"), "book");
    command
        .env_remove("KEHU_SEED")
        .args(words)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().expect("started")
}

/// Runs commands, killing each at a random moment of the time one takes; counts those that ended well.
/// `seen` tells whether the change of a number is in the book.
fn kill(
    prepare: impl Fn(&World, u64),
    words: impl Fn(u64) -> Vec<String>,
    seen: impl Fn(&World, u64) -> bool,
) {
    let world = World::furnished();
    let run = |number: u64| {
        let words = words(number);
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        start(&world, &words)
    };
    prepare(&world, 0);
    let clock = std::time::Instant::now();
    assert!(run(0).wait().expect("ended").success(), "{:?}", words(0));
    let whole = u64::try_from(clock.elapsed().as_micros()).unwrap_or(100_000) * 3 / 2;
    let mut dice = Dice(whole | 1);
    for number in 1..=MOMENTS {
        prepare(&world, number);
        let mut child = run(number);
        std::thread::sleep(Duration::from_micros(dice.below(whole)));
        let _ = child.kill();
        let ended_well = child.wait().expect("ended").success();
        // The next command works without help, and an acknowledged change is there.
        let next = world.kehu(&["log", "jinke", &format!("after kill {number}")]);
        assert_eq!(next.code, 0, "after kill {number}: {next:?}");
        assert!(!ended_well || seen(&world, number), "change {number} was acknowledged and is lost");
    }
    let _ = world.git(&["fsck", "--strict"]);
    assert!(!world.path("book/.git/index.lock").exists());
    let leftovers = world.git(&["status", "--porcelain"]);
    let foreign: Vec<&str> = leftovers.lines().filter(|line| line.contains("kehu-new")).collect();
    assert!(foreign.is_empty(), "half-written files stay: {foreign:?}");
}

#[test]
fn acceptance_log_killed_at_random_moments() {
    let text = |number: u64| format!("killed entry {number:03}");
    kill(
        |_, _| (),
        |number| vec!["log".to_owned(), "HP".to_owned(), text(number)],
        |world, number| world.kehu(&["show", "HP", "--json"]).stdout.contains(&text(number)),
    );
}

#[test]
fn acceptance_set_killed_at_random_moments() {
    let world_is = |world: &World, number: u64| {
        world.kehu(&["show", "HP", "--json"]).json()["remarks"] == format!("value {number}")
    };
    kill(
        |_, _| (),
        |number| vec!["set".to_owned(), "HP".to_owned(), format!("remarks=value {number}")],
        world_is,
    );
}

#[test]
fn acceptance_new_killed_at_random_moments() {
    let name = |number: u64| format!("killed-{number:03}@fresh.example");
    kill(
        |_, _| (),
        |number| {
            let words = ["new".to_owned(), "person".to_owned(), format!("name=人{number}")];
            words.into_iter().chain([format!("email={}", name(number))]).collect()
        },
        |world, number| world.kehu(&["list", "person", "--json"]).stdout.contains(&name(number)),
    );
}

#[test]
fn acceptance_save_killed_at_random_moments() {
    let path = |number: u64| format!("people/hand{number:03}.yaml");
    kill(
        |world, number| {
            world.write(
                &format!("book/{}", path(number)),
                format!("name: 手\nemail: hand{number:03}@x.example\n"),
            );
        },
        |_| vec!["save".to_owned()],
        |world, number| world.git(&["ls-tree", "-r", "--name-only", "HEAD"]).contains(&path(number)),
    );
}

#[test]
fn acceptance_import_killed_at_random_moments() {
    kill(
        |world, number| {
            let rows: String =
                (0..60).map(|row| format!("批量客户{number}之{row},B{number}-{row}\n")).collect();
            world.write(&format!("batch{number}.csv"), format!("name,source_id\n{rows}"));
        },
        |number| {
            let file = format!("../batch{number}.csv");
            ["import", "customer", &file, "--on-duplicate", "import"].map(str::to_owned).to_vec()
        },
        |world, number| {
            let query = format!("source_id:\"B{number}-59\"");
            world.kehu(&["list", "customer", &query, "--count"]).stdout.trim() == "1"
        },
    );
}

#[test]
fn law_3_a_killed_writer_s_checkout_is_mended_by_the_next_command() {
    let world = World::furnished();
    let text = |number: u64| format!("remarks=value {number}");
    let mut dice = Dice(4711);
    for number in 0..MOMENTS {
        let words = text(number);
        let mut child = start(&world, &["set", "HP", &words]);
        std::thread::sleep(Duration::from_micros(dice.below(20_000)));
        let _ = child.kill();
        let _ = child.wait();
        let _ = world.kehu(&["set", "HP", &format!("needs=after {number}")]).ok();
        assert_eq!(world.git(&["status", "--porcelain"]), "", "after kill {number}");
    }
}
