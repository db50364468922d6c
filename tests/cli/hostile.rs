//! Law 10: nothing in a book runs a program, leaves its folder, or sends control characters to a terminal.

use std::fs;
use std::os::unix::fs::symlink;

use crate::world::World;

/// A name with an escape sequence, a bell, a line break and a right-to-left override, as YAML may hold it.
const NASTY: &str = "name: \"\\e[31m红\\a字\\u202Etxt.exe\\u0085公司\"\nneeds: \"\\e]0;pwned\\a文字\"\n";

fn is_raw(text: &str) -> bool {
    let bidi = |c: char| matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars().any(|c| (c.is_control() && c != '\n') || bidi(c))
}

/// A book that somebody else filled without asking kehu.
fn poisoned() -> World {
    let world = World::furnished();
    let card = world.card("HP");
    let text = world.read(&card);
    let rest: String =
        text.lines().filter(|line| !line.starts_with("name:")).map(|line| format!("{line}\n")).collect();
    world.write(&card, format!("{rest}{NASTY}"));
    let _ = world.git(&["commit", "-qam", "\u{1b}[31mred\u{202e} subject"]);
    world
}

fn stays_clean(formats: &[&str]) {
    let world = poisoned();
    let reads: [&[&str]; 6] = [
        &["list", "customer"],
        &["show", "HP", "--full"],
        &["find", "HP"],
        &["history", "HP"],
        &["history"],
        &["check", "010-65641234"],
    ];
    for format in formats {
        for words in reads {
            let run = world.kehu(&[words, &["--format", format]].concat());
            assert!(!is_raw(&run.stdout), "{words:?} {format}: {:?}", run.stdout);
            assert!(!is_raw(&run.stderr), "{words:?} {format}: {:?}", run.stderr);
        }
    }
}

#[test]
fn law_10_control_and_bidi_characters_never_reach_the_reader() {
    stays_clean(&["table", "md", "html"]);
}

#[test]
fn law_10_control_and_bidi_characters_stay_out_of_csv() {
    stays_clean(&["csv"]);
}

#[test]
fn law_10_control_and_bidi_characters_are_escaped_in_json() {
    stays_clean(&["json"]);
}

#[test]
fn law_10_control_and_bidi_characters_are_escaped_in_yaml() {
    stays_clean(&["yaml"]);
}

#[test]
fn law_10_control_and_bidi_characters_stay_out_of_an_export() {
    let world = poisoned();
    for format in ["csv", "tsv", "jsonl", "vcard"] {
        let text = world.kehu(&["export", "customer", "--as", format]).ok();
        let lines = text.replace("\r\n", "\n").replace('\t', " ");
        assert!(!is_raw(&lines), "{format}: {text:?}");
    }
}

#[test]
fn law_10_control_and_bidi_characters_stay_out_of_talk() {
    let world = poisoned();
    for words in [&["status"][..], &["doctor"], &["rm", "HP", "-n"], &["set", "HP", "level=4"], &["undo"]] {
        let run = world.kehu(words);
        assert!(!is_raw(&run.stdout) && !is_raw(&run.stderr), "{words:?}: {run:?}");
    }
}

#[test]
fn law_10_typed_control_characters_are_refused_and_not_echoed() {
    let world = World::new();
    for words in [
        &["new", "customer", "name=坏\u{1b}[31m名"][..],
        &["show", "\u{1b}[31mx"],
        &["find", "\u{1b}[31mzzzz"],
        &["list", "\u{1b}[31m"],
        &["list", "customer", "\u{1b}[31m:1"],
        &["set", "wang", "name=\u{202e}abc"],
    ] {
        let run = world.kehu(words);
        assert_ne!(run.code, 0, "{words:?}");
        assert!(!is_raw(&run.stdout) && !is_raw(&run.stderr), "{words:?}: {run:?}");
    }
}

#[test]
fn law_10_ids_cannot_leave_the_book() {
    let world = World::furnished();
    world.write("outside.yaml", "name: secret\n");
    for id in [
        "../../outside",
        "../outside.yaml",
        "/etc/passwd",
        "..",
        "a/../../outside",
        "HP/../../outside",
        "./x",
    ] {
        for words in
            [&["show", id][..], &["set", id, "level=3"], &["rm", id], &["log", id, "x"], &["edit", id]]
        {
            let run = world.kehu(words);
            assert!([2, 3, 5].contains(&run.code), "{words:?}: {run:?}");
            assert!(!run.stdout.contains("secret"));
        }
    }
    let _ = world.kehu(&["new", "customer", "name=../../outside"]);
    let _ = world.kehu(&["new", "person", "name=x", "email=../../../x@y.example"]);
    let files = world.git(&["ls-files"]);
    assert!(!files.contains(".."), "{files}");
    assert_eq!(world.read("outside.yaml"), "name: secret\n");
}

