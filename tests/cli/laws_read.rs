//! Laws 1, 2, 4 and 8: HEAD is the database, a command is a commit or none, projections may go, stdout is data.

use std::fs;

use crate::world::World;

/// Verbs that only read, with words that find something in the furnished book.
pub const READS: &[&[&str]] = &[
    &["list", "customer", "--json"],
    &["list", "customer", "level:>=3", "--json"],
    &["list", "customer", "--count", "--json"],
    &["find", "huipu", "--json"],
    &["show", "HP", "--json"],
    &["history", "HP", "--json"],
    &["history", "--json"],
    &["kinds", "--json"],
    &["kinds", "customer", "--json"],
    &["check", "name=不曾有过的公司", "--json"],
    &["doctor", "--json"],
    &["status", "--json"],
];

/// Answers of the verbs that ask the index.
fn answers(world: &World, folder: &str) -> Vec<String> {
    let asked: [&[&str]; 6] = [
        &["list", "customer", "province:北京", "--json"],
        &["list", "customer", "--sort", "-level", "--json"],
        &["find", "金科", "--json"],
        &["find", "报价", "--json"],
        &["check", "13800138000", "--json"],
        &["show", "jinke", "--json"],
    ];
    asked.iter().map(|words| world.kehu_in(folder, words).stdout).collect()
}

fn logged() -> World {
    let world = World::furnished();
    let _ = world.kehu(&["log", "HP", "--call", "客户要求报价"]).ok();
    world
}

#[test]
fn law_1_reads_answer_from_head_not_from_the_working_file() {
    let world = World::furnished();
    let card = world.card("HP");
    let before = world.kehu(&["show", "HP", "--json"]).ok();
    world.write(&card, "name: 被手工改过的名字\n");
    assert_eq!(world.kehu(&["show", "HP", "--json"]).ok(), before);
    assert_eq!(world.kehu(&["find", "手工改过"]).code, 3);
    fs::remove_file(world.path(&card)).expect("removed");
    assert_eq!(world.kehu(&["show", "HP", "--json"]).ok(), before);
}

#[test]
fn law_1_a_bare_book_answers_like_a_checkout() {
    let world = logged();
    world.bare("bare.git");
    assert_eq!(answers(&world, "bare.git"), answers(&world, "book"));
    let _ = world.kehu_in("bare.git", &["set", "HP", "level=6"]).ok();
    let _ = world.kehu_in("bare.git", &["log", "HP", "在裸仓库中记录"]).ok();
    assert_eq!(world.kehu_in("bare.git", &["show", "HP", "--json"]).json()["level"], 6);
    assert_eq!(
        world.kehu_in("bare.git", &["show", "HP", "--json"]).json()["log"].as_array().map(Vec::len),
        Some(2)
    );
    let _ = world.git_in("bare.git", &["fsck", "--strict"]);
}

#[test]
fn law_1_at_a_commit_a_tag_or_a_day_shows_the_past() {
    let world = World::furnished();
    let _ = world.git(&["tag", "before"]);
    let _ = world.kehu(&["set", "HP", "level=7"]).ok();
    for at in ["HEAD~1", "before", world.git(&["rev-parse", "HEAD~1"]).trim()] {
        assert_eq!(world.kehu(&["show", "HP", "--at", at, "--json"]).json()["level"], 3, "at {at}");
        let listed = world.kehu(&["list", "customer", "level:7", "--at", at, "--json"]).json();
        assert_eq!(listed, serde_json::json!([]), "at {at}");
    }
    world.set_env("KEHU_NOW", "2026-12-24T10:00:00+08:00");
    let _ = world.kehu(&["set", "HP", "level=1"]).ok();
    assert_eq!(world.kehu(&["show", "HP", "--at", "2026-11-30", "--json"]).json()["level"], 7);
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["level"], 1);
    assert_eq!(world.kehu(&["set", "HP", "level=2", "--at", "HEAD~1"]).code, 2, "the past cannot be changed");
    assert_eq!(world.kehu(&["show", "HP", "--at", "1999-01-01"]).code, 3);
}

#[test]
fn law_2_a_write_is_one_commit_with_trailers() {
    let world = World::furnished();
    let writes: [(&[&str], &str); 6] = [
        (&["new", "customer", "name=深圳云帆科技有限公司"], "new"),
        (&["set", "HP", "level=5", "city=北京市", "tags+=vip"], "set"),
        (&["set", "HP", "jinke", "province=上海"], "set"),
        (&["log", "HP", "--visit", "看了样机"], "log"),
        (&["rm", "jinke"], "rm"),
        (&["undo"], "undo"),
    ];
    for (words, verb) in writes {
        let before = world.commits();
        let _ = world.kehu(words).ok();
        assert_eq!(world.commits(), before + 1, "{words:?}");
        let message = world.git(&["log", "-1", "--format=%B"]);
        assert!(message.contains(&format!("\nKehu-Verb: {verb}\n")), "{message}");
        assert!(message.contains("Kehu-Record: customer/"), "{message}");
        assert_eq!(world.git(&["log", "-1", "--format=%an <%ae>"]), "王芳 <wang@mingyi.example>\n");
        assert_eq!(world.git(&["status", "--porcelain"]), "", "the checkout is in step after {words:?}");
    }
}

