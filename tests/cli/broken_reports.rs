//! Report files of a book that are wrong: `doctor` names file and line.

use crate::world::World;

#[test]
fn doctor_tells_the_line_of_a_report_that_is_wrong() {
    let world = World::new();
    for (name, text) in [
        ("bare", "select 1"),
        ("yaml", "\n/*\ntitle: {en: A\n*/\nselect 1 as n"),
        (
            "word",
            "/*\ntitle: {en: A, zh: B}\ncolumns:\n  n: {as: count}\n  m: {as: nonsense}\n*/\nselect 1 as n",
        ),
        ("part", "/*\ntitle: A\nwith: [nothing]\ncolumns: {n: {as: count}}\n*/\nselect 1 as n"),
        ("fine", "/*\ntitle: Fine\ncolumns: {n: {as: count}}\n*/\nselect 1 as n"),
    ] {
        world.write(&format!("book/reports/{name}.sql"), text);
    }
    let _ = world.git(&["add", "reports"]);
    let _ = world.git(&["commit", "-qm", "reports"]);
    let mut told = world.tell(&["doctor"]);
    told.push_str(&world.tell(&["doctor", "--ci", "github"]));
    world.in_chinese();
    told.push_str(&world.tell(&["doctor"]));
    insta::assert_snapshot!("doctor_reports", told);
}
