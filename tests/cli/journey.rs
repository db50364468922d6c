//! The main job as a person types it, in both languages.

use crate::world::World;

/// A tour: every line with what it said and how it ended.
fn tour(world: &World, lines: &[&[&str]]) -> String {
    let told = lines.iter().map(|words| world.tell(words)).collect::<Vec<_>>().join("\n");
    // Ids of a dry run are in no commit, so nothing else knows them.
    let plain = |line: &str| match line.rsplit_once('-') {
        Some((stem, tail))
            if tail.len() == 4 && line.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') =>
        {
            format!("{stem}-xxxx\n")
        }
        _ => format!("{line}\n"),
    };
    told.lines().map(plain).collect()
}

const MAIN_JOB: &[&[&str]] = &[
    &["check", "惠普"],
    &[
        "new",
        "customer",
        "name=惠普中国有限公司",
        "short_name=HP",
        "phone=(010) 6564 3888",
        "website=http://www.HP.com.cn/",
    ],
    &["check", "hp"],
    &["check", "huipu"],
    &["check", "www.hp.com.cn"],
    &["new", "customer", "name=惠普(中国)有限公司", "phone=+86 10 65643888"],
    &[
        "new",
        "customer",
        "name=惠普(中国)有限公司",
        "phone=+86 10 65643888",
        "--anyway",
        "another legal entity",
    ],
    &["new", "customer", "name=金科电子有限公司", "city=上海市", "contacts+=张伟", "tags+=老客户"],
    &["set", "jinke", "contacts.0.mobile=+86 138 0013 8000", "status=潜在", "level=4"],
    &["log", "jinke", "--call", "要求报价", "--with", "张伟", "--next", "+7d", "发送报价"],
    &["find", "惠普"],
    &["find", "jinke"],
    &["show", "jinke"],
    &["list", "customer", "status:potential AND next:<+8d", "--columns", "id,name,level,status"],
    &["list", "customer", "--sort", "-level", "--limit", "2"],
    &["history", "jinke"],
    &["set", "jinke", "owner=nobody"],
    &["set", "jinke", "level=9"],
    &["rm", "jinke", "--reason", "closed down"],
    &["list", "customer", "status:potential"],
    &["undo"],
    &["list", "customer", "status:potential", "--count"],
];

#[test]
fn the_main_job_in_english() {
    let world = World::new();
    insta::assert_snapshot!(tour(&world, MAIN_JOB));
}

#[test]
fn the_main_job_in_chinese() {
    let world = World::new();
    world.in_chinese();
    insta::assert_snapshot!(tour(&world, MAIN_JOB));
}

#[test]
fn a_file_of_leads_is_checked_and_taken_in() {
    let world = World::furnished();
    let leads = "编号,名称,电话,城市,备注\n\
        1,惠普中国,,,=1+1\n\
        2,广州青松信息技术有限公司,020-38001234,广州市,\n\
        3,坏号码有限公司,12-ab,,\n\
        4,,020-38001235,,\n";
    world.write("book/leads.csv", leads);
    let lines: &[&[&str]] = &[
        &["check", "--from", "leads.csv"],
        &["import", "customer", "leads.csv", "--map", "编号=source_id", "-n"],
        &["import", "customer", "leads.csv", "--map", "编号=source_id"],
        &["import", "customer", "leads.csv", "--map", "编号=source_id"],
        &["import", "customer", "leads.csv", "--map", "无此列=name"],
    ];
    insta::assert_snapshot!(tour(&world, lines));
    let rejects = world.read("book/leads.csv.rejects.csv");
    assert!(rejects.contains("坏号码有限公司") && rejects.contains("reason"), "{rejects}");
}

#[test]
fn an_export_is_an_import_again() {
    let world = World::furnished();
    let _ = world.kehu(&["set", "HP", "remarks==cmd|calc", "extra.region=华北"]).ok();
    for name in ["all.csv", "all.tsv", "all.xlsx", "all.jsonl"] {
        let _ = world.kehu(&["export", "customer", "-o", name]).ok();
        let other = format!("from-{}", name.replace('.', "-"));
        let _ = world.kehu_in(".", &["init", "-q", &other]).ok();
        let file = format!("../book/{name}");
        let _ = world.kehu_in(&other, &["import", "-q", "customer", &file]).ok();
        let all = |place: &str| {
            let mut all = world.kehu_in(place, &["list", "customer", "--json", "--sort", "name"]).json();
            for record in all.as_array_mut().expect("a list") {
                record.as_object_mut().expect("a record").remove("id");
            }
            all
        };
        assert_eq!(all(&other), all("book"), "{name}");
    }
    assert!(world.read("book/all.csv").contains("'=cmd|calc"));
    let cards = world.kehu(&["export", "customer", "--as", "vcard"]).ok();
    assert!(cards.contains("ORG:上海金科电子有限公司") && cards.contains("13800138000"), "{cards}");
}

