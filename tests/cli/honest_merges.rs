//! What `kehu sync` itself makes of two sides is held against nobody: the hub takes it, and colleagues are told of nothing amiss.

use serde_json::{Value, json};

use crate::world::World;

/// A hub with the gate, and clones of wang, who leads, of li, zhao and chen.
fn apart(access: &str) -> World {
    let world = World::new();
    world.colleagues(&[("李强", "li"), ("赵岚", "zhao"), ("陈默", "chen")]);
    world.write("book/kehu.toml", format!("access = \"{access}\"\n"));
    let _ = world.kehu(&["save"]).ok();
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    for clone in ["li", "wang", "zhao", "chen"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", clone]);
    }
    world
}

fn by(world: &World, person: &str, words: &[&str]) -> String {
    world.be(person);
    // Two clones of one state would make one id.
    world.set_env("KEHU_SEED", person);
    world.kehu_in(person, words).ok()
}

/// Somebody syncs; what they are told.
fn sync(world: &World, person: &str) -> Value {
    let told = by(world, person, &["sync", "--json"]);
    serde_json::from_str(&told).expect("JSON")
}

/// All sync, twice round; nobody is told that anything is amiss, and all have one tree.
fn all_sync(world: &World) {
    for _ in 0..2 {
        for person in ["li", "zhao", "wang", "chen"] {
            let synced = sync(world, person);
            assert_eq!(synced["amiss"], json!([]), "{person}: {synced}");
        }
    }
    let tree = |person: &str| world.git_in(person, &["rev-parse", "HEAD^{tree}"]);
    assert_eq!(tree("li"), tree("zhao"));
}

#[test]
fn a_contract_that_moved_while_a_colleague_was_paid_on_it() {
    let world = apart("open");
    let _ = by(&world, "li", &["new", "customer", "name=Omega Ltd", "short_name=omega"]);
    let _ = by(&world, "li", &["new", "customer", "name=Lambda AG", "short_name=lambda"]);
    let _ = by(&world, "li", &["new", "contract", "number=OM-1", "name=one", "customer=omega", "amount=900"]);
    for person in ["li", "zhao"] {
        let _ = sync(&world, person);
    }
    let _ = by(&world, "li", &["pay", "om-1", "100"]);
    let _ = sync(&world, "li");
    let _ = by(&world, "zhao", &["merge", "lambda", "omega", "--prefer", "keep"]);
    all_sync(&world);
    let contract: Value =
        serde_json::from_str(&by(&world, "chen", &["show", "om-1", "--json"])).expect("JSON");
    assert_eq!(contract["payments"][0]["by"], "li", "{contract}");
}

#[test]
fn a_contact_of_whom_each_side_wrote_something() {
    let world = apart("restricted");
    let made = ["new", "customer", "name=Joint Ltd", "short_name=joint"];
    let _ =
        by(&world, "li", &[&made[..], &["contacts.0.name=王磊", "contacts.0.mobile=13916550271"]].concat());
    for person in ["li", "wang"] {
        let _ = sync(&world, person);
    }
    let _ = by(&world, "wang", &["set", "joint", "owner=zhao", "contacts.0.salutation=mr"]);
    let _ = sync(&world, "wang");
    let _ = by(&world, "li", &["set", "joint", "contacts.0.mobile=13800000001"]);
    all_sync(&world);
}

#[test]
fn work_in_a_customer_that_was_merged_into_a_colleagues() {
    let world = apart("restricted");
    let _ = by(&world, "zhao", &["new", "customer", "name=One Ltd", "short_name=one"]);
    let _ = by(&world, "li", &["new", "customer", "name=Two AG", "short_name=two"]);
    for person in ["zhao", "li", "wang"] {
        let _ = sync(&world, person);
    }
    let _ = by(&world, "wang", &["merge", "one", "two", "--prefer", "keep"]);
    let _ = sync(&world, "wang");
    let _ = by(&world, "li", &["log", "two", "--call", "li worked"]);
    let _ = by(&world, "li", &["set", "two", "city=上海"]);
    all_sync(&world);
    assert!(by(&world, "zhao", &["show", "one"]).contains("li worked"));

    // The same by hand is nobody's right.
    let log = world.git_in("li", &["ls-files", "customers/*/one*/log.yaml"]);
    let path = format!("li/{}", log.trim());
    world.write(&path, world.read(&path).replace("li worked", "li sold it all"));
    world.be("li");
    let _ = world.git_in("li", &["commit", "-qnam", "by hand"]);
    let pushed = world.command("git", "li").args(["push", "-q"]).output().expect("git runs");
    assert!(!pushed.status.success());
}

