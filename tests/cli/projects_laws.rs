//! Laws about tasks: no circle by any way in, and domain code and SQL agree.

use crate::gate::hub;
use crate::world::World;

fn chain(world: &World) {
    let _ = world.kehu(&["new", "project", "name=Move"]).ok();
    for (name, after) in [("One", ""), ("Two", "after=One"), ("Three", "after=Two")] {
        let words = ["new", "task", &format!("name={name}"), "project=Move", after];
        let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
        let _ = world.kehu(&words).ok();
    }
}

fn task(world: &World, name: &str) -> (String, String) {
    let id = world.kehu(&["show", name, "--json"]).json()["id"].as_str().expect("an id").to_owned();
    let files = world.git(&["ls-files", "--", "projects"]);
    let path = files.lines().find(|path| path.ends_with(&format!("/tasks/{id}.yaml"))).expect("a file");
    (id.clone(), path.to_owned())
}

#[test]
fn no_way_in_lets_a_task_wait_for_itself() {
    let world = World::furnished();
    chain(&world);
    let ((one, path), (three, _)) = (task(&world, "One"), task(&world, "Three"));
    let said = world.kehu(&["set", "One", "after=Three"]).fails(5);
    assert!(said.contains(&format!("after leads back to where it began: {one} → {three} → ")), "{said}");
    let said = world.kehu(&["set", "One", "after=One"]).fails(5);
    assert!(said.contains(&format!("{one} → {one}")), "{said}");
    let card = world.read(&format!("book/{path}"));
    world.write(&format!("book/{path}"), format!("{card}after:\n  - {three}\n"));
    let said = world.kehu(&["save"]).fails(5);
    assert!(said.contains("after leads back"), "{said}");
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let found = world.kehu(&["doctor"]);
    assert!(found.stdout.contains("after leads back to where it began"), "{}", found.stdout);
    let _ = found.fails(1);
    // It is drawn all the same, and anything else can be changed.
    let drawn = world.kehu(&["gantt", "Move"]).ok();
    assert!(drawn.contains("waits for itself"), "{drawn}");
    let _ = world.kehu(&["set", "One", "remarks=x"]).ok();
    let _ = world.kehu(&["set", "One", "after="]).ok();
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn two_clones_that_close_a_circle_together_are_told() {
    let world = World::furnished();
    let _ = world.kehu(&["new", "project", "name=Move"]).ok();
    for name in ["One", "Two"] {
        let _ = world.kehu(&["new", "task", &format!("name={name}"), "project=Move"]).ok();
    }
    world.bare("hub.git");
    let _ = world.git(&["remote", "add", "origin", "../hub.git"]);
    let _ = world.git_in(".", &["clone", "-q", "hub.git", "other"]);
    let _ = world.kehu_in("other", &["set", "One", "after=Two"]).ok();
    let _ = world.kehu_in("other", &["sync"]).ok();
    let _ = world.kehu(&["set", "Two", "after=One"]).ok();
    let run = world.kehu(&["sync"]);
    let told = format!("{}{}", run.stdout, run.stderr);
    assert!(told.contains("after leads back to where it began"), "{told}");
    let _ = world.kehu(&["doctor"]).fails(1);
}

#[test]
fn the_gate_refuses_a_circle_and_a_template_that_cannot_be_used() {
    let world = hub();
    chain(&world);
    let _ = world.push(&["main"]).ok();
    let ((_, path), (three, _)) = (task(&world, "One"), task(&world, "Three"));
    let place = format!("book/{path}");
    let card = world.read(&place);
    world.write(&place, format!("{card}after:\n  - {three}\n"));
    let _ = world.git(&["commit", "-qanm", "by hand"]);
    let said = world.push(&["main"]).fails(1);
    assert!(said.contains("after leads back to where it began"), "{said}");
    let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    world.write("book/templates/project/bad.yaml", "label: {en: Bad, zh: 坏}\nrecord: {nmae: x}\n");
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-qnm", "by hand"]);
    let said = world.push(&["main"]).fails(1);
    assert!(said.contains("templates/project/bad.yaml:2:") && said.contains("nmae"), "{said}");
}

#[test]
fn sql_and_the_program_agree_on_progress() {
    let world = World::furnished();
    let _ = world.kehu(&["new", "project", "name=Move"]).ok();
    let sum = ["new", "task", "name=sum", "project=Move", "wbs=1", "estimate=900"];
    let _ = world.kehu(&sum).ok();
    // Hours, percent: by the program's own random letters, but always the same.
    let mut seed: u64 = 7;
    let mut next = |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    for number in 1..=9 {
        let (name, wbs) = (format!("name=t{number}"), format!("wbs=1.{number}"));
        let hours = format!("estimate={}", next(90));
        let mut words = vec!["new", "task", &name, "project=Move", &wbs, "due=2026-11-20"];
        if number % 3 != 0 {
            words.push(&hours);
        }
        let _ = world.kehu(&words).ok();
        let percent = next(101).to_string();
        let _ = world.kehu(&["progress", &format!("t{number}"), &percent]).ok();
        let drawn = world.kehu(&["gantt", "Move", "--json"]).json();
        let row = world.kehu(&["report", "projects", "--json"]).json();
        assert_eq!(row[0]["progress"], drawn["progress"], "{row} {drawn}");
        let late = drawn["work"].as_array().expect("work").iter().filter(|work| work["late"] == true).count();
        assert_eq!(row[0]["late"].as_u64(), Some(late as u64));
        let shown = world.kehu(&["show", "Move", "--json"]).json();
        assert_eq!(shown["schedule"]["progress"], drawn["progress"]);
    }
    for number in 1..=9 {
        let _ = world.kehu(&["progress", &format!("t{number}"), "100"]).ok();
        let row = world.kehu(&["report", "projects", "--json"]).json();
        assert_eq!(row[0]["progress"] == 100, number == 9, "{row}");
    }
}
