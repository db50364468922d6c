//! What reports of money share: the contracts asked about, groups summed up by currency, and conversion.

use std::collections::{BTreeMap, BTreeSet};

use super::{Answer, Cell, Parameter, Params};
use crate::domain::rates::{RateError, Rates};
use crate::domain::receivable::{Contract, Direction};
use crate::error::{Code, Error, Result, quoted};
use crate::model::bad_value::BadValue;
use crate::model::money::{Currency, Money, MoneyError};
use crate::ops::Desk;
use crate::ops::ask::{self, Question};

/// Only one person's.
pub(super) const OWNER: Parameter =
    Parameter { name: "owner", help: ("Only this person's", "只看此人的") };
/// Only one customer's.
pub(super) const CUSTOMER: Parameter =
    Parameter { name: "customer", help: ("Only this customer's", "只看此客户的") };
/// Converted.
pub(super) const IN: Parameter = Parameter {
    name: "in",
    help: ("A currency: converts by [rates] of kehu.toml", "币种: 按 kehu.toml 的 [rates] 换算"),
};
/// As of a day.
pub(super) const ON: Parameter = Parameter {
    name: "on",
    help: ("The day asked about; today when not said", "截止日期, 默认今天"),
};

/// Most contracts named that cannot be read.
const NAMED: usize = 5;

/// Amounts as they are, or all in one currency.
pub(super) struct Exchange<'a> {
    to: Option<Currency>,
    rates: &'a Rates,
    met: BTreeSet<Currency>,
}

impl<'a> Exchange<'a> {
    /// What `in=` asks for. Errors: no currency.
    pub(super) fn read(desk: &'a Desk, params: &Params) -> Result<Self> {
        let to = match params.text("in") {
            None => None,
            Some(code) => Some(Currency::of(code).ok_or_else(|| {
                Error::new(
                    Code::Usage,
                    format!("in={}: it is not a currency of ISO 4217.", quoted(code)),
                    format!("in={}: 不是 ISO 4217 币种代码。", quoted(code)),
                )
                .hint("Write for example: in=CNY", "例如: in=CNY")
            })?),
        };
        Ok(Self { to, rates: &desk.config.exchange, met: BTreeSet::new() })
    }

    /// An amount in the currency asked for, each rounded to its minor units, halves to even.
    pub(super) fn take(&mut self, money: &Money) -> Result<Money> {
        let Some(to) = self.to else { return Ok(*money) };
        if money.currency() != to {
            self.met.insert(money.currency());
        }
        self.rates.convert(money, to).map_err(|error| {
            let BadValue { en, zh, .. } = error.into();
            let told = Error::new(Code::BadConfig, format!("in={to}: {en}."), format!("in={to}: {zh}。"));
            match error {
                RateError::TooLarge => told,
                RateError::Missing(currency) => told.hint(
                    format!("Add it to kehu.toml below [rates]: {currency} = \"…\""),
                    format!("请在 kehu.toml 的 [rates] 下添加: {currency} = \"…\""),
                ),
            }
        })
    }

    /// Tells by which rates amounts were converted.
    pub(super) fn tell(&self, answer: &mut Answer) {
        let Some(to) = self.to.filter(|_| !self.met.is_empty()) else { return };
        let own = self.rates.own();
        let used: BTreeSet<Currency> = self.met.iter().copied().chain([to]).filter(|c| *c != own).collect();
        let rates = used
            .into_iter()
            .filter_map(|currency| Some(format!("1 {currency} = {} {own}", self.rates.worth(currency)?)));
        let rates = rates.collect::<Vec<_>>().join(", ");
        answer.note(
            format!("converted to {to}: {rates} (kehu.toml)"),
            format!("已换算为 {to}: {rates} (kehu.toml)"),
        );
    }
}

/// Counts and sums of groups, each currency apart.
pub(super) struct Groups<K>(BTreeMap<(K, Currency), Sums>);

/// How many, and the sums of each column.
#[derive(Debug, Clone, Default)]
pub(super) struct Sums {
    /// How many.
    pub(super) count: i64,
    /// One for each column.
    pub(super) sums: Vec<Money>,
}

impl Sums {
    fn add(&mut self, count: i64, amounts: &[Money]) -> Result<()> {
        self.count += count;
        if self.sums.is_empty() {
            self.sums = amounts.iter().map(|amount| Money::zero(amount.currency())).collect();
        }
        for (sum, amount) in self.sums.iter_mut().zip(amounts) {
            *sum = sum.checked_add(amount).map_err(too_large)?;
        }
        Ok(())
    }

