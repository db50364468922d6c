//! Budget against actual, income and cost, rolled up by any dimension.
//!
//! ```text
//! rest    = budget − actual                 below zero: spent beyond the budget
//! percent = 100 × actual / budget           halves away from zero; none where nothing was planned
//! profit  = income − cost
//! ```
//!
//! The budget variance of management accounting (R. N. Anthony, V. Govindarajan, Management Control Systems, ch. 8–10):
//! actual is what was approved by the day in the record, not what was paid out; levels are never added together, since the
//! budget of a company holds those of its departments.

use std::collections::BTreeMap;

use rust_decimal::{Decimal, RoundingStrategy};

use super::fields::{Fault, day_at, groups, money_at, text_at};
use super::payroll::Pay;
use super::sums::Sums;
use crate::model::date::Date;
use crate::model::money::{Money, MoneyError};
use crate::model::value::Map;

/// One amount with all it can be asked by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The day it counts; none for what is planned for a whole period.
    pub day: Option<Date>,
    /// Ids; empty where nothing is said.
    pub person: String,
    /// Department.
    pub department: String,
    /// Customer.
    pub customer: String,
    /// Project.
    pub project: String,
    /// Type of expense.
    pub sort: String,
    /// How much.
    pub amount: Money,
}

/// By what entries are added up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// All of them.
    Company,
    /// Department.
    Department,
    /// Person.
    Person,
    /// Customer.
    Customer,
    /// Project.
    Project,
    /// Type of expense.
    Sort,
    /// Month, `2026-11`; empty where there is no day.
    Month,
}

impl By {
    /// All dimensions.
    pub const ALL: [By; 7] =
        [By::Company, By::Department, By::Person, By::Customer, By::Project, By::Sort, By::Month];

    /// Where an entry belongs.
    pub fn of(self, entry: &Entry) -> String {
        match self {
            Self::Company => String::new(),
            Self::Department => entry.department.clone(),
            Self::Person => entry.person.clone(),
            Self::Customer => entry.customer.clone(),
            Self::Project => entry.project.clone(),
            Self::Sort => entry.sort.clone(),
            Self::Month => entry.day.map(|day| day.0.format("%Y-%m").to_string()).unwrap_or_default(),
        }
    }
}

/// Sums by a dimension, each currency apart.
pub fn rolled<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    by: By,
) -> Result<BTreeMap<String, Sums>, MoneyError> {
    let mut rolled: BTreeMap<String, Sums> = BTreeMap::new();
    for entry in entries {
        rolled.entry(by.of(entry)).or_default().add(&entry.amount)?;
    }
    Ok(rolled)
}

/// The lines of a claim that counts: approved or paid. `home` tells the department of a person who names none.
pub fn claimed(fields: &Map, home: &dyn Fn(&str) -> String) -> Result<Vec<Entry>, Fault> {
    if !matches!(text_at(fields, "state"), "approved" | "paid") || !text_at(fields, "retired").is_empty() {
        return Ok(Vec::new());
    }
    let text = |name: &str| text_at(fields, name).to_owned();
    let person = text("applicant");
    let department = if text("department").is_empty() { home(&person) } else { text("department") };
    let day = day_at(fields, "date", "")?;
    let line = |(number, line): (usize, &Map)| {
        Ok(Entry {
            day,
            person: person.clone(),
            department: department.clone(),
            customer: text("customer"),
            project: text("project"),
            sort: text_at(line, "type").to_owned(),
            amount: money_at(line, "amount", &format!("lines.{number}"))?,
        })
    };
    groups(fields, "lines").map(line).collect()
}

/// What a month's pay of a person costs, whatever its state.
pub fn paid(fields: &Map, home: &dyn Fn(&str) -> String) -> Result<Vec<Entry>, Fault> {
    if !text_at(fields, "retired").is_empty() {
        return Ok(Vec::new());
    }
    let person = text_at(fields, "person").to_owned();
    let department = match text_at(fields, "department") {
        "" => home(&person),
        department => department.to_owned(),
    };
    let entry = Entry {
        day: day_at(fields, "date", "")?,
        person,
        department,
        customer: String::new(),
        project: String::new(),
        sort: String::new(),
        amount: Pay::read(fields)?.cost,
    };
    Ok(vec![entry])
}

