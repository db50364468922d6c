use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::domain::fields::Fault;
use crate::model::money::Currency;
use crate::model::value::{Map, Value};

/// `due amount` or `on amount` pairs as a list of groups; `-` is no day.
fn list(day: &str, pairs: &str) -> Value {
    let group = |pair: &str| {
        let (at, amount) = pair.trim().split_once(' ').unwrap();
        let mut group = Map::from_iter([("amount".to_owned(), Value::text(format!("{amount} CNY")))]);
        if at != "-" {
            group.insert(day.to_owned(), Value::text(at));
        }
        Value::Map(group)
    };
    Value::List(pairs.split(',').filter(|pair| !pair.trim().is_empty()).map(group).collect())
}

fn contract(amount: &str, schedule: &str, payments: &str) -> Result<Contract, Fault> {
    let mut fields = Map::default();
    for (name, value) in [("amount", amount), ("state", "signed"), ("sign_date", "2026-01-15")] {
        fields.insert(name.to_owned(), Value::text(value));
    }
    fields.insert("schedule".to_owned(), list("due", schedule));
    fields.insert("payments".to_owned(), list("on", payments));
    Contract::read("HT-1", &fields)
}

fn day(text: &str) -> Date {
    Date::from_iso(text).unwrap()
}

fn parts(contract: &Contract) -> Vec<String> {
    let part = |instalment: &Instalment| {
        let on = instalment.paid_on.map(|on| on.to_string()).unwrap_or_default();
        format!("{} of {} {on}", instalment.paid.amount(), instalment.amount.amount()).trim().to_owned()
    };
    contract.instalments.iter().map(part).collect()
}

#[test]
fn payments_go_to_the_earliest_due_instalment() {
    let schedule = "2026-06-30 30, 2026-03-31 50, - 10";
    let paid = contract("100 CNY", schedule, "2026-04-02 20, 2026-04-20 45").unwrap();
    assert_eq!(
        parts(&paid),
        ["50.00 of 50.00 2026-04-20", "15.00 of 30.00", "0.00 of 10.00", "0.00 of 10.00"]
    );
    assert_eq!(
        paid.instalments.iter().map(|i| i.number).collect::<Vec<_>>(),
        [Some(1), Some(0), Some(2), None]
    );
    assert_eq!((paid.open().to_string(), paid.credit.is_zero()), ("35.00 CNY".to_owned(), true));
    assert_eq!(paid.next().and_then(|next| next.due), Some(day("2026-06-30")));
}

#[test]
fn what_is_paid_beyond_the_amount_is_credit() {
    let over = contract("100 CNY", "2026-03-31 100", "2026-03-01 120").unwrap();
    assert_eq!((over.credit.to_string(), over.open().to_string()), ("20.00 CNY".into(), "0.00 CNY".into()));
    assert_eq!(over.next(), None);
}

#[test]
fn a_refund_opens_what_it_takes_back() {
    let refunded =
        contract("100 CNY", "2026-03-31 60, 2026-06-30 40", "2026-03-01 100, 2026-05-01 -50, 2026-07-01 20");
    assert_eq!(parts(&refunded.unwrap()), ["60.00 of 60.00 2026-07-01", "10.00 of 40.00"]);
    for payments in ["2026-03-01 10, 2026-03-02 -10.01", "2026-03-02 10, 2026-03-01 -10"] {
        let fault = contract("100 CNY", "", payments).unwrap_err();
        assert_eq!(fault.field, "payments", "{payments}");
    }
    assert!(contract("100 CNY", "", "2026-03-01 10, 2026-03-01 -10").is_ok());
}

#[test]
fn ages_have_exact_borders() {
    let on = day("2026-11-23");
    let age = |due: &str| Age::of(Some(day(due)), on);
    assert_eq!(Age::of(None, on), Age::NotDue);
    let borders = "2026-11-24 NotDue|2026-11-23 To30|2026-10-24 To30|2026-10-23 To60|2026-09-24 To60
2026-09-23 To90|2026-08-25 To90|2026-08-24 Older|1000-01-01 Older";
    for border in borders.split(['|', '\n']) {
        let (due, expected) = border.split_once(' ').unwrap();
        assert_eq!(format!("{:?}", age(due)), expected, "{due}");
    }
    let today = contract("5 CNY", "2026-11-23 5", "").unwrap();
    assert!(today.overdue(on).is_zero() && today.due_by(on) == today.amount, "due today is not late yet");
}

