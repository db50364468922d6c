//! Documents kept with customers (CRM-06).

use crate::world::World;

#[test]
fn a_file_is_kept_with_its_hash_and_given_out_again() {
    let world = World::furnished();
    world.write("offer.pdf", "an offer");
    let made = world.kehu(&["attach", "jinke", "../offer.pdf", "name=报价单", "--json"]).json();
    let id = made["id"].as_str().expect("an id");
    let shown = world.kehu(&["show", id, "--json"]).json();
    assert_eq!((shown["name"].as_str(), shown["size"].as_i64()), (Some("报价单"), Some(8)));
    assert_eq!(shown["file"], format!("files/{id}/offer.pdf"));
    assert_eq!(world.kehu(&["extract", id, "-o", "-"]).ok(), "an offer");
    let _ = world.kehu(&["extract", id]).ok();
    let _ = world.kehu(&["extract", id]).fails(6);
    assert_eq!(world.read("book/offer.pdf"), "an offer");
    world.bare("bare");
    assert_eq!(world.kehu_in("bare", &["extract", id, "-o", "-"]).ok(), "an offer");
    let _ = world.kehu(&["set", id, "file=files/x/y"]).fails(5);
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn several_at_once_are_one_commit_and_addresses_are_links() {
    let world = World::furnished();
    world.write("a.txt", "a");
    world.write("b.txt", "b");
    let before = world.commits();
    let link = "https://pan.example/s?id=1";
    let made = world.kehu(&["attach", "jinke", "../a.txt", "../b.txt", link, "--json"]).json();
    assert_eq!(made["ids"].as_array().map(Vec::len), Some(3));
    assert_eq!(world.commits(), before + 1);
    let linked = made["ids"][2].as_str().expect("an id");
    assert_eq!(world.kehu(&["extract", linked]).ok().trim(), link);
    assert_eq!(world.kehu(&["list", "document", "customer:jinke", "--count"]).ok().trim(), "3");
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(world.kehu(&["list", "document", "--count"]).ok().trim(), "0");
}

#[test]
fn what_is_too_large_or_was_exchanged_is_refused() {
    let world = World::furnished();
    world.write("book/kehu.toml", "document_limit_mb = 1\n");
    let _ = world.kehu(&["save"]).ok();
    world.write("large.bin", vec![0u8; 2 << 20]);
    let said = world.kehu(&["attach", "jinke", "../large.bin"]).fails(5);
    assert!(said.contains("git lfs track"), "{said}");
    let _ = world.kehu(&["attach", "jinke", "../missing.pdf"]).fails(3);
    world.write("offer.pdf", "an offer");
    let made = world.kehu(&["attach", "jinke", "../offer.pdf", "--json"]).json();
    let id = made["id"].as_str().expect("an id");
    let file = world.git(&["-c", "core.quotepath=off", "ls-files", &format!("*/files/{id}/*")]);
    world.write(&format!("book/{}", file.trim()), "another offer");
    let _ = world.kehu(&["save"]).ok();
    let said = world.kehu(&["extract", id, "-o", "-"]).fails(1);
    assert!(said.contains("the hash differs"), "{said}");
    assert!(world.kehu(&["doctor"]).stdout.contains("the hash differs"));
}

#[test]
fn a_merge_moves_the_file_with_its_document() {
    let world = World::furnished();
    let _ = world.kehu(&["new", "customer", "name=金科股份", "short_name=JK", "--anyway", "test"]).ok();
    world.write("offer.pdf", "an offer");
    let made = world.kehu(&["attach", "jk", "../offer.pdf", "--json"]).json();
    let id = made["id"].as_str().expect("an id");
    let _ = world.kehu(&["merge", "jinke", "jk", "--prefer", "keep"]).ok();
    assert_eq!(world.kehu(&["extract", id, "-o", "-"]).ok(), "an offer");
    let _ = world.kehu(&["doctor"]).ok();
}