/// The lines of an approved budget of a level: `company`, `department`, `person`. A line with a month counts on the day it
/// names; one without belongs to the whole period.
pub fn planned(fields: &Map, level: &str) -> Result<Vec<Entry>, Fault> {
    let text = |name: &str| text_at(fields, name).to_owned();
    if text("level") != level || text("state") != "approved" || !text("retired").is_empty() {
        return Ok(Vec::new());
    }
    let line = |(number, line): (usize, &Map)| {
        let above = format!("lines.{number}");
        Ok(Entry {
            day: day_at(line, "month", &above)?,
            person: text("person"),
            department: text("department"),
            customer: String::new(),
            project: String::new(),
            sort: text_at(line, "type").to_owned(),
            amount: money_at(line, "amount", &above)?,
        })
    };
    groups(fields, "lines").map(line).collect()
}

/// A budget and what was spent of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Against {
    /// Planned.
    pub budget: Money,
    /// Spent.
    pub actual: Money,
}

impl Against {
    /// What is left; below zero when more was spent.
    pub fn rest(&self) -> Result<Money, MoneyError> {
        self.budget.checked_sub(&self.actual)
    }

    /// How much of it is spent, in hundredths; none where nothing was planned.
    pub fn percent(&self) -> Option<i64> {
        if self.budget.is_zero() {
            return None;
        }
        let share =
            self.actual.amount().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(self.budget.amount())?;
        share.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero).try_into().ok()
    }
}

