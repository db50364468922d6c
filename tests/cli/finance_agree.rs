//! Money adds up: whatever is asked by, reports come to the same cent, and to what the domain's own arithmetic says.

use std::collections::BTreeMap;

use kehu::domain::roll_up::{By, Entry, against, claimed, paid, planned, rolled};
use kehu::domain::sums::Sums;
use kehu::model::money::{Currency, Money};
use kehu::model::value::{Map, Value};
use serde_json::Value as Json;

use crate::finance::office;
use crate::finance_random::{Made, random};
use crate::world::World;

fn home(person: &str) -> String {
    if person == "wang" { String::new() } else { "sales".to_owned() }
}

/// Payments of contracts of a direction.
fn payments(made: &Made, hp: &str, direction: &str) -> Vec<Entry> {
    let text = |map: &Map, name: &str| map.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut entries = Vec::new();
    for contract in made.contracts.iter().filter(|contract| text(contract, "direction") == direction) {
        for payment in contract["payments"].as_list().unwrap_or_default().iter().filter_map(Value::as_map) {
            entries.push(Entry {
                day: kehu::model::date::Date::from_iso(&text(payment, "on")).ok(),
                person: text(contract, "owner"),
                department: home(&text(contract, "owner")),
                customer: hp.to_owned(),
                project: text(contract, "project"),
                sort: String::new(),
                amount: Money::parse(&text(payment, "amount"), None).expect("an amount"),
            });
        }
    }
    entries
}

/// One column of a report, by group and currency; nothing that is zero.
fn column(rows: &Json, name: &str) -> BTreeMap<(String, String), String> {
    let mut told = BTreeMap::new();
    for row in rows.as_array().expect("rows") {
        let (amount, currency) = (row[name]["amount"].as_str(), row[name]["currency"].as_str());
        let (amount, currency) =
            (amount.expect("an amount").to_owned(), currency.expect("a currency").to_owned());
        let group = row["group"].as_str().unwrap_or_default().to_owned();
        let group = if group == "all" { String::new() } else { group };
        if !amount.trim_matches(|c| "-0.".contains(c)).is_empty() {
            assert!(
                told.insert((group, currency), amount).is_none(),
                "{name}: a group stands twice in {rows}"
            );
        }
    }
    told
}

fn by_domain(entries: &[Entry], by: By) -> BTreeMap<(String, String), String> {
    let mut told = BTreeMap::new();
    for (group, sums) in rolled(entries, by).expect("sums") {
        for money in sums.each().filter(|money| !money.is_zero()) {
            told.insert((group.clone(), money.currency().code().to_owned()), money.amount_text());
        }
    }
    told
}

fn total(part: &BTreeMap<(String, String), String>) -> BTreeMap<String, Money> {
    let mut sums = Sums::default();
    for ((_, currency), amount) in part {
        sums.add(&Money::parse(amount, Some(currency)).expect("an amount")).expect("a sum");
    }
    sums.each().map(|money| (money.currency().code().to_owned(), *money)).collect()
}

