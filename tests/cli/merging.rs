//! Two cards that are one, and one that is two again.

use crate::world::World;

/// A book with a pair that is one customer, and a department whose remarks nobody touches.
fn pair() -> World {
    let world = World::new();
    let _ = world
        .kehu(&[
            "new",
            "customer",
            "name=金科电子有限公司",
            "phone=021-63539330",
            "status=潜在",
            "level=4",
            "tags=老客户",
            "contacts.0.name=王磊",
            "contacts.0.title=经理",
        ])
        .ok();
    let _ = world
        .kehu(&[
            "new",
            "customer",
            "name=上海金科电子",
            "short_name=JKDZ",
            "phone=021-58751837",
            "level=2",
            "tags=制造业",
            "contacts.0.name=王磊",
            "contacts.0.mobile=13800138000",
            "contacts.1.name=陆晓燕",
            "--anyway",
            "test",
        ])
        .ok();
    let _ = world.kehu(&["log", "Jinke", "--call", "first", "--at", "2026-01-05T09:00:00+08:00"]).ok();
    let _ = world.kehu(&["log", "JKDZ", "--visit", "second", "--at", "2026-02-05T09:00:00+08:00"]).ok();
    let _ = world.kehu(&["log", "Jinke", "--email", "third", "--at", "2026-03-05T09:00:00+08:00"]).ok();
    world
}

