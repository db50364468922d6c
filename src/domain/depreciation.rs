//! What a thing that wears out is worth on a day, exact to the smallest unit of its currency.
//!
//! The rules are those of Chinese Accounting Standard for Business Enterprises No. 4, Fixed Assets (企业会计准则第 4 号——固定资产,
//! articles 14 to 19 and its guide): depreciation is charged by the month, first for the month after the one in which the
//! thing was taken into use, last for the month in which it goes (当月增加次月起提, 当月减少次月起停). A month counts from its last
//! day on. Two methods:
//!
//! - straight line (年限平均法): (price − residual) ÷ months, each month the same;
//! - declining (双倍余额递减法): each year 2 ÷ years of what the thing is still worth at the beginning of that year, residual
//!   left aside; in the last two years what is left above the residual in equal months. Never below the residual.
//!
//! A month's charge has no fractions of the smallest unit: they are cut, and the last month of a run takes what is left, so
//! that the charges of all months come to price − residual exactly.

use chrono::Datelike as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::fields::{Fault, day_at, money_at, text_at};
use crate::model::bad_value::BadValue;
use crate::model::date::Date;
use crate::model::money::Money;
use crate::model::value::{Map, Value};

/// Longest life in years.
const LONGEST: i64 = 100;

/// Months of one charge: all the same amount, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Run {
    /// The first month, counted from January of the year 0.
    pub first: i64,
    /// How many.
    pub months: u32,
    /// The charge of each.
    pub amount: Money,
    /// What the thing is worth before them.
    pub before: Money,
}

impl Run {
    /// The month after the last of them.
    pub fn next(&self) -> i64 {
        self.first + i64::from(self.months)
    }
}

/// How a thing wears out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Depreciation {
    /// What it cost.
    pub price: Money,
    /// What it is worth in the end; the price when it does not wear out.
    pub residual: Money,
    /// The charges, earliest first.
    pub runs: Vec<Run>,
    /// The day it went.
    pub gone: Option<Date>,
}

impl Depreciation {
    /// Reads `price`, `residual` (hundredths of the price), `life` (years), `method` (`straight_line`, `declining`),
    /// `in_service` and `disposed`. `None` without a price: nobody knows what it is worth. Without a life or the day it was
    /// taken into use it does not wear out.
    ///
    /// # Errors
    /// A field that cannot be read, a price below nothing, a life or a residual that makes no sense.
    pub fn read(fields: &Map) -> Result<Option<Self>, Fault> {
        if text_at(fields, "price").is_empty() {
            return Ok(None);
        }
        let price = money_at(fields, "price", "")?;
        let fault = |field: &str, en: &str, zh: &str, example: &'static str| {
            let typed = fields.get(field).and_then(Value::scalar_text).unwrap_or_default();
            Fault::new(field, typed, BadValue::new(en, zh, example))
        };
        if price.sign() < 0 {
            return Err(fault("price", "it is below nothing", "不能为负数", "6999.00 CNY"));
        }
        let percent = match fields.get("residual").and_then(Value::scalar_text) {
            None => Decimal::ZERO,
            Some(text) => Decimal::from_str_exact(&text)
                .ok()
                .filter(|percent| (Decimal::ZERO..=Decimal::ONE_HUNDRED).contains(percent))
                .ok_or_else(|| fault("residual", "it is not 0 to 100", "应为 0 到 100", "5"))?,
        };
        let years = match fields.get("life").filter(|life| !life.is_empty()) {
            None => None,
            Some(life) => Some(
                life.as_int()
                    .filter(|years| (1..=LONGEST).contains(years))
                    .ok_or_else(|| fault("life", "it is not 1 to 100 years", "应为 1 到 100 年", "5"))?,
            ),
        };
        let declining = match text_at(fields, "method") {
            "" | "straight_line" => false,
            "declining" => true,
            _ => {
                return Err(fault("method", "there is no such method", "没有这种折旧方法", "straight_line"));
            }
        };
        let start = day_at(fields, "in_service", "")?;
        let gone = day_at(fields, "disposed", "")?;
        let residual = price
            .amount()
            .checked_mul(percent)
            .and_then(|product| product.checked_div(Decimal::ONE_HUNDRED))
            .and_then(|amount| rounded(amount, &price, RoundingStrategy::MidpointAwayFromZero))
            .ok_or_else(|| fault("price", "it has too many digits", "数字过多", "6999.00 CNY"))?;
        let (Some(years), Some(start)) = (years, start) else {
            return Ok(Some(Self { price, residual: price, runs: Vec::new(), gone }));
        };
        let plan = Plan { first: month_of(start) + 1, runs: Vec::new(), worth: price, residual };
        let runs = plan.charge(u32::try_from(years).unwrap_or(1), declining);
        let runs = runs.ok_or_else(|| fault("price", "it has too many digits", "数字过多", "6999.00 CNY"))?;
        Ok(Some(Self { price, residual, runs, gone }))
    }

    /// What it is worth at the end of a day; nothing from the day it went.
    pub fn value_on(&self, day: Date) -> Money {
        if self.gone.is_some_and(|gone| gone <= day) {
            return Money::zero(self.price.currency());
        }
        self.worth_after(months_over(day))
    }

    /// What it is worth when a month is over, as long as it is there.
    pub fn worth_after(&self, month: i64) -> Money {
        let Some(run) = self.runs.iter().rev().find(|run| run.first <= month) else { return self.price };
        let months = (month - run.first + 1).min(i64::from(run.months));
        let charged = run.amount.amount() * Decimal::from(months);
        // No more than the price, so no more digits than it has.
        let left = run.before.amount() - charged;
        Money::new(left, self.price.currency()).unwrap_or(self.residual)
    }
}