    /// The sums as cells.
    pub(super) fn cells(&self) -> impl Iterator<Item = Cell> {
        self.sums.iter().map(|sum| Cell::Money(*sum))
    }

    /// The currency in a cell of its own, then the sums without it: more of them side by side.
    pub(super) fn bare_cells(&self) -> impl Iterator<Item = Cell> {
        let currency = self.sums.first().map_or("", |sum| sum.currency().code());
        [Cell::text(currency)].into_iter().chain(self.sums.iter().map(|sum| Cell::Bare(*sum)))
    }
}

impl<K: Ord + Clone> Groups<K> {
    /// No groups yet.
    pub(super) fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// Adds one of a group; its amounts are of one currency.
    pub(super) fn add(&mut self, group: K, amounts: &[Money]) -> Result<()> {
        let Some(first) = amounts.first() else { return Ok(()) };
        self.0.entry((group, first.currency())).or_default().add(1, amounts)
    }

    /// The groups in their order.
    pub(super) fn each(&self) -> impl Iterator<Item = (&K, &Sums)> {
        self.0.iter().map(|((group, _), sums)| (group, sums))
    }

    /// The groups themselves.
    pub(super) fn names(&self) -> BTreeSet<K> {
        self.0.keys().map(|(group, _)| group.clone()).collect()
    }

    /// All groups together, by currency.
    pub(super) fn totals(&self) -> Result<Vec<Sums>> {
        let mut totals: BTreeMap<Currency, Sums> = BTreeMap::new();
        for ((_, currency), sums) in &self.0 {
            totals.entry(*currency).or_default().add(sums.count, &sums.sums)?;
        }
        Ok(totals.into_values().collect())
    }
}

/// A sum that cannot be kept.
pub(super) fn too_large(error: MoneyError) -> Error {
    let BadValue { en, zh, .. } = error.into();
    Error::new(Code::BadValue, format!("The sum cannot be told: {en}."), format!("无法给出合计: {zh}。"))
}

/// Contracts of a direction that bind, of the owner and customer asked for; those that cannot be read are noted.
pub(super) fn contracts(
    desk: &Desk,
    params: &Params,
    direction: Direction,
    answer: &mut Answer,
) -> Result<Vec<Contract>> {
    let kind = desk.kinds.find("contract")?;
    let mut parts = Vec::new();
    for (name, target) in [("owner", "person"), ("customer", "customer")] {
        if let Some(id) = params.record(desk, name, target)? {
            parts.push(format!("{name}:\"{id}\""));
        }
    }
    let question = Question { query: parts.join(" AND "), ..Question::default() };
    let mut found = Vec::new();
    let mut faulty = Vec::new();
    for record in ask::list(desk, kind, &question)?.0 {
        match Contract::read(record.id.as_str(), &record.fields) {
            Ok(contract) if contract.state.binds() && contract.direction == direction => found.push(contract),
            Ok(_) => {}
            Err(_) => faulty.push(record.id.to_string()),
        }
    }
    note_faulty(&faulty, answer);
    Ok(found)
}

/// Tells which records were left out because their amounts or days cannot be read.
pub(super) fn note_faulty(faulty: &[String], answer: &mut Answer) {
    if faulty.is_empty() {
        return;
    }
    let dots = if faulty.len() > NAMED { " …" } else { "" };
    let named = faulty.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    let count = faulty.len();
    answer.note(
        format!(
            "{count} left out, since what they say of money cannot be: {named}{dots}; `kehu doctor` tells why"
        ),
        format!("{count} 条因金额或日期有误未计入: {named}{dots}; 原因见 `kehu doctor`"),
    );
}

/// Ids as cells that people read as names.
pub(super) struct Names(std::collections::HashMap<String, String>, &'static str);

impl Names {
    /// The names of records of a kind.
    pub(super) fn of(
        desk: &Desk,
        kind: &str,
        ids: impl Iterator<Item = String>,
        params: &Params,
    ) -> Result<Self> {
        let ids: BTreeSet<String> = ids.filter(|id| !id.is_empty()).collect();
        let none = match params.lang {
            crate::error::Lang::En => "none",
            crate::error::Lang::Zh => "未填",
        };
        Ok(Self(ask::titles(desk, desk.kinds.find(kind)?, &ids)?, none))
    }

    /// The cell of an id.
    pub(super) fn cell(&self, id: &str) -> Cell {
        match id {
            "" => Cell::Word(None, self.1.to_owned()),
            id => Cell::Word(Some(id.to_owned()), self.0.get(id).map_or(id, String::as_str).to_owned()),
        }
    }
}

/// `Total` in the first column.
pub(super) fn total_cell(params: &Params) -> Cell {
    Cell::text(params.say("total", "合计"))
}
