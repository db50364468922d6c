//! Cards that live in a customer's folder: made, moved, merged, undone, imported.

use crate::world::World;

fn opportunity(world: &World, words: &[&str]) -> String {
    let made = world.kehu(&[&["new", "opportunity", "--json"], words].concat()).json();
    made["id"].as_str().expect("an id").to_owned()
}

fn path(world: &World, id: &str) -> String {
    let files = world.git(&["ls-files"]);
    files
        .lines()
        .find(|path| path.contains(id) && path.contains("/opportunities/"))
        .expect("a file")
        .to_owned()
}

#[test]
fn one_folder_is_the_whole_customer() {
    let world = World::furnished();
    let id = opportunity(&world, &["name=OA升级", "customer=jinke", "stage=方案报价", "amount=12万"]);
    let jinke = world.id("jinke");
    assert!(path(&world, &id).contains(&format!("/{jinke}/opportunities/{id}.yaml")));
    let shown = world.kehu(&["show", &id, "--json"]).json();
    assert_eq!((shown["stage"].as_str(), shown["probability"].as_i64()), (Some("proposal"), Some(50)));
    // A probability typed by hand stays; a stage alone brings its own.
    let _ = world.kehu(&["set", &id, "stage=negotiation", "probability=60"]).ok();
    assert_eq!(world.kehu(&["show", &id, "--json"]).json()["probability"], 60);
    let _ = world.kehu(&["set", &id, "stage=won"]).ok();
    assert_eq!(world.kehu(&["show", &id, "--json"]).json()["probability"], 100);
    let said = world.kehu(&["set", &id, "stage=lost"]).fails(5);
    assert!(said.contains("lost_reason"), "{said}");
    assert_eq!(world.kehu(&["list", "opportunity", "customer:jinke", "--count"]).ok().trim(), "1");
    assert_eq!(world.kehu(&["find", "OA升级", "--json"]).json()[0]["id"], id.as_str());
    let bare = world.kehu(&["new", "opportunity", "name=x"]).fails(5);
    assert!(bare.contains("customer: this must be filled in"), "{bare}");
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn another_customer_means_another_folder_and_the_history_goes_along() {
    let world = World::furnished();
    let id = opportunity(&world, &["name=server", "customer=jinke"]);
    let _ = world.kehu(&["set", &id, "stage=qualified"]).ok();
    let _ = world.kehu(&["set", &id, "customer=hp"]).ok();
    assert!(path(&world, &id).contains(&world.id("hp")));
    assert_eq!(world.git(&["ls-files"]).matches(&format!("{id}.yaml")).count(), 1, "it is nowhere else");
    let events = world.kehu(&["history", &id, "--json"]).json();
    let verbs: Vec<_> = events.as_array().expect("events").iter().map(|e| e["verb"].as_str()).collect();
    assert_eq!(verbs, [Some("set"), Some("set"), Some("new")]);
    assert_eq!(events[0]["changes"].as_array().map(Vec::len), Some(1), "{}", events[0]);
    let _ = world.kehu(&["undo"]).ok();
    assert!(path(&world, &id).contains(&world.id("jinke")));
}

#[test]
fn a_merge_takes_them_along_and_an_unmerge_brings_them_back() {
    let world = World::furnished();
    let other = ["new", "customer", "name=金科股份", "short_name=JK", "--anyway", "test"];
    let _ = world.kehu(&other).ok();
    let (one, two) = (
        opportunity(&world, &["name=one", "customer=jk"]),
        opportunity(&world, &["name=two", "customer=jk"]),
    );
    let (keep, gone) = (world.id("jinke"), world.id("jk"));
    let _ = world.kehu(&["merge", &keep, &gone, "--prefer", "keep"]).ok();
    for id in [&one, &two] {
        assert_eq!(world.kehu(&["show", id, "--json"]).json()["customer"], keep.as_str());
        assert!(path(&world, id).contains(&keep));
    }
    let _ = world.kehu(&["doctor"]).ok();
    let _ = world.kehu(&["set", &two, "stage=qualified"]).ok();
    let _ = world.kehu(&["unmerge", &gone]).ok();
    for id in [&one, &two] {
        assert_eq!(world.kehu(&["show", id, "--json"]).json()["customer"], gone.as_str());
        assert!(path(&world, id).contains(&gone));
    }
    assert_eq!(
        world.kehu(&["show", &two, "--json"]).json()["stage"],
        "qualified",
        "what was done since stays"
    );
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn a_customer_does_not_go_away_under_what_it_has() {
    let world = World::furnished();
    let _ = world.kehu(&["new", "customer", "name=青松公司"]).ok();
    let made = world.git(&["rev-parse", "HEAD"]);
    let _ = opportunity(&world, &["name=one", "customer=青松公司"]);
    let said = world.kehu(&["undo", made.trim()]).fails(6);
    assert!(said.contains("/opportunities/"), "{said}");
}

#[test]
fn they_are_imported_and_a_row_without_a_customer_is_rejected() {
    let world = World::furnished();
    world.write(
        "book/pipeline.csv",
        "name,customer,stage,amount\nA,jinke,proposal,1000\nB,hp,线索,2万\nC,,lead,1\nD,nobody,lead,1\n",
    );
    let done = world.kehu(&["import", "opportunity", "pipeline.csv", "--json"]);
    let text = done.stdout.clone() + &done.stderr;
    assert!(text.contains("\"imported\":2"), "{text}");
    assert_eq!(world.kehu(&["list", "opportunity", "--count"]).ok().trim(), "2");
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn a_file_in_the_wrong_folder_is_found() {
    let world = World::furnished();
    let id = opportunity(&world, &["name=server", "customer=jinke"]);
    let from = path(&world, &id);
    let hp = world.card("hp").replace("customer.yaml", &format!("opportunities/{id}.yaml"));
    world.write(&hp, world.read(&format!("book/{from}")));
    let said = world.kehu(&["save"]).fails(5);
    assert!(said.contains("it lies in the folder of"), "{said}");
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-qm", "by hand"]);
    let found = world.kehu(&["doctor"]);
    assert!(found.stdout.contains("It lies in the folder of"), "{}", found.stdout);
    let _ = found.fails(1);
}
