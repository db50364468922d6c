//! A fault at every step of every writing command, and of the answers that bring index and tables in step.
#![cfg(debug_assertions)]

use crate::fire::{Deed, Fire};
use crate::full;
use crate::world::World;

const NEXT: &[&str] = &["log", "HP", "the next command works without help"];

fn deed(prepare: fn(&World), words: &'static [&'static str]) -> Deed {
    Deed { prepare, words, book: "book", next: NEXT }
}

fn nothing(_: &World) {}

/// Strikes a writing command at every step.
fn write_under(deed: Deed, hows: &[&str]) {
    let fire = Fire::new(deed);
    let words = fire.deed.words;
    let before = fire.head();
    let (steps, run) = fire.steps();
    assert_eq!(run.code, 0, "{run:?}");
    assert!(steps.len() > 5, "{words:?}: {steps:?}");
    let after = fire.head();
    assert_ne!(before, after, "{words:?} writes");
    for how in hows {
        for (number, step) in steps.iter().enumerate().step_by(stride(steps.len())) {
            let when = format!("{words:?}, {how} at {} ({step})", number + 1);
            fire.restore();
            let run = fire.strike(&format!("{how}:{}", number + 1));
            let head = fire.head();
            assert!(!run.stderr.contains("panicked"), "{when}: {run:?}");
            let dies = ["kill", "torn"].contains(how);
            match run.code {
                0 => assert_eq!(head, after, "{when}: acknowledged and not there"),
                -1 if dies => assert!(head == before || head == after, "{when}: {head}"),
                code => {
                    assert!((1..=7).contains(&code) && !dies, "{when}: {run:?}");
                    assert_eq!(head, before, "{when}: refused, and yet done: {run:?}");
                }
            }
            let next = fire.next();
            assert_eq!(next.code, 0, "after {when}: {next:?}");
            fire.assert_well(&when);
            let parent = fire.world.git_in(fire.deed.book, &["rev-parse", "HEAD~1"]);
            let stands = if fire.deed.next == NEXT { parent.trim() == head } else { true };
            assert!(stands, "{when}: history moved under it");
        }
    }
    println!("{words:?}: {} steps, one in {} struck by {hows:?}", steps.len(), stride(steps.len()));
}

/// Strikes an answer at every step: it is right, or it died; the next one is right.
fn read_under(deed: Deed, hows: &[&str]) {
    let fire = Fire::new(deed);
    let words = fire.deed.words;
    let (steps, run) = fire.steps();
    let right = run.ok();
    assert!(steps.len() > 1, "{words:?}: {steps:?}");
    for how in hows {
        for (number, step) in steps.iter().enumerate().step_by(stride(steps.len())) {
            let when = format!("{words:?}, {how} at {} ({step})", number + 1);
            fire.restore();
            let run = fire.strike(&format!("{how}:{}", number + 1));
            let died = ["kill", "torn"].contains(how);
            assert!(run.code == 0 || (died && run.code == -1), "{when}: {run:?}");
            assert!(run.code != 0 || run.stdout == right, "{when}: {run:?}");
            assert_eq!(fire.strike("").ok(), right, "after {when}");
            assert_eq!(fire.next().code, 0, "after {when}");
            fire.assert_well(&when);
        }
    }
    println!("{words:?}: {} steps, one in {} struck by {hows:?}", steps.len(), stride(steps.len()));
}

/// Every step where everything is to be tried, a handful spread over all of them otherwise.
fn stride(steps: usize) -> usize {
    if full() { 1 } else { steps.div_ceil(5).max(1) }
}

/// All ways of failing where everything is to be tried, the first ones otherwise.
fn hows(few: usize) -> &'static [&'static str] {
    let all = &["kill", "full", "torn", "denied"];
    if full() { all } else { &all[..few] }
}

#[test]
fn set_at_every_step() {
    write_under(deed(nothing, &["set", "HP", "level=5", "remarks=改"]), hows(4));
}

#[test]
fn log_at_every_step() {
    write_under(deed(nothing, &["log", "HP", "--call", "谈过"]), hows(1));
}

#[test]
fn new_at_every_step() {
    write_under(deed(nothing, &["new", "customer", "name=深圳新来者有限公司"]), hows(1));
}

#[test]
fn rm_at_every_step() {
    write_under(deed(nothing, &["rm", "jinke"]), hows(1));
}

