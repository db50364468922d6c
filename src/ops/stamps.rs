//! Stamps: who and when, on entries of journals, on payments and shares, on what is shared as knowledge, on pairs recorded as
//! two. What a commit brought of
//! them, and whether it is true.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use super::entry::id_of;
use crate::error::Result;
use crate::model::kind::{Field, FieldType, Kind, Storage};
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::store::arrivals::{Brought, Deed};
use crate::store::change::Message;
use crate::store::{BlobId, Book};

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

/// What was there before a commit, in any of the files it changed.
#[derive(Debug, Default)]
pub struct Known {
    entries: HashMap<(String, String), Stamp>,
    /// Every stamp of an entry: two parents may have one entry with two.
    stood: HashSet<Stamp>,
    others: HashSet<Stamp>,
    /// What cards with answers were before the commit it takes back, by their path.
    answered: Vec<(String, Map)>,
}

impl Known {
    fn add(&mut self, stamps: Vec<Stamp>) {
        for stamp in stamps {
            if !stamp.entry.is_empty() {
                self.stood.insert(stamp.clone());
            }
            match stamp.entry.is_empty() {
                true => drop(self.others.insert(stamp)),
                false => drop(self.entries.entry((stamp.on.clone(), stamp.entry.clone())).or_insert(stamp)),
            }
        }
    }

    /// True when a record or an entry was decided by a person before.
    pub fn was_decided(&self, kind: &Kind, id: &str, by: &str) -> bool {
        self.others.contains(&decision(kind, id, by))
    }

    /// What a card with answers was before the commit that is taken back.
    pub fn answered(&self, path: &str) -> impl Iterator<Item = &Map> {
        self.answered.iter().filter(move |(known, _)| known == path).map(|(_, fields)| fields)
    }

    /// The stamps among those of a file that were not there before.
    pub fn news(&self, stamps: Vec<Stamp>) -> Vec<New> {
        let new = |stamp: Stamp| {
            if stamp.entry.is_empty() {
                return (!self.others.contains(&stamp)).then_some(New { stamp, was: None });
            }
            match self.entries.get(&(stamp.on.clone(), stamp.entry.clone())) {
                None => Some(New { stamp, was: None }),
                Some(_) if self.stood.contains(&stamp) => None,
                Some(was) => Some(New { was: Some(was.clone()), stamp }),
            }
        };
        stamps.into_iter().filter_map(new).collect()
    }
}

/// The record files of a commit with their bytes.
pub fn sheets<'a>(book: &Book, kinds: &'a Kinds, deed: &'a Deed) -> Result<Vec<Sheet<'a>>> {
    let read = |oid: &Option<BlobId>| oid.map(|oid| book.blob(oid)).transpose();
    let sheet = |file: &'a Brought| -> Option<Result<Sheet<'a>>> {
        let place = kinds.of_path(&file.path)?;
        Some((|| {
            Ok(Sheet {
                place,
                path: &file.path,
                old: file.old.iter().map(read).collect::<Result<_>>()?,
                new: read(&file.new)?,
                bases: file.bases.iter().map(read).collect::<Result<_>>()?,
            })
        })())
    };
    deed.files.iter().filter_map(sheet).collect()
}

/// What stood in the files of a commit before it, and what the commit it takes back had to do with.
pub fn known(book: &Book, kinds: &Kinds, deed: &Deed, sheets: &[Sheet<'_>]) -> Result<Known> {
    let mut known = Known::default();
    for sheet in sheets {
        for old in sheet.old.iter().flatten() {
            known.add(stamps_of(&sheet.place, old));
            known.others.extend(decisions_of(&sheet.place, old));
        }
    }
    // What was taken back and is put back again keeps its stamps; only the commit's own past counts.
    for taken in undone(&deed.arrival.message) {
        let Ok(step) = book.step_of(&taken) else { continue };
        let parents = deed.arrival.parents.iter().filter_map(|parent| parent.commit);
        if !parents.into_iter().any(|parent| book.is_before(step.commit, parent)) {
            continue;
        }
        for file in book.files_of(&step)? {
            let Some(place) = kinds.of_path(&file.path) else { continue };
            if place.kind.answers.is_some()
                && let Some(old) = file.old
                && let Ok(card) = read_card(place.kind, &place.id, &book.blob(old)?)
            {
                known.answered.push((file.path.clone(), card.fields));
            }
            for oid in [file.old, file.new].into_iter().flatten() {
                let bytes = book.blob(oid)?;
                known.add(stamps_of(&place, &bytes));
                known.others.extend(decisions_of(&place, &bytes));
            }
        }
    }
    Ok(known)
}

/// The commits that a commit says it takes back: by `kehu undo`, `kehu unmerge` or `git revert`.
fn undone(message: &str) -> Vec<String> {
    let ours = ["Kehu-Undoes", "Kehu-Unmerges"].into_iter().filter_map(|key| Message::trailer(message, key));
    let gits = message.split("This reverts commit ").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(rest.len());
        &rest[..end]
    });
    ours.chain(gits).filter(|text| text.len() == 40).map(str::to_owned).collect()
}

/// The stamps of a record's file; none of one that cannot be read.
pub fn stamps_of(place: &Place<'_>, bytes: &[u8]) -> Vec<Stamp> {
    let kind = place.kind;
    match kind.storage {
        Storage::Journal => {
            let entries = read_journal(kind, bytes).unwrap_or_default();
            entries.iter().map(|entry| stamp(&kind.name, id_of(entry), entry)).collect()
        }
        Storage::Card => {
            let lists = stamped_lists(kind);
            let groups: Vec<&str> = stamped_groups(kind).collect();
            if lists.is_empty() && groups.is_empty() && !is_stamp(&kind.fields) {
                return Vec::new();
            }
            let Ok(record) = read_card(kind, &place.id, bytes) else { return Vec::new() };
            let mut stamps = Vec::new();
            if is_stamp(&kind.fields) {
                stamps.push(stamp("", "", &record.fields));
            }
            for name in lists {
                let items = record.fields.get(name).and_then(Value::as_list).unwrap_or_default();
                stamps.extend(items.iter().filter_map(Value::as_map).map(|item| stamp(name, "", item)));
            }
            let said = groups.into_iter().filter_map(|name| Some((name, record.fields.get(name)?.as_map()?)));
            stamps.extend(said.map(|(name, group)| stamp(name, "", group)));
            stamps.retain(|stamp| !stamp.by.is_empty());
            stamps
        }
    }
}

/// Who decided what in a file, kept as stamps without a time.
fn decisions_of(place: &Place<'_>, bytes: &[u8]) -> Vec<Stamp> {
    let kind = place.kind;
    let Some(approval) = &kind.approval else { return Vec::new() };
    let by = |fields: &Map| fields.get(&approval.by).and_then(Value::as_str).unwrap_or_default().to_owned();
    match kind.storage {
        Storage::Journal => {
            let entries = read_journal(kind, bytes).unwrap_or_default();
            entries.iter().map(|entry| decision(kind, id_of(entry), &by(entry))).collect()
        }
        Storage::Card => {
            let record = read_card(kind, &place.id, bytes).ok();
            record.map(|record| decision(kind, place.id.as_str(), &by(&record.fields))).into_iter().collect()
        }
    }
}

fn decision(kind: &Kind, id: &str, by: &str) -> Stamp {
    Stamp { on: kind.name.clone(), entry: id.to_owned(), by: by.to_owned(), at: String::new() }
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
