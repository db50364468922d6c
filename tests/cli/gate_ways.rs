//! Ways around the gatekeeper that are none: another branch, another's address, a file taken out.

use crate::gate::hub;
use crate::gate_moves;
use crate::world::World;

/// zhao lowers the level of li's customer by hand.
fn evil(world: &World) {
    world.be("li");
    let card = world.card("jinke");
    world.be("zhao");
    world.write(&card, world.read(&card).replace("level: 5", "level: 1"));
    let _ = world.git(&["commit", "-qnam", "evil"]);
}

#[test]
fn a_hub_whose_head_names_no_branch_guards_the_book_as_well() {
    let world = hub();
    // As `git init --bare` leaves it where people work on another branch.
    let _ = world.git_in("hub.git", &["symbolic-ref", "HEAD", "refs/heads/master"]);
    evil(&world);
    let said = world.push(&["main"]).fails(1);
    assert!(said.contains("not yours to change"), "{said}");
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let said = world.push(&[":main"]).fails(1);
    assert!(said.contains("is the book itself"), "{said}");
    world.be("li");
    let _ = world.git(&["commit", "-qn", "--amend", "-m", "written anew"]);
    let said = world.push(&["--force", "main"]).fails(1);
    assert!(said.contains("would be rewritten"), "{said}");
    let _ = world.git(&["reset", "-q", "--hard", "HEAD@{1}"]);
    let _ = world.kehu(&["log", "jinke", "--call", "good"]).ok();
    let _ = world.push(&["main"]).ok();
}

#[test]
fn what_comes_by_a_branch_that_is_no_book_is_judged_where_it_enters_the_book() {
    let world = hub();
    let _ = world.git(&["checkout", "-q", "--orphan", "pages"]);
    let _ = world.git(&["rm", "-qrf", "."]);
    let _ = world.git(&["commit", "-qn", "--allow-empty", "-m", "pages"]);
    let _ = world.git_in("hub.git", &["fetch", "-q", "../book", "pages:gh-pages"]);
    let _ = world.git(&["checkout", "-qf", "main"]);
    evil(&world);
    let _ = world.git(&["checkout", "-q", "-b", "sly"]);
    let _ = world.git(&["rm", "-q", "kehu.toml"]);
    let _ = world.git(&["commit", "-qnm", "no book"]);
    let said = world.push(&["--force", "sly:gh-pages", "main"]).fails(1);
    assert!(said.contains("not yours to change"), "{said}");
}

#[test]
fn nobody_becomes_another_by_an_address() {
    let world = hub();
    world.be("li");
    let said = world.kehu(&["set", "li", "email=Wang@mingyi.example"]).fails(6);
    assert!(said.contains("is the address of wang"), "{said}");
    let card = "book/people/li.yaml";
    world.write(card, world.read(card).replace("li@mingyi.example", "wang@mingyi.example"));
    let _ = world.kehu(&["save"]).fails(6);
    let _ = world.git(&["commit", "-qnam", "by hand"]);
    let said = world.push(&["main"]).fails(1);
    assert!(said.contains("is the address of wang"), "{said}");
    // Where it came in all the same, wang is still wang, and it is told.
    world.be("wang");
    let _ = world.git_in("hub.git", &["fetch", "-q", "../book", "main:main"]);
    let told = world.kehu(&["doctor"]).stdout;
    assert!(told.contains("wang: email") && told.contains("is the address of li"), "{told}");
    world.write("book/kehu.toml", world.read("book/kehu.toml").replace("# What", "# what"));
    let _ = world.git(&["commit", "-qnam", "settings"]);
    let _ = world.push(&["main"]).ok();
}

#[test]
fn what_was_decided_is_not_taken_out_by_who_asked() {
    let world = gate_moves::hub();
    world.be("li");
    let list = world.kehu(&["list", "claim", "name:hotel", "--json"]).json();
    let path = format!("claims/{}.yaml", list[0]["id"].as_str().expect("a claim"));
    let _ = world.git(&["remote", "add", "hub", "../hub.git"]);
    std::fs::remove_file(world.path(&format!("book/{path}"))).expect("removed");
    let said = world.kehu(&["save"]).fails(7);
    assert!(said.contains("stay as they were written"), "{said}");
    let _ = world.git(&["commit", "-qnam", "gone"]);
    let said = world.push(&["main"]).fails(1);
    assert!(said.contains("stay as they were written"), "{said}");
    // A draft that nobody saw may go.
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    let made = world.kehu(&["new", "claim", "name=taxi", "amount=20", "--json"]).json();
    let path = format!("book/claims/{}.yaml", made["id"].as_str().expect("an id"));
    std::fs::remove_file(world.path(&path)).expect("removed");
    let _ = world.kehu(&["save"]).ok();
    let _ = world.push(&["main"]).ok();
}
