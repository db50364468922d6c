//! One record with all that belongs to it: links, backlinks, log.

use serde_json::{Value as Json, json};

use super::Desk;
use super::journal::moment;
use super::plans::due;
use crate::error::Result;
use crate::index::Hit;
use crate::model::ids::Id;
use crate::model::kind::{ANY, FieldType, Kind};
use crate::model::record::{Record, field_json};
use crate::model::value::{Map, Value};

/// Most records shown that link here.
const BACKLINKS: usize = 1000;

/// A record and its surroundings.
pub struct Card<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// The record.
    pub record: Record,
    /// Records it links to.
    pub links: Vec<Link>,
    /// Records that link to it.
    pub backlinks: Vec<Hit>,
    /// Entries of the journals of what happened, oldest first.
    pub log: Vec<(&'a Kind, Map)>,
    /// Open entries of the journals of what is to be done, earliest first.
    pub plans: Vec<(&'a Kind, Map)>,
}

/// A link of a record.
pub struct Link {
    /// Field that holds it.
    pub field: String,
    /// Kind of the target.
    pub kind: String,
    /// Id of the target.
    pub id: String,
    /// What the target is called; empty when it leads nowhere.
    pub title: String,
}

/// Finds a record and gathers what belongs to it.
pub fn gather<'a>(desk: &'a Desk, typed: &str) -> Result<Card<'a>> {
    let (kind, record) = desk.resolve(typed)?;
    let mut links = Vec::new();
    for field in &kind.fields {
        let FieldType::Link(target) = &field.ty else { continue };
        let Some(id) = record.fields.get(&field.name).and_then(Value::as_str) else { continue };
        let mut found = None;
        if let Some(id) = Id::parse(id) {
            for kind in desk.kinds.cards().filter(|kind| target == ANY || kind.name == *target) {
                let card = desk.seen(kind, desk.card(kind, &id)?)?;
                found = found.or(card.map(|r| r.title(kind).to_owned()));
            }
        }
        links.push(Link {
            field: field.name.clone(),
            kind: target.clone(),
            id: id.to_owned(),
            title: found.unwrap_or_default(),
        });
    }
    let (mut log, mut plans) = (Vec::new(), Vec::new());
    for journal in desk.kinds.journals(&kind.name).filter(|journal| journal.is_log() || journal.due.is_some())
    {
        let entries = desk.book.journal(desk.at, journal, kind, &record.id)?.into_iter();
        match journal.due {
            None => log.extend(entries.map(|entry| (journal, entry))),
            Some(_) => plans.extend(entries.filter(|e| journal.is_open(e)).map(|entry| (journal, entry))),
        }
    }
    log.sort_by_key(|(_, entry)| moment(entry));
    plans.sort_by_key(|(kind, entry)| due(kind, entry).to_owned());
    let mut backlinks = desk.index()?.linking_to(record.id.as_str(), desk.reach()?, BACKLINKS)?;
    backlinks.retain(|hit| hit.parent.is_empty());
    backlinks.sort_by(|a, b| (&a.kind, &a.id).cmp(&(&b.kind, &b.id)));
    Ok(Card { kind, record, links, backlinks, log, plans })
}

impl Card<'_> {
    /// The record for scripts: fields flat, then links, backlinks and log.
    pub fn to_json(&self) -> serde_json::Map<String, Json> {
        let mut json = self.record.to_json(self.kind);
        let links = self
            .links
            .iter()
            .map(|link| json!({"field": link.field, "kind": link.kind, "id": link.id, "name": link.title}));
        json.insert("links".to_owned(), links.collect());
        let backlinks =
            self.backlinks.iter().map(|hit| json!({"kind": hit.kind, "id": hit.id, "name": hit.title}));
        json.insert("backlinks".to_owned(), backlinks.collect());
        let entry_json = |(kind, entry): &(&Kind, Map)| {
            let fields = entry.iter().map(|(name, value)| {
                (name.clone(), field_json(kind.field(name).map(|field| &field.ty), value))
            });
            Json::Object(fields.collect())
        };
        json.insert("plans".to_owned(), self.plans.iter().map(entry_json).collect());
        json.insert("log".to_owned(), self.log.iter().map(entry_json).collect());
        json
    }
}
