//! How far a record is by what lies below it: the tree is found in the index, the arithmetic is `domain::progress`.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use rust_decimal::Decimal;

use super::Desk;
use crate::domain::progress::{Goal, goal, progress, tenths};
use crate::error::Result;
use crate::index::{Ask, Scalar, Sort, Test};
use crate::model::kind::Kind;
use crate::model::record::Record;

/// Most records of a tree that are looked at.
const MOST: usize = 20_000;

/// How far a record is, and those right below it.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    /// 0 to 100.
    pub progress: Decimal,
    /// How many records lie below, at any depth.
    pub all: usize,
    /// Those right below, by id.
    pub below: Vec<Below>,
}

/// A record right below another.
#[derive(Debug, Clone, PartialEq)]
pub struct Below {
    /// Id.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// How much it counts.
    pub weight: Decimal,
    /// How far it is, 0 to 100.
    pub progress: Decimal,
}

impl Standing {
    /// To one place after the point.
    pub fn tenths(&self) -> Decimal {
        tenths(self.progress)
    }
}

impl Below {
    /// To one place after the point.
    pub fn tenths(&self) -> Decimal {
        tenths(self.progress)
    }
}

/// How far a record of a kind with `rollup` is.
pub fn standing(desk: &Desk, kind: &Kind, record: &Record) -> Result<Option<Standing>> {
    let (Some(word), Some(top)) = (&kind.rollup, read(kind, record)) else { return Ok(None) };
    let mut goals = vec![Goal { up: String::new(), ..top }];
    let mut titles = BTreeMap::new();
    let mut seen: BTreeSet<String> = [record.id.to_string()].into_iter().collect();
    let mut next: VecDeque<String> = [record.id.to_string()].into_iter().collect();
    while let Some(id) = next.pop_front() {
        let up = Ask::Field(word.up.clone(), Test::Is(Scalar::Text(id)));
        let (hits, _) = desk.index()?.search(&Ask::Kind(kind.name.clone()).and(up), &Sort::Id, MOST)?;
        for hit in hits {
            if seen.len() >= MOST || !seen.insert(hit.id.clone()) {
                continue;
            }
            let card = desk.book.card_of(kind, &hit)?.filter(|card| !card.is_retired());
            let Some(card) = desk.seen(kind, card)? else { continue };
            if let Some(found) = read(kind, &card) {
                titles.insert(hit.id.clone(), card.title(kind).to_owned());
                next.push_back(hit.id);
                goals.push(found);
            }
        }
    }
    let reckoned = progress(&goals);
    let of = |id: &str| reckoned.get(id).copied().unwrap_or_default();
    let below = goals.iter().filter(|goal| goal.up == record.id.as_str()).map(|goal| Below {
        id: goal.id.clone(),
        title: titles.get(&goal.id).cloned().unwrap_or_default(),
        weight: goal.weight,
        progress: of(&goal.id),
    });
    Ok(Some(Standing { progress: of(record.id.as_str()), all: goals.len() - 1, below: below.collect() }))
}

fn read(kind: &Kind, record: &Record) -> Option<Goal> {
    goal(kind, record.id.as_str(), &record.fields)
}
