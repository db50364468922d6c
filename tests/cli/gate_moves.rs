//! A hub lets nobody make up a step of a workflow: not by hand, not for somebody else, not as an admin.

use crate::workflow::claims;
use crate::world::World;

/// A hub with the hook, and clones of wang, who is the admin, of li and of zhao, above li.
pub fn hub() -> World {
    let world = World::new();
    for (name, id, above) in [("赵岚", "zhao", "wang"), ("李强", "li", "zhao")] {
        let (name, email) = (format!("name={name}"), format!("email={id}@mingyi.example"));
        let _ = world.kehu(&["new", "person", &name, &email, &format!("reports_to={above}")]).ok();
    }
    claims(&world);
    world.be("li");
    let _ = world.kehu(&["new", "claim", "name=hotel", "amount=800"]).ok();
    let _ = world.kehu(&["submit", "hotel"]).ok();
    world.bare("hub.git");
    let _ = world.kehu_in("hub.git", &["hook", "install"]).ok();
    for clone in ["li", "wang", "zhao"] {
        let _ = world.git_in(".", &["clone", "-q", "hub.git", clone]);
    }
    world
}

/// Changes the claim of a clone by hand and pushes it; what the hub said.
fn pushes(world: &World, person: &str, change: &dyn Fn(&str) -> String) -> (bool, String) {
    world.be(person);
    let path = format!("{person}/claims/{}.yaml", claim(world, person));
    let text = change(&world.read(&path));
    world.write(&path, text);
    let _ = world.git_in(person, &["commit", "-qam", "by hand"]);
    let pushed = world.command("git", person).args(["push", "-q"]).output().expect("git runs");
    let said = String::from_utf8_lossy(&pushed.stderr).into_owned();
    let _ = world.git_in(person, &["reset", "-q", "--hard", "origin/main"]);
    (pushed.status.success(), said)
}

/// Somebody in their own clone: two of one state would give two steps one id.
fn sits(world: &World, person: &str) {
    world.be(person);
    world.set_env("KEHU_SEED", person);
}

fn claim(world: &World, person: &str) -> String {
    let list = world.kehu_in(person, &["list", "claim", "name:hotel", "--json"]).json();
    list[0]["id"].as_str().expect("a claim").to_owned()
}

/// The claim with a step more.
fn step(text: &str, by: &str) -> String {
    let step = format!(
        "  - id: madeup\n    move: approve\n    by: {by}\n    at: 2026-11-01T10:00:00+08:00\n    from: submitted\n    to: approved\n    seen:\n      amount: 800.00 CNY\n"
    );
    let indent =
        if text.contains("\n  - id:") { step } else { step.replace("\n  ", "\n").trim_start().to_owned() };
    let text = text.replace("state: submitted", "state: approved");
    let (head, trail) = text.split_once("trail:\n").expect("a trail");
    // The trail is the last field of a claim.
    format!("{head}trail:\n{trail}{indent}")
}

#[test]
fn a_hub_refuses_steps_that_are_made_up() {
    let world = hub();
    for (person, by) in [("li", "li"), ("li", "zhao"), ("wang", "zhao")] {
        let (pushed, said) = pushes(&world, person, &|text| step(text, by));
        assert!(!pushed, "{person} forged a step of {by}");
        assert!(said.contains("approve") || said.contains("stamped by"), "{person} {by}: {said}");
    }
    let (pushed, said) = pushes(&world, "li", &|text| text.replace("state: submitted", "state: approved"));
    assert!(!pushed && said.contains("changes by its moves"), "{said}");
    let (pushed, said) = pushes(&world, "wang", &|text| text.replace("state: submitted", "state: approved"));
    assert!(!pushed && said.contains("changes by its moves"), "an admin too: {said}");
    // Who may decide may write the step by hand, and a verb is as good.
    let (pushed, said) = pushes(&world, "zhao", &|text| step(text, "zhao"));
    assert!(pushed, "{said}");
}

#[test]
fn a_decision_and_a_change_of_what_was_decided_meet() {
    let world = hub();
    let id = claim(&world, "zhao");
    sits(&world, "zhao");
    let _ = world.kehu_in("zhao", &["approve", &id]).ok();
    let _ = world.kehu_in("zhao", &["sync"]).ok();
    sits(&world, "li");
    let _ = world.kehu_in("li", &["set", &id, "amount=900"]).ok();
    let synced = world.kehu_in("li", &["sync", "--json"]).json();
    assert!(synced.to_string().contains("no longer holds"), "{synced}");
    for person in ["li", "zhao"] {
        sits(&world, person);
        let _ = world.kehu_in(person, &["sync"]).ok();
        let shown = world.kehu_in(person, &["show", &id, "--json"]).json();
        assert_eq!(
            (shown["state"].as_str(), shown["amount"]["amount"].as_str()),
            (Some("draft"), Some("900.00"))
        );
    }
    // Both move it on while apart: it is in conflict, and who could have made the step settles it.
    sits(&world, "li");
    let _ = world.kehu_in("li", &["submit", &id]).ok();
    let _ = world.kehu_in("li", &["sync"]).ok();
    sits(&world, "zhao");
    let _ = world.kehu_in("zhao", &["sync"]).ok();
    let _ = world.kehu_in("zhao", &["approve", &id]).ok();
    sits(&world, "wang");
    let _ = world.kehu_in("wang", &["sync"]).ok();
    let _ = world.kehu_in("wang", &["reject", &id, "--note", "no"]).ok();
    let _ = world.kehu_in("wang", &["sync"]).ok();
    sits(&world, "zhao");
    let _ = world.kehu_in("zhao", &["sync"]).ok();
    let shown = world.kehu_in("zhao", &["show", &id, "--json"]).json();
    assert!(shown["conflicts"].to_string().contains("rejected"), "{shown}");
    sits(&world, "li");
    let _ = world.kehu_in("li", &["sync"]).ok();
    let _ = world.kehu_in("li", &["resolve", &id, "state=approved"]).fails(7);
    sits(&world, "zhao");
    let _ = world.kehu_in("zhao", &["resolve", &id, "state=rejected"]).ok();
    let shown = world.kehu_in("zhao", &["show", &id, "--json"]).json();
    assert_eq!(shown["state"], "rejected");
}
