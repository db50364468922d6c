//! Customers that two people merge apart, so that what became part of what goes in a circle, or two ways: somebody survives, and has it all.

use crate::world::World;

/// A hub and the clones of li and zhao, of an open book with these customers, each with a note of its name; their ids.
fn apart<const N: usize>(names: [&str; N], merged: &[(usize, usize)]) -> (World, [String; N]) {
    let world = World::new();
    world.write("book/kehu.toml", "access = \"open\"\n");
    let _ = world.kehu(&["save"]).ok();
    world.colleagues(&[("李强", "li"), ("赵岚", "zhao")]);
    let ids = names.map(|name| {
        let _ = world.kehu(&["new", "customer", &format!("name={name} Ltd"), "--anyway", "test"]).ok();
        let _ = world.kehu(&["log", &format!("{name} Ltd"), "--note", name]).ok();
        world.id(&format!("{name} Ltd"))
    });
    for (part, whole) in merged {
        let _ = world.kehu(&["merge", &ids[*whole], &ids[*part], "--prefer", "keep"]).ok();
    }
    world.bare("hub.git");
    for person in ["li", "zhao"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", person]);
    }
    (world, ids)
}

fn path(person: &str, id: &str) -> String {
    format!("{person}/customers/{}/{id}/customer.yaml", &id[id.len() - 2..])
}

/// What a customer became part of, as its card says.
fn leads(world: &World, person: &str, id: &str) -> Option<String> {
    let card = world.read(&path(person, id));
    card.lines().find_map(|line| line.strip_prefix("merged_into: ")).map(str::to_owned)
}

/// Somebody turns a merged customer to another whole, as the settling of a conflict about it does.
fn turn(world: &World, person: &str, part: &str, whole: &str) {
    let before = leads(world, person, part).expect("it was merged");
    let card = world.read(&path(person, part));
    world.write(&path(person, part), card.replace(&format!("into: {before}"), &format!("into: {whole}")));
}

/// Both sync until nothing is left to do; one customer is left, with all notes, and both have one tree.
fn one_is_left(world: &World, notes: usize) {
    for person in ["li", "zhao", "li", "zhao"] {
        world.be(person);
        let _ = world.kehu_in(person, &["sync"]).ok();
    }
    let tree = |person: &str| world.git_in(person, &["rev-parse", "HEAD^{tree}"]);
    assert_eq!(tree("li"), tree("zhao"));
    let left = world.kehu_in("li", &["list", "customer", "--json"]).json();
    assert_eq!(left.as_array().map(Vec::len), Some(1), "{left}");
    let id = left[0]["id"].as_str().expect("an id");
    let shown = world.kehu_in("li", &["show", id, "--json"]).json();
    assert_eq!(shown["log"].as_array().map(Vec::len), Some(notes), "{shown}");
    let doctor = world.kehu_in("li", &["doctor", "--json"]).json();
    assert_eq!(doctor["problems"], serde_json::json!([]));
}

#[test]
fn a_circle_of_merges_leaves_one_that_stood_for_itself() {
    // b, which has the smallest id, was part of a, and d of c.
    let (world, [a, b, c, d]) = apart(["Bee", "Ant", "Cat", "Dog"], &[(1, 0), (3, 2)]);
    world.be("li");
    let _ = world.kehu_in("li", &["merge", &a, &c, "--prefer", "keep"]).ok();
    // There b is turned to d, and a becomes part of b: c is part of a here, a of b, b of d and d of c there.
    world.be("zhao");
    turn(&world, "zhao", &b, &d);
    let _ = world.kehu_in("zhao", &["save"]).ok();
    let _ = world.kehu_in("zhao", &["merge", &b, &a, "--prefer", "keep"]).ok();
    world.write(
        &path("zhao", &a),
        world.read(&path("zhao", &a)).replace(&format!("into: {c}"), &format!("into: {b}")),
    );
    let _ = world.kehu_in("zhao", &["save"]).ok();
    one_is_left(&world, 4);
    assert_eq!([&a, &b].map(|id| leads(&world, "li", id)), [None, Some(d)]);
}

#[test]
fn a_part_that_both_turned_names_the_one_where_it_is() {
    let (world, [a, b, c, d]) = apart(["Ant", "Bee", "Cat", "Dog"], &[(3, 0)]);
    for (person, whole) in [("li", &b), ("zhao", &c)] {
        world.be(person);
        turn(&world, person, &d, whole);
        let _ = world.kehu_in(person, &["save"]).ok();
        let _ = world.kehu_in(person, &["merge", &a, &b, "--prefer", "keep"]).ok();
        let _ = world.kehu_in(person, &["merge", &a, &c, "--prefer", "keep"]).ok();
    }
    one_is_left(&world, 4);
    let told = world.kehu_in("li", &["show", &d]);
    assert_eq!(leads(&world, "li", &d), [b, c].into_iter().min(), "{told:?}");
    assert!(world.read(&path("li", &d)).contains("field: merged_into"));
}
