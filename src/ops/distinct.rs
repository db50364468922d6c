//! Two records that look alike and are two: said once, stamped, never offered again.

use std::collections::HashSet;

use super::Desk;
use super::apply::{Applied, Intent};
use super::assemble::new_card;
use crate::error::{Code, Error, Result};
use crate::model::ids::Id;
use crate::model::input::fill_defaults;
use crate::model::kinds::fnv;
use crate::model::record::{Record, card_path};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

/// Kind of the records that say so.
const KIND: &str = "distinct";

/// Records that two are not one.
pub fn set_apart(desk: &mut Desk, a: &str, b: &str, reason: Option<&str>, dry: bool) -> Result<Applied> {
    desk.apply("distinct", dry, &mut |desk| {
        let (kind, left) = desk.resolve(a)?;
        let (_, right) = desk.resolve_of(b, Some(&kind.name))?;
        if left.id == right.id {
            return Err(Error::new(
                Code::Usage,
                format!("{a} and {b} are the same {}, {}.", kind.name, left.id),
                format!("{a} 和 {b} 是同一{}: {}。", kind.label.zh, left.id),
            ));
        }
        let own = desk.kinds.find(KIND)?;
        let id = pair_id(&left.id, &right.id)?;
        let path = card_path(own, &id);
        let mut intent = Intent::new(
            "distinct",
            format!("distinct: {} ({}) and {} ({})", left.title(kind), left.id, right.title(kind), right.id),
        );
        if said(desk, &left.id, &right.id)?.is_some() {
            // Said already: the same file again changes nothing.
            let known = desk.book.file(desk.at, &path)?.unwrap_or_default();
            intent.put(KIND, id.as_str(), path, known);
            return Ok(intent);
        }
        let mut fields = Map::default();
        let (left, right) = if left.id < right.id { (left, right) } else { (right, left) };
        fields.insert("left".to_owned(), Value::text(left.id.as_str()));
        fields.insert("right".to_owned(), Value::text(right.id.as_str()));
        if let Some(reason) = reason {
            fields.insert("reason".to_owned(), Value::text(reason));
        }
        fields.insert("by".to_owned(), Value::text(desk.stamp_by()?));
        fill_defaults(own, &mut fields, &desk.context);
        Judge::new(own)?.accept(&fields, KIND)?;
        let text = new_card(own, &path, fields);
        intent.put(KIND, id.as_str(), path, text.into_bytes());
        Ok(intent)
    })
}

/// The id of a pair, the same for either order.
pub(super) fn pair_id(a: &Id, b: &Id) -> Result<Id> {
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    let whole = format!("{a}--{b}");
    // Two long ids make one too long.
    let short = || format!("pair-{:016x}", fnv(whole.as_bytes(), 0xcbf2_9ce4_8422_2325));
    Id::parse(&whole).or_else(|| Id::parse(&short())).ok_or_else(|| Error::not_found(&whole))
}

/// Pairs recorded as two, the smaller id first.
#[derive(Debug, Default)]
pub struct Apart(HashSet<(String, String)>);

impl Apart {
    /// All of a book.
    pub fn of(desk: &Desk) -> Result<Self> {
        let Some(kind) = desk.kinds.get(KIND) else { return Ok(Self::default()) };
        let living = desk.book.cards(desk.at, kind)?.into_iter().filter(|record| !record.is_retired());
        Ok(Self(living.map(|record| ordered(record.text("left"), record.text("right"))).collect()))
    }

    /// True when two were recorded as two.
    pub fn has(&self, a: &str, b: &str) -> bool {
        !self.0.is_empty() && self.0.contains(&ordered(a, b))
    }

    /// All pairs.
    pub fn pairs(&self) -> impl Iterator<Item = &(String, String)> {
        self.0.iter()
    }
}

fn ordered(a: &str, b: &str) -> (String, String) {
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    (a.to_owned(), b.to_owned())
}

/// The record that says two are two, if any.
pub fn said(desk: &Desk, a: &Id, b: &Id) -> Result<Option<Record>> {
    let Some(kind) = desk.kinds.get(KIND) else { return Ok(None) };
    let found = desk.book.card(desk.at, kind, &pair_id(a, b)?)?;
    Ok(found.filter(|record| !record.is_retired()))
}
