//! Contracts (CRM-17): payments, what is owed and how late, sales totals, several currencies.

use serde_json::json;

use crate::world::World;

/// A contract in two dated instalments and a rest, one in dollars, one that we pay, a draft and a cancelled one.
fn signed() -> World {
    let world = World::furnished();
    let new = |words: &[&str]| {
        let _ = world.kehu(&[&["new", "contract"], words].concat()).ok();
    };
    let hp = ["customer=HP", "name=OA 系统", "number=HT-2026-015", "amount=12万", "sign_date=2026-06-15"];
    let parts = ["schedule.0.due=2026-07-15", "schedule.0.amount=5万", "schedule.1.due=2026-10-20"];
    new(&[&hp[..], &parts, &["schedule.1.amount=4万"]].concat());
    let jinke = ["customer=jinke", "name=Support", "number=HT-2026-020", "amount=1000 USD"];
    new(&[&jinke[..], &["sign_date=2026-08-01", "schedule.0.due=2026-08-20", "schedule.0.amount=1000 USD"]]
        .concat());
    new(&[
        "customer=jinke",
        "name=外包",
        "number=CG-7",
        "amount=3000",
        "direction=应付",
        "sign_date=2026-11-01",
    ]);
    new(&["customer=HP", "name=Later", "number=HT-D", "amount=8000", "state=draft"]);
    new(&["customer=HP", "name=Off", "number=HT-X", "amount=8000", "state=cancelled"]);
    world
}

fn told(world: &World, lines: &[&[&str]]) -> String {
    lines.iter().map(|words| format!("{}\n", world.tell(words))).collect()
}

const LIFE: &[&[&str]] = &[
    &["pay", "HT-2026-015", "5.5万", "--on", "2026-08-01", "--note", "工行 8841"],
    &["pay", "HT-2026-015", "20000", "-n"],
    &["pay", "ht-2026-020", "1100"],
    &["pay", "HT-2026-020", "-100", "--note", "returned"],
    &["report", "receivable"],
    &["report", "payable"],
    &["report", "aging"],
    &["report", "aging", "by=contract", "on=2027-03-01"],
    &["report", "sales"],
    &["history", "HT-2026-015", "--limit", "1"],
    // Wrong input.
    &["pay", "HT-2026-099", "500"],
    &["pay", "HT-2026-015", "500 USD"],
    &["pay", "HT-2026-015", "abc"],
    &["pay", "HT-2026-015", "0"],
    &["pay", "HT-2026-015", "-60000"],
    &["pay", "HT-2026-015", "500", "--on", "2026-12-01"],
    &["pay", "HT-X", "500"],
    &["pay", "HT-D", "500"],
    &["new", "contract", "customer=HP", "name=Bad", "amount=abc"],
    &["set", "ht-2026-015", "schedule.1.amount=8万"],
    &["set", "ht-2026-015", "payments.0.amount=1"],
    &["report", "receivable", "in=CNY"],
];

#[test]
fn the_life_of_contracts_in_english() {
    insta::assert_snapshot!(told(&signed(), LIFE));
}

#[test]
fn the_life_of_contracts_in_chinese() {
    let world = signed();
    world.in_chinese();
    insta::assert_snapshot!(told(&world, LIFE));
}

#[test]
fn a_payment_is_one_commit_with_a_stamp_and_can_be_taken_back() {
    let world = signed();
    let tree = world.git(&["rev-parse", "HEAD^{tree}"]);
    let commits = world.commits();
    let json = world.kehu(&["pay", "HT-2026-015", "13万", "--json"]).json();
    assert_eq!(json["id"], "ht-2026-015");
    assert_eq!(json["paid"], json!({"amount": "130000.00", "currency": "CNY"}));
    assert_eq!(json["due"]["amount"], "0.00");
    assert_eq!(json["credit"]["amount"], "10000.00");
    assert_eq!(json["settled"].as_array().expect("a list").len(), 3);
    assert_eq!(world.commits(), commits + 1);
    let card = world.kehu(&["show", "ht-2026-015", "--json"]).json();
    assert_eq!(card["payments"][0]["by"], "wang");
    assert_eq!(card["payments"][0]["on"], "2026-11-23");
    assert!(card["payments"][0]["at"].as_str().expect("a time").starts_with("2026-11-23T"));
    let dry = world.kehu(&["pay", "HT-2026-015", "5", "-n", "--json"]).json();
    assert_eq!((&dry["commit"], &dry["credit"]["amount"]), (&json!(null), &json!("10005.00")));
    let _ = world.kehu(&["undo"]).ok();
    assert_eq!(world.git(&["rev-parse", "HEAD^{tree}"]), tree);
}

