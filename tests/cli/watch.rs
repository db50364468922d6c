//! What three clones at work apart say at a moment, and which sync was the first to go wrong.

use std::collections::BTreeSet;

use crate::world::World;

/// What matches in a clone's customers; asked beside the clock, which ids are made of.
pub fn said(world: &World, who: &str, pattern: &str) -> Vec<String> {
    let mut grep = std::process::Command::new("git");
    grep.arg("-C").arg(world.path(who)).args(["grep", "-hoE", pattern, "HEAD", "--", "customers"]);
    // Nothing yet is no failure.
    let all = String::from_utf8_lossy(&grep.output().expect("git runs").stdout).into_owned();
    let mut lines: Vec<String> = all.lines().map(str::to_owned).collect();
    lines.sort_unstable();
    lines
}

/// All that was made up by this test, wherever it stands.
pub const ANYWHERE: &str = "s[0-9]+o[0-9]+";

/// Asked for by `KEHU_WATCH=FOLDER`: finds the sync that lost something or put an entry or card into two places, and copies all
/// clones there.
pub fn watch(
    world: &World,
    who: &str,
    op: usize,
    before: &[String],
    settled: &BTreeSet<String>,
    folder: &std::ffi::OsStr,
) {
    let (things, all) = (said(world, who, "^(text|name): s[0-9]+o[0-9]+"), said(world, who, ANYWHERE));
    let twice = things.windows(2).find(|pair| pair[0] == pair[1]).map(|pair| &pair[0]);
    let lost = before.iter().find(|text| !settled.contains(*text) && all.binary_search(text).is_err());
    let git = |words: &[&str]| -> String {
        let run = std::process::Command::new("git").arg("-C").arg(world.path(who)).args(words).output();
        String::from_utf8_lossy(&run.expect("git runs").stdout).into_owned()
    };
    let merged = git(&["grep", "-l", "^merged_into", "HEAD", "--", "customers/*/*/customer.yaml"]);
    let files = git(&["ls-tree", "-r", "--name-only", "HEAD", "customers"]);
    let merged: Vec<&str> =
        merged.lines().filter_map(|path| path.strip_prefix("HEAD:")?.strip_suffix("customer.yaml")).collect();
    let left = files.lines().find(|path| {
        let folder = merged.iter().find(|folder| path.starts_with(**folder));
        folder.is_some_and(|folder| !path[folder.len()..].starts_with("customer.yaml"))
    });
    if twice.is_some() || lost.is_some() || left.is_some() {
        let copied = std::process::Command::new("cp").arg("-a").arg(world.path(".")).arg(folder).status();
        panic!(
            "after {op} {who} has one twice: {twice:?}, lost: {lost:?}, left behind: {left:?} ({copied:?})"
        );
    }
}
