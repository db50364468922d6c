//! Stamps: who and when, on entries of journals, on payments and shares, on what is shared as knowledge, on pairs recorded as
//! two. What a commit brought of
//! them, and whether it is true.

mod known;
mod pool;
mod same;
mod stood;

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};

use super::entry::id_of;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{Field, FieldType, Kind, Storage};
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::store::arrivals::{Brought, Deed};
use crate::store::{BlobId, Book};

pub use known::{Known, Moved, known};
pub use pool::leads;
pub use same::{fields_of, says_same};

/// Seconds by which clocks may differ.
pub const CLOCKS: i64 = 300;

/// A file of a record that a commit brought, with its bytes.
pub struct Sheet<'a> {
    /// What it is.
    pub place: Place<'a>,
    /// Its path.
    pub path: &'a str,
    /// Its bytes in each parent.
    pub old: Vec<Option<Vec<u8>>>,
    /// Its bytes after.
    pub new: Option<Vec<u8>>,
    /// For merges: its bytes where the parents went apart.
    pub bases: Vec<Option<Vec<u8>>>,
}

/// One stamp.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Where in the file: `log` for an entry of that journal, the field of a list, empty for the card.
    pub on: String,
    /// Id of the entry; empty where there is none.
    pub entry: String,
    /// Who.
    pub by: String,
    /// When, as it is written.
    pub at: String,
}

/// A stamp that a commit brought.
#[derive(Debug, Clone)]
pub struct New {
    /// The stamp.
    pub stamp: Stamp,
    /// The stamp the entry had before.
    pub was: Option<Stamp>,
}

/// What carries a stamp: an entry, an item, a group, a card.
#[derive(Debug, Clone, PartialEq)]
pub struct Sealed {
    /// Its stamp.
    pub stamp: Stamp,
    /// All it says.
    pub fields: Map,
}

/// The record files of a commit with their bytes.
pub fn sheets<'a>(book: &Book, kinds: &'a Kinds, deed: &'a Deed) -> Result<Vec<Sheet<'a>>> {
    let gone = gone(kinds, deed);
    let sheet = |file: &'a Brought| -> Option<Result<Sheet<'a>>> {
        let place = kinds.of_path(&file.path)?;
        let from = gone.get(&(place.kind.name.as_str(), place.id.clone()));
        Some(sheet_of(book, place, file, from.map_or(&[], Vec::as_slice)))
    };
    deed.files.iter().filter_map(sheet).collect()
}

/// For merges: the files of records that are nowhere after it, by kind and id.
fn gone<'a>(kinds: &'a Kinds, deed: &'a Deed) -> HashMap<(&'a str, Id), Vec<&'a Brought>> {
    let mut gone: HashMap<(&str, Id), Vec<&Brought>> = HashMap::new();
    if deed.arrival.parents.len() > 1 {
        for file in deed.files.iter().chain(&deed.left).filter(|file| file.new.is_none()) {
            if let Some(place) = kinds.of_path(&file.path) {
                gone.entry((place.kind.name.as_str(), place.id)).or_default().push(file);
            }
        }
    }
    gone
}

/// A file with its bytes. One that a parent moved here is held against what the other had of it where it was before.
fn sheet_of<'a>(book: &Book, place: Place<'a>, file: &'a Brought, from: &[&Brought]) -> Result<Sheet<'a>> {
    let is_moved = file.new.is_some() && file.old.iter().any(Option::is_some);
    let elsewhere = |blobs: &dyn Fn(&Brought) -> Option<BlobId>| {
        from.iter().filter(|_| is_moved).find_map(|file| blobs(file))
    };
    let read = |oid: Option<BlobId>| oid.map(|oid| book.blob(oid)).transpose();
    let old = file.old.iter().enumerate();
    let old = old.map(|(number, oid)| oid.or_else(|| elsewhere(&|file| file.old.get(number).copied()?)));
    let bases = file.bases.iter().enumerate();
    let bases =
        bases.map(|(number, oid)| oid.or_else(|| elsewhere(&|file| file.bases.get(number).copied()?)));
    Ok(Sheet {
        place,
        path: &file.path,
        old: old.map(read).collect::<Result<_>>()?,
        new: read(file.new)?,
        bases: bases.map(read).collect::<Result<_>>()?,
    })
}

