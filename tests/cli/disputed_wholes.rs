//! What one side took out and the other changed: entries of a log, cards in a folder; settled by the words that are told.

use crate::world::{Run, World};

/// A hub, and clones of zhao and li, of an open book with a customer who has a note and a contract.
fn apart() -> World {
    let world = World::new();
    world.write("book/kehu.toml", "access = \"open\"\n");
    let _ = world.kehu(&["save"]).ok();
    world.colleagues(&[("李强", "li"), ("赵岚", "zhao")]);
    world.be("zhao");
    let _ = world.kehu(&["new", "customer", "name=Ant Ltd"]).ok();
    let _ = world.kehu(&["log", "Ant Ltd", "--call", "one"]).ok();
    let contract = ["new", "contract", "number=A-1", "name=a", "customer=Ant Ltd", "amount=500 CNY"];
    let _ = world.kehu(&contract).ok();
    world.bare("hub.git");
    for person in ["li", "zhao"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", person]);
    }
    world
}

fn does(world: &World, person: &str, words: &[&str]) -> Run {
    world.be(person);
    world.kehu_in(person, words)
}

/// zhao corrects the note and the contract, li takes both out; zhao, who syncs last, is told. The note's id, and what was said.
fn disputed(world: &World) -> (String, String) {
    let folder = world.card("Ant Ltd").replacen("book/", "", 1).replace("customer.yaml", "");
    let (log, contract) = (format!("zhao/{folder}log.yaml"), format!("zhao/{folder}contracts/a-1.yaml"));
    let text = world.read(&log);
    let id = text.lines().find_map(|line| line.strip_prefix("id: ")).expect("an id").to_owned();
    world.write(&log, text.replace("text: one", "text: one, corrected"));
    world.write(&contract, world.read(&contract).replace("name: a\n", "name: a, corrected\n"));
    let _ = does(world, "zhao", &["save"]).ok();
    for gone in [&log, &contract] {
        std::fs::remove_file(world.path(&gone.replacen("zhao/", "li/", 1))).expect("it was there");
    }
    let _ = does(world, "li", &["save"]).ok();
    let _ = does(world, "li", &["sync"]).ok();
    let synced = does(world, "zhao", &["sync"]);
    let said = synced.stderr.clone();
    let _ = synced.ok();
    let _ = does(world, "zhao", &["sync"]).ok();
    let _ = does(world, "li", &["sync"]).ok();
    (id, said)
}

#[test]
fn each_side_is_known_and_the_words_that_are_told_settle_it() {
    let world = apart();
    let (id, said) = disputed(&world);
    assert!(said.contains(&format!("{id}:removed. Settle it: kehu resolve {id}\n")), "{said}");
    assert!(said.contains("removed. Settle it: kehu resolve a-1\n"), "{said}");
    let json = does(&world, "zhao", &["resolve", "Ant Ltd", "--json"]).json();
    let sides = |number: usize| -> Vec<(bool, String)> {
        let sides = json["conflicts"][number]["sides"].as_array().expect("sides");
        let mut sides: Vec<_> = sides
            .iter()
            .map(|side| (side["value"] == true, side["by"].as_str().unwrap_or_default().to_owned()))
            .collect();
        sides.sort();
        sides
    };
    for number in [0, 1] {
        assert_eq!(sides(number), [(false, "zhao".to_owned()), (true, "li".to_owned())], "{json}");
    }
    // A word about the customer itself leads to what is in conflict around it.
    let said = does(&world, "zhao", &["resolve", "Ant Ltd", "removed=ours"]).fails(2);
    assert!(said.contains(&format!("kehu resolve {id} removed=")), "{said}");
    assert!(said.contains("kehu resolve a-1 removed="), "{said}");
    let _ = does(&world, "zhao", &["resolve", &id, "removed=ours"]).ok();
    let _ = does(&world, "li", &["resolve", "a-1", "removed=ours"]).ok();
    for person in ["zhao", "li", "zhao"] {
        let _ = does(&world, person, &["sync"]).ok();
    }
    for person in ["zhao", "li"] {
        let shown = does(&world, person, &["show", "Ant Ltd", "--json"]).json();
        assert_eq!(shown["log"][0]["text"], "one, corrected", "{shown}");
        let _ = does(&world, person, &["show", "a-1"]).fails(3);
        assert_eq!(does(&world, person, &["status", "--json"]).json()["conflicts"], serde_json::json!([]));
    }
    let said = does(&world, "li", &["resolve", "Ant Ltd", "--by", "li"]).fails(1);
    assert!(said.contains("kehu status"), "{said}");
}

#[test]
fn a_person_settles_all_around_a_record() {
    for (by, stays) in [("zhao", true), ("li", false)] {
        let world = apart();
        let (id, _) = disputed(&world);
        let commits = world.git_in("li", &["rev-list", "--count", "HEAD"]);
        let json = does(&world, "li", &["resolve", "Ant Ltd", "--by", by, "--json"]).json();
        let settled = serde_json::json!([format!("{id}:removed"), "a-1:removed"]);
        assert_eq!((&json["settled"], &json["left"]), (&settled, &serde_json::json!([])), "{json}");
        let after = world.git_in("li", &["rev-list", "--count", "HEAD"]);
        let count = |text: &str| text.trim().parse::<usize>().expect("a number");
        assert_eq!(count(&after), count(&commits) + 1, "one command, one commit");
        let shown = does(&world, "li", &["show", "Ant Ltd", "--json"]).json();
        assert_eq!(shown["log"].as_array().map_or(0, Vec::len), usize::from(stays), "{shown}");
        assert_eq!(does(&world, "li", &["show", "a-1"]).code == 0, stays);
    }
}