#[test]
fn what_was_shared_while_it_was_merged_comes_back_with_it() {
    let world = apart("open");
    let _ = by(&world, "zhao", &["new", "customer", "name=Pear Ltd", "short_name=pear"]);
    let _ = by(&world, "li", &["new", "customer", "name=Plum AG", "short_name=plum"]);
    for person in ["zhao", "li", "zhao"] {
        let _ = sync(&world, person);
    }
    let _ = by(&world, "li", &["share", "plum", "chen", "--edit"]);
    let _ = sync(&world, "li");
    let _ = by(&world, "zhao", &["merge", "pear", "plum", "--prefer", "keep"]);
    let synced = sync(&world, "zhao");
    assert!(synced["notes"].to_string().contains("was shared while it was merged"), "{synced}");
    all_sync(&world);
    let said = by(&world, "zhao", &["unmerge", "plum"]);
    assert!(!said.contains("cannot be told apart"), "{said}");
    let plum: Value = serde_json::from_str(&by(&world, "zhao", &["show", "plum", "--json"])).expect("JSON");
    assert_eq!(plum["shares"][0]["person"], "chen", "{plum}");
}

#[test]
fn one_number_that_two_gave_is_told_and_each_can_be_named() {
    let world = apart("open");
    let _ = by(&world, "li", &["new", "customer", "name=Ant Ltd", "short_name=ant"]);
    let _ = by(&world, "li", &["new", "customer", "name=Bee AG", "short_name=bee"]);
    for person in ["li", "zhao"] {
        let _ = sync(&world, person);
    }
    let _ = by(&world, "li", &["new", "contract", "number=HT-2", "name=one", "customer=ant", "amount=100"]);
    let _ = by(&world, "zhao", &["new", "contract", "number=HT-2", "name=two", "customer=bee", "amount=200"]);
    let _ = sync(&world, "li");
    let synced = sync(&world, "zhao");
    assert!(synced["problems"].to_string().contains("has the same id as"), "{synced}");
    world.be("zhao");
    let said = world.kehu_in("zhao", &["doctor"]).stdout;
    assert!(said.contains("has the same id as"), "{said}");
    let said = world.kehu_in("zhao", &["show", "ht-2"]).fails(3);
    let name = |host: &str| {
        let line = said.lines().find(|line| line.trim().starts_with(host)).expect("it is listed");
        line.split_whitespace().next().expect("a word").to_owned()
    };
    let _ = by(&world, "zhao", &["pay", &name("bee"), "50"]);
    let _ = by(&world, "zhao", &["set", &name("ant"), "name=first"]);
    for (host, title, paid) in [("ant", "first", 0), ("bee", "two", 1)] {
        let shown: Value =
            serde_json::from_str(&by(&world, "zhao", &["show", &name(host), "--json"])).expect("JSON");
        let payments = shown["payments"].as_array().map_or(0, Vec::len);
        assert_eq!((shown["name"].as_str(), payments), (Some(title), paid), "{shown}");
    }
    // As the doctor advises.
    let path = world.git_in("zhao", &["ls-files", "*bee*/contracts/ht-2.yaml"]).trim().to_owned();
    let to = path.replace(".yaml", "-2.yaml");
    let _ = world.git_in("zhao", &["mv", &path, &to]);
    let text = world.read(&format!("zhao/{to}"));
    world.write(&format!("zhao/{to}"), text.replace("HT-2", "HT-2-2"));
    let _ = by(&world, "zhao", &["save"]);
    let _ = by(&world, "zhao", &["doctor"]);
    all_sync(&world);
}
