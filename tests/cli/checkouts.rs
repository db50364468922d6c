//! What is no record comes with a sync too: links, submodules, files that may be run. git has nothing to add.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};

use crate::syncing::apart;
use crate::world::{World, run};

/// li commits all of the checkout and pushes it.
fn li_pushes(world: &World) {
    let _ = world.git_in("li", &["add", "-A"]);
    let _ = world.git_in("li", &["commit", "-qm", "by hand"]);
    let _ = world.git_in("li", &["push", "-q", "origin", "HEAD"]);
}

/// The checkout is what HEAD is, for git and for kehu.
#[track_caller]
fn in_step(world: &World, clone: &str) {
    assert_eq!(world.git_in(clone, &["status", "--short"]), "", "{clone}");
    assert_eq!(world.kehu_in(clone, &["status", "--json"]).json()["edits"], serde_json::json!([]), "{clone}");
    assert!(world.kehu_in(clone, &["save"]).ok().is_empty());
    let out = world.git_in(clone, &["ls-files", "-s"]);
    let tree = world.git_in(clone, &["ls-tree", "-r", "HEAD"]);
    assert_eq!(out.lines().count(), tree.lines().count(), "{clone}: {out}");
}

fn link_to(world: &World, place: &str) -> Option<String> {
    let target = fs::read_link(world.path(place)).ok()?;
    Some(target.to_string_lossy().into_owned())
}

fn runs(world: &World, place: &str) -> bool {
    fs::metadata(world.path(place)).expect("a file").permissions().mode() & 0o111 == 0o111
}

fn let_run(world: &World, place: &str, mode: u32) {
    fs::set_permissions(world.path(place), fs::Permissions::from_mode(mode)).expect("set");
}

/// A submodule's entry, without the submodule.
fn module(world: &World, path: &str) {
    let head = world.git_in("li", &["rev-parse", "HEAD"]);
    let entry = format!("160000,{},{path}", head.trim());
    let _ = world.git_in("li", &["update-index", "--add", "--cacheinfo", &entry]);
    let _ = fs::create_dir_all(world.path("li").join(path));
}

