//! The laws of the design, seen from outside.

use crate::world::World;

#[test]
fn law_1_reads_answer_from_the_commit_and_not_from_the_checkout() {
    let world = World::furnished();
    let card = world.card("HP");
    let before = world.read(&card);
    world.write(&card, before.replace("惠普中国有限公司", "改过的名字"));
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["name"], "惠普中国有限公司");
    let edits = world.kehu(&["status", "--json"]).json();
    assert_eq!(edits["edits"][0]["edit"], "changed");
    let _ = world.kehu(&["save"]).ok();
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["name"], "改过的名字");
    let then = world.kehu(&["show", "HP", "--at", "HEAD~1", "--json"]).json();
    assert_eq!(then["name"], "惠普中国有限公司");
}

#[test]
fn law_1_a_bare_book_answers_and_writes_like_a_checkout() {
    let world = World::furnished();
    world.bare("bare");
    for words in
        [&["list", "customer", "--json"][..], &["check", "惠普", "--json"], &["find", "huipu", "--json"]]
    {
        assert_eq!(world.kehu_in("bare", words).stdout, world.kehu(words).stdout, "{words:?}");
    }
    let _ = world.kehu_in("bare", &["log", "HP", "--call", "from the bare book"]).ok();
    let log = world.kehu_in("bare", &["show", "HP", "--json"]).json();
    assert_eq!(log["log"][0]["text"], "from the bare book");
}

#[test]
fn law_2_one_command_is_one_commit_or_none() {
    let world = World::furnished();
    let start = world.commits();
    let _ = world.kehu(&["set", "HP", "level=5"]).ok();
    assert_eq!(world.commits(), start + 1);
    let message = world.git(&["log", "-1", "--format=%B"]);
    assert!(message.contains("Kehu-Verb: set") && message.contains("Kehu-Record: customer/hp-"), "{message}");
    let again = world.kehu(&["set", "HP", "level=5"]);
    assert!(again.stderr.contains("Nothing to change"), "{again:?}");
    assert_eq!(world.commits(), start + 1);
    let dry = world.kehu(&["set", "HP", "level=6", "-n", "--json"]).json();
    assert_eq!(dry["changes"][0]["new"], 6);
    assert_eq!(world.commits(), start + 1);
    assert_eq!(world.git(&["status", "--short"]), "");
}

#[test]
fn law_4_the_index_may_be_lost_or_damaged_at_any_time() {
    let world = World::furnished();
    let ask = || world.kehu(&["find", "惠普", "--json"]).stdout;
    let right = ask();
    let search = world.path("book/.git/kehu/search");
    std::fs::remove_dir_all(&search).expect("removed");
    assert_eq!(ask(), right);
    for entry in std::fs::read_dir(&search).expect("a folder").flatten() {
        std::fs::write(entry.path(), "damaged").expect("written");
    }
    assert_eq!(ask(), right);
    std::fs::remove_dir_all(&search).expect("removed");
    std::fs::write(&search, "a file where the folder should be").expect("written");
    assert_eq!(ask(), right);
}

#[test]
fn law_4_a_plain_commit_is_seen_at_once() {
    let world = World::furnished();
    let _ = world.kehu(&["find", "惠普"]).ok();
    let card = world.card("HP");
    world.write(&card, world.read(&card).replace("惠普中国有限公司", "惠普贸易上海有限公司"));
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let found = world.kehu(&["find", "惠普贸易", "--json"]).json();
    assert_eq!(found[0]["name"], "惠普贸易上海有限公司");
}

#[test]
fn law_5_what_a_person_wrote_survives() {
    let world = World::furnished();
    let card = world.card("HP");
    let hand = world.read(&card).replace("status:", "# asked twice\nmystery: {a: 1}\nstatus:  ");
    world.write(&card, &hand);
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["set", "HP", "level=7"]).ok();
    assert_eq!(world.read(&card), hand.replace("level: 3", "level: 7"));
    let changed = world.git(&["diff", "--numstat", "HEAD~1"]);
    assert!(changed.starts_with("1\t1\t"), "{changed}");
}

