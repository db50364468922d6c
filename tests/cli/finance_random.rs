//! A year of random claims, budgets, loans, slips and payments, the same for the same seed.

use kehu::model::value::{Map, Value};
use kehu::model::yaml::parse;

use crate::world::World;

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }

    fn amount(&mut self, currency: &str) -> String {
        format!("{}.{:02} {currency}", self.roll(20_000), self.roll(100))
    }
}

const PEOPLE: [&str; 4] = ["wang", "li", "zhao", "chen"];
const TYPES: [&str; 3] = ["travel", "meals", "office"];
const DEPARTMENTS: [&str; 3] = ["sales", "service", ""];
const PROJECTS: [&str; 3] = ["p1", "p2", ""];

/// All that was written, as fields.
#[derive(Default)]
pub struct Made {
    pub claims: Vec<Map>,
    pub budgets: Vec<Map>,
    pub loans: Vec<Map>,
    pub slips: Vec<Map>,
    pub contracts: Vec<Map>,
}

fn fields(text: &str) -> Map {
    match parse(text).unwrap_or_else(|error| panic!("{error:?} in {text}")).into_value() {
        Value::Map(map) => map,
        other => panic!("{other:?}"),
    }
}

fn line(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{name}: \"{value}\"\n") }
}

/// A book of random claims, budgets, loans, slips and payments.
pub fn random(world: &World, seed: u64) -> Made {
    let mut dice = Dice(seed);
    let mut made = Made::default();
    let put = |path: String, text: String| {
        world.write(&format!("book/{path}"), &text);
        fields(&text)
    };
    for number in 0..60 {
        let currency = dice.pick(&["CNY", "CNY", "USD"]);
        let mut text = format!("name: c{number}\n{}", line("applicant", dice.pick(&PEOPLE)));
        text += &line("date", &format!("2026-{:02}-{:02}", 1 + dice.roll(12), 1 + dice.roll(28)));
        text += &line("department", dice.pick(&DEPARTMENTS));
        text += &line("project", dice.pick(&PROJECTS));
        text += "lines:\n";
        for _ in 0..=dice.roll(4) {
            text += &format!("  - type: {}\n    amount: {}\n", dice.pick(&TYPES), dice.amount(currency));
        }
        text += &line("state", dice.pick(&["draft", "submitted", "approved", "approved", "paid"]));
        made.claims.push(put(format!("finance/expenses/aa/c{number}-00aa.yaml"), text));
    }
    for number in 0..12 {
        let level = dice.pick(&["company", "department", "person"]);
        let mut text =
            format!("name: b{number}\nlevel: {level}\ndepartment: {}\n", dice.pick(&["sales", "service"]));
        text += &format!("person: {}\nperiod: \"2026\"\nowner: wang\nlines:\n", dice.pick(&PEOPLE));
        for _ in 0..=dice.roll(5) {
            text += &format!("  - type: {}\n    amount: {}\n", dice.pick(&TYPES), dice.amount("CNY"));
            if dice.roll(2) == 0 {
                text += &format!("    month: \"2026-{:02}-01\"\n", 1 + dice.roll(12));
            }
        }
        text += &line("state", dice.pick(&["draft", "approved", "approved"]));
        made.budgets.push(put(format!("finance/budgets/b{number}-00aa.yaml"), text));
    }
    for number in 0..10 {
        let mut text = format!("name: l{number}\nborrower: {}\namount: 20000.00 CNY\n", dice.pick(&PEOPLE));
        text += &format!("state: paid\npaid_on: \"2026-{:02}-01\"\nreturns:\n", 1 + dice.roll(10));
        for _ in 0..dice.roll(4) + 1 {
            text += &format!(
                "  - on: \"2026-11-{:02}\"\n    amount: {}.{:02} CNY\n",
                1 + dice.roll(20),
                dice.roll(4000),
                dice.roll(100)
            );
        }
        made.loans.push(put(format!("finance/loans/l{number}-00aa.yaml"), text));
    }
    for number in 0..20 {
        let mut text = format!(
            "number: s{number}\nperson: {}\ndate: \"2026-{:02}-28\"\n",
            dice.pick(&PEOPLE),
            1 + dice.roll(12)
        );
        text += &format!(
            "gross: {}\nallowances:\n  - what: x\n    amount: {}\nemployer: {}\n",
            dice.amount("CNY"),
            dice.amount("CNY"),
            dice.amount("CNY")
        );
        text += &line("department", dice.pick(&DEPARTMENTS));
        made.slips
            .push(put(format!("finance/payroll/{}/s{number}.yaml", shard(&format!("s{number}"))), text));
    }
    let hp = world.id("HP");
    for number in 0..12 {
        let mut text = format!(
            "number: k{number}\nname: k{number}\ncustomer: {hp}\namount: 90000.00 CNY\nowner: {}\n",
            dice.pick(&PEOPLE)
        );
        text += &line("direction", dice.pick(&["receivable", "payable"]));
        text += &line("project", dice.pick(&PROJECTS));
        text += "payments:\n";
        for _ in 0..=dice.roll(3) {
            text += &format!(
                "  - on: \"2026-{:02}-09\"\n    amount: {}\n",
                1 + dice.roll(12),
                dice.amount("CNY")
            );
        }
        let folder = world.card("HP").replace("book/", "").replace("customer.yaml", "contracts");
        made.contracts.push(put(format!("{folder}/k{number}.yaml"), text));
    }
    let _ = world.git(&["add", "-A"]);
    let _ = world.git(&["commit", "-qm", "random"]);
    made
}

fn shard(id: &str) -> &str {
    &id[id.len().saturating_sub(2)..]
}
