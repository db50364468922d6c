//! Laws 5 and 6: what kehu does not understand survives, and it writes one canonical form.

use crate::world::World;

/// Lines added and removed between the last commit and the one before.
fn changed_lines(world: &World) -> Vec<String> {
    let diff = world.git(&["diff", "-U0", "HEAD~1", "HEAD"]);
    let is_change = |line: &&str| {
        (line.starts_with('+') || line.starts_with('-'))
            && !line.starts_with("+++")
            && !line.starts_with("---")
    };
    diff.lines().filter(is_change).map(str::to_owned).collect()
}

/// Saves a card as if written by hand.
fn by_hand(world: &World, name: &str, edit: impl Fn(&str) -> String) -> String {
    let card = world.card(name);
    world.write(&card, edit(&world.read(&card)));
    let _ = world.kehu(&["save"]).ok();
    card
}

#[test]
fn law_5_comments_unknown_keys_and_order_survive_a_set_of_one_line() {
    let world = World::furnished();
    let hand = "# 老客户, 小心对待\nlevel: 3   # 三级\nmy_own: {a: 1, b: [x, y]}\n\nname:   '惠普中国有限公司'\n\
                # about the phone\nphone: 010-65641234\nshort_name: HP\nstatus: basic\nowner: wang\n";
    let card = by_hand(&world, "HP", |_| hand.to_owned());
    let _ = world.kehu(&["set", "HP", "level=4"]).ok();
    assert_eq!(changed_lines(&world), ["-level: 3   # 三级", "+level: 4   # 三级"]);
    assert_eq!(world.read(&card), hand.replace("level: 3", "level: 4"));
    let _ = world.kehu(&["set", "HP", "city=北京市"]).ok();
    assert_eq!(changed_lines(&world), ["+city: 北京市"]);
    let _ = world.kehu(&["set", "HP", "city="]).ok();
    assert_eq!(world.read(&card), hand.replace("level: 3", "level: 4"));
}

#[test]
fn law_5_windows_line_ends_survive() {
    let world = World::furnished();
    let card = by_hand(&world, "HP", |text| text.replace('\n', "\r\n"));
    let _ = world.kehu(&["set", "HP", "level=4"]).ok();
    assert_eq!(changed_lines(&world), ["-level: 3\r", "+level: 4\r"].map(|line| line.trim_end_matches('\r')));
    let text = world.read(&card);
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
}

#[test]
fn law_5_a_comment_that_would_be_lost_is_refused_and_the_file_untouched() {
    let world = World::furnished();
    let hand = |text: &str| format!("{text}tags: [甲, 乙] # 重要的标签\n");
    let card = by_hand(&world, "HP", hand);
    let (before, commits) = (world.read(&card), world.commits());
    let run = world.kehu(&["set", "HP", "tags="]);
    let told = run.fails(6);
    assert!(told.contains("comment"), "{told}");
    assert_eq!(world.read(&card), before);
    assert_eq!(world.commits(), commits);
}

#[test]
fn law_5_nested_changes_touch_only_their_line() {
    let world = World::furnished();
    by_hand(&world, "jinke", |text| text.replace("  - name: 张伟", "  # 采购\n  - name: 张伟 # 好说话"));
    let _ = world.kehu(&["set", "jinke", "contacts.0.mobile=13900139000"]).ok();
    assert_eq!(changed_lines(&world), ["-    mobile: \"13800138000\"", "+    mobile: \"13900139000\""]);
    let _ = world.kehu(&["set", "jinke", "contacts.0.title=经理"]).ok();
    assert_eq!(changed_lines(&world), ["+    title: 经理"]);
}

#[test]
fn law_5_hand_edits_are_never_run_over() {
    let world = World::furnished();
    let card = world.card("HP");
    let hand = world.read(&card) + "# unsaved\n";
    world.write(&card, &hand);
    let before = world.commits();
    for words in [&["set", "HP", "level=5"][..], &["rm", "HP"]] {
        let told = world.kehu(words).fails(6);
        assert!(told.contains("kehu save"), "it says what to do: {told}");
    }
    assert_eq!((world.read(&card), world.commits()), (hand, before));
    let _ = world.kehu(&["log", "HP", "别的文件不受影响"]).ok();
}

#[test]
fn law_6_the_same_fields_make_the_same_bytes() {
    let world = World::furnished();
    let words = [
        "set",
        "HP",
        "remarks=第一行\n第二行",
        "contacts.0.name=no",
        "contacts.0.mobile=13800138001",
        "tags+=yes",
        "tags+=012",
        "tags+=1e3",
        "tags+=null",
        "extra.date=2026-01-01",
        "needs=# not a comment: really",
    ];
    let _ = world.kehu(&words).ok();
    let card = world.card("HP");
    let text = world.read(&card);
    let before = world.commits();
    let again: Vec<&str> =
        words.iter().map(|word| if word.starts_with("tags+") { "level=3" } else { word }).collect();
    let _ = world.kehu(&again).ok();
    assert_eq!(
        (world.read(&card), world.commits()),
        (text.clone(), before),
        "the second time changes nothing"
    );
    assert_eq!(world.git(&["diff"]), "");
    let read = world.kehu(&["show", "HP", "--json"]).json();
    assert_eq!(read["tags"], serde_json::json!(["yes", "012", "1e3", "null"]));
    assert_eq!(read["remarks"], "第一行\n第二行");
    assert_eq!(read["contacts"][0]["name"], "no");
    assert!(text.contains("- \"yes\"") && text.contains("remarks: |"), "{text}");
    assert!(!text.contains('\r') && text.ends_with('\n'));
}

#[test]
fn law_6_order_of_typing_does_not_matter() {
    let world = World::new();
    let _ = world.kehu(&["new", "product", "name=甲", "remarks=x"]);
    let one = World::new();
    let two = World::new();
    let words = ["name=北京同一家有限公司", "level=2", "phone=010-88886666", "city=北京市"];
    let mut back = words;
    back.reverse();
    let _ = one.kehu(&[&["new", "customer"], &words[..]].concat()).ok();
    let _ = two.kehu(&[&["new", "customer"], &back[..]].concat()).ok();
    let tree = |world: &World| world.git(&["rev-parse", "HEAD^{tree}"]);
    assert_eq!(tree(&one), tree(&two));
}

#[test]
fn acceptance_a_vim_edited_file_is_shown_saved_and_then_changed_by_its_own_line() {
    let world = World::furnished();
    let card = world.card("HP");
    world.write(&card, world.read(&card).replace("level: 3", "# 级别\nlevel: 3") + "vim_key: kept\n");
    let status = world.kehu(&["status", "--json"]).json();
    assert_eq!(status["edits"][0]["edit"], "changed");
    assert_eq!(status["edits"][0]["problem"], serde_json::Value::Null);
    let _ = world.kehu(&["save"]).ok();
    assert_eq!(world.kehu(&["status", "--json"]).json()["edits"], serde_json::json!([]));
    let _ = world.kehu(&["set", "HP", "status=潜在"]).ok();
    assert_eq!(changed_lines(&world), ["-status: basic", "+status: potential"]);
}
