//! Two clones of the company: 1,000 commits that came and 100 of one's own, brought together by `kehu sync`, beside
//! `git pull --rebase && git push` of the same in a clone whose checkout has no records.

use std::time::Instant;

use super::ground::{Ground, KEHU, id, median, ms};

/// Commits that came.
const CAME: usize = 1000;
/// Commits of one's own.
const OWN: usize = 100;
/// Counted syncs, each from the same state.
const ROUNDS: usize = 3;

fn does(ground: &Ground, place: &str, program: &str, words: &[&str]) {
    let status = ground.command_in(place, program, words).status().expect("the program runs");
    assert!(status.success(), "{program} {words:?} in {place} ended with {status}");
}

/// Bare clones of the book and a hub, parted by [`CAME`] and [`OWN`] commits.
fn part(ground: &Ground, customers: usize) {
    does(ground, ".", "git", &["clone", "-q", "--bare", "b", "hub.git"]);
    for clone in ["ours", "theirs"] {
        does(ground, ".", "git", &["clone", "-q", "--bare", "hub.git", clone]);
        for (key, value) in [
            ("remote.origin.url", "../hub.git"),
            ("remote.origin.fetch", "+refs/heads/*:refs/remotes/origin/*"),
            ("branch.main.remote", "origin"),
            ("branch.main.merge", "refs/heads/main"),
        ] {
            does(ground, clone, "git", &["config", key, value]);
        }
        does(ground, clone, KEHU, &["list", "customer", "--count"]);
    }
    let log = |clone: &str, number: usize| {
        does(ground, clone, KEHU, &["log", &id("gs", number * (customers / (CAME + OWN))), "--call", "电话"]);
    };
    (0..CAME).for_each(|number| log("theirs", number));
    (CAME..CAME + OWN).for_each(|number| log("ours", number));
    does(ground, "theirs", "git", &["push", "-q", "origin", "main"]);
}

/// Measures a sync, and the same by git.
pub fn sync(ground: &Ground, customers: usize) {
    ground.be("wang");
    part(ground, customers);
    let parted = ["hub.git", "ours"];
    let copy = |from: &str, to: &str| does(ground, ".", "cp", &["-a", from, to]);
    parted.iter().for_each(|place| copy(place, &format!("kept-{place}")));
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        for place in parted {
            does(ground, ".", "rm", &["-rf", place]);
            copy(&format!("kept-{place}"), place);
        }
        let clock = Instant::now();
        does(ground, "ours", KEHU, &["sync"]);
        times.push(clock.elapsed());
    }
    let own = ms(median(times));
    does(ground, ".", "rm", &["-rf", "hub.git"]);
    copy("kept-hub.git", "hub.git");
    // git's own way: nothing but the settings is checked out, and the branch is where `ours` was.
    does(ground, ".", "git", &["clone", "-q", "--no-checkout", "hub.git", "plain"]);
    for words in [
        &["sparse-checkout", "set", "--no-cone", "/kehu.toml"][..],
        &["fetch", "-q", "../kept-ours", "main"],
        &["reset", "-q", "--soft", "FETCH_HEAD"],
        &["read-tree", "-m", "-u", "HEAD"],
        &["config", "merge.kehu.driver", &format!("'{KEHU}' merge-driver %O %A %B %P")],
    ] {
        does(ground, "plain", "git", words);
    }
    let clock = Instant::now();
    does(ground, "plain", "git", &["pull", "-q", "--rebase", "origin", "main"]);
    does(ground, "plain", "git", &["push", "-q", "origin", "HEAD:main"]);
    let git = ms(clock.elapsed());
    println!(
        "{:<40} {own:>9.2} ms {:>8.2} x of git's {git:.2} ms",
        format!("sync of {CAME} + {OWN} commits"),
        own / git
    );
}