fn id(world: &World, name: &str) -> String {
    world.kehu(&["show", name, "--json"]).json()["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_merge_is_previewed_needs_choices_and_loses_nothing() {
    let world = pair();
    let (keep, other) = (id(&world, "Jinke"), id(&world, "JKDZ"));
    let before = world.commits();
    let preview = world.kehu(&["merge", &keep, &other, "-n", "--json"]).json();
    let how = |field: &str| {
        let fields = preview["fields"].as_array().expect("fields");
        fields.iter().find(|f| f["field"] == field).map(|f| f["how"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(how("level").as_deref(), Some("dispute"));
    assert_eq!(how("phone").as_deref(), Some("combined"));
    assert_eq!(how("contacts.0.mobile").as_deref(), Some("taken"));
    assert_eq!(preview["entries"], 1);
    let said = world.kehu(&["merge", &keep, &other]).fails(6);
    assert!(said.contains("level: 4") && said.contains("--prefer keep"), "{said}");
    assert_eq!(world.commits(), before);
    let _ =
        world.kehu(&["merge", &keep, &other, "--take", &format!("{other}:level"), "--prefer", "keep"]).ok();
    assert_eq!(world.commits(), before + 1);
    let card = world.kehu(&["show", &other, "--json"]).json();
    assert_eq!((card["id"].as_str(), card["level"].as_u64()), (Some(keep.as_str()), Some(2)), "{card}");
    assert_eq!(card["other_names"], serde_json::json!(["上海金科电子", "JKDZ"]));
    assert_eq!(card["other_phones"], serde_json::json!(["021-58751837"]));
    assert_eq!(card["contacts"].as_array().map(Vec::len), Some(2));
    let texts: Vec<_> = card["log"]
        .as_array()
        .expect("a log")
        .iter()
        .map(|e| e["text"].as_str().unwrap_or_default().trim())
        .collect();
    assert_eq!(texts, ["first", "second", "third"]);
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "1");
    // Its old name and phone still find it.
    let found = world.kehu(&["check", "021-58751837", "--json"]);
    assert!(found.code == 4 && found.stdout.contains(&format!("\"id\":\"{keep}\"")), "{found:?}");
    let _ = world.kehu(&["log", &other, "fourth"]).ok();
    assert_eq!(world.kehu(&["show", &keep, "--json"]).json()["log"].as_array().map(Vec::len), Some(4));
    let healthy = world.kehu(&["doctor", "--json"]).json();
    assert_eq!(healthy["problems"], serde_json::json!([]), "{healthy}");
}

#[test]
fn journals_written_by_hand_are_put_together_entry_by_entry() {
    let world = pair();
    let log = world.card("JKDZ").replace("customer.yaml", "log.yaml");
    // As an editor on Windows may leave it: a byte order mark, and no line above the first entry.
    let text = world.read(&log);
    let (_, entries) = text.split_once("---\n").expect("an entry");
    world.write(&log, format!("\u{feff}{entries}"));
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["merge", "Jinke", "JKDZ", "--prefer", "keep"]).ok();
    let log = world.kehu(&["show", "Jinke", "--json"]).json()["log"].clone();
    let mut texts: Vec<_> =
        log.as_array().expect("entries").iter().filter_map(|entry| entry["text"].as_str()).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["first", "second", "third"]);
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn splitting_a_fresh_merge_gives_the_same_tree() {
    let world = pair();
    let (keep, other) = (id(&world, "Jinke"), id(&world, "JKDZ"));
    world.write(&format!("book/customers/{}/{other}/files/quote.txt", &other[other.len() - 2..]), "a quote");
    let _ = world.kehu(&["save"]).ok();
    let tree = world.git(&["rev-parse", "HEAD^{tree}"]);
    let _ = world.kehu(&["merge", &keep, &other, "--prefer", "other"]).ok();
    assert!(world.git(&["ls-files"]).contains(&format!("{keep}/files/quote.txt")));
    let _ = world.kehu(&["unmerge", &other]).ok();
    assert_eq!(world.git(&["rev-parse", "HEAD^{tree}"]), tree);
    let said = world.kehu(&["unmerge", &other]).fails(1);
    assert!(said.contains("was not merged"), "{said}");
    // A merge is a command like any other: undo takes it back too.
    let _ = world.kehu(&["merge", &keep, &other, "--prefer", "newest"]).ok();
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(world.git(&["rev-parse", "HEAD^{tree}"]), tree);
}

#[test]
fn after_a_merge_and_edits_by_two_others_a_split_loses_nothing() {
    let world = pair();
    let (keep, other) = (id(&world, "Jinke"), id(&world, "JKDZ"));
    let _ = world.git_in(".", &["clone", "-q", "--bare", "book", "hub"]);
    let _ = world.git(&["remote", "add", "origin", "../hub"]);
    let _ = world.kehu(&["merge", &keep, &other, "--prefer", "keep"]).ok();
    let branch = world.git(&["branch", "--show-current"]).trim().to_owned();
    let push = |place: &str| drop(world.git_in(place, &["push", "-q", "origin", &branch]));
    push("book");
    for clone in ["second", "third"] {
        let _ = world.git_in(".", &["clone", "-q", "hub", clone]);
    }
    let _ = world.kehu_in("second", &["log", &keep, "--call", "from the second clone"]).ok();
    let _ = world.kehu_in("second", &["set", &keep, "contacts.1.title=采购", "tags+=重点"]).ok();
    push("second");
    let _ = world.git_in("third", &["pull", "-q", "--rebase"]);
    let _ = world.kehu_in("third", &["set", &keep, "level=6", "contacts+=赵岚"]).ok();
    push("third");
    let _ = world.git(&["pull", "-q", "--rebase", "origin", &branch]);
    let split = world.kehu(&["unmerge", &other, "--json"]).json();
    let stays: Vec<_> = split["stays"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|s| s["what"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert!(stays.contains(&"level".to_owned()) && stays.contains(&"tags.2".to_owned()), "{stays:?}");
    assert_eq!(stays.len(), 4, "level, a tag, a contact and an entry: {stays:?}");
    let (a, b) =
        (world.kehu(&["show", &keep, "--json"]).json(), world.kehu(&["show", &other, "--json"]).json());
    assert_eq!((a["level"].as_u64(), b["level"].as_u64()), (Some(6), Some(2)));
    assert_eq!(a["tags"], serde_json::json!(["老客户", "重点"]));
    assert_eq!(b["tags"], serde_json::json!(["制造业"]));
    assert_eq!(a["contacts"], serde_json::json!([{"name": "王磊", "title": "经理"}, {"name": "赵岚"}]));
    assert_eq!(b["contacts"][1], serde_json::json!({"name": "陆晓燕", "title": "采购"}));
    let texts = |card: &serde_json::Value| -> Vec<String> {
        card["log"]
            .as_array()
            .expect("a log")
            .iter()
            .map(|e| e["text"].as_str().unwrap_or_default().trim().to_owned())
            .collect()
    };
    assert_eq!(texts(&a), ["first", "third", "from the second clone"]);
    assert_eq!(texts(&b), ["second"]);
    assert_eq!(world.kehu(&["doctor", "--json"]).json()["problems"], serde_json::json!([]));
}

#[test]
fn chains_of_merges_lead_to_the_end_and_come_apart_in_turn() {
    let world = pair();
    let (a, b) = (id(&world, "JKDZ"), id(&world, "Jinke"));
    let _ = world.kehu(&["new", "customer", "name=金科控股", "short_name=JKKG", "--anyway", "test"]).ok();
    let c = id(&world, "JKKG");
    let _ = world.kehu(&["merge", &b, &a, "--prefer", "keep"]).ok();
    let _ = world.kehu(&["merge", &c, &b, "--prefer", "keep"]).ok();
    let shown = world.kehu(&["show", &a, "--json"]);
    assert_eq!(shown.json()["id"], c.as_str());
    assert!(world.kehu(&["show", &a]).stderr.contains(&format!("{a} was merged into {c}")));
    let said = world.kehu(&["unmerge", &a]).fails(6);
    assert!(said.contains(&format!("kehu unmerge {b}")), "{said}");
    let _ = world.kehu(&["unmerge", &b]).ok();
    let _ = world.kehu(&["unmerge", &a]).ok();
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "3");
    // Undo takes back the last command, which is the second unmerge.
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(id(&world, &a), b);
}

#[test]
fn two_that_are_two_are_said_so_once() {
    let world = pair();
    let (keep, other) = (id(&world, "Jinke"), id(&world, "JKDZ"));
    let _ = world.kehu(&["distinct", &keep, &other, "--reason", "sister companies"]).ok();
    let before = world.commits();
    let _ = world.kehu(&["distinct", &other, &keep]).ok();
    assert_eq!(world.commits(), before, "said already");
    let said = world.kehu(&["merge", &keep, &other, "--prefer", "keep"]).fails(6);
    assert!(said.contains("were recorded as two by wang"), "{said}");
    let _ = world.kehu(&["distinct", &keep, &keep]).fails(2);
}

#[test]
fn links_follow_a_merge_and_come_back() {
    let world = pair();
    let (keep, other) = (id(&world, "Jinke"), id(&world, "JKDZ"));
    let schema = "type: object\nproperties:\n  title: {type: string}\n  customer: {type: string, x-kehu: {link: customer}}\n  lines:\n    type: array\n    items:\n      type: object\n      properties:\n        of: {type: string, x-kehu: {link: customer}}\nx-kehu:\n  home: errands/{id}.yaml\n  name: title\n";
    world.write("book/schemas/sales/errand.yaml", schema);
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["new", "errand", "title=one", &format!("customer={other}")]).ok();
    let _ = world
        .kehu(&[
            "new",
            "errand",
            "title=two",
            &format!("customer={keep}"),
            &format!("lines=[{{\"of\":\"{other}\"}}]"),
        ])
        .ok();
    let merged = world.kehu(&["merge", &keep, &other, "--prefer", "keep", "--json"]).json();
    assert_eq!(merged["relinked"].as_array().map(Vec::len), Some(2), "{merged}");
    assert_eq!(world.kehu(&["show", "one", "--json"]).json()["customer"], keep.as_str());
    let _ = world.kehu(&["set", "two", "title=zwei"]).ok();
    let _ = world.kehu(&["unmerge", &other]).ok();
    assert_eq!(world.kehu(&["show", "one", "--json"]).json()["customer"], other.as_str());
    let two = world.kehu(&["show", "two", "--json"]).json();
    assert_eq!(
        (two["customer"].as_str(), two["lines"][0]["of"].as_str()),
        (Some(keep.as_str()), Some(other.as_str()))
    );
}

#[test]
fn the_start_of_both_ids_means_the_one_that_is_left() {
    let world = World::new();
    for name in ["name=青松公司", "name=青松集团"] {
        let _ = world.kehu(&["new", "customer", name, "short_name=Qingsong", "--anyway", "test"]).ok();
    }
    let said = world.kehu(&["show", "qings"]).fails(3);
    let ids: Vec<&str> = said.split_whitespace().filter(|word| word.starts_with("qingsong-")).collect();
    let _ = world.kehu(&["merge", ids[0], ids[1], "--prefer", "keep"]).ok();
    assert_eq!(id(&world, "qings"), ids[0]);
}