/// What is charged so far, from a month on.
struct Plan {
    first: i64,
    runs: Vec<Run>,
    worth: Money,
    residual: Money,
}

impl Plan {
    fn charge(mut self, years: u32, declining: bool) -> Option<Vec<Run>> {
        let straight = if declining { years.min(2) } else { years };
        for _ in straight..years {
            let year = self.worth.amount().checked_mul(Decimal::TWO)?.checked_div(Decimal::from(years))?;
            let year = rounded(year, &self.worth, RoundingStrategy::MidpointAwayFromZero)?;
            let most = self.worth.checked_sub(&self.residual).ok()?;
            self.spread(if year.amount() < most.amount() { year } else { most }, 12)?;
        }
        let rest = self.worth.checked_sub(&self.residual).ok()?;
        self.spread(rest, straight * 12)?;
        Some(self.runs)
    }

    /// Charges an amount in equal months; the last takes what cannot be divided.
    fn spread(&mut self, amount: Money, months: u32) -> Option<()> {
        let each = amount.amount().checked_div(Decimal::from(months))?;
        let each = rounded(each, &amount, RoundingStrategy::ToZero)?;
        let but_last = each.amount().checked_mul(Decimal::from(months - 1))?;
        let last = Money::new(amount.amount() - but_last, amount.currency()).ok()?;
        if last == each {
            return self.run(months, each);
        }
        self.run(months - 1, each)?;
        self.run(1, last)
    }

    fn run(&mut self, months: u32, amount: Money) -> Option<()> {
        let charged = amount.amount().checked_mul(Decimal::from(months))?;
        let before = self.worth;
        self.worth = Money::new(before.amount() - charged, before.currency()).ok()?;
        self.runs.push(Run { first: self.first, months, amount, before });
        self.first += i64::from(months);
        Some(())
    }
}

/// A decimal in the smallest unit of an amount's currency.
fn rounded(amount: Decimal, like: &Money, strategy: RoundingStrategy) -> Option<Money> {
    let currency = like.currency();
    Money::new(amount.round_dp_with_strategy(currency.minor_units(), strategy), currency).ok()
}

/// The month of a day, counted from January of the year 0.
pub fn month_of(day: Date) -> i64 {
    i64::from(day.0.year()) * 12 + i64::from(day.0.month0())
}

/// `2026-11` of a month so counted.
pub fn month_text(month: i64) -> String {
    format!("{:04}-{:02}", month.div_euclid(12), month.rem_euclid(12) + 1)
}

/// The last month that is over at the end of a day.
pub fn months_over(day: Date) -> i64 {
    let last = day.0.succ_opt().is_none_or(|next| next.month() != day.0.month());
    month_of(day) - i64::from(!last)
}

#[cfg(test)]
mod tests;