#[test]
fn rates_convert_and_are_told() {
    let world = signed();
    let settings = world.read("book/kehu.toml");
    let rates = |text: &str| world.write("book/kehu.toml", format!("{settings}\n[rates]\n{text}\n"));
    rates("USD = \"7.125\"");
    let _ = world.git(&["commit", "-qam", "rates"]);
    let run = world.kehu(&["report", "receivable", "in=CNY", "--json"]);
    assert!(run.stderr.contains("converted to CNY: 1 USD = 7.125 CNY"), "{}", run.stderr);
    let json = run.json();
    let open = |id: &str| {
        let row = json.as_array().expect("rows").iter().find(|row| row["contract"] == id);
        row.expect("a row")["open"].clone()
    };
    assert_eq!(open("ht-2026-020"), json!({"amount": "7125.00", "currency": "CNY"}));
    assert_eq!(open("ht-2026-015")["amount"], "120000.00");
    for (text, why) in [
        ("USD = \"0\"", "positive"),
        ("XYZ = \"1\"", "ISO 4217"),
        ("CNY = \"1\"", "own currency"),
        ("USD = 7.1", "string"),
    ] {
        rates(text);
        let _ = world.git(&["commit", "-qam", "bad rates"]);
        let said = world.kehu(&["report", "sales"]).fails(5);
        assert!(said.contains(why) && said.contains("kehu.toml:"), "{said}");
        let _ = world.git(&["reset", "-q", "--hard", "HEAD~1"]);
    }
}

#[test]
fn what_git_brought_and_cannot_be_is_left_out_and_named() {
    let world = signed();
    let path = world.git(&["ls-files", "*/ht-2026-020.yaml"]);
    let place = format!("book/{}", path.trim());
    world.write(&place, world.read(&place).replace("1000.00 USD", "1000.00 EUR").replacen("EUR", "USD", 1));
    let said = world.kehu(&["save"]).fails(5);
    assert!(said.contains("the contract is in USD"), "{said}");
    let _ = world.git(&["commit", "-qam", "by hand"]);
    let run = world.kehu(&["report", "receivable", "--json"]);
    assert!(run.stderr.contains("1 left out") && run.stderr.contains("ht-2026-020"), "{}", run.stderr);
    assert_eq!(run.json().as_array().map(Vec::len), Some(1));
    let said = world.kehu(&["pay", "HT-2026-020", "5"]).fails(5);
    assert!(said.contains("the contract is in USD"), "{said}");
}

#[test]
fn imported_contracts_follow_the_rule_row_by_row() {
    let world = signed();
    world.write(
        "contracts.jsonl",
        "{\"number\":\"A1\",\"name\":\"good\",\"customer\":\"HP\",\"amount\":\"100\",\"schedule\":[{\"due\":\"2026-12-01\",\"amount\":\"100\"}]}\n\
         {\"number\":\"A2\",\"name\":\"bad\",\"customer\":\"HP\",\"amount\":\"100\",\"schedule\":[{\"due\":\"2026-12-01\",\"amount\":\"100.01\"}]}\n",
    );
    let run = world.kehu(&["import", "contract", "../contracts.jsonl"]);
    assert!(run.stderr.contains("0.01 CNY more"), "{} {}", run.stdout, run.stderr);
    assert_eq!(world.kehu(&["list", "contract", "number:A*", "--count"]).ok().trim(), "1");
}

#[test]
fn what_may_not_be_seen_is_in_no_report_and_cannot_be_paid() {
    let world = signed();
    let _ = world.kehu(&["new", "opportunity", "customer=HP", "name=OA", "amount=50万"]).ok();
    for (name, id) in [("李强", "li"), ("赵岚", "zhao")] {
        let email = format!("email={id}@mingyi.example");
        let _ = world.kehu(&["new", "person", &format!("name={name}"), &email]).ok();
    }
    let reports = ["receivable", "payable", "aging", "sales", "forecast", "stages"];
    for report in reports {
        let rows = world.kehu(&["report", report, "--json"]).json();
        assert_ne!(rows, json!([]), "{report} has rows for the owner");
    }
    world.be("li");
    for report in reports {
        let run = world.kehu(&["report", report, "--json"]);
        assert!(run.stderr.contains("Nothing to report."), "{}", run.stderr);
        assert_eq!(run.json(), json!([]), "{report}");
    }
    let said = world.kehu(&["pay", "HT-2026-015", "5"]).fails(3);
    assert!(said.contains("There is no contract"), "{said}");
}
