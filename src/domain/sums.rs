//! Sums of money, one for each currency.

use std::collections::BTreeMap;

use crate::model::money::{Currency, Money, MoneyError};

/// Amounts added up, each currency apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sums(BTreeMap<Currency, Money>);

impl Sums {
    /// Adds an amount. Errors: the sum has more digits than kehu keeps.
    pub fn add(&mut self, money: &Money) -> Result<(), MoneyError> {
        let sum = self.0.entry(money.currency()).or_insert_with(|| Money::zero(money.currency()));
        *sum = sum.checked_add(money)?;
        Ok(())
    }

    /// Adds all of another.
    pub fn add_all(&mut self, other: &Self) -> Result<(), MoneyError> {
        other.0.values().try_for_each(|money| self.add(money))
    }

    /// The sums, by currency code; those that came to nothing too.
    pub fn each(&self) -> impl Iterator<Item = &Money> {
        self.0.values()
    }

    /// The sum in one currency; zero when there is none.
    pub fn of(&self, currency: Currency) -> Money {
        self.0.get(&currency).copied().unwrap_or_else(|| Money::zero(currency))
    }

    /// True when every sum is zero.
    pub fn is_zero(&self) -> bool {
        self.0.values().all(Money::is_zero)
    }
}
