//! Who may move a record sees it as long as it waits for them: a deputy decides on what they can read.

use crate::finance::office;
use crate::norms::both_in;
use crate::world::World;

/// zhao's claim waits for li, who is away until the evening of the 24th; chen stands in and has no part in it otherwise.
fn away() -> World {
    let world = office();
    world.be("li");
    let absence = r#"absences={"from":"2026-11-20","until":"2026-11-24","deputy":"chen"}"#;
    let _ = world.kehu(&["set", "li", absence]).ok();
    world.be("zhao");
    let claim =
        ["new", "expense", "name=展会", "date=2026-11-20", "lines.0.type=travel", "lines.0.amount=300"];
    let _ = world.kehu(&claim).ok();
    world
}

#[test]
fn it_is_told_in_both_languages() {
    let story = "
        @chen
        list expense
        !show 展会
        @zhao
        submit 展会
        @chen
        today
        list expense
        find 展会
        sql 'select name from expense'
        who 展会
        !set 展会 payee=chen
        !share 展会 wang
        approve 展会 --note 代批
        list expense
        !show 展会
        @zhao
        show 展会";
    for (language, told) in both_in(&away, story) {
        insta::assert_snapshot!(format!("deputy_{language}"), told);
    }
}

#[test]
fn it_ends_with_the_absence_and_the_level_stands_above() {
    let world = away();
    let _ = world.kehu(&["submit", "展会"]).ok();
    world.be("chen");
    let _ = world.kehu(&["show", "展会"]).ok();
    assert_eq!(world.kehu(&["sql", "select count(*) as n from expense", "--json"]).json()[0]["n"], 1);
    world.set_env("KEHU_NOW", "2026-11-25T09:00:00+08:00");
    let _ = world.kehu(&["show", "展会"]).fails(3);
    let _ = world.kehu(&["show", "展会", "--as-of", "2026-11-23"]).fails(3);
    let _ = world.kehu(&["approve", "展会"]).fails(3);
    assert_eq!(world.kehu(&["sql", "select count(*) as n from expense", "--json"]).json()[0]["n"], 0);
    assert_eq!(world.kehu(&["list", "expense", "--count"]).ok().trim(), "0");
    // An appraisal has the highest level: a deputy sees it no more than others.
    world.set_env("KEHU_NOW", "2026-11-24T09:00:00+08:00");
    world.be("zhao");
    let _ = world.kehu(&["new", "appraisal", "period=2026-Q4", "post=销售"]).ok();
    let _ = world.kehu(&["submit", "2026-Q4"]).ok();
    let _ = world.kehu(&["set", "zhou", "roles+=hr"]).fails(7);
    world.be("zhou");
    let _ = world.kehu(&["show", "2026-Q4"]).fails(3);
}

#[test]
fn a_hub_lets_the_deputy_decide() {
    let world = away();
    let _ = world.kehu(&["submit", "展会"]).ok();
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    let _ = world.git(&["remote", "add", "origin", "../hub.git"]);
    world.be("chen");
    let _ = world.kehu(&["approve", "展会"]).ok();
    let _ = world.kehu(&["sync"]).ok();
    assert_eq!(world.git(&["rev-parse", "main"]), world.git_in("hub.git", &["rev-parse", "main"]));
}
