//! What opportunities may bring: amounts weighted by their probability, grouped.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Datelike as _;
use rust_decimal::Decimal;

use super::fields::{Fault, day_at, money_at, text_at};
use crate::model::date::Date;
use crate::model::money::{Currency, Money, MoneyError};
use crate::model::value::{Map, Value};

/// The stage of what was sold.
pub const WON: &str = "won";
/// The stage of what was not.
pub const LOST: &str = "lost";

/// An opportunity as far as its prospects go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opportunity {
    /// Id of the person who answers for it.
    pub owner: String,
    /// Stage.
    pub stage: String,
    /// What it would bring.
    pub amount: Option<Money>,
    /// How likely, in hundredths.
    pub probability: u8,
    /// When it is expected.
    pub expected: Option<Date>,
}

impl Opportunity {
    /// Reads an opportunity's fields. Errors: an amount or a day that cannot be read.
    pub fn read(fields: &Map) -> Result<Self, Fault> {
        let probability = fields.get("probability").and_then(Value::as_int).unwrap_or(0).clamp(0, 100);
        let amount = match text_at(fields, "amount") {
            "" => None,
            _ => Some(money_at(fields, "amount", "")?),
        };
        Ok(Self {
            owner: text_at(fields, "owner").to_owned(),
            stage: text_at(fields, "stage").to_owned(),
            amount,
            probability: u8::try_from(probability).unwrap_or(100),
            expected: day_at(fields, "expected", "")?,
        })
    }

    /// True until it is won or lost.
    pub fn is_open(&self) -> bool {
        self.stage != WON && self.stage != LOST
    }
}

/// What a forecast is grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By<'a> {
    /// Month of the expected day; what was expected before the day of the question stands apart.
    Month(Date),
    /// Who answers for it.
    Owner,
    /// Stage, in this order.
    Stage(&'a [String]),
}

/// A group of opportunities, in the order they are told.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Expected before the day of the question.
    Overdue,
    /// A month: year, month.
    Month(i32, u32),
    /// A stage: its place, its word.
    Stage(usize, String),
    /// A person.
    Owner(String),
    /// No day, nobody, no stage.
    None,
}

/// Opportunities of one group in one currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// How many.
    pub count: usize,
    /// Sum of their amounts.
    sum: Decimal,
    /// Sum of amounts times hundredths of probability.
    hundredfold: Decimal,
}

impl Line {
    fn add(&mut self, amount: Decimal, probability: u8) -> Option<()> {
        let weighted = amount.checked_mul(probability.into())?;
        self.count += 1;
        self.sum = self.sum.checked_add(amount)?;
        self.hundredfold = self.hundredfold.checked_add(weighted)?;
        Some(())
    }

    /// The amounts in full.
    pub fn amount(&self, currency: Currency) -> Result<Money, MoneyError> {
        Money::new(self.sum, currency).map_err(|_| MoneyError::TooLarge)
    }

    /// Amount × probability ÷ 100, summed exactly and rounded once to minor units, halves to even.
    pub fn weighted(&self, currency: Currency) -> Result<Money, MoneyError> {
        let exact = self.hundredfold.checked_mul(Decimal::new(1, 2)).ok_or(MoneyError::TooLarge)?;
        Money::new(exact.round_dp(currency.minor_units()), currency).map_err(|_| MoneyError::TooLarge)
    }
}

/// Open opportunities by group and currency; those without an amount have no currency.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forecast {
    /// Each group.
    pub lines: BTreeMap<(Group, Option<Currency>), Line>,
    /// All groups together.
    pub totals: BTreeMap<Option<Currency>, Line>,
}

impl Forecast {
    /// Groups opportunities; won and lost ones are left out. Errors: a sum has more digits than kehu keeps.
    pub fn of<'a>(
        opportunities: impl IntoIterator<Item = &'a Opportunity>,
        by: By<'_>,
    ) -> Result<Self, MoneyError> {
        let mut forecast = Self::default();
        for one in opportunities.into_iter().filter(|one| one.is_open()) {
            let currency = one.amount.map(|amount| amount.currency());
            let amount = one.amount.map(|amount| amount.amount()).unwrap_or_default();
            for line in [
                forecast.lines.entry((group(one, by), currency)).or_default(),
                forecast.totals.entry(currency).or_default(),
            ] {
                line.add(amount, one.probability).ok_or(MoneyError::TooLarge)?;
            }
        }
        Ok(forecast)
    }

    /// The currencies of its amounts.
    pub fn currencies(&self) -> BTreeSet<Currency> {
        self.totals.keys().flatten().copied().collect()
    }
}