/// The stamps of a record's file; none of one that cannot be read.
pub fn stamps_of(place: &Place<'_>, bytes: &[u8]) -> Vec<Stamp> {
    sealed_of(place, bytes).into_iter().map(|sealed| sealed.stamp).collect()
}

/// What carries a stamp in a record's file; nothing of one that cannot be read.
pub fn sealed_of(place: &Place<'_>, bytes: &[u8]) -> Vec<Sealed> {
    let kind = place.kind;
    match kind.storage {
        Storage::Journal => {
            let entries = read_journal(kind, bytes).unwrap_or_default();
            let sealed = |fields: Map| Sealed { stamp: stamp(&kind.name, id_of(&fields), &fields), fields };
            entries.into_iter().map(sealed).collect()
        }
        Storage::Card => {
            let lists = stamped_lists(kind);
            let groups: Vec<&str> = stamped_groups(kind).collect();
            if lists.is_empty() && groups.is_empty() && !is_stamp(&kind.fields) {
                return Vec::new();
            }
            let Ok(record) = read_card(kind, &place.id, bytes) else { return Vec::new() };
            let sealed =
                |on: &str, fields: &Map| Sealed { stamp: stamp(on, "", fields), fields: fields.clone() };
            let mut all = Vec::new();
            if is_stamp(&kind.fields) {
                all.push(sealed("", &record.fields));
            }
            for name in lists {
                let items = record.fields.get(name).and_then(Value::as_list).unwrap_or_default();
                all.extend(items.iter().filter_map(Value::as_map).map(|item| sealed(name, item)));
            }
            let said = groups.into_iter().filter_map(|name| Some((name, record.fields.get(name)?.as_map()?)));
            all.extend(said.map(|(name, group)| sealed(name, group)));
            all.retain(|sealed| !sealed.stamp.by.is_empty());
            all
        }
    }
}

fn stamp(on: &str, entry: &str, fields: &Map) -> Stamp {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    Stamp { on: on.to_owned(), entry: entry.to_owned(), by: text("by"), at: text("at") }
}

/// Fields that say who and when.
fn is_stamp(fields: &[Field]) -> bool {
    let is = |name: &str, fits: &dyn Fn(&FieldType) -> bool| {
        fields.iter().any(|field| field.name == name && fits(&field.ty))
    };
    is("by", &|ty| matches!(ty, FieldType::Link(target) if target == super::sight::PERSON))
        && is("at", &|ty| *ty == FieldType::DateTime)
}

/// The lists of a kind whose items carry a stamp: payments, shares.
fn stamped_lists(kind: &Kind) -> Vec<&str> {
    let stamped = |field: &&Field| match &field.ty {
        FieldType::List(item) => matches!(&**item, FieldType::Group(fields) if is_stamp(fields)),
        _ => false,
    };
    kind.fields.iter().filter(stamped).map(|field| field.name.as_str()).collect()
}

/// The groups of a kind that carry a stamp: who shared it as knowledge.
fn stamped_groups(kind: &Kind) -> impl Iterator<Item = &str> {
    let stamped = |field: &&Field| matches!(&field.ty, FieldType::Group(fields) if is_stamp(fields));
    kind.fields.iter().filter(stamped).map(|field| field.name.as_str())
}

/// The moment of a stamp.
pub fn moment(stamp: &Stamp) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc3339(&stamp.at).ok()
}

/// True when a stamp is later than the commit that brought it.
pub fn is_ahead(stamp: &Stamp, committed: DateTime<FixedOffset>) -> bool {
    moment(stamp).is_some_and(|at| (at - committed).num_seconds() > CLOCKS)
}
