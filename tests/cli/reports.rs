//! `kehu report`: questions about the whole book.

use crate::world::World;

#[test]
fn reports_are_listed_with_what_they_take() {
    let world = World::furnished();
    let json = world.kehu(&["report", "--json"]).json();
    let value = json.as_array().expect("a list").iter().find(|report| report["name"] == "value");
    let value = value.expect("the report of value");
    assert!(value["title"]["zh"].is_string() && value["title"]["en"].is_string());
    let names = value["parameters"].as_array().expect("parameters").iter().map(|p| p["name"].clone());
    assert!(names.collect::<Vec<_>>().contains(&"owner".into()));
    assert!(world.kehu_in(".", &["report"]).ok().contains("value"), "the list needs no book");
}

#[test]
fn mistakes_get_the_nearest_word() {
    let world = World::furnished();
    let said = world.kehu(&["report", "vaule"]).fails(2);
    assert!(said.contains("Did you mean `value`?"), "{said}");
    let said = world.kehu(&["report", "value", "onwer=wang"]).fails(2);
    assert!(said.contains("Did you mean `owner`?"), "{said}");
    let said = world.kehu(&["report", "value", "by=lvel"]).fails(2);
    assert!(said.contains("Did you mean `level`?"), "{said}");
    world.in_chinese();
    let said = world.kehu(&["report", "vaule"]).fails(2);
    assert!(said.contains("没有报表 \"vaule\"。是不是 `value`?"), "{said}");
}

#[test]
fn every_format_has_the_rows() {
    let world = World::furnished();
    let json = world.kehu(&["report", "value", "by=status", "--json"]).json();
    assert_eq!(json[0]["customers"], 2);
    assert_eq!(json[0]["share"], 100);
    for format in ["csv", "md", "html", "yaml"] {
        let text = world.kehu(&["report", "value", "by=status", "--format", format]).ok();
        assert!(text.contains("basic") && text.contains('2'), "{format}: {text}");
    }
    let listed = world.kehu(&["report", "--format", "csv"]).ok();
    assert!(listed.lines().any(|line| line.starts_with("completeness,")), "{listed}");
    let said = world.kehu(&["report", "value", "owner=nobody"]).fails(3);
    assert!(said.contains("There is no person \"nobody\""), "{said}");
}

#[test]
fn reports_count_only_what_the_reader_may_see() {
    let world = World::furnished();
    let _ = world.kehu(&["score", "HP", "size=5", "profit=5", "spend=5"]).ok();
    let _ = world.kehu(&["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"]).ok();
    world.be("li");
    let _ = world.kehu(&["new", "customer", "name=深圳云帆科技有限公司"]).ok();
    for report in ["value", "completeness"] {
        let rows = world.kehu(&["report", report, "--json"]).json();
        assert_eq!(
            (rows.as_array().map(Vec::len), &rows[0]["customers"]),
            (Some(1), &1.into()),
            "{report}: {rows}"
        );
        let said = world.kehu(&["report", report, "owner=wang"]);
        assert!(!said.stdout.contains("hp-"), "{said:?}");
    }
    let _ = world.kehu(&["score", "HP"]).fails(3);
    let _ = world.kehu(&["score", "HP", "size=1", "--apply"]).fails(3);
    world.be("wang");
    let rows = world.kehu(&["report", "value", "by=owner", "--json"]).json();
    assert_eq!((&rows[0]["customers"], &rows[1]["customers"]), (&1.into(), &2.into()));
    let _ = world.kehu(&["share", "HP", "li"]).ok();
    world.be("li");
    assert_eq!(world.kehu(&["score", "HP", "--json"]).json()["band"], "b");
    let said = world.kehu(&["score", "HP", "size=1", "--apply"]).fails(7);
    assert!(said.contains("belongs to wang"), "{said}");
}
