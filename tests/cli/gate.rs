//! What a hub refuses, by real pushes: whole, and in words that say what to do.

use crate::handover::team;
use crate::world::{Run, World, run};

/// A hub beside the book, with the hook; its commits are the book's so far.
pub fn hub() -> World {
    let world = team();
    world.be("wang");
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    let _ = world.git(&["remote", "add", "hub", "../hub.git"]);
    world
}

impl World {
    /// A push of the book to the hub.
    pub fn push(&self, words: &[&str]) -> Run {
        let words = [&["push", "-q", "hub"], words].concat();
        run(self.command("git", "book").args(&words), &words, "")
    }

    /// A file of a customer, from the folder of the book.
    fn file(&self, name: &str, file: &str) -> String {
        let card = self.card(name);
        card.trim_start_matches("book/").replace("customer.yaml", file)
    }

    /// Replaces words in a file, commits it with plain git, no hook asked.
    fn hand(&self, path: &str, from: &str, to: &str) {
        let place = format!("book/{path}");
        let text = self.read(&place);
        let new = if from.is_empty() { format!("{text}{to}") } else { text.replacen(from, to, 1) };
        assert_ne!(text, new, "{from} is not in {path}: {text}");
        self.write(&place, new);
        let _ = self.git(&["commit", "-qanm", "by hand"]);
    }

    /// Goes back to what the hub has.
    pub fn back(&self) {
        let _ = self.git(&["fetch", "-q", "hub"]);
        let _ = self.git(&["reset", "-q", "--hard", "hub/main"]);
    }

    /// What the hub said of a push that it refused.
    fn refused(&self, title: &str, words: &[&str]) -> String {
        let before = self.git_in("hub.git", &["for-each-ref"]);
        let said = self.push(words).fails(1);
        assert_eq!(self.git_in("hub.git", &["for-each-ref"]), before, "{title}: nothing moved");
        let lines = said.lines().filter_map(|line| line.strip_prefix("remote: ")).map(str::trim_end);
        let told = format!("## {title}\n{}\n\n", self.scrub(&lines.collect::<Vec<_>>().join("\n")));
        self.back();
        told
    }
}

fn entry(id: &str, by: &str, at: &str) -> String {
    format!("---\nid: {id}\nat: \"{at}\"\nby: {by}\ntype: call\ntext: x\n")
}

#[test]
fn it_refuses_in_words_that_say_what_to_do() {
    for zh in [false, true] {
        let world = hub();
        if zh {
            world.in_chinese();
        }
        let (card, log) = (world.file("jinke", "customer.yaml"), world.file("jinke", "log.yaml"));
        let mut told = String::new();
        world.be("li");
        world.hand(&card, "level: 5", "level: 9");
        told += &world.refused("an invalid record", &["main"]);
        world.hand(&card, "level: 5", "<<<<<<< ours\nlevel: 5\n=======\nlevel: 6\n>>>>>>> theirs");
        told += &world.refused("marks of a merge by lines", &["main"]);
        world.be("zhao");
        world.hand(&card, "level: 5", "level: 1");
        world.hand(&card, "level: 1", "level: 5");
        told += &world.refused("an edit of another's record, and its way back", &["main"]);
        world.write(&format!("book/{}", card.replace("customer.yaml", "files/a.txt")), "a");
        let _ = world.git(&["add", "customers"]);
        let _ = world.git(&["commit", "-qnm", "a file beside it"]);
        told += &world.refused("a file in another's folder", &["main"]);
        world.hand("kehu.toml", "currency = \"CNY\"", "currency = \"USD\"");
        told += &world.refused("settings", &["main"]);
        world.be("li");
        world.hand(&log, "", &entry("aaaaaaaaaa", "zhao", "2026-11-23T09:00:00+08:00"));
        told += &world.refused("a forged stamp", &["main"]);
        world.hand(&log, "by: li", "by: wang");
        told += &world.refused("an altered stamp", &["main"]);
        world.hand(&log, "", &entry("aaaaaaaaaa", "li", "2026-12-24T09:00:00+08:00"));
        told += &world.refused("a stamp of tomorrow", &["main"]);
        world.be("stranger");
        world.hand("kehu.toml", "# What", "# what");
        told += &world.refused("a stranger's commit", &["main"]);
        world.be("li");
        let _ = world.git(&["commit", "-qn", "--amend", "-m", "written anew"]);
        told += &world.refused("a force push", &["--force", "main"]);
        told += &world.refused("the book's branch deleted", &[":main"]);
        let _ = world.git(&["checkout", "-q", "--orphan", "other"]);
        let _ = world.git(&["commit", "-qnm", "another beginning"]);
        told += &world.refused("a second beginning", &["other"]);
        let _ = world.git(&["checkout", "-qf", "main"]);
        world.back();
        std::os::unix::fs::symlink("/etc", world.path("book/customers/out")).expect("a link");
        let _ = world.git(&["add", "customers"]);
        let _ = world.git(&["commit", "-qnm", "a link"]);
        told += &world.refused("a link among the records", &["main"]);
        insta::assert_snapshot!(if zh { "gate_in_chinese" } else { "gate_in_english" }, told);
    }
}

