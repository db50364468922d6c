//! Money adds up: random claims, budgets, slips, loans and payments come to the same cent by every dimension and by any two,
//! and to what adding cents in whole numbers gives.

use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::super::*;
use crate::domain::loan::Loan;
use crate::model::value::Value;

const STATES: [&str; 5] = ["draft", "submitted", "approved", "paid", "rejected"];
const LEVELS: [&str; 3] = ["company", "department", "person"];
const CURRENCIES: [(&str, u32); 3] = [("CNY", 2), ("JPY", 0), ("KWD", 3)];

fn map(json: Json) -> Map {
    match Value::from_json(&json) {
        Value::Map(map) => map,
        other => panic!("{other:?}"),
    }
}

/// Who belongs where when a record does not say.
fn home(person: &str) -> String {
    if person == "p0" { String::new() } else { format!("home-{person}") }
}

fn money(units: i64, currency: usize) -> String {
    let (code, digits) = CURRENCIES[currency];
    format!("{} {code}", Decimal::new(units, digits))
}

fn name(sort: char, number: u8) -> String {
    if number == 0 { String::new() } else { format!("{sort}{number}") }
}

/// A claim as its fields, and as units that are easy to add.
#[derive(Debug, Clone)]
struct Claim {
    person: u8,
    department: u8,
    customer: u8,
    project: u8,
    month: u8,
    day: u8,
    state: usize,
    retired: bool,
    currency: usize,
    lines: Vec<(u8, i64)>,
}

fn claims() -> impl Strategy<Value = Vec<Claim>> {
    let claim = (
        (0u8..4, 0u8..3, 0u8..3, 0u8..3),
        (1u8..13, 1u8..29, 0usize..5, prop::bool::weighted(0.1), 0usize..3),
        prop::collection::vec((0u8..4, 0i64..10_000_000_000), 0..6),
    );
    let claim = claim.prop_map(|(who, when, lines)| Claim {
        person: who.0,
        department: who.1,
        customer: who.2,
        project: who.3,
        month: when.0,
        day: when.1,
        state: when.2,
        retired: when.3,
        currency: when.4,
        lines,
    });
    prop::collection::vec(claim, 0..24)
}

impl Claim {
    fn fields(&self) -> Map {
        let lines: Vec<Json> = self
            .lines
            .iter()
            .map(|(sort, units)| json!({"type": name('t', *sort), "amount": money(*units, self.currency)}))
            .collect();
        let mut fields = json!({
            "applicant": format!("p{}", self.person), "state": STATES[self.state],
            "department": name('d', self.department), "customer": name('c', self.customer),
            "project": name('j', self.project),
            "date": format!("2026-{:02}-{:02}", self.month, self.day), "lines": lines,
        });
        if self.retired {
            fields["retired"] = json!("2026-12-31");
        }
        map(fields)
    }

    fn counts(&self) -> bool {
        matches!(STATES[self.state], "approved" | "paid") && !self.retired
    }

    /// Where a line belongs, said without the code that is tried.
    fn key(&self, by: By, sort: u8) -> String {
        match by {
            By::Company => String::new(),
            By::Department if self.department == 0 => home(&format!("p{}", self.person)),
            By::Department => name('d', self.department),
            By::Person => format!("p{}", self.person),
            By::Customer => name('c', self.customer),
            By::Project => name('j', self.project),
            By::Sort => name('t', sort),
            By::Month => format!("2026-{:02}", self.month),
        }
    }
}

/// Units by a key and a currency; nothing that is zero.
type Units = BTreeMap<(String, usize), i128>;