/// Plans against what happened, by a dimension and currency: wherever there is one of the two.
pub fn against(
    plan: &[Entry],
    actual: &[Entry],
    by: By,
) -> Result<BTreeMap<(String, String), Against>, MoneyError> {
    let mut rows: BTreeMap<(String, String), Against> = BTreeMap::new();
    for (entries, planned) in [(plan, true), (actual, false)] {
        for entry in entries {
            let zero = Money::zero(entry.amount.currency());
            let key = (by.of(entry), entry.amount.currency().code().to_owned());
            let row = rows.entry(key).or_insert(Against { budget: zero, actual: zero });
            let sum = if planned { &mut row.budget } else { &mut row.actual };
            *sum = sum.checked_add(&entry.amount)?;
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::value::Value;
    use crate::model::yaml::parse;
    use proptest::prelude::*;

    fn fields(text: &str) -> Map {
        let Value::Map(fields) = parse(text).unwrap().into_value() else { panic!("{text}") };
        fields
    }

    fn home(person: &str) -> String {
        if person == "li" { "sales".to_owned() } else { String::new() }
    }

    #[test]
    fn a_quarter_worked_by_hand() {
        let budget = "{level: department, department: sales, state: approved, lines: [{type: travel, month: '2026-10-01', amount: 3000.00 CNY}, {type: travel, month: '2026-11-01', amount: 3000.00 CNY}, {type: meals, amount: 1000.00 CNY}]}";
        let claims = [
            "{applicant: li, date: '2026-10-12', state: paid, customer: jinke, lines: [{type: travel, amount: 1280.50 CNY}, {type: meals, amount: 319.50 CNY}]}",
            "{applicant: li, date: '2026-11-03', state: approved, lines: [{type: travel, amount: 2244.75 CNY}]}",
            "{applicant: zhao, department: sales, date: '2026-11-04', state: approved, lines: [{type: meals, amount: 755.25 CNY}]}",
            "{applicant: li, date: '2026-11-05', state: submitted, lines: [{type: travel, amount: 9999.00 CNY}]}",
            "{applicant: li, date: '2026-11-05', state: paid, retired: '2026-11-06', lines: [{type: travel, amount: 9999.00 CNY}]}",
        ];
        let plan = planned(&fields(budget), "department").unwrap();
        assert!(planned(&fields(budget), "company").unwrap().is_empty(), "levels are not added together");
        assert!(planned(&fields(&budget.replace("approved", "draft")), "department").unwrap().is_empty());
        let spent: Vec<Entry> =
            claims.iter().flat_map(|text| claimed(&fields(text), &home).unwrap()).collect();
        let told = |by: By| -> Vec<String> {
            let rows = against(&plan, &spent, by).unwrap();
            let row = |((group, _), row): (&(String, String), &Against)| {
                let percent = row.percent().map_or("-".to_owned(), |percent| percent.to_string());
                format!(
                    "{group} {} {} {} {percent}",
                    row.budget.amount_text(),
                    row.actual.amount_text(),
                    row.rest().unwrap().amount_text()
                )
            };
            rows.iter().map(row).collect()
        };
        // 1280.50 + 319.50 + 2244.75 + 755.25 = 4600.00 of 7000.00: 65.7 %.
        assert_eq!(told(By::Company), [" 7000.00 4600.00 2400.00 66"]);
        assert_eq!(told(By::Department), ["sales 7000.00 4600.00 2400.00 66"]);
        // Meals: 319.50 + 755.25 = 1074.75, beyond the 1000.00; travel: 3525.25 of 6000.00, 58.75 %.
        assert_eq!(told(By::Sort), ["meals 1000.00 1074.75 -74.75 107", "travel 6000.00 3525.25 2474.75 59"]);
        assert_eq!(
            told(By::Month),
            [
                " 1000.00 0.00 1000.00 0",
                "2026-10 3000.00 1600.00 1400.00 53",
                "2026-11 3000.00 3000.00 0.00 100"
            ]
        );
        assert_eq!(
            told(By::Person),
            [" 7000.00 0.00 7000.00 0", "li 0.00 3844.75 -3844.75 -", "zhao 0.00 755.25 -755.25 -"]
        );
        let pay = paid(
            &fields(
                "{person: li, date: '2026-10-31', gross: 100.00 CNY, tax: 5.00 CNY, employer: 30.00 CNY}",
            ),
            &home,
        )
        .unwrap();
        assert_eq!(
            (pay[0].department.as_str(), pay[0].amount.to_string()),
            ("sales", "130.00 CNY".to_owned())
        );
    }

    proptest! {
        /// Whatever is asked by, nothing is lost and nothing counted twice: every dimension comes to the same cent.
        #[test]
        fn every_dimension_comes_to_the_same_total(
            made in prop::collection::vec((0u32..3, 0u32..3, 0u32..3, 0u32..3, 0u32..3, 1u32..13, -1_000_000i64..1_000_000, any::<bool>()), 0..40),
        ) {
            let entries: Vec<Entry> = made.iter().map(|(person, department, customer, project, sort, month, cents, yen)| {
                let name = |number: &u32| if *number == 0 { String::new() } else { format!("x{number}") };
                let text = if *yen { format!("{cents} JPY") } else { format!("{} CNY", Decimal::new(*cents, 2)) };
                Entry {
                    day: Date::from_iso(&format!("2026-{month:02}-15")).ok(),
                    person: name(person),
                    department: name(department),
                    customer: name(customer),
                    project: name(project),
                    sort: name(sort),
                    amount: Money::parse(&text, None).unwrap(),
                }
            }).collect();
            let total = |by: By| {
                let mut sums = Sums::default();
                rolled(&entries, by).unwrap().values().for_each(|part| sums.add_all(part).unwrap());
                sums
            };
            let all = total(By::Company);
            for by in By::ALL {
                prop_assert_eq!(total(by), all.clone());
            }
            let against: Vec<Against> = against(&entries, &entries, By::Sort).unwrap().into_values().collect();
            for row in against {
                prop_assert!(row.rest().unwrap().is_zero());
                prop_assert!(row.budget.is_zero() || row.percent() == Some(100));
            }
        }
    }
}