#[test]
fn merge_at_every_step() {
    write_under(deed(nothing, &["merge", "HP", "jinke", "--prefer", "keep"]), hows(1));
}

#[test]
fn unmerge_at_every_step() {
    let merged = |world: &World| drop(world.kehu(&["merge", "HP", "jinke", "--prefer", "keep"]).ok());
    write_under(deed(merged, &["unmerge", "jinke"]), hows(1));
}

#[test]
fn handover_at_every_step() {
    let team = |world: &World| {
        for id in ["wang", "li"] {
            let email = format!("email={id}@mingyi.example");
            let _ = world.kehu(&["new", "person", &format!("name={id}"), &email, "roles+=manager"]);
            let _ = world.kehu(&["new", "person", &format!("name={id}"), &email]);
        }
    };
    write_under(deed(team, &["handover", "wang", "li"]), hows(1));
}

#[test]
#[ignore = "takes minutes: a hundred and sixty steps of seventy files; run with KEHU_TORTURE=full"]
fn import_at_every_step() {
    let batch = |world: &World| {
        let rows: String =
            (0..70).map(|row| format!("批量客户{row}号,0755-{}\n", 20_000_000 + row * 37)).collect();
        world.write("batch.csv", format!("name,phone\n{rows}"));
    };
    let words = &["import", "customer", "../batch.csv", "--on-duplicate", "import"];
    write_under(deed(batch, words), hows(1));
}

#[test]
fn save_at_every_step() {
    let edited = |world: &World| {
        let card = world.card("HP");
        world.write(&card, world.read(&card).replace("level: 3", "level: 6"));
        world.write("book/people/hand.yaml", "name: 手\nemail: hand@mingyi.example\n");
    };
    write_under(Deed { next: &["save"], ..deed(edited, &["save"]) }, hows(1));
}

#[test]
fn undo_at_every_step() {
    let done = |world: &World| drop(world.kehu(&["set", "HP", "level=6"]).ok());
    write_under(deed(done, &["undo"]), hows(1));
}

#[test]
fn attach_at_every_step() {
    let paper = |world: &World| world.write("offer.txt", "报价".repeat(3000));
    write_under(deed(paper, &["attach", "HP", "../offer.txt", "name=报价单"]), hows(1));
}

#[test]
fn a_bare_book_at_every_step() {
    let bare = |world: &World| world.bare("bare.git");
    write_under(Deed { book: "bare.git", ..deed(bare, &["set", "HP", "level=5"]) }, hows(1));
}

#[test]
fn a_sparse_checkout_at_every_step() {
    let part = |world: &World| {
        let _ = world.git_in(".", &["clone", "-q", "--sparse", "book", "part"]);
        let _ = world.git_in("part", &["sparse-checkout", "set", "--sparse-index", "people"]);
    };
    write_under(Deed { book: "part", ..deed(part, &["set", "HP", "level=5"]) }, hows(1));
}

#[test]
fn a_sparse_checkout_with_a_whole_index_at_every_step() {
    let part = |world: &World| {
        let _ = world.git_in(".", &["clone", "-q", "--sparse", "book", "part"]);
        let _ = world.git_in("part", &["sparse-checkout", "set", "--no-sparse-index", "people"]);
    };
    write_under(Deed { book: "part", ..deed(part, &["set", "HP", "level=5"]) }, hows(1));
}

#[test]
fn an_answer_of_the_index_at_every_step() {
    let behind = |world: &World| {
        let _ = world.kehu(&["find", "惠普"]).ok();
        let _ = world.kehu(&["log", "HP", "--call", "索引之后"]).ok();
    };
    read_under(deed(behind, &["find", "索引之后", "--json"]), hows(4));
    let none = |world: &World| drop(std::fs::remove_dir_all(world.path("book/.git/kehu/search")));
    read_under(deed(none, &["find", "惠普", "--json"]), hows(4));
}

#[test]
fn an_answer_of_the_tables_at_every_step() {
    let behind = |world: &World| {
        let _ = world.kehu(&["sql", "select 1"]).ok();
        let _ = world.kehu(&["set", "HP", "level=6"]).ok();
    };
    let words = &["sql", "select name, level from customer order by name", "--json"];
    read_under(deed(behind, words), hows(4));
    read_under(deed(nothing, words), hows(4));
}