#[test]
fn an_editor_is_offered_the_same_text_again_after_a_mistake() {
    let world = World::furnished();
    world.set_env("EDITOR", "sed -i 's/level: 3/level: 33/'");
    let said = world.kehu(&["edit", "HP"]).fails(5);
    assert!(said.contains("level: more than 7") && said.contains("Your text is kept"), "{said}");
    world.set_env("EDITOR", "sed -i 's/level: 33/level: 6/'");
    let _ = world.kehu(&["edit", "HP"]).ok();
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["level"], 6);
}

#[test]
fn undo_refuses_where_later_changes_stand() {
    let world = World::furnished();
    let _ = world.kehu(&["set", "HP", "level=4"]).ok();
    let commit = world.git(&["rev-parse", "HEAD"]);
    let _ = world.kehu(&["set", "HP", "status=won"]).ok();
    let _ = world.kehu(&["undo", commit.trim()]).ok();
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["level"], 3);
    assert_eq!(world.kehu(&["show", "HP", "--json"]).json()["status"], "won");
    let _ = world.kehu(&["set", "HP", "level=5"]).ok();
    let said = world.kehu(&["undo", commit.trim()]).fails(6);
    assert!(said.contains("level was changed again"), "{said}");
}

/// The demonstration, and what is left when it is over.
fn demonstrated(world: &World) -> String {
    let said = world.kehu_in(".", &["demo", "shown"]).ok();
    assert_eq!(said.matches("$ kehu ").count(), 29);
    assert_eq!(said.matches(" 4]").count(), 2, "{said}");
    assert_eq!(world.git_in("shown", &["status", "--short"]), "");
    let healthy = world.kehu_in("shown", &["doctor", "--json"]).json();
    assert_eq!(healthy["problems"].as_array().map(Vec::len), Some(0), "{healthy}");
    // Each stamp is its author's, whoever looks: who decides, and who sees the pay.
    for person in ["wang", "zhou"] {
        let _ = world.git_in("shown", &["config", "user.email", &format!("{person}@mingyi.example")]);
        let proven = world.kehu_in("shown", &["verify", "--json"]).json();
        assert!(proven["stamps"].as_u64() > Some(400) && proven["problems"] == 0, "{proven}");
    }
    said
}

#[test]
fn the_demonstration_in_english() {
    insta::assert_snapshot!(demonstrated(&World::empty()));
}

#[test]
fn the_demonstration_in_chinese() {
    let world = World::empty();
    world.in_chinese();
    insta::assert_snapshot!(demonstrated(&world));
}

#[test]
fn a_wrong_schema_is_not_saved_and_one_committed_by_hand_can_be_mended() {
    let world = World::furnished();
    let good = "type: object\nproperties:\n  plate: {type: string}\n  driver: {type: string, x-kehu: {link: person}}\nx-kehu:\n  home: cars/{id}.yaml\n  name: plate\n";
    let path = "book/schemas/fleet/car.yaml";
    world.write(path, good.replace("link: person", "link: persn"));
    let said = world.kehu(&["save"]).fails(5);
    assert!(said.contains("links to `persn`, which is no kind; did you mean `person`?"), "{said}");
    let _ = world.git(&["add", "."]);
    let _ = world.git(&["commit", "-qm", "by hand"]);
    let _ = world.kehu(&["list", "customer"]).fails(5);
    let _ = world.kehu(&["doctor"]).fails(1);
    world.write(path, good);
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["new", "car", "plate=沪A12345", "driver=王芳"]).ok();
    assert_eq!(world.kehu(&["list", "car", "--json"]).json()[0]["driver"], "wang");
}

#[test]
fn a_record_that_could_not_be_read_again_is_not_written() {
    let world = World::furnished();
    let before = world.commits();
    let long = format!("extra.{}=x", "k".repeat(2000));
    let _ = world.kehu(&["set", "HP", &long]).fails(5);
    assert_eq!(world.commits(), before);
    let _ = world.kehu(&["show", "HP"]).ok();
}