#[test]
fn law_2_nothing_to_change_is_no_commit_and_says_so() {
    let world = World::furnished();
    let before = world.commits();
    let run = world.kehu(&["set", "HP", "level=3", "province=北京"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, "Nothing to change.\n"));
    assert_eq!(world.kehu(&["save"]).stderr, "Nothing to change.\n");
    for words in
        [&["set", "HP", "level=9"][..], &["new", "customer"], &["log", "HP", ""], &["rm", "nobody-0000"]]
    {
        assert_ne!(world.kehu(words).code, 0, "{words:?}");
    }
    for words in
        [&["set", "HP", "level=5", "-n"][..], &["log", "HP", "x", "-n"], &["rm", "HP", "-n"], &["undo", "-n"]]
    {
        let _ = world.kehu(words).ok();
    }
    assert_eq!(world.commits(), before);
    assert_eq!(world.git(&["status", "--porcelain"]), "");
}

#[test]
fn law_4_the_search_folder_may_be_deleted_truncated_or_garbled() {
    let world = logged();
    let right = answers(&world, "book");
    let folder = world.path("book/.git/kehu/search");
    fs::remove_dir_all(&folder).expect("deleted");
    assert_eq!(answers(&world, "book"), right, "deleted");
    for (what, bytes) in [("truncated", &b""[..]), ("garbled", &b"\x00garbage\xff\xfe{]"[..])] {
        for file in fs::read_dir(&folder).expect("a search folder").flatten() {
            if file.path().is_file() {
                fs::write(file.path(), bytes).expect(what);
            }
        }
        assert_eq!(answers(&world, "book"), right, "{what}");
    }
    for file in fs::read_dir(&folder).expect("a search folder").flatten().filter(|f| f.path().is_file()) {
        let bytes = fs::read(file.path()).expect("read");
        fs::write(file.path(), bytes.get(..bytes.len() / 2).unwrap_or_default()).expect("halved");
        assert_eq!(answers(&world, "book"), right, "half of {:?}", file.file_name());
    }
    fs::remove_dir_all(&folder).expect("deleted");
    fs::write(&folder, "a file where the folder was").expect("a file");
    assert_eq!(answers(&world, "book"), right, "a file in its place");
}

/// A lock of the index, held by this process.
fn held(world: &World, name: &str) -> fs::File {
    let path = world.path("book/.git/kehu/search").join(name);
    let file = fs::File::options().create(true).truncate(false).write(true).open(path).expect("a lock file");
    file.lock().expect("held");
    file
}

fn sees_a_change_while_held(lock: &str) {
    let world = logged();
    let _ = answers(&world, "book");
    let lock = held(&world, lock);
    let _ = world.kehu(&["set", "HP", "province=天津", "level=4"]).ok();
    let listed = world.kehu(&["list", "customer", "province:天津", "--json"]).json();
    assert_eq!(listed.as_array().map(Vec::len), Some(1));
    assert_eq!(world.kehu(&["list", "customer", "province:北京", "--json"]).json(), serde_json::json!([]));
    drop(lock);
}

#[test]
fn law_4_an_index_that_another_writes_still_answers_and_is_never_stale() {
    sees_a_change_while_held(".tantivy-writer.lock");
}

#[test]
fn law_4_an_index_whose_list_is_held_still_answers() {
    sees_a_change_while_held(".tantivy-meta.lock");
}

#[test]
fn law_4_a_book_that_cannot_be_written_still_answers() {
    use std::os::unix::fs::PermissionsExt as _;
    let world = logged();
    let right = answers(&world, "book");
    let state = world.path("book/.git/kehu");
    fs::remove_dir_all(&state).expect("deleted");
    let git = world.path("book/.git");
    fs::set_permissions(&git, fs::Permissions::from_mode(0o555)).expect("read-only");
    let root = fs::write(git.join("probe"), "").is_ok();
    if !root {
        assert_eq!(answers(&world, "book"), right);
        assert_eq!(world.kehu(&["set", "HP", "level=6"]).code, 1);
    }
    fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).expect("writable again");
}

#[test]
fn law_4_changes_that_came_by_plain_git_are_seen_at_once() {
    let world = logged();
    let card = world.card("HP");
    let _ = world.kehu(&["find", "HP"]).ok();
    world.write(&card, world.read(&card).replace("level: 3", "level: 6"));
    let _ = world.git(&["commit", "-qam", "by hand"]);
    assert_eq!(
        world.kehu(&["list", "customer", "level:6", "--json"]).json().as_array().map(Vec::len),
        Some(1)
    );
    assert_eq!(world.kehu(&["history", "HP", "--json"]).json()[0]["verb"], "git");
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    assert_eq!(world.kehu(&["list", "customer", "level:6", "--json"]).json(), serde_json::json!([]));
    assert_eq!(
        world.kehu(&["list", "customer", "level:3", "--json"]).json().as_array().map(Vec::len),
        Some(1)
    );
}

#[test]
fn law_1_a_plain_commit_of_a_hand_edit_is_as_good_as_save() {
    let saved = World::furnished();
    let committed = World::furnished();
    for world in [&saved, &committed] {
        let card = world.card("HP");
        world.write(&card, world.read(&card).replace("level: 3", "level: 6 # 手工"));
    }
    let _ = saved.kehu(&["save"]).ok();
    let _ = committed.git(&["commit", "-qam", "by hand"]);
    let tree = |world: &World| world.git(&["rev-parse", "HEAD^{tree}"]);
    assert_eq!(tree(&saved), tree(&committed));
    assert_eq!(answers(&saved, "book"), answers(&committed, "book"));
}

#[test]
fn law_8_stdout_parses_while_warnings_appear() {
    let world = logged();
    let card = world.card("HP");
    world.write(&card, world.read(&card) + "unknown_key: 保留\n");
    let _ = world.kehu(&["save"]).ok();
    world.write("book/notes.txt", "not a record");
    world.write("book/.git/kehu/search/meta.json", "{");
    for words in READS {
        for lang in ["en_US.UTF-8", "zh_CN.UTF-8"] {
            world.set_env("LANG", lang);
            let _ = world.kehu(words).json();
        }
    }
}
