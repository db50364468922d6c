//! Templates: of the book, in one commit, checked where they are written, harmless where they are hostile.

use crate::world::World;

const MEAL: &str = "label: {en: Tasting, zh: 品鉴}\nparameters:\n  day: {type: date, default: today+1wd}\n  guest: {type: link customer, required: true, label: {en: Guest, zh: 客人}}\n  cook: {type: link person}\n  price: {type: money}\nrecord:\n  name: '{guest} on {day}'\n  customer: '@guest'\n  owner: '@cook'\n  amount: '{price}'\n  expected: day+2w\nchildren:\n  - kind: request\n    key: first\n    record: {name: 'Ask {guest} by {day-1d}', customer: '@guest', opened: day, due: day+1m}\n";

fn count(world: &World, kind: &str) -> String {
    world.kehu(&["list", kind, "--count"]).ok().trim().to_owned()
}

#[test]
fn any_kind_has_templates_and_all_is_one_commit() {
    let world = World::furnished();
    world.write("book/templates/opportunity/tasting.yaml", MEAL);
    let _ = world.kehu(&["save"]).ok();
    let listed = world.kehu(&["new", "opportunity", "--template", "--json"]).json();
    assert_eq!(listed[0]["name"], "tasting");
    assert_eq!(listed[0]["parameters"][1]["required"], true);
    let before = world.commits();
    let made = ["new", "opportunity", "--template", "tasting", "guest=jinke", "price=9000", "stage=proposal"];
    let made = world.kehu(&[&made[..], &["--json"]].concat()).json();
    assert_eq!(world.commits(), before + 1);
    let ids = made["ids"].as_array().expect("ids");
    assert_eq!(ids.len(), 2);
    let first = world.kehu(&["show", ids[0].as_str().expect("an id"), "--json"]).json();
    // The clock stands on Monday 2026-11-23.
    assert_eq!(first["name"], "上海金科电子有限公司 on 2026-11-24");
    assert_eq!((first["expected"].as_str(), first["stage"].as_str()), (Some("2026-12-08"), Some("proposal")));
    assert_eq!(
        (first["amount"]["amount"].as_str(), first["owner"].as_str()),
        (Some("9000.00"), Some("wang"))
    );
    let other = world.kehu(&["show", ids[1].as_str().expect("an id"), "--json"]).json();
    assert_eq!(other["name"], "Ask 上海金科电子有限公司 by 2026-11-23");
    assert_eq!(
        (other["customer"].clone(), other["due"].as_str()),
        (first["customer"].clone(), Some("2026-12-24"))
    );
    assert!(world.git(&["log", "-1", "--format=%B"]).contains("Kehu-Template: tasting"));
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!((count(&world, "opportunity"), count(&world, "request")), ("0".to_owned(), "0".to_owned()));
    // Nothing is written where it is only shown.
    let before = world.commits();
    let shown = world.kehu(&["new", "opportunity", "--template", "品鉴", "guest=hp", "-n", "--json"]).json();
    assert!(shown["changes"].as_array().expect("changes").len() > 5);
    assert_eq!(world.commits(), before);
}

#[test]
fn a_template_of_the_book_goes_before_a_shipped_one() {
    let world = World::furnished();
    world.write(
        "book/templates/project/internal.yaml",
        "label: {en: Ours, zh: 我们的}\nparameters: {what: {type: text, required: true}}\nrecord: {name: 'Our {what}'}\n",
    );
    let _ = world.kehu(&["save"]).ok();
    let _ = world.kehu(&["new", "project", "--template", "internal", "what=garden"]).ok();
    assert_eq!(world.kehu(&["list", "project", "--json"]).json()[0]["name"], "Our garden");
    assert_eq!(count(&world, "task"), "0");
}