#[test]
fn law_5_a_comment_that_would_be_lost_stops_the_command() {
    let world = World::furnished();
    let card = world.card("jinke");
    let hand = world.read(&card).replace("contacts:\n", "contacts:\n  # the boss\n");
    world.write(&card, &hand);
    let _ = world.kehu(&["save"]).ok();
    let start = world.commits();
    let said = world.kehu(&["set", "jinke", "contacts="]).fails(6);
    assert!(said.contains("would lose a comment"), "{said}");
    assert_eq!((world.read(&card), world.commits()), (hand, start));
}

#[test]
fn law_3_unsaved_edits_are_never_run_over() {
    let world = World::furnished();
    let card = world.card("HP");
    let hand = world.read(&card).replace("level: 3", "level: 4");
    world.write(&card, &hand);
    let said = world.kehu(&["set", "HP", "status=won"]).fails(6);
    assert!(said.contains("has edits that are not saved") && said.contains("kehu save"), "{said}");
    assert_eq!(world.read(&card), hand);
}

#[test]
fn law_10_nothing_leaves_the_book_and_no_control_gets_out() {
    let world = World::furnished();
    let _ = world.kehu(&["show", "../../etc/passwd"]).fails(5);
    let _ = world.kehu(&["set", "HP", "name=a\u{1b}[2Jb"]).fails(5);
    let card = world.card("HP");
    let hostile = world.read(&card).replace("name: 惠普中国有限公司", "name: \"x\\e[2J\\u202Ey\"");
    world.write(&card, hostile);
    let _ = world.git(&["commit", "-qam", "hostile"]);
    let id =
        world.git(&["show", "--format=", "--name-only"]).split('/').nth(2).unwrap_or_default().to_owned();
    for words in [vec!["list", "customer"], vec!["show", &id], vec!["history", &id], vec!["doctor"]] {
        for format in ["table", "md", "html"] {
            let run = world.kehu(&[&words[..], &["--format", format]].concat());
            let said = format!("{}{}", run.stdout, run.stderr);
            assert!(!said.contains('\u{1b}') && !said.contains('\u{202e}'), "{words:?} {format}: {said:?}");
        }
    }
}

#[cfg(unix)]
#[test]
fn law_10_a_link_in_the_checkout_is_not_followed() {
    let world = World::furnished();
    let card = world.card("HP");
    let folder = world.path(&card).parent().expect("a folder").to_owned();
    let outside = world.path("outside");
    std::fs::rename(&folder, &outside).expect("moved");
    std::os::unix::fs::symlink(&outside, &folder).expect("linked");
    let before = std::fs::read(outside.join("customer.yaml")).expect("a card");
    let said = world.kehu(&["set", "HP", "level=7"]).fails(6);
    assert!(said.contains("link"), "{said}");
    assert_eq!(std::fs::read(outside.join("customer.yaml")).expect("a card"), before);
}

#[test]
fn law_1_a_sparse_checkout_answers_and_writes_like_a_whole_one() {
    for sparse_index in ["false", "true"] {
        let world = World::furnished();
        let _ = world.git_in(".", &["clone", "-q", "--sparse", "book", "part"]);
        let _ = world.git_in("part", &["config", "index.sparse", sparse_index]);
        let _ = world.git_in("part", &["sparse-checkout", "set", "people"]);
        let _ = world.kehu_in("part", &["log", "HP", "--call", "from a part"]).ok();
        let _ = world.kehu_in("part", &["set", "HP", "level=5"]).ok();
        assert_eq!(world.kehu_in("part", &["show", "HP", "--json"]).json()["level"], 5);
        assert_eq!(world.git_in("part", &["status", "--porcelain"]), "", "index.sparse={sparse_index}");
        world.write("part/people/li.yaml", "name: 李强\nemail: li@mingyi.example\n");
        assert!(world.kehu_in("part", &["status"]).ok().contains("people/li.yaml"));
        let _ = world.kehu_in("part", &["save"]).ok();
        assert_eq!(world.git_in("part", &["status", "--porcelain"]), "");
        let _ = world.kehu_in("part", &["show", "HP"]).ok();
        let _ = world.git_in("part", &["fsck", "--strict"]);
    }
}
