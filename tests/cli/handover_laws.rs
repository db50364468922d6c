//! What must hold of every handover: nothing is left behind, undo gives the same tree, declining returns everything.

use crate::handover::{count, left, team, tree};
use crate::world::World;

#[test]
fn undo_gives_the_same_tree_and_refuses_once_a_record_was_changed() {
    let world = team();
    world.be("wang");
    let before = tree(&world);
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    assert_ne!(tree(&world), before);
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(tree(&world), before);
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    let commit = world.git(&["rev-parse", "HEAD"]);
    let _ = world.kehu(&["set", "jinke", "owner=wang"]).ok();
    let said = world.kehu(&["undo", commit.trim()]).fails(6);
    assert!(said.contains("owner"), "{said}");
}

#[test]
fn declining_returns_everything_but_what_was_given_on() {
    let world = team();
    let open = |person: &str| left(&world, person);
    world.be("wang");
    let before = open("li");
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    world.be("zhao");
    let oa = world.kehu(&["list", "opportunity", "stage:proposal", "--json"]).json()[0]["id"].clone();
    let _ = world.kehu(&["set", oa.as_str().expect("an id"), "owner=wang"]).ok();
    let commits = world.commits();
    let done = world.kehu(&["decline", "--all", "no time", "--json"]).json();
    assert_eq!(world.commits(), commits + 1);
    assert_eq!(done["handovers"].as_array().map(Vec::len), Some(3), "{done}");
    world.be("wang");
    let after = open("li");
    let gone: Vec<&String> = before.iter().filter(|query| !after.contains(query)).collect();
    assert_eq!(gone, ["opportunity owner:li AND open:yes"]);
    assert_eq!(count(&world, "opportunity", "owner:wang"), 1, "what was given on stays");
    assert_eq!(count(&world, "handover", "state:declined"), 3);
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn who_left_is_handed_over_by_a_superior_or_by_who_may_change_everything() {
    let world = team();
    world.be("zhao");
    let said = world.kehu(&["handover", "li", "zhao"]).fails(7);
    assert!(said.contains("You may not hand over what li has"), "{said}");
    world.be("wang");
    let _ = world.kehu(&["rm", "li"]).ok();
    let said = world.kehu(&["handover", "zhao", "li"]).fails(5);
    assert!(said.contains("is retired"), "{said}");
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    assert_eq!(left(&world, "li"), Vec::<String>::new());
    // Somebody there is no record of, only an id that a customer names.
    let card = world.card("jinke");
    world.write(&card, world.read(&card).replace("owner: zhao", "owner: chen"));
    let _ = world.kehu(&["save"]).ok();
    let done = world.kehu(&["handover", "chen", "wang", "--json"]).json();
    assert_eq!(done["moved"]["customer"], 1, "{done}");
}

#[test]
fn one_hands_over_ones_own_and_a_query_moves_some() {
    let world = team();
    world.be("li");
    let _ = world.kehu(&["handover", "li", "zhao", "status:potential"]).ok();
    assert_eq!(count(&world, "customer", "owner:li"), 1, "qingsong is basic");
    world.be("wang");
    assert_eq!(count(&world, "plan", "who:li AND open:yes"), 2, "what li has elsewhere stays");
    world.be("li");
    let _ = world.kehu(&["handover", "li", "zhao"]).ok();
    let names = world.git(&["ls-files", "handovers"]);
    assert_eq!(names.lines().count(), 2, "no dossier is written over: {names}");
    world.be("wang");
    assert_eq!(left(&world, "li"), Vec::<String>::new());
}

#[test]
fn what_is_secret_stays_and_is_told() {
    let world = team();
    world.be("li");
    let _ = world.kehu(&["set", "jinke", "security=3"]).ok();
    world.be("wang");
    let _ = world.kehu(&["set", "li", "reports_to="]).ok();
    let run = world.kehu(&["handover", "li", "zhao"]);
    assert!(run.stderr.contains("1 of li's customers stay"), "{}", run.stderr);
    assert!(!format!("{}{}", run.stdout, run.stderr).contains("jinke"), "{}", run.stderr);
    let _ = run.ok();
    world.be("li");
    assert_eq!(count(&world, "customer", "owner:li"), 1);
}

/// A small team with work of many sorts, made from a seed.
fn random(seed: u64) -> World {
    let world = team();
    let mut state = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    let mut pick = |words: &[&'static str]| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        words[(state >> 33) as usize % words.len()]
    };
    world.be("wang");
    let people = ["li", "zhao", "wang"];
    let customers = ["jinke", "qingsong", "hailan"];
    for number in 0..6 {
        let (customer, person) = (pick(&customers), pick(&people));
        let (name, owner) = (format!("name=n{number}"), format!("owner={person}"));
        let of = format!("customer={customer}");
        let _ = match pick(&["opportunity", "request", "plan", "share", "deal", "owner"]) {
            "plan" => world.kehu(&["plan", customer, "+1d", "call", "--who", person]),
            "share" => world.kehu(&["share", customer, person]),
            "owner" => world.kehu(&["set", customer, &owner]),
            "request" => {
                let state = pick(&["state=open", "state=assigned", "state=closed"]);
                world.kehu(&["new", "request", &name, &of, &owner, &format!("assigned={person}"), state])
            }
            "deal" => {
                let line = ["lines.0.product=p", "lines.0.quantity=1", "lines.0.price=1 CNY"];
                world.kehu(&[&["new", "deal", &name, &of, &owner][..], &line].concat())
            }
            _ => world.kehu(&["new", "opportunity", &name, &of, &owner, pick(&["stage=lead", "stage=won"])]),
        };
    }
    world
}

#[test]
fn nothing_is_left_and_all_comes_back() {
    for seed in 0..6 {
        let world = random(seed);
        let before = tree(&world);
        let held = left(&world, "li");
        if held.is_empty() {
            continue;
        }
        let _ = world.kehu(&["handover", "li", "zhao"]).ok();
        assert_eq!(left(&world, "li"), Vec::<String>::new(), "seed {seed}");
        let _ = world.kehu(&["undo"]).ok();
        assert_eq!(tree(&world), before, "seed {seed}");
        let _ = world.kehu(&["handover", "li", "zhao"]).ok();
        world.be("zhao");
        let _ = world.kehu(&["decline", "--all", "no"]).ok();
        world.be("wang");
        assert_eq!(left(&world, "li"), held, "seed {seed}");
        assert_eq!(count(&world, "handover", "to:zhao state:pending"), 0, "seed {seed}");
    }
}

/// What lies with no customer moves too, as its kinds say; what is closed, and what nobody may see, stays.
#[test]
fn projects_tasks_and_goals_move_with_the_rest() {
    for zh in [false, true] {
        let world = team();
        if zh {
            world.in_chinese();
        }
        world.be("li");
        for line in [
            "new project name=Portal members+=zhao members+=wang goal=x",
            "new task name=Draft project=Portal assignees+=wang assignees+=li assignees+=zhao",
            "new task name=Build project=Portal assignees+=li",
            "new goal name=签约12单 period=2026-Q4",
            "new goal name=旧目标 period=2026-Q3 state=reached",
            "new room name=小会议室 name_en=small keeper=li",
            "new meeting title=周会 participants+=li participants+=zhao",
            "new resolution text=发合同 meeting=周会 who=li",
        ] {
            let _ = world.kehu(&line.split(' ').collect::<Vec<_>>()).ok();
        }
        world.be("wang");
        let _ = world.kehu(&["new", "asset", "number=A1", "name=笔记本", "class=computer"]).ok();
        let _ = world.kehu(&["set", "wang", "roles+=assets"]).ok();
        world.be("li");
        let _ = world.kehu(&["move", "A1", "request"]).ok();
        world.be("wang");
        let _ = world.kehu(&["approve", "A1"]).ok();
        let _ = world.kehu(&["move", "A1", "hand_out"]).ok();
        world.be("zhao");
        let _ = world.kehu(&["new", "help_request", "name=样机", "asked=li", "due=2026-11-20"]).ok();
        world.be("wang");
        let before = tree(&world);
        let mut told = world.tell(&["handover", "li", "zhao", "-n"]);
        told.push_str(&world.tell(&["handover", "li", "zhao"]));
        told.push_str(&world.tell(&["show", "Portal"]));
        told.push_str(&world.tell(&["show", "Draft"]));
        let folder = world.git(&["ls-files", "handovers"]);
        told.push_str(&world.read(&format!("book/{}", folder.lines().next().expect("a dossier"))));
        insta::assert_snapshot!(if zh { "handover_records_zh" } else { "handover_records_en" }, told);
        for (kind, query) in [
            ("project", "manager:li"),
            ("task", "assignees:li"),
            ("goal", "owner:li AND open:yes"),
            ("room", "keeper:li"),
            ("meeting", "caller:li"),
            ("resolution", "who:li"),
            ("help_request", "asked:li"),
        ] {
            assert_eq!(count(&world, kind, query), 0, "{kind} {query}");
            assert_ne!(count(&world, kind, &query.replace("li", "zhao")), 0, "{kind} {query}");
        }
        assert_eq!(count(&world, "goal", "owner:li"), 1, "what is reached stays with who reached it");
        assert_eq!(world.kehu(&["doctor"]).code, 0);
        let _ = world.kehu(&["undo"]).ok();
        assert_eq!(tree(&world), before);
        // Some customers alone: nothing else moves.
        let _ = world.kehu(&["handover", "li", "zhao", "jinke"]).ok();
        assert_eq!(count(&world, "task", "assignees:li"), 2);
    }
}

#[test]
fn who_has_no_customers_hands_over_all_the_same() {
    let world = team();
    world.be("wang");
    // chen answers to nobody here, so wang does not see what is chen's.
    let chen = ["new", "person", "name=陈默", "email=chen@mingyi.example"];
    let _ = world.kehu(&chen).ok();
    world.be("chen");
    let _ = world.kehu(&["new", "project", "name=Secret", "members+=zhao"]).ok();
    world.be("zhao");
    let _ = world.kehu(&["rm", "hailan"]).ok();
    let _ = world.kehu(&["new", "goal", "name=回访", "period=2026"]).ok();
    world.be("wang");
    let json = world.kehu(&["handover", "zhao", "li", "--json"]).json();
    assert_eq!(
        (json["customers"].as_array().map(Vec::len), json["moved"]["goal"].as_i64()),
        (Some(0), Some(1)),
        "{json}"
    );
    let said = world.kehu(&["handover", "zhao", "li"]).fails(1);
    assert!(said.contains("nothing to hand over"), "{said}");
}