#[test]
fn what_cannot_be_used_is_refused_by_save_and_found_by_doctor() {
    let world = World::furnished();
    let place = "book/templates/opportunity/tasting.yaml";
    for (was, wrong, said) in [
        ("kind: request", "kind: reqeust", "reqeust"),
        ("kind: request", "kind: log", "a log is an entry beside a record"),
        ("kind: request", "kind: customer", "a customer is looked for before it is made"),
        ("due: day+1m", "duue: day+1m", "duue"),
        ("due: day+1m", "due: dya+1m", "`day`"),
        ("due: day+1m", "due: day+1y", "is no day"),
        ("due: day+1m", "state: nothing", "state"),
        ("due: day+1m", "due: guest+1d", "`guest` is no day"),
        ("'Ask {guest} by {day-1d}'", "'Ask {gest}'", "Did you mean `guest`?"),
        ("'Ask {guest} by {day-1d}'", "'Ask {guest'", "is not closed"),
        (
            "customer: '@guest', opened",
            "customer: '@cook', opened",
            "`@cook` is a person, and a customer is wanted",
        ),
        ("customer: '@guest', opened", "customer: '@nobody', opened", "no parameter or key"),
        ("customer: '@guest', opened", "opened", "customer"),
        ("owner: '@cook'", "owner: '@first'", "`@first` is a request"),
        ("expected: day+2w", "anyway: x", "anyway"),
        ("link customer", "link custoner", "custoner"),
        ("key: first", "key: guest", "`guest` names two things"),
    ] {
        assert!(MEAL.contains(was), "{was}");
        world.write(place, MEAL.replacen(was, wrong, 1));
        let told = world.kehu(&["save"]).fails(5);
        assert!(
            told.contains(said) && told.contains("templates/opportunity/tasting.yaml:"),
            "{wrong}: {told}"
        );
    }
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-qm", "by hand"]);
    let found = world.kehu(&["doctor"]);
    assert!(found.stdout.contains("`guest` names two things"), "{}", found.stdout);
    let _ = found.fails(1);
    let _ = world.kehu(&["new", "opportunity", "--template", "tasting", "guest=hp"]).fails(5);
}

#[test]
fn a_state_is_no_field_of_a_template_and_no_path_comes_out_of_one() {
    let world = World::furnished();
    let place = "book/templates/project/sly.yaml";
    world.write(place, "label: {en: Sly, zh: 狡}\nrecord: {name: x, state: approved}\n");
    let told = world.kehu(&["save"]).fails(5);
    assert!(told.contains("state is moved by its workflow, not by a template"), "{told}");
    world.write(place, "label: {en: Sly, zh: 狡}\nrecord: {name: x}\nchildren: [{kind: task, record: {name: y, progress: 100}}]\n");
    let told = world.kehu(&["save"]).fails(5);
    assert!(told.contains("progress is written by kehu"), "{told}");
    world.write(
        place,
        "label: {en: Sly, zh: 狡}\nparameters: {what: {type: text}}\nrecord: {name: '../../{what}'}\nchildren: [{kind: task, record: {name: '/etc/{what}'}}]\n",
    );
    let _ = world.kehu(&["save"]).ok();
    let made = ["new", "project", "--template", "sly", "what=../../../passwd\u{1b}[2J"];
    let _ = world.kehu(&made).fails(5);
    let _ = world.kehu(&["new", "project", "--template", "sly", "what=../../passwd"]).ok();
    let files = world.git(&["ls-files", "--", "projects"]);
    assert!(files.lines().count() == 2 && !files.contains(".."), "{files}");
    let _ = world.kehu(&["doctor"]).ok();
}

#[test]
fn only_those_who_may_change_settings_change_templates() {
    let world = World::furnished();
    let li = ["new", "person", "name=李强", "email=li@mingyi.example", "reports_to=wang"];
    let _ = world.kehu(&li).ok();
    let _ = world.kehu(&["set", "wang", "roles+=admin"]).ok();
    world.be("li");
    world.write("book/templates/opportunity/tasting.yaml", MEAL);
    let told = world.kehu(&["save"]).fails(7);
    assert!(told.contains("templates/opportunity/tasting.yaml"), "{told}");
}
