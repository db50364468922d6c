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
mod agree;
#[cfg(test)]
mod tests;
