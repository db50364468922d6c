//! Law 10: nothing in a book stalls a command or leads out of it.

use std::os::unix::fs::symlink;
use std::time::Instant;

use crate::world::{Run, World};

/// A command that ends soon, without a panic.
#[track_caller]
fn soon(world: &World, words: &[&str]) -> Run {
    let start = Instant::now();
    let run = world.kehu(words);
    assert!(start.elapsed().as_secs() < 20, "{words:?} took {:?}", start.elapsed());
    assert!((0..=7).contains(&run.code) && !run.stderr.contains("panicked"), "{words:?}: {run:?}");
    run
}

fn commit(world: &World) {
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-qm", "somebody else's"]);
}

const SCHEMA: &str = "type: object\nx-kehu:\n  label: {en: Thing, zh: 物}\n  home: things/{id}.yaml\n  name: name\n  storage: card\n  id: {from: [name]}\n  list: [name]\n";

#[test]
fn law_10_a_pattern_that_tries_every_way_does_not_stall() {
    for pattern in ["^(a+)+$", "^(a|aa)*$", "(.*a){30}", "(?=x)a", "(a{1000}){1000}"] {
        let world = World::furnished();
        let field = format!("properties:\n  name: {{type: string, pattern: '{pattern}'}}\n");
        world.write("book/schemas/own/thing.yaml", format!("{SCHEMA}{field}"));
        commit(&world);
        let _ = soon(&world, &["new", "thing", &format!("name={}!", "a".repeat(4000))]);
        let _ = soon(&world, &["doctor"]);
    }
}

#[test]
fn law_10_more_kinds_than_anybody_needs_are_refused_in_words() {
    let world = World::furnished();
    let kind = |number: usize| {
        let text = SCHEMA.replace("things/", &format!("things{number}/"));
        let field = "properties:\n  name: {type: string}\n";
        world.write(&format!("book/schemas/own/thing{number}.yaml"), format!("{text}{field}"));
    };
    (0..500).for_each(kind);
    commit(&world);
    assert!(soon(&world, &["list", "customer"]).stdout.contains("惠普"));
    (500..800).for_each(kind);
    commit(&world);
    for words in [&["list", "customer"][..], &["set", "HP", "level=5"], &["doctor"]] {
        let told = soon(&world, words);
        assert!(told.code != 0 && format!("{told:?}").contains("500 kinds of its own"), "{told:?}");
    }
}

#[test]
fn law_10_a_settings_file_of_a_hundred_megabytes_is_refused_or_read_soon() {
    let world = World::furnished();
    let long = world.read("book/kehu.toml") + &format!("# {}\n", "x".repeat(100 << 20));
    world.write("book/kehu.toml", long);
    commit(&world);
    for words in [&["list", "customer"][..], &["set", "HP", "level=5"], &["status"]] {
        let _ = soon(&world, words);
    }
}

#[test]
fn law_10_a_journal_and_a_card_too_large_are_told_and_the_rest_answers() {
    let world = World::furnished();
    let card = world.card("jinke");
    let journal = card.replace("customer.yaml", "log.yaml");
    world.write(&journal, "---\nid: a\nat: \"2026-11-25T09:00:00+08:00\"\ntext: x\n".repeat(600_000));
    world.write(&card, format!("{}remarks: {}\n", world.read(&card), "y".repeat(20 << 20)));
    commit(&world);
    for words in [&["doctor"][..], &["show", "jinke"], &["find", "HP"], &["sql", "select 1"]] {
        let _ = soon(&world, words);
    }
    assert!(soon(&world, &["find", "HP"]).stdout.contains("惠普"));
}

#[test]
fn law_10_a_file_that_unpacks_to_hundreds_of_megabytes_is_refused_before_it_is_unpacked() {
    let world = World::furnished();
    let journal = world.card("jinke").replace("customer.yaml", "log.yaml");
    world.write(&journal, vec![b'#'; 300 << 20]);
    commit(&world);
    for packed in [false, true] {
        if packed {
            let _ = world.git(&["repack", "-adq"]);
        }
        let _ = std::fs::remove_dir_all(world.path("book/.git/kehu"));
        for words in [&["show", "jinke"][..], &["doctor"], &["list", "customer"]] {
            let told = soon(&world, words);
            assert!(told.code != 0 && format!("{told:?}").contains("more than 256 MB"), "{told:?}");
        }
    }
    // As the hint says.
    let _ = world.git(&["rm", "-q", journal.trim_start_matches("book/")]);
    commit(&world);
    assert!(soon(&world, &["list", "customer"]).stdout.contains("惠普"));
}

#[test]
fn law_10_a_query_of_a_million_terms_is_refused() {
    let world = World::furnished();
    let query = "level:3 OR ".repeat(10_000) + "level:4";
    assert_eq!(soon(&world, &["list", "customer", &query]).code, 2);
    let deep = "(".repeat(1900) + "level:3" + &")".repeat(1900);
    let _ = soon(&world, &["list", "customer", &deep]);
}

#[test]
fn law_10_a_report_that_never_ends_is_stopped() {
    let world = World::furnished();
    let endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n";
    let run = soon(&world, &["sql", endless, "--timeout", "1"]);
    assert_ne!(run.code, 0, "{run:?}");
}

#[test]
fn law_10_links_and_modules_in_the_places_of_settings_are_not_followed() {
    let world = World::furnished();
    world.write("secret.toml", "company = \"绝密\"\n");
    std::fs::create_dir_all(world.path("book/reports")).expect("a folder");
    symlink("../../secret.toml", world.path("book/reports/leak.sql")).expect("a link");
    symlink("../secret.toml", world.path("book/people2.yaml")).expect("a link");
    let head = world.git(&["rev-parse", "HEAD"]);
    let module = format!("160000,{},people/sub.yaml", head.trim());
    let _ = world.git(&["update-index", "--add", "--cacheinfo", &module]);
    let _ = world.git(&["add", "reports", "people2.yaml"]);
    let _ = world.git(&["commit", "-qm", "links"]);
    for words in [
        &["report"][..],
        &["report", "leak"],
        &["list", "person"],
        &["doctor"],
        &["status"],
        &["sql", "select 1"],
    ] {
        let run = soon(&world, words);
        assert!(!run.stdout.contains("绝密") && !run.stderr.contains("绝密"), "{words:?}: {run:?}");
    }
}

#[test]
fn law_10_an_author_s_name_cannot_steer_the_terminal() {
    let world = World::furnished();
    let author = "\u{1b}[31mred\u{202e}\u{7} <x@y.example>";
    let card = world.card("HP");
    world.write(&card, world.read(&card).replace("level: 3", "level: 4"));
    let _ = world.git(&["commit", "-qam", "ordinary", "--author", author]);
    for format in ["table", "md", "html", "csv", "json", "yaml"] {
        for words in [&["history"][..], &["history", "HP"], &["undo", "-n"]] {
            let run = soon(&world, &[words, &["--format", format]].concat());
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(!said.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{words:?} {format}: {said:?}");
        }
    }
}