fn group(one: &Opportunity, by: By<'_>) -> Group {
    match by {
        By::Month(today) => match one.expected {
            None => Group::None,
            Some(expected) if expected < today => Group::Overdue,
            Some(expected) => Group::Month(expected.0.year(), expected.0.month()),
        },
        By::Owner if one.owner.is_empty() => Group::None,
        By::Owner => Group::Owner(one.owner.clone()),
        By::Stage(_) if one.stage.is_empty() => Group::None,
        By::Stage(order) => {
            let place = order.iter().position(|stage| *stage == one.stage).unwrap_or(order.len());
            Group::Stage(place, one.stage.clone())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one(amount: &str, probability: u8, stage: &str, expected: &str) -> Opportunity {
        Opportunity {
            owner: "wang".to_owned(),
            stage: stage.to_owned(),
            amount: Money::parse(amount, None).ok(),
            probability,
            expected: Date::from_iso(expected).ok(),
        }
    }

    fn day(text: &str) -> Date {
        Date::from_iso(text).unwrap()
    }

    #[test]
    fn months_with_what_is_overdue_and_undated_apart() {
        let all = [
            one("100 CNY", 50, "lead", "2026-11-23"),
            one("0.01 CNY", 50, "lead", "2026-11-30"),
            one("100 USD", 10, "proposal", "2027-01-01"),
            one("7 CNY", 10, "proposal", "2026-11-22"),
            one("", 10, "lead", ""),
            one("900 CNY", 100, "won", "2026-11-30"),
            one("900 CNY", 0, "lost", "2026-11-30"),
        ];
        let forecast = Forecast::of(&all, By::Month(day("2026-11-23"))).unwrap();
        let told: Vec<String> = forecast
            .lines
            .iter()
            .map(|((group, currency), line)| {
                let money = currency.map(|currency| line.weighted(currency).unwrap().to_string());
                format!("{group:?} {} {}", line.count, money.unwrap_or_default())
            })
            .collect();
        assert_eq!(
            told,
            ["Overdue 1 0.70 CNY", "Month(2026, 11) 2 50.00 CNY", "Month(2027, 1) 1 10.00 USD", "None 1 "]
        );
        assert_eq!(forecast.currencies().len(), 2);
    }

    #[test]
    fn stages_keep_their_order() {
        let order = ["lead", "proposal"].map(str::to_owned);
        let all = [one("1 CNY", 5, "proposal", ""), one("1 CNY", 5, "lead", ""), one("1 CNY", 5, "own", "")];
        let forecast = Forecast::of(&all, By::Stage(&order)).unwrap();
        let stages: Vec<_> = forecast.lines.keys().map(|(group, _)| group.clone()).collect();
        let stage = |place, word: &str| Group::Stage(place, word.to_owned());
        assert_eq!(stages, [stage(0, "lead"), stage(1, "proposal"), stage(2, "own")]);
    }

    proptest! {
        #[test]
        fn groups_add_up_to_the_total(some in prop::collection::vec((0_i64..1_000_000_000, 0_u8..=100, 0_usize..4, 0_i64..400), 0..40)) {
            let stages = ["lead", "qualified", "proposal", "won"];
            let all: Vec<Opportunity> = some.iter().map(|(cents, probability, stage, days)| {
                let date = chrono::NaiveDate::from_ymd_opt(2026, 6, 1).unwrap() + chrono::TimeDelta::days(*days);
                let amount = format!("{} CNY", Decimal::new(*cents, 2));
                one(&amount, *probability, stages[*stage], &Date(date).to_string())
            }).collect();
            let forecast = Forecast::of(&all, By::Month(day("2026-11-23"))).unwrap();
            let exact: i64 = some.iter().filter(|(_, _, stage, _)| *stage < 3).map(|(cents, p, _, _)| cents * i64::from(*p)).sum();
            let total = forecast.totals.get(&Some(Currency::CNY)).cloned().unwrap_or_default();
            let parts: Decimal = forecast.lines.values().map(|line| line.hundredfold).sum();
            prop_assert_eq!(parts, total.hundredfold);
            prop_assert_eq!(total.hundredfold, Decimal::new(exact, 2));
            let count: usize = forecast.lines.values().map(|line| line.count).sum();
            prop_assert_eq!(count, total.count);
        }
    }
}