#[test]
fn reports_agree_with_each_other_and_with_the_domain() {
    for seed in [7, 1207] {
        let world = office();
        let _ = world.kehu(&["new", "customer", "name=惠普中国有限公司", "short_name=HP"]).ok();
        for words in [
            "expense_type name=Meals",
            "expense_type name=Office",
            "department name=Service",
            "period name=2026 span=year from=2026-01-01 until=2026-12-31",
        ] {
            let words: Vec<&str> = ["new"].into_iter().chain(words.split(' ')).collect();
            let _ = world.kehu(&words).ok();
        }
        let _ = world.kehu(&["set", "wang", "security=9", "roles+=finance", "department="]).ok();
        let made = random(&world, seed);
        let hp = world.id("HP");
        let spent: Vec<Entry> =
            made.claims.iter().flat_map(|claim| claimed(claim, &home).expect("a claim")).collect();
        let slips: Vec<Entry> =
            made.slips.iter().flat_map(|slip| paid(slip, &home).expect("a slip")).collect();
        let income = payments(&made, &hp, "receivable");
        let cost: Vec<Entry> = [spent.clone(), slips, payments(&made, &hp, "payable")].concat();
        let ask = |words: &[&str]| world.kehu(&[&["report"], words, &["--json"]].concat()).json();
        let dimensions = [
            ("company", By::Company),
            ("department", By::Department),
            ("person", By::Person),
            ("customer", By::Customer),
            ("project", By::Project),
            ("month", By::Month),
        ];
        let mut totals = Vec::new();
        for (word, by) in dimensions {
            let rows = ask(&["profit", &format!("by={word}")]);
            assert_eq!(column(&rows, "income"), by_domain(&income, by), "income by {word}");
            assert_eq!(column(&rows, "cost"), by_domain(&cost, by), "cost by {word}");
            totals.push(total(&column(&rows, "profit")));
        }
        for (word, by) in [
            ("type", By::Sort),
            ("department", By::Department),
            ("person", By::Person),
            ("customer", By::Customer),
            ("project", By::Project),
            ("month", By::Month),
        ] {
            let rows = ask(&["expenses", &format!("by={word}")]);
            assert_eq!(column(&rows, "amount"), by_domain(&spent, by), "expenses by {word}");
        }
        assert!(totals.windows(2).all(|pair| pair[0] == pair[1]), "{totals:?}");
        for (word, level, by) in [
            ("company", "company", By::Company),
            ("department", "department", By::Department),
            ("person", "person", By::Person),
            ("type", "company", By::Sort),
            ("month", "person", By::Month),
        ] {
            let plan: Vec<Entry> =
                made.budgets.iter().flat_map(|budget| planned(budget, level).expect("a budget")).collect();
            let rows = ask(&["budget", &format!("by={word}"), &format!("level={level}")]);
            let (mut budget, mut actual, mut rest) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            for (key, row) in against(&plan, &spent, by).expect("sums") {
                for (into, money) in [
                    (&mut budget, row.budget),
                    (&mut actual, row.actual),
                    (&mut rest, row.rest().expect("a rest")),
                ] {
                    if !money.is_zero() {
                        into.insert(key.clone(), money.amount_text());
                    }
                }
                let found = rows.as_array().expect("rows").iter().find(|told| {
                    let group = told["group"].as_str().unwrap_or_default();
                    (group == key.0 || (group == "all" && key.0.is_empty()))
                        && told["budget"]["currency"] == key.1.as_str()
                });
                let told = found.unwrap_or_else(|| panic!("{key:?} is not in {rows}"));
                assert_eq!(told["percent"].as_i64(), row.percent(), "{word} {key:?}");
            }
            assert_eq!(
                (column(&rows, "budget"), column(&rows, "actual"), column(&rows, "rest")),
                (budget, actual, rest),
                "{word}"
            );
        }
        for by in ["department", "person", "type", "month", "company"] {
            let rows = ask(&["budget", &format!("by={by}")]);
            drills(&world, &rows, "actual", true);
            drills(&world, &rows, "budget", false);
            let rows = ask(&["expenses", &format!("by={}", if by == "company" { "project" } else { by })]);
            drills(&world, &rows, "amount", true);
        }
        loans(&world, &made);
    }
}

/// The command behind a figure lists lines that come to it.
fn drills(world: &World, rows: &Json, column: &str, cost: bool) {
    for row in rows.as_array().expect("rows") {
        let command = row["drill"][column].as_str().expect("a command");
        let words: Vec<&str> = command.split(' ').skip(1).chain(["--json"]).collect();
        let lines = world.kehu(&words).json();
        let mut sums = Sums::default();
        for line in lines.as_array().expect("lines") {
            let amount = line["amount"]["amount"].as_str().expect("an amount");
            let currency = line["amount"]["currency"].as_str();
            sums.add(&Money::parse(amount, currency).expect("an amount")).expect("a sum");
        }
        let currency = row[column]["currency"].as_str().and_then(Currency::of).expect("a currency");
        let sum = sums.of(currency);
        let told = Money::parse(row[column]["amount"].as_str().expect("an amount"), Some(currency.code()));
        assert_eq!(if cost { -sum } else { sum }, told.expect("an amount"), "{command}");
    }
}

/// Loans: lent less returned is outstanding, by record and in all.
fn loans(world: &World, made: &Made) {
    let rows = world.kehu(&["report", "loans-outstanding", "--json"]).json();
    let mut outstanding = Sums::default();
    for loan in &made.loans {
        let loan = kehu::domain::loan::Loan::read(loan).expect("a loan");
        outstanding.add(&loan.outstanding()).expect("a sum");
    }
    let mut told = Sums::default();
    for row in rows.as_array().expect("rows") {
        let text = row["outstanding"]["amount"].as_str().expect("an amount");
        told.add(&Money::parse(text, Some("CNY")).expect("an amount")).expect("a sum");
    }
    assert_eq!(told.of(Currency::CNY), outstanding.of(Currency::CNY));
}
