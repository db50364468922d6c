//! The changes by which the work in one customer gets another person.

use super::case::{Case, text};
use crate::domain::handing::{give, held};
use crate::error::Result;
use crate::model::kind::Kind;
use crate::model::record::modeline;
use crate::model::value::{Map, Value};
use crate::ops::apply::obey;
use crate::ops::assemble::changed_record;
use crate::ops::entry::{append, rewritten};

/// A file of a record to be written.
pub(super) struct Write {
    pub kind: String,
    pub id: String,
    pub path: String,
    pub bytes: Vec<u8>,
}

/// A field that got another person: the record as `kind/id`, and the dotted path.
pub(super) struct Moved {
    pub record: String,
    pub kind: String,
    pub field: String,
}

/// What changes in one folder.
#[derive(Default)]
pub(super) struct Change {
    pub moved: Vec<Moved>,
    pub writes: Vec<Write>,
}

/// Gives what is held in a customer to the receiver. `own`: the customer is the giver's, so that all in it moves that is
/// not closed; else what is open alone.
pub(super) fn change(case: &Case<'_>, own: bool) -> Result<Change> {
    let mut change = Change::default();
    let (from, to) = (case.from, case.to);
    let goes = |kind: &Kind, fields: &Map| if own { !kind.is_closed(fields) } else { kind.is_open(fields) };
    let sheets = case.children.iter().filter(|sheet| goes(sheet.kind, &sheet.record.fields));
    for sheet in [&case.card].into_iter().chain(sheets) {
        let (kind, record) = (sheet.kind, &sheet.record);
        let paths = held(kind, &record.fields, from, case.today);
        if paths.is_empty() {
            continue;
        }
        let mut fields = record.fields.clone();
        for field in paths {
            give(&mut fields, &field, from, to);
            change.note(kind, record.id.as_str(), field);
        }
        obey(kind, record.id.as_str(), &fields)?;
        let bytes = changed_record(kind, &sheet.path, &sheet.bytes, &record.fields, fields)?.into_bytes();
        let (kind, id, path) = (kind.name.clone(), record.id.to_string(), sheet.path.clone());
        change.writes.push(Write { kind, id, path, bytes });
    }
    for journal in &case.journals {
        let before = change.moved.len();
        let mut whole = journal.head.clone();
        for (entry, piece) in &journal.entries {
            let paths = match journal.kind.is_open(entry) {
                true => held(journal.kind, entry, from, case.today),
                false => Vec::new(),
            };
            if paths.is_empty() {
                whole.push_str(piece);
                continue;
            }
            let mut fields = entry.clone();
            for field in paths {
                give(&mut fields, &field, from, to);
                change.note(journal.kind, text(entry, "id"), field);
            }
            whole.push_str(&rewritten(journal.kind, &journal.path, piece, entry, fields)?);
        }
        if change.moved.len() > before {
            change.put(case, &journal.path, whole.into_bytes());
        }
    }
    Ok(change)
}

impl Change {
    fn note(&mut self, kind: &Kind, id: &str, field: String) {
        self.moved.push(Moved { record: format!("{}/{id}", kind.name), kind: kind.name.clone(), field });
    }

    /// Writes a journal: what is written in it is told of the customer.
    pub(super) fn put(&mut self, case: &Case<'_>, path: &str, bytes: Vec<u8>) {
        let (kind, id) = (case.card.kind.name.clone(), case.id().to_string());
        self.writes.push(Write { kind, id, path: path.to_owned(), bytes });
    }

    /// Adds the entry that keeps the handover, below what the journal has already.
    pub(super) fn stamp(&mut self, case: &Case<'_>, journal: &Kind, path: &str, entry: Map) {
        if let Some(write) = self.writes.iter_mut().find(|write| write.path == path) {
            append(journal, &mut write.bytes, entry);
            return;
        }
        let known = case.journals.iter().find(|known| known.path == path);
        let mut bytes = match known {
            Some(known) => {
                let pieces = known.entries.iter().map(|(_, piece)| piece.as_str());
                [known.head.as_str()].into_iter().chain(pieces).collect::<String>().into_bytes()
            }
            None => format!("{}\n", modeline(journal, path)).into_bytes(),
        };
        append(journal, &mut bytes, entry);
        self.put(case, path, bytes);
    }

    /// The entry's list of what moved.
    pub(super) fn list(&self) -> Value {
        let item = |moved: &Moved| {
            Value::Map(Map::from_iter([
                ("record".to_owned(), Value::text(moved.record.clone())),
                ("field".to_owned(), Value::text(moved.field.clone())),
            ]))
        };
        Value::List(self.moved.iter().map(item).collect())
    }
}
