//! Circles of superiors, and books that are open.

use crate::access::team;

#[test]
fn a_circle_of_superiors_is_refused_and_found_and_harms_nothing() {
    let world = team();
    world.be("wang");
    let said = world.kehu(&["set", "wang", "reports_to=chen"]).fails(5);
    assert!(said.contains("wang → chen → li → wang"), "{said}");
    // By hand it can be made all the same.
    let card = world.read("book/people/wang.yaml");
    world.write("book/people/wang.yaml", format!("{card}reports_to: chen\n"));
    let said = world.kehu(&["save"]).fails(5);
    assert!(said.contains("→ wang"), "{said}");
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let run = world.kehu(&["doctor"]);
    assert!(run.stdout.contains("reports_to leads back to where it began: "), "{}", run.stdout);
    let _ = run.fails(1);
    let _ = world.kehu(&["list", "customer"]).ok();
    // What is not part of it can be changed.
    let _ = world.kehu(&["set", "wang", "mobile=13800000000"]).ok();
}

#[test]
fn an_open_book_shows_everything_up_to_the_level() {
    let world = team();
    world.be("wang");
    world.write("book/kehu.toml", "access = \"open\"\n");
    let _ = world.kehu(&["save"]).ok();
    world.be("zhao");
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "2");
    let _ = world.kehu(&["set", "jinke", "level=2"]).ok();
    world.be("li");
    let _ = world.kehu(&["set", "jinke", "security=1"]).ok();
    world.be("zhao");
    assert_eq!(world.kehu(&["list", "customer", "--count"]).ok().trim(), "1");
    let _ = world.kehu(&["show", "jinke"]).fails(3);
}
