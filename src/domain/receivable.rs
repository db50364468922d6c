//! What a contract's schedule and payments come to: what is paid, what is still open, and how late it is.
//!
//! Payments go to the earliest due instalment first, whatever they were meant for; instalments without a day come after
//! all that have one. What the schedule leaves of the amount is one more instalment without a day. Refunds are negative
//! payments. What is paid beyond the amount is credit.

use chrono::{Months, NaiveDate};

use super::sums::Sums;
use crate::model::date::Date;
use crate::model::money::{Money, MoneyError};

mod read;
#[cfg(test)]
mod tests;

/// Whether money comes in or goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Direction {
    /// The customer pays us.
    Receivable,
    /// We pay.
    Payable,
}

/// Where a contract stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not agreed: nobody owes anything.
    Draft,
    /// Agreed.
    Signed,
    /// The work is done; what is not paid stays open.
    Closed,
    /// Called off: nobody owes anything any more.
    Cancelled,
}

impl State {
    /// True when it counts as a sale and its money is owed.
    pub fn binds(self) -> bool {
        matches!(self, Self::Signed | Self::Closed)
    }

    /// The word in the file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Signed => "signed",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// How late an open amount is. Days are calendar days from the due day to the day asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Age {
    /// Due later, or without a due day.
    NotDue,
    /// Due that day, or up to 30 days late.
    To30,
    /// 31 to 60 days late.
    To60,
    /// 61 to 90 days late.
    To90,
    /// More than 90 days late.
    Older,
}

impl Age {
    /// All ages, youngest first.
    pub const ALL: [Age; 5] = [Age::NotDue, Age::To30, Age::To60, Age::To90, Age::Older];

    /// The age of what is due on a day, looked at from another.
    pub fn of(due: Option<Date>, on: Date) -> Self {
        match due.map(|due| (on.0 - due.0).num_days()) {
            None | Some(..0) => Self::NotDue,
            Some(0..=30) => Self::To30,
            Some(31..=60) => Self::To60,
            Some(61..=90) => Self::To90,
            Some(91..) => Self::Older,
        }
    }
}

/// One part of a contract's amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instalment {
    /// Its place in the schedule, from 0; none for what the schedule leaves of the amount.
    pub number: Option<usize>,
    /// The day it is due; none: not scheduled yet, so not due.
    pub due: Option<Date>,
    /// How much.
    pub amount: Money,
    /// What payments have covered of it.
    pub paid: Money,
    /// The day of the payment that completed it.
    pub paid_on: Option<Date>,
}

impl Instalment {
    /// What is not paid yet.
    pub fn open(&self) -> Money {
        // Paid lies between nothing and the amount, in one currency.
        self.amount.checked_sub(&self.paid).unwrap_or(self.amount)
    }
}

/// A contract as far as its money goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contract {
    /// Id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Id of the customer.
    pub customer: String,
    /// Id of the person who answers for it.
    pub owner: String,
    /// In or out.
    pub direction: Direction,
    /// Where it stands.
    pub state: State,
    /// The day it was signed.
    pub signed: Option<Date>,
    /// What was agreed.
    pub amount: Money,
    /// Its parts, earliest due first.
    pub instalments: Vec<Instalment>,
    /// Payments less refunds.
    pub paid: Money,
    /// What was paid beyond the amount.
    pub credit: Money,
}

impl Contract {
    /// What is not paid yet, due or not.
    pub fn open(&self) -> Money {
        let left = self.amount.checked_sub(&self.paid).unwrap_or(self.amount);
        if left.sign() > 0 { left } else { Money::zero(self.amount.currency()) }
    }

    /// What of it is of some age on a day.
    pub fn aged(&self, age: Age, on: Date) -> Money {
        self.sum(|instalment| Age::of(instalment.due, on) == age)
    }

    /// What should have been paid before a day: late by one day or more.
    pub fn overdue(&self, on: Date) -> Money {
        self.sum(|instalment| instalment.due.is_some_and(|due| due < on))
    }

    /// What was due up to a day, that day included, and is not paid.
    pub fn due_by(&self, on: Date) -> Money {
        self.sum(|instalment| instalment.due.is_some_and(|due| due <= on))
    }

    /// The first instalment that is not paid.
    pub fn next(&self) -> Option<&Instalment> {
        self.instalments.iter().find(|instalment| !instalment.open().is_zero())
    }

    /// Open amounts of some instalments; never more than the contract's amount.
    fn sum(&self, which: impl Fn(&Instalment) -> bool) -> Money {
        let zero = Money::zero(self.amount.currency());
        let mut open = self.instalments.iter().filter(|instalment| which(instalment)).map(Instalment::open);
        open.try_fold(zero, |sum, money| sum.checked_add(&money)).unwrap_or(zero)
    }
}

/// What receivable contracts that bind were signed for within some months before a day, that day included.
pub fn signed_total<'a>(
    contracts: impl IntoIterator<Item = &'a Contract>,
    on: Date,
    months: u32,
) -> Result<Sums, MoneyError> {
    let from = on.0.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN);
    let mut sums = Sums::default();
    for contract in contracts {
        let inside = contract.signed.is_some_and(|signed| signed.0 > from && signed <= on);
        if inside && contract.state.binds() && contract.direction == Direction::Receivable {
            sums.add(&contract.amount)?;
        }
    }
    Ok(sums)
}

/// What customers should have paid before a day and have not.
pub fn overdue<'a>(contracts: impl IntoIterator<Item = &'a Contract>, on: Date) -> Result<Sums, MoneyError> {
    let mut sums = Sums::default();
    for contract in contracts {
        if contract.state.binds() && contract.direction == Direction::Receivable {
            sums.add(&contract.overdue(on))?;
        }
    }
    Ok(sums)
}