#[test]
fn links_programs_and_submodules_come_with_a_sync_and_go_with_one() {
    let world = apart();
    world.write("li/a.txt", "hi\n");
    world.write("li/run.sh", "#!/bin/sh\n");
    world.write("li/plain.sh", "#!/bin/sh\n");
    world.write("li/docs/b.txt", "b\n");
    world.write("li/both", "a file\n");
    let_run(&world, "li/run.sh", 0o755);
    symlink("a.txt", world.path("li/README")).expect("a link");
    symlink("../a.txt", world.path("li/docs/up")).expect("a link");
    module(&world, "sub");
    li_pushes(&world);
    // Once moving forward, once merging.
    let _ = world.kehu_in("wang", &["sync"]).ok();
    in_step(&world, "wang");
    assert_eq!(link_to(&world, "wang/README").as_deref(), Some("a.txt"));
    assert_eq!(link_to(&world, "wang/docs/up").as_deref(), Some("../a.txt"));
    assert!(runs(&world, "wang/run.sh") && !runs(&world, "wang/plain.sh"));
    assert!(world.path("wang/sub").is_dir());

    // Each becomes what another was.
    for file in ["README", "docs/b.txt", "docs/up", "both"] {
        fs::remove_file(world.path("li").join(file)).expect("removed");
    }
    fs::remove_dir(world.path("li/docs")).expect("removed");
    world.write("li/README", "a text now\n");
    world.write("li/docs", "a file now\n");
    world.write("li/both/inner", "a folder now\n");
    let_run(&world, "li/run.sh", 0o644);
    let_run(&world, "li/plain.sh", 0o755);
    let _ = world.git_in("li", &["rm", "-q", "--cached", "sub"]);
    fs::remove_dir(world.path("li/sub")).expect("removed");
    symlink("a.txt", world.path("li/sub")).expect("a link");
    li_pushes(&world);
    let _ = world.kehu_in("wang", &["log", "jinke", "--note", "merge, not forward"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    in_step(&world, "wang");
    assert_eq!(world.read("wang/README"), "a text now\n");
    assert_eq!(world.read("wang/docs"), "a file now\n");
    assert_eq!(world.read("wang/both/inner"), "a folder now\n");
    assert!(!runs(&world, "wang/run.sh") && runs(&world, "wang/plain.sh"));
    assert_eq!(link_to(&world, "wang/sub").as_deref(), Some("a.txt"));
    world.be("li");
    let _ = world.kehu_in("li", &["sync"]).ok();
    in_step(&world, "li");
}

#[test]
fn whoever_lets_a_file_run_is_heard_though_another_wrote_it() {
    let world = apart();
    world.write("li/run.sh", "one\ntwo\nthree\n");
    li_pushes(&world);
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let_run(&world, "li/run.sh", 0o755);
    world.write("li/run.sh", "ONE\ntwo\nthree\n");
    li_pushes(&world);
    world.write("wang/run.sh", "one\ntwo\nTHREE\n");
    let _ = world.git_in("wang", &["commit", "-qam", "three"]);
    let _ = world.kehu_in("wang", &["sync"]).ok();
    in_step(&world, "wang");
    assert_eq!(world.read("wang/run.sh"), "ONE\ntwo\nTHREE\n");
    assert!(runs(&world, "wang/run.sh"));
}

#[test]
fn edits_of_a_link_or_a_file_in_its_place_are_not_run_over() {
    let world = apart();
    symlink("kehu.toml", world.path("li/l")).expect("a link");
    li_pushes(&world);
    world.write("wang/l", "mine");
    let said = world.kehu_in("wang", &["sync"]).fails(6);
    assert!(said.contains("l has edits that are not saved"), "{said}");
    assert_eq!(world.read("wang/l"), "mine");
    fs::remove_file(world.path("wang/l")).expect("removed");
    let _ = world.kehu_in("wang", &["sync"]).ok();
    fs::remove_file(world.path("li/l")).expect("removed");
    li_pushes(&world);
    fs::remove_file(world.path("wang/l")).expect("removed");
    symlink("people", world.path("wang/l")).expect("a link");
    let _ = world.kehu_in("wang", &["sync"]).fails(6);
    assert_eq!(link_to(&world, "wang/l").as_deref(), Some("people"));
}

#[test]
fn law_10_links_that_lead_out_are_not_made_and_nobody_misses_them() {
    let world = apart();
    let mine = world.read("home/.gitconfig");
    let out = ["../home/.gitconfig", "/etc/passwd", ".git/hooks", "people/../../home"];
    for (number, target) in out.iter().enumerate() {
        symlink(target, world.path(&format!("li/out{number}"))).expect("a link");
    }
    // The name under which kehu drafts its own file.
    symlink("../home/.gitconfig", world.path("li/.kehu.toml.kehu-new")).expect("a link");
    li_pushes(&world);
    let _ = world.kehu_in("wang", &["sync"]).ok();
    in_step(&world, "wang");
    for number in 0..out.len() {
        assert!(fs::symlink_metadata(world.path(&format!("wang/out{number}"))).is_err(), "{number}");
    }
    // What takes its place comes, and goes.
    fs::remove_file(world.path("li/out0")).expect("removed");
    fs::remove_file(world.path("li/out1")).expect("removed");
    fs::remove_file(world.path("li/out2")).expect("removed");
    world.write("li/out0", "a text\n");
    world.write("li/out1/inner", "a text\n");
    li_pushes(&world);
    let _ = world.kehu_in("wang", &["sync"]).ok();
    in_step(&world, "wang");
    assert_eq!(world.read("wang/out0"), "a text\n");
    assert_eq!(world.read("wang/out1/inner"), "a text\n");
    // git itself made the link here; kehu does not write through it.
    let settings = world.read("li/kehu.toml") + "language = \"en\"\n";
    world.write("wang/kehu.toml", settings);
    let _ = world.kehu_in("wang", &["save"]);
    let _ = world.kehu_in("wang", &["sync"]);
    world.be("li");
    let _ = world.kehu_in("li", &["sync"]);
    assert_eq!(world.read("home/.gitconfig").contains("company"), mine.contains("company"));
}

fn mktree(world: &World, lines: &str) -> String {
    run(world.command("git", "li").arg("mktree"), &["mktree"], lines).ok()
}

#[test]
fn law_10_a_name_that_leads_out_is_not_taken_in() {
    for name in ["..", ".git"] {
        let world = apart();
        world.write("evil", "#!/bin/sh\n");
        let blob = world.git_in("li", &["hash-object", "-w", "../evil"]);
        let inner = mktree(&world, &format!("100755 blob {}\tevil-file\n", blob.trim()));
        let top = world.git_in("li", &["ls-tree", "HEAD"]);
        let tree = mktree(&world, &format!("{top}040000 tree {}\t{name}\n", inner.trim()));
        let commit = world.git_in("li", &["commit-tree", tree.trim(), "-p", "HEAD", "-m", "evil"]);
        let _ = world.git_in("li", &["push", "-q", "origin", &format!("{}:refs/heads/main", commit.trim())]);
        let said = world.kehu_in("wang", &["sync"]);
        assert_ne!(said.code, 0, "{name}: {said:?}");
        assert!(!world.path("evil-file").exists() && !world.path("wang/.git/evil-file").exists(), "{name}");
        let _ = world.kehu_in("wang", &["log", "jinke", "--note", "it goes on"]).ok();
    }
}

#[test]
fn law_3_a_sync_killed_anywhere_is_mended_with_links_and_modes() {
    let world = apart();
    world.write("li/was", "a file\n");
    world.write("li/folder/inner", "a file\n");
    symlink("people", world.path("li/way")).expect("a link");
    li_pushes(&world);
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let before = world.git_in("wang", &["rev-parse", "HEAD"]);
    fs::remove_file(world.path("li/was")).expect("removed");
    fs::remove_file(world.path("li/way")).expect("removed");
    fs::remove_dir_all(world.path("li/folder")).expect("removed");
    world.write("li/was/inner", "a file\n");
    world.write("li/way/inner", "a file\n");
    world.write("li/folder", "#!/bin/sh\n");
    let_run(&world, "li/folder", 0o755);
    symlink("was/inner", world.path("li/link")).expect("a link");
    symlink("../home", world.path("li/out")).expect("a link");
    module(&world, "sub");
    li_pushes(&world);
    for step in 1..200 {
        let _ = world.git_in("wang", &["reset", "-q", "--hard", before.trim()]);
        let _ = fs::remove_dir(world.path("wang/sub"));
        world.set_env("KEHU_FAULT", &format!("kill:{step}"));
        let killed = world.kehu_in("wang", &["sync"]);
        world.set_env("KEHU_FAULT", "");
        let _ = world.kehu_in("wang", &["sync"]).ok();
        assert_eq!(world.git_in("wang", &["status", "--short"]), "", "killed at {step}");
        if killed.code == 0 {
            assert!(step > 8, "it passes {step} steps");
            return;
        }
    }
    panic!("a sync passes more than 200 steps");
}