#[test]
fn what_cannot_be_is_refused_with_its_field() {
    let cases = [
        ("100 CNY", "2026-03-31 60, 2026-06-30 40.01", "", "schedule.1.amount"),
        ("100 CNY", "2026-03-31 0", "", "schedule.0.amount"),
        ("100 CNY", "2026-03-32 5", "", "schedule.0.due"),
        ("-1 CNY", "", "", "amount"),
        ("", "", "", "amount"),
        ("100 USD", "2026-03-31 5", "", "schedule.0.amount"),
        ("100 USD", "", "2026-03-31 5", "payments.0.amount"),
        ("100 CNY", "", "- 5", "payments.0.on"),
    ];
    for (amount, schedule, payments, field) in cases {
        let fault = contract(amount, schedule, payments).unwrap_err();
        assert_eq!(fault.field, field, "{amount} {schedule} {payments}");
    }
    let fault = contract("100 CNY", "2026-03-31 60, 2026-06-30 40.01", "").unwrap_err();
    assert!(fault.why.en.contains("0.01 CNY more"), "{}", fault.why.en);
}

#[test]
fn totals_count_what_binds() {
    let at = |signed: &str, state: State| {
        let contract = contract("100 CNY", "2026-03-31 60", "").unwrap();
        Contract { signed: Some(day(signed)), state, ..contract }
    };
    let contracts = [
        at("2025-11-23", State::Signed),
        at("2025-11-24", State::Signed),
        at("2026-11-23", State::Closed),
        at("2026-11-24", State::Signed),
        at("2026-05-01", State::Draft),
        at("2026-05-01", State::Cancelled),
    ];
    let cny = Currency::of("CNY").unwrap();
    let total = signed_total(&contracts, day("2026-11-23"), 12).unwrap();
    assert_eq!(total.of(cny).to_string(), "200.00 CNY");
    let late = overdue(&contracts, day("2026-11-23")).unwrap();
    assert_eq!(late.of(cny).to_string(), "240.00 CNY");
}

proptest! {
    #[test]
    fn paid_and_open_add_up_to_the_cent(
        cents in 1_i64..10_000_000_000,
        cuts in prop::collection::vec((0_i64..10_000, prop::option::weighted(0.8, 0_i64..2000)), 0..8),
        payments in prop::collection::vec((-5_000_000_000_i64..8_000_000_000, 0_i64..2000), 0..10),
        on in 0_i64..2000,
    ) {
        let cny = Currency::of("CNY").unwrap();
        let money = |cents: i64| Money::new(Decimal::new(cents, 2), cny).unwrap();
        let date = |days: i64| Date(chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::TimeDelta::days(days));
        let group = |cents: i64, name: &str, day: Option<i64>| {
            let mut group = Map::from_iter([("amount".to_owned(), Value::text(money(cents).to_string()))]);
            group.extend(day.map(|day| (name.to_owned(), Value::text(date(day).to_string()))));
            Value::Map(group)
        };
        let mut left = cents;
        let mut schedule = Vec::new();
        for (share, due) in cuts {
            let part = cents * share / 30_000;
            if part > 0 && part <= left {
                schedule.push(group(part, "due", due));
                left -= part;
            }
        }
        let fields = Map::from_iter([
            ("amount".to_owned(), Value::text(money(cents).to_string())),
            ("schedule".to_owned(), Value::List(schedule)),
            ("payments".to_owned(), Value::List(payments.iter().map(|(cents, on)| group(*cents, "on", Some(*on))).collect())),
        ]);
        let mut by_day = payments.clone();
        by_day.sort_by_key(|(_, on)| *on);
        let mut sum = 0;
        let below = by_day.iter().any(|(cents, _)| { sum += cents; sum < 0 });
        let read = Contract::read("HT-1", &fields);
        prop_assert_eq!(read.is_err(), below);
        if let Ok(contract) = read {
            let paid_in: Decimal = contract.instalments.iter().map(|i| i.paid.amount()).sum();
            let aged: Decimal = Age::ALL.iter().map(|age| contract.aged(*age, date(on)).amount()).sum();
            prop_assert_eq!(paid_in + aged, contract.amount.amount());
            prop_assert_eq!(contract.open().amount(), aged);
            prop_assert_eq!(contract.credit, money((sum - cents).max(0)));
            prop_assert_eq!(paid_in + contract.credit.amount(), contract.paid.amount());
            for instalment in &contract.instalments {
                prop_assert!(instalment.paid.sign() >= 0 && instalment.open().sign() >= 0);
                prop_assert_eq!(instalment.paid_on.is_some(), instalment.open().is_zero());
            }
        }
    }
}
