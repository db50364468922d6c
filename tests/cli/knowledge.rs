//! What is shared as knowledge: its stamp, its merge, and the tables.

use crate::handover::team;
use crate::world::World;

#[test]
fn a_stamp_in_anothers_name_is_found() {
    let world = World::furnished();
    let card = world.card("jinke");
    let text = world.read(&card);
    world.write(&card, format!("{text}knowledge:\n  by: li\n  at: \"2026-11-23T09:30:00+08:00\"\n"));
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let run = world.kehu(&["verify", "HEAD", "--json"]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    assert!(run.stdout.contains("\"foreign\"") && run.stdout.contains("knowledge"), "{}", run.stdout);
}

#[test]
fn tables_show_it_to_everybody_and_no_more_than_it() {
    let world = team();
    world.be("li");
    for number in ["HT-1", "HT-2"] {
        let number = [format!("number={number}"), format!("name=合同 {number}")];
        let _ = world.kehu(&["new", "contract", &number[0], &number[1], "customer=jinke", "amount=10"]).ok();
    }
    let _ = world.kehu(&["share", "HT-1", "--knowledge", "how"]).ok();
    world.be("zhao");
    let seen = |sql: &str| world.kehu(&["sql", sql, "--json"]).json().as_array().map_or(0, Vec::len);
    assert_eq!(seen("select id from contract where knowledge_at is not null"), 1);
    assert_eq!((seen("select id from contract"), seen("select id from customer where owner = 'li'")), (1, 0));
    assert_eq!(world.kehu(&["list", "contract", "--count"]).ok().trim(), "1");
    let _ = world.kehu(&["set", "HT-1", "name=x"]).fails(7);
    world.be("li");
    let _ = world.kehu(&["unshare", "HT-1", "--knowledge"]).ok();
    world.be("zhao");
    assert_eq!(seen("select id from contract"), 0);
}

#[test]
fn somebody_it_is_shared_with_may_not_give_it_to_everybody() {
    let world = team();
    world.be("li");
    let _ = world.kehu(&["new", "contract", "number=HT-1", "name=合同", "customer=jinke", "amount=10"]).ok();
    let _ = world.kehu(&["share", "jinke", "zhao", "--edit"]).ok();
    world.be("zhao");
    let _ = world.kehu(&["set", "HT-1", "remarks=x"]).ok();
    for id in ["jinke", "HT-1"] {
        let said = world.kehu(&["share", id, "--knowledge"]).fails(7);
        assert!(said.contains("belongs to li"), "{said}");
    }
}
