//! One customer's folder as read: the card, the cards in it, and the journals beside it.

use crate::error::Result;
use crate::model::date::Date;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::{Record, read_card};
use crate::model::value::{Map, Value};
use crate::ops::merge::entries_of;
use crate::store::folders::File;
use crate::store::snapshot::bad_yaml;

/// A card with its file.
pub struct Sheet<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// The record.
    pub record: Record,
    /// Path of its file.
    pub path: String,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// A journal with its file.
pub struct Journal<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// Path of its file.
    pub path: String,
    /// What stands above the first entry.
    pub(super) head: String,
    /// Its entries, each with its text.
    pub entries: Vec<(Map, String)>,
}

/// A customer with all that lies in its folder.
pub struct Case<'a> {
    /// The customer.
    pub card: Sheet<'a>,
    /// The cards in its folder.
    pub children: Vec<Sheet<'a>>,
    /// The journals beside it.
    pub journals: Vec<Journal<'a>>,
    /// Who gives it.
    pub from: &'a str,
    /// Who gets it.
    pub to: &'a str,
    /// The day of the command.
    pub today: Date,
}

impl<'a> Case<'a> {
    /// Reads the files of a folder; `None` when there is no card.
    pub(super) fn read(
        kinds: &'a Kinds,
        files: Vec<File>,
        (from, to): (&'a str, &'a str),
        today: Date,
    ) -> Result<Option<Self>> {
        let (mut card, mut children, mut journals) = (None, Vec::new(), Vec::new());
        for (path, bytes) in files {
            let Some(place) = kinds.of_path(&path) else { continue };
            if place.parent.is_some() {
                let (head, entries) = entries_of(place.kind, &path, &bytes)?;
                journals.push(Journal { kind: place.kind, path, head, entries });
                continue;
            }
            let record = read_card(place.kind, &place.id, &bytes).map_err(|e| bad_yaml(&path, &e))?;
            let sheet = Sheet { kind: place.kind, record, path, bytes };
            match place.host {
                Some(_) => children.push(sheet),
                None => card = Some(sheet),
            }
        }
        Ok(card.map(|card| Self { card, children, journals, from, to, today }))
    }

    /// The cards of a kind.
    pub fn cards<'b>(&'b self, kind: &'b str) -> impl Iterator<Item = &'b Sheet<'a>> {
        self.children.iter().filter(move |sheet| sheet.kind.name == kind && !sheet.record.is_retired())
    }

    /// The entries of the journals that fit, with their kinds.
    pub fn entries<'b>(
        &'b self,
        fits: impl Fn(&Kind) -> bool + 'b,
    ) -> impl Iterator<Item = (&'a Kind, &'b Map)> {
        self.journals
            .iter()
            .filter(move |journal| fits(journal.kind))
            .flat_map(|journal| journal.entries.iter().map(move |(fields, _)| (journal.kind, fields)))
    }

    /// Id of the customer.
    pub fn id(&self) -> &Id {
        &self.card.record.id
    }
}

/// A text field of an entry; empty when absent.
pub fn text<'a>(fields: &'a Map, name: &str) -> &'a str {
    fields.get(name).and_then(Value::as_str).unwrap_or_default()
}