#[test]
fn nobody_approves_their_own() {
    let world = hub();
    let handovers = world.file("jinke", "handovers.yaml");
    world.be("li");
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    let _ = world.push(&["main"]).ok();
    let accepted =
        |by: &str| format!("state: accepted\ndecided: \"2026-11-23T12:00:00+08:00\"\ndecided_by: {by}");
    let mut told = String::new();
    world.hand(&handovers, "state: pending", &accepted("li"));
    told += &world.refused("the giver accepts", &["main"]);
    world.hand(&handovers, "state: pending", &accepted("zhao"));
    told += &world.refused("the giver accepts in the receiver's name", &["main"]);
    world.be("zhao");
    world.hand(&handovers, "from: li", "from: wang");
    told += &world.refused("the receiver says somebody else gave", &["main"]);
    world.hand(&handovers, "state: pending", "state: accepted");
    told += &world.refused("accepted by nobody", &["main"]);
    let _ = world.kehu(&["accept", "--all"]).ok();
    let _ = world.push(&["main"]).ok();

    // A kind of the company's own says in its schema who decides.
    world.be("wang");
    let claim = "type: object\nrequired: [name, asker]\nproperties:\n  name: {type: string}\n  asker: {type: string, x-kehu: {link: person, default: me}}\n  ok_by: {type: string, x-kehu: {link: person}}\nx-kehu:\n  home: claims/{id}.yaml\n  name: name\n  approval: {by: ok_by, asked: [asker]}\n";
    world.write("book/schemas/office/claim.yaml", claim);
    let _ = world.kehu(&["save"]).ok();
    world.be("li");
    let id =
        world.kehu(&["new", "claim", "name=taxi", "--json"]).json()["id"].as_str().expect("an id").to_owned();
    let _ = world.push(&["main"]).ok();
    let _ = world.kehu(&["set", &id, "ok_by=li"]).ok();
    told += &world.refused("one's own claim", &["main"]);
    let _ = world.kehu(&["new", "claim", "name=dinner", "ok_by=li"]).ok();
    told += &world.refused("a claim that comes approved", &["main"]);
    world.be("zhao");
    let _ = world.kehu(&["set", &id, "ok_by=zhao"]).ok();
    let _ = world.push(&["main"]).ok();
    insta::assert_snapshot!("gate_approvals", told);
}

#[test]
fn the_hook_is_installed_beside_nobody_elses() {
    let world = World::furnished();
    let hook = world.path("book/.git/hooks/pre-commit");
    let _ = world.kehu(&["hook", "install", "-n"]).ok();
    assert!(!hook.exists(), "a dry run writes nothing");
    assert_eq!(world.kehu(&["hook", "install", "--json"]).json()[0]["done"], "written");
    assert_eq!(world.kehu(&["hook", "install", "--json"]).json()[0]["done"], "kept");
    assert_eq!(world.kehu(&["hook", "install", "--remove", "--json"]).json()[0]["done"], "removed");
    assert_eq!(world.kehu(&["hook", "install", "--remove", "--json"]).json()[0]["done"], "absent");
    world.write("book/.git/hooks/pre-commit", "#!/bin/sh\nexit 0\n");
    let said = world.kehu(&["hook", "install"]).fails(6);
    assert!(said.contains("hook pre-commit || exit 1"), "{said}");
    let line = said.lines().last().expect("a line").trim().to_owned();
    world.write("book/.git/hooks/pre-commit", format!("#!/bin/sh\n{line}\nexit 0\n"));
    assert_eq!(world.kehu(&["hook", "install", "--json"]).json()[0]["done"], "kept", "by hand is as good");
    let _ = world.kehu(&["hook", "install", "--remove"]).ok();
    assert!(hook.exists(), "somebody else's stays");
    let _ = world.git(&["config", "core.hooksPath", "own-hooks"]);
    let path =
        world.kehu(&["hook", "install", "--json"]).json()[0]["path"].as_str().expect("a path").to_owned();
    assert!(path.ends_with("own-hooks/pre-commit"), "{path}");

    // git itself asks it.
    let card = world.card("jinke");
    let good = world.read(&card);
    world.write(&card, good.replace("level: 1", "level: 99"));
    let commit = ["commit", "-qam", "x"];
    let said = run(world.command("git", "book").args(commit), &commit, "").fails(1);
    assert!(said.contains("level: more than 7"), "{said}");
    world.write(&card, good.replace("level: 1", "level: 2"));
    let _ = world.git(&commit);
    let plain = world.kehu_with("book", &["hook", "pre-receive"], "nonsense\n").fails(2);
    assert!(plain.contains("OLD NEW REF"), "{plain}");
}