#[test]
fn law_10_a_linked_folder_is_not_followed() {
    let world = World::furnished();
    let card = world.card("HP");
    let folder = world.path(&card).parent().expect("a folder").to_owned();
    let outside = world.path("outside");
    fs::rename(&folder, &outside).expect("moved out");
    symlink(&outside, &folder).expect("a link");
    let before = fs::read_to_string(outside.join("customer.yaml")).expect("a card");
    for words in [&["set", "HP", "level=5"][..], &["log", "HP", "text"]] {
        let run = world.kehu(words);
        assert_eq!(run.code, 6, "{run:?}");
    }
    assert_eq!(fs::read_to_string(outside.join("customer.yaml")).expect("a card"), before);
    assert!(!outside.join("log.yaml").exists(), "nothing was written through the link");
}

#[test]
fn law_10_a_link_in_the_tree_is_no_record() {
    let world = World::furnished();
    world.write("secret.yaml", "name: 绝密内容\n");
    fs::create_dir_all(world.path("book/customers/aa/evil-00aa")).expect("a folder");
    symlink("../../../../secret.yaml", world.path("book/customers/aa/evil-00aa/customer.yaml"))
        .expect("a link");
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-qm", "a link"]);
    for words in
        [&["list", "customer"][..], &["show", "evil-00aa"], &["find", "绝密"], &["doctor"], &["status"]]
    {
        let run = world.kehu(words);
        assert!(!run.stdout.contains("绝密内容"), "{words:?}: {}", run.stdout);
        assert!(run.code >= 0, "{words:?} ended by a signal");
    }
}

#[test]
fn law_10_formulas_are_harmless_in_csv() {
    let world = World::furnished();
    let _ =
        world.kehu(&["set", "HP", "remarks==HYPERLINK(\"http://x\")", "address=+SUM(1)", "needs=-1+2"]).ok();
    let text = world.kehu(&["export", "customer", "--as", "csv"]).ok();
    assert!(!is_raw(&text));
    for cell in ["=HYPERLINK", "+SUM(1)", "-1+2"] {
        assert!(text.contains(&format!("'{cell}")), "{cell} is neutralised: {text}");
    }
    let table = world.kehu(&["list", "customer", "--format", "csv", "--columns", "id,address"]).ok();
    assert!(table.contains("'+SUM(1)"), "{table}");
}

#[test]
fn law_10_a_book_names_no_program() {
    let world = World::furnished();
    let marker = world.path("ran");
    let touch = format!("touch {}", marker.display());
    for (name, value) in
        [("core.editor", &touch), ("core.pager", &touch), ("core.fsmonitor", &touch), ("alias.log", &touch)]
    {
        let _ = world.git(&["config", name, value]);
    }
    let hook = format!("#!/bin/sh\n{touch}\n");
    for name in ["pre-commit", "post-commit", "reference-transaction", "post-index-change"] {
        world.write(&format!("book/.git/hooks/{name}"), &hook);
        let path = world.path(&format!("book/.git/hooks/{name}"));
        fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).expect("executable");
    }
    world.write("book/kehu.toml", world.read("book/kehu.toml") + "editor = \"touch ran\"\n");
    assert_eq!(world.kehu(&["save"]).code, 5, "an unknown setting is refused");
    world.set_env("EDITOR", "true");
    for words in
        [&["set", "HP", "level=5"][..], &["log", "HP", "x"], &["status"], &["edit", "HP"], &["history"]]
    {
        let _ = world.kehu(words);
    }
    assert!(!marker.exists(), "the repository's own configuration ran a program");
}

#[test]
fn law_10_yaml_bombs_and_broken_files_never_crash() {
    let world = World::furnished();
    let deep = format!("name: {}1{}\n", "[".repeat(5000), "]".repeat(5000));
    let bomb = (0..12).fold("a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned(), |text, n| {
        format!("{text}a{}: &a{} [*a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}, *a{n}]\n", n + 1, n + 1)
    });
    let bodies: [&[u8]; 9] = [
        deep.as_bytes(),
        bomb.as_bytes(),
        b"name: a\nname: b\n",
        b"\tname: a\n",
        b"name: \xff\xfe\n",
        b"",
        b"- list\n",
        b"name: [unclosed\n",
        b"name: !!python/object:os.system x\n",
    ];
    for (number, body) in bodies.iter().enumerate() {
        let folder = format!("book/customers/aa/bad{number}-00aa/customer.yaml");
        world.write(&folder, body);
        for words in [&["status"][..], &["save"]] {
            let run = world.kehu(words);
            assert!(matches!(run.code, 0 | 5), "{number} {words:?}: {run:?}");
        }
        let _ = world.git(&["add", "-A"]);
        let _ = world.git(&["commit", "-q", "--allow-empty", "-m", "bad"]);
    }
    for words in [
        &["list", "customer"][..],
        &["find", "HP"],
        &["show", "HP"],
        &["check", "惠普"],
        &["doctor"],
        &["history"],
    ] {
        let run = world.kehu(words);
        assert!((0..=7).contains(&run.code) && !run.stderr.contains("panicked"), "{words:?}: {run:?}");
    }
    assert!(world.kehu(&["find", "HP"]).stdout.contains("惠普中国有限公司"), "good records still answer");
}
