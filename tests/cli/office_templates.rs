//! The shipped templates for meetings, work reports and budgets.

use serde_json::Value;

use crate::world::World;

/// A book with a department, a room, a period and some types of expense.
fn office() -> World {
    let world = World::furnished();
    for line in [
        "new department name=销售部 name_en=Sales head=wang",
        "new person name=李强 email=li@mingyi.example department=sales reports_to=wang",
        "new room name=小会议室 name_en=small seats=6",
        "new period name=2027 span=year from=2027-01-01 until=2027-12-31",
        "new expense_type name=差旅 name_en=Travel",
        "new expense_type name=招待 name_en=Meals",
        "new project name=Move manager=li",
    ] {
        let _ = world.kehu(&line.split(' ').collect::<Vec<_>>()).ok();
    }
    world
}

/// Makes what a template says; the first record.
fn made(world: &World, kind: &str, words: &[&str]) -> Value {
    let before = world.commits();
    let told = world.kehu(&[&["new", kind, "--template"], words, &["--json"]].concat()).json();
    assert_eq!(world.commits(), before + 1);
    // Several records are `ids`, the first one first.
    let id = told["id"].as_str().or(told["ids"][0].as_str());
    world.kehu(&["show", id.expect("an id"), "--json"]).json()
}

#[track_caller]
fn healthy(world: &World) {
    let told = world.kehu(&["doctor", "--json"]).json();
    assert_eq!(told["problems"].as_array().map(Vec::len), Some(0), "{told}");
}

#[test]
fn a_meeting_has_its_agenda_and_takes_its_room() {
    let world = office();
    let weekly = made(&world, "meeting", &["weekly", "department=sales", "room=small", "participants+=li"]);
    // The clock stands on Monday 2026-11-23.
    assert_eq!(weekly["title"], "Weekly meeting 2026-11-24 销售部");
    assert_eq!(
        (&weekly["starts"], &weekly["ends"]),
        (&"2026-11-24T09:30:00+08:00".into(), &"2026-11-24T10:00:00+08:00".into())
    );
    let people = weekly["participants"].as_array().expect("people").iter().map(|one| one["person"].clone());
    assert_eq!(people.collect::<Vec<_>>(), ["wang", "li"]);
    assert_eq!(weekly["agenda"].as_array().map(Vec::len), Some(4));
    // Nothing of it goes round the rules: the room is taken.
    let said = world.kehu(&["new", "meeting", "--template", "weekly", "room=small", "from=09:45"]).fails(6);
    assert!(said.contains("Weekly meeting 2026-11-24"), "{said}");
    let said = world.kehu(&["new", "meeting", "--template", "weekly", "from=noon"]).fails(5);
    assert!(said.contains("starts"), "{said}");
    let review = made(&world, "meeting", &["project-review", "project=Move", "manager=li", "day=2026-12-01"]);
    assert_eq!(
        (&review["title"], &review["agenda"][1]["who"]),
        (&"Move: review 2026-12-01".into(), &"li".into())
    );
    let resolved = world.kehu(&["list", "resolution", "--json"]).json();
    assert_eq!(
        (&resolved[0]["meeting"], &resolved[0]["who"], &resolved[0]["due"]),
        (&review["id"], &"li".into(), &"2026-11-30".into())
    );
    healthy(&world);
}

#[test]
fn a_work_report_is_written_under_its_headings_and_handed_in() {
    let world = office();
    world.be("li");
    let words = ["sales", "period=2026-W48", "customers=金科 twice", "payments=9000 from HP", "next=offer"];
    let report = made(&world, "work_report", &words);
    assert_eq!(report["done"], "Customers: 金科 twice\nQuotes and contracts: –\nPayments: 9000 from HP");
    assert_eq!(
        (&report["person"], &report["every"], &report["next"], &report["problems"]),
        (&"li".into(), &"week".into(), &"offer".into(), &Value::Null)
    );
    let _ = world.kehu(&["submit", report["id"].as_str().expect("an id")]).ok();
    let said = world.kehu(&["new", "work_report", "--template", "sales", "period=2026-W48"]).fails(5);
    assert!(said.contains("customers (Customers visited and called)"), "{said}");
    let said =
        world.kehu(&["new", "work_report", "--template", "sales", "period=48", "customers=x"]).fails(5);
    assert!(said.contains("period"), "{said}");
    world.be("wang");
    healthy(&world);
}

#[test]
fn a_budget_has_the_lines_that_were_given() {
    let world = office();
    let words = ["department", "department=sales", "period=2027", "type=travel", "amount=1万", "type2=招待"];
    let budget = made(&world, "budget", &[&words[..], &["amount2=8000", "type3=travel"]].concat());
    assert_eq!((&budget["name"], &budget["level"]), (&"销售部 2027".into(), &"department".into()));
    // The third type has no amount, so it is no line.
    assert_eq!(budget["lines"].as_array().map(Vec::len), Some(2));
    assert_eq!(budget["total"][0]["amount"], "18000.00");
    let words =
        ["quarter", "department=sales", "period=2027", "first=2027-01-31", "type=meals", "monthly=500"];
    let budget = made(&world, "budget", &words);
    let months = budget["lines"].as_array().expect("lines").iter().map(|line| line["month"].clone());
    assert_eq!(months.collect::<Vec<_>>(), ["2027-01-31", "2027-02-28", "2027-03-31"]);
    assert_eq!(budget["total"][0]["amount"], "1500.00");
    let said = world.kehu(&["new", "budget", "--template", "quarter", "department=sales"]).fails(5);
    assert!(said.contains("monthly (Amount a month)"), "{said}");
    healthy(&world);
}

#[test]
fn they_speak_chinese_in_a_chinese_book() {
    let world = office();
    let settings = world.read("book/kehu.toml");
    world.write("book/kehu.toml", settings.replace("language = \"en\"", "language = \"zh-CN\""));
    let _ = world.kehu(&["save"]).ok();
    let weekly = made(&world, "meeting", &["weekly", "department=sales"]);
    assert_eq!(
        (&weekly["title"], &weekly["agenda"][1]["topic"]),
        (&"周例会 2026-11-24 销售部".into(), &"上周情况".into())
    );
    let report = made(&world, "work_report", &["sales", "period=2026-W48", "customers=金科"]);
    assert_eq!(report["done"], "客户：金科\n报价与合同：–\n回款：–");
    let words = ["department", "department=sales", "period=2027", "type=travel", "amount=1万"];
    assert_eq!(made(&world, "budget", &words)["name"], "销售部 2027 预算");
}
