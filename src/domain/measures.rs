//! What the book has of a record as a number, with what it rests on.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::{Value as Json, json};

use super::receivable::{Contract, overdue, signed_total};
use super::sums::Sums;
use crate::model::date::Date;
use crate::model::money::{Money, MoneyError};
use crate::model::scorecard::Measure;
use crate::model::value::{Map, Value};

/// Types of log entries in which somebody spoke with the customer.
const CONTACTS: [&str; 3] = ["call", "visit", "email"];

/// Stages at which an opportunity is no longer open.
const CLOSED: [&str; 2] = ["won", "lost"];

/// What is known of a record beyond its own fields.
#[derive(Debug, Clone)]
pub struct Facts {
    /// Day of the question.
    pub today: NaiveDate,
    /// Entries of its log.
    pub log: Vec<Map>,
    /// Its opportunities: id and fields.
    pub opportunities: Vec<(String, Map)>,
    /// Its contracts.
    pub contracts: Vec<Contract>,
}

/// Something that a measure counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Kind of the record or entry.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its day, as `2026-11-23`; empty when it has none.
    pub date: String,
}

/// A value of a measure; nothing when the book cannot say.
#[derive(Debug, Clone, PartialEq)]
pub enum Amount {
    /// How many.
    Count(i64),
    /// A sum for each currency.
    Sums(Sums),
}

impl Amount {
    /// A number, or a list of amounts of money.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Count(count) => json!(count),
            Self::Sums(sums) => sums.each().map(Money::to_json).collect(),
        }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Count(count) => write!(formatter, "{count}"),
            Self::Sums(sums) if sums.is_zero() => formatter.write_str("0"),
            Self::Sums(sums) => {
                let sums: Vec<String> = sums.each().map(Money::to_string).collect();
                formatter.write_str(&sums.join(" + "))
            }
        }
    }
}

/// A measure taken: its value, and what it rests on, newest first.
pub fn take(measure: Measure, facts: &Facts) -> (Option<Amount>, Vec<Ground>) {
    match measure {
        Measure::Contacts90Days => {
            let recent = |day: &NaiveDate| (0..90).contains(&(facts.today - *day).num_days());
            let found: Vec<Ground> = contacts(facts)
                .into_iter()
                .filter(|(day, _)| recent(day))
                .map(|(_, ground)| ground)
                .collect();
            (Some(Amount::Count(count(&found))), found)
        }
        Measure::OpportunityOpen => summed(open_opportunities(facts)),
        Measure::Contracts12Months => summed(counted(facts, |contracts, on| signed_total(contracts, on, 12))),
        Measure::Overdue => summed(counted(facts, |contracts, on| overdue(contracts, on))),
        Measure::DaysQuiet => {
            let newest = contacts(facts).into_iter().find(|(day, _)| *day <= facts.today);
            let days = newest.as_ref().map(|(day, _)| Amount::Count((facts.today - *day).num_days()));
            (days, newest.into_iter().map(|(_, ground)| ground).collect())
        }
    }
}

/// Sums with what they rest on; nothing when they grow beyond what money can be.
fn summed(found: Result<(Sums, Vec<Ground>), MoneyError>) -> (Option<Amount>, Vec<Ground>) {
    match found {
        Ok((sums, grounds)) => (Some(Amount::Sums(sums)), grounds),
        Err(_) => (None, Vec::new()),
    }
}

/// What contracts come to, and those that add something, newest signed first.
fn counted(
    facts: &Facts,
    of: fn(&[Contract], Date) -> Result<Sums, MoneyError>,
) -> Result<(Sums, Vec<Ground>), MoneyError> {
    let on = Date(facts.today);
    let mut found = Vec::new();
    for contract in &facts.contracts {
        if !of(std::slice::from_ref(contract), on)?.is_zero() {
            let date = contract.signed.map(|day| day.to_string()).unwrap_or_default();
            found.push(Ground { kind: "contract".to_owned(), id: contract.id.clone(), date });
        }
    }
    found.sort_by(|a, b| (&b.date, &a.id).cmp(&(&a.date, &b.id)));
    Ok((of(&facts.contracts, on)?, found))
}

/// Amounts of the opportunities that are still open, with those counted; the soonest expected first.
fn open_opportunities(facts: &Facts) -> Result<(Sums, Vec<Ground>), MoneyError> {
    let mut sums = Sums::default();
    let mut found = Vec::new();
    for (id, fields) in &facts.opportunities {
        if CLOSED.contains(&text(fields, "stage")) {
            continue;
        }
        let Ok(amount) = Money::parse(text(fields, "amount"), None) else { continue };
        sums.add(&amount)?;
        let date = text(fields, "expected").to_owned();
        found.push(Ground { kind: "opportunity".to_owned(), id: id.clone(), date });
    }
    found.sort_by(|a, b| (a.date.is_empty(), &a.date, &a.id).cmp(&(b.date.is_empty(), &b.date, &b.id)));
    Ok((sums, found))
}

fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn count(found: &[Ground]) -> i64 {
    i64::try_from(found.len()).unwrap_or(i64::MAX)
}