fn told(rolled: &BTreeMap<String, Sums>) -> Units {
    let mut units = Units::new();
    for (key, sums) in rolled {
        for (number, (code, digits)) in CURRENCIES.iter().enumerate() {
            for money in sums.each().filter(|money| money.currency().code() == *code) {
                let scaled = money.amount() * Decimal::from(10i64.pow(*digits));
                assert!(scaled.is_integer(), "{money} has parts of a cent");
                units.insert((key.clone(), number), i128::try_from(scaled).unwrap());
            }
        }
    }
    units.retain(|_, units| *units != 0);
    units
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    /// Claims by each dimension, and by any two of them one inside the other.
    #[test]
    fn claims_come_to_the_same_by_any_two_dimensions(claims in claims()) {
        let entries: Vec<Entry> =
            claims.iter().flat_map(|claim| claimed(&claim.fields(), &home).unwrap()).collect();
        let counted = || claims.iter().filter(|claim| claim.counts());
        prop_assert_eq!(entries.len(), counted().map(|claim| claim.lines.len()).sum::<usize>());
        for by in By::ALL {
            let mut wanted = Units::new();
            for claim in counted() {
                for (sort, units) in &claim.lines {
                    *wanted.entry((claim.key(by, *sort), claim.currency)).or_default() += i128::from(*units);
                }
            }
            wanted.retain(|_, units| *units != 0);
            prop_assert_eq!(told(&rolled(&entries, by).unwrap()), wanted.clone(), "{:?}", by);
            for inner in By::ALL {
                let mut parts: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
                for entry in &entries {
                    parts.entry(inner.of(entry)).or_default().push(entry.clone());
                }
                let mut sums: BTreeMap<String, Sums> = BTreeMap::new();
                for part in parts.values() {
                    for (key, part) in rolled(part, by).unwrap() {
                        sums.entry(key).or_default().add_all(&part).unwrap();
                    }
                }
                prop_assert_eq!(told(&sums), wanted.clone(), "{:?} within {:?}", by, inner);
            }
        }
    }

    /// Budget, actual and rest agree by whatever they are asked, and levels stay apart.
    #[test]
    fn budgets_against_claims(
        claims in claims(),
        budgets in prop::collection::vec(
            (0usize..3, 0usize..5, 0u8..3, 0u8..4, prop::collection::vec((0u8..4, 0i64..10_000_000_000, 0u8..13), 0..6)),
            0..12,
        ),
    ) {
        let spent: Vec<Entry> =
            claims.iter().flat_map(|claim| claimed(&claim.fields(), &home).unwrap()).collect();
        for level in LEVELS {
            let mut total = 0i128;
            let mut plan = Vec::new();
            for (at, state, department, person, lines) in &budgets {
                let rows: Vec<Json> = lines
                    .iter()
                    .map(|(sort, units, month)| match month {
                        0 => json!({"type": name('t', *sort), "amount": money(*units, 0)}),
                        _ => json!({"type": name('t', *sort), "amount": money(*units, 0), "month": format!("2026-{month:02}-01")}),
                    })
                    .collect();
                let fields = map(json!({
                    "level": LEVELS[*at], "state": STATES[*state], "department": name('d', *department),
                    "person": format!("p{person}"), "lines": rows,
                }));
                plan.extend(planned(&fields, level).unwrap());
                if LEVELS[*at] == level && STATES[*state] == "approved" {
                    total += lines.iter().map(|(_, units, _)| i128::from(*units)).sum::<i128>();
                }
            }
            let all = against(&plan, &spent, By::Company).unwrap();
            let sum = |rows: &BTreeMap<(String, String), Against>, pick: fn(&Against) -> Money| {
                let mut sums = Sums::default();
                rows.values().for_each(|row| sums.add(&pick(row)).unwrap());
                told(&BTreeMap::from([(String::new(), sums)]))
            };
            prop_assert_eq!(
                sum(&all, |row| row.budget).get(&(String::new(), 0)).copied().unwrap_or_default(),
                total
            );
            for by in By::ALL {
                let rows = against(&plan, &spent, by).unwrap();
                prop_assert_eq!(sum(&rows, |row| row.budget), sum(&all, |row| row.budget));
                prop_assert_eq!(sum(&rows, |row| row.actual), sum(&all, |row| row.actual));
                prop_assert_eq!(sum(&rows, |row| row.rest().unwrap()), sum(&all, |row| row.rest().unwrap()));
            }
        }
    }

    /// A month's pay: what it costs is gross and allowances and what the employer adds, by person as by department.
    #[test]
    fn slips_cost_the_same_by_person_and_department(
        slips in prop::collection::vec((0u8..4, 0u8..3, 1u8..13, 0i64..9_000_000, 0i64..900_000, 0i64..900_000), 0..24),
    ) {
        let fields = |slip: &(u8, u8, u8, i64, i64, i64)| map(json!({
            "person": format!("p{}", slip.0), "department": name('d', slip.1),
            "date": format!("2026-{:02}-28", slip.2), "gross": money(slip.3, 0),
            "allowances": [{"what": "meals", "amount": money(slip.4, 0)}], "employer": money(slip.5, 0),
        }));
        let entries: Vec<Entry> = slips.iter().flat_map(|slip| paid(&fields(slip), &home).unwrap()).collect();
        let wanted: i128 = slips.iter().map(|slip| i128::from(slip.3) + i128::from(slip.4) + i128::from(slip.5)).sum();
        for by in By::ALL {
            let units: i128 = told(&rolled(&entries, by).unwrap()).values().sum();
            prop_assert_eq!(units, wanted, "{:?}", by);
        }
    }

    /// Loans: what was lent is what came back and what is outstanding, of each borrower and in all.
    #[test]
    fn loans_and_their_returns(
        loans in prop::collection::vec((0u8..4, 0i64..9_000_000, prop::collection::vec(0u32..=1000, 0..5)), 0..24),
    ) {
        let mut outstanding: BTreeMap<u8, Sums> = BTreeMap::new();
        let mut wanted: BTreeMap<u8, i128> = BTreeMap::new();
        for (borrower, lent, parts) in &loans {
            // Never more comes back than was lent.
            let mut left = *lent;
            let returns: Vec<Json> = parts
                .iter()
                .map(|part| {
                    let back = left * i64::from(*part) / 1000;
                    left -= back;
                    json!({"on": "2026-11-20", "amount": money(back, 0)})
                })
                .collect();
            let fields = map(json!({
                "borrower": format!("p{borrower}"), "amount": money(*lent, 0), "state": "paid",
                "paid_on": "2026-10-01", "returns": returns,
            }));
            let loan = Loan::read(&fields).unwrap();
            outstanding.entry(*borrower).or_default().add(&loan.outstanding()).unwrap();
            *wanted.entry(*borrower).or_default() += i128::from(left);
        }
        for (borrower, sums) in &outstanding {
            let units = told(&BTreeMap::from([(String::new(), sums.clone())]));
            prop_assert_eq!(units.values().sum::<i128>(), wanted[borrower]);
        }
        let mut all = Sums::default();
        outstanding.values().for_each(|part| all.add_all(part).unwrap());
        let units = told(&BTreeMap::from([(String::new(), all)]));
        prop_assert_eq!(units.values().sum::<i128>(), wanted.values().sum::<i128>());
    }
}