/// Entries of the log in which somebody spoke with the customer, newest first, each with its day.
fn contacts(facts: &Facts) -> Vec<(NaiveDate, Ground)> {
    let mut found: Vec<(DateTime<FixedOffset>, Ground)> = facts
        .log
        .iter()
        .filter(|entry| CONTACTS.contains(&text(entry, "type")))
        .filter_map(|entry| {
            let at = DateTime::parse_from_rfc3339(text(entry, "at")).ok()?;
            let date = at.date_naive().to_string();
            Some((at, Ground { kind: "log".to_owned(), id: text(entry, "id").to_owned(), date }))
        })
        .collect();
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    found.into_iter().map(|(at, ground)| (at.date_naive(), ground)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, at: &str, kind: &str) -> Map {
        Map::from_iter(
            [("id", id), ("at", at), ("type", kind)].map(|(name, text)| (name.to_owned(), Value::text(text))),
        )
    }

    #[test]
    fn contacts_are_spoken_words_of_ninety_days() {
        let facts = Facts {
            today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            log: vec![
                entry("old", "2026-08-25T23:00:00+08:00", "visit"),
                entry("first", "2026-08-26T00:00:00+08:00", "call"),
                entry("note", "2026-11-01T10:00:00+08:00", "note"),
                entry("last", "2026-11-20T10:00:00+08:00", "email"),
                entry("ahead", "2026-11-24T10:00:00+08:00", "call"),
                entry("bad", "tomorrow", "call"),
            ],
            opportunities: Vec::new(),
            contracts: Vec::new(),
        };
        let (amount, grounds) = take(Measure::Contacts90Days, &facts);
        assert_eq!(amount, Some(Amount::Count(2)));
        assert_eq!(grounds.iter().map(|ground| ground.id.as_str()).collect::<Vec<_>>(), ["last", "first"]);
        let (amount, grounds) = take(Measure::DaysQuiet, &facts);
        assert_eq!((amount, grounds[0].id.as_str()), (Some(Amount::Count(3)), "last"));
        let nothing = Facts { log: Vec::new(), ..facts };
        assert_eq!(take(Measure::DaysQuiet, &nothing), (None, Vec::new()));
        assert_eq!(take(Measure::Contacts90Days, &nothing).0, Some(Amount::Count(0)));
    }

    #[test]
    fn open_opportunities_add_up_currency_by_currency() {
        let sale = |id: &str, stage: &str, amount: &str, expected: &str| {
            let fields = [("stage", stage), ("amount", amount), ("expected", expected)];
            let fields = fields.map(|(name, text)| (name.to_owned(), Value::text(text)));
            (id.to_owned(), Map::from_iter(fields))
        };
        let facts = Facts {
            today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            log: Vec::new(),
            opportunities: vec![
                sale("late", "lead", "100.10 CNY", ""),
                sale("soon", "proposal", "200.20 CNY", "2026-12-01"),
                sale("abroad", "lead", "50.00 USD", "2027-01-01"),
                sale("won", "won", "1000.00 CNY", "2026-12-01"),
                sale("lost", "lost", "1000.00 CNY", "2026-12-01"),
                sale("bad", "lead", "much", "2026-12-01"),
            ],
            contracts: Vec::new(),
        };
        let (amount, grounds) = take(Measure::OpportunityOpen, &facts);
        assert_eq!(amount.unwrap().to_string(), "300.30 CNY + 50.00 USD");
        assert_eq!(
            grounds.iter().map(|ground| ground.id.as_str()).collect::<Vec<_>>(),
            ["soon", "abroad", "late"]
        );
    }

    #[test]
    fn contracts_count_for_twelve_months_and_when_they_are_late() {
        let contract = |id: &str, signed: &str, state: &str, direction: &str| {
            let fields = serde_json::json!({
                "name": id, "amount": "1000.00 CNY", "sign_date": signed, "state": state, "direction": direction,
                "schedule": [{"due": "2026-10-01", "amount": "400.00 CNY"}],
                "payments": [{"on": "2026-09-01", "amount": "100.00 CNY"}],
            });
            let fields = Value::from_json(&fields);
            Contract::read(id, fields.as_map().unwrap()).unwrap()
        };
        let facts = Facts {
            today: NaiveDate::from_ymd_opt(2026, 11, 23).unwrap(),
            log: Vec::new(),
            opportunities: Vec::new(),
            contracts: vec![
                contract("old", "2025-11-23", "signed", "receivable"),
                contract("new", "2025-11-24", "closed", "receivable"),
                contract("draft", "2026-01-01", "draft", "receivable"),
                contract("bought", "2026-01-01", "signed", "payable"),
            ],
        };
        let (amount, grounds) = take(Measure::Contracts12Months, &facts);
        assert_eq!(amount.unwrap().to_string(), "1000.00 CNY");
        assert_eq!((grounds.len(), grounds[0].id.as_str()), (1, "new"));
        let (amount, grounds) = take(Measure::Overdue, &facts);
        assert_eq!((amount.unwrap().to_string(), grounds.len()), ("600.00 CNY".to_owned(), 2));
    }
}
