//! What happened: the fields each commit changed.

use super::Desk;
use crate::error::{Error, Result};
use crate::model::kind::{Kind, Storage};
use crate::model::kinds::fnv;
use crate::model::places::Place;
use crate::model::record::{Record, journal_path, read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::store::change::Message;
use crate::store::history::Step;
use crate::store::tree::Difference;
use crate::store::{BlobId, Snapshot};

/// One field that a commit changed.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// Dotted path; for journals the entry's id.
    pub field: String,
    /// Before.
    pub old: Option<Value>,
    /// After.
    pub new: Option<Value>,
}

/// What a commit did to a record.
#[derive(Debug, Clone)]
pub struct Event {
    /// The commit.
    pub step: Step,
    /// Verb of the command; `git` for plain commits.
    pub verb: String,
    /// Id of the author's person record, else the author's name.
    pub by: String,
    /// Fields changed.
    pub changes: Vec<FieldChange>,
}

/// The kind of a record and its events, newest first.
pub fn history<'a>(desk: &'a Desk, typed: &str, limit: usize) -> Result<(&'a Kind, Vec<Event>)> {
    let (kind, record) = desk.resolve(typed)?;
    let mut paths = vec![desk.kinds.path_of(kind, &record)?];
    paths.extend(desk.kinds.journals(&kind.name).map(|journal| journal_path(journal, kind, &record.id)));
    let mut events = Vec::new();
    let people = People::of(desk);
    let mut at = desk.at;
    while events.len() < limit {
        let steps = desk.book.history_of(at, &paths, limit - events.len())?;
        let oldest = steps.last().map(|(step, _)| step.clone());
        let mut moved = None;
        for (step, mut differences) in steps {
            // A card in another's folder may have come from elsewhere: its story goes on there.
            if kind.is_child() && oldest.as_ref().is_some_and(|oldest| oldest.commit == step.commit) {
                moved = came_from(desk, kind, &record, &step)?;
                differences.iter_mut().for_each(|now| {
                    now.old = now.old.or(moved.as_ref().and_then(|from| from.old));
                });
            }
            let mut changes = Vec::new();
            for difference in &differences {
                if let Some(place) = desk.kinds.of_path(&difference.path) {
                    changes.extend(changes_of(desk, &place, difference)?);
                }
            }
            events.push(event(step, changes, &people));
        }
        let (Some(from), Some(oldest)) = (moved, oldest) else { break };
        paths = vec![from.path];
        at = oldest.before;
    }
    Ok((kind, events))
}

/// The file of a card that a commit moved here.
fn came_from(desk: &Desk, kind: &Kind, record: &Record, step: &Step) -> Result<Option<Difference>> {
    Ok(desk.book.files_of(step)?.into_iter().find(|difference| {
        let place = desk.kinds.of_path(&difference.path);
        difference.new.is_none()
            && place.is_some_and(|place| place.kind.name == kind.name && place.id == record.id)
    }))
}

/// The newest commands of the whole book that touched nothing hidden.
pub fn recent(desk: &Desk, limit: usize) -> Result<Vec<Event>> {
    let people = People::of(desk);
    let mut events = Vec::new();
    let all = desk.sees_all_ever()?;
    desk.book.walk(desk.at, &mut |step| {
        if all || desk.sees_step(&step)? {
            events.push(event(step, Vec::new(), &people));
        }
        Ok(events.len() < limit)
    })?;
    Ok(events)
}

fn event(step: Step, changes: Vec<FieldChange>, people: &People) -> Event {
    let verb = Message::trailer(&step.message, "Kehu-Verb").unwrap_or("git").to_owned();
    let by = people.id(&step.email).unwrap_or_else(|| step.name.clone());
    Event { verb, by, changes, step }
}

/// People by email, to name the author of a commit.
pub(super) struct People(std::collections::HashMap<String, String>);

impl People {
    pub(super) fn of(desk: &Desk) -> Self {
        Self::at(desk, &[desk.at])
    }

    /// The people of several states; the last one counts for an address that is there twice.
    pub(super) fn at(desk: &Desk, states: &[Snapshot]) -> Self {
        let cards = |at: &Snapshot| {
            desk.kinds.get("person").and_then(|kind| desk.book.cards(*at, kind).ok()).unwrap_or_default()
        };
        let pairs = states.iter().flat_map(cards);
        Self(pairs.map(|person| (person.text("email").to_lowercase(), person.id.to_string())).collect())
    }

    /// A number that changes when anybody comes, goes, or has another address.
    pub(super) fn mark(&self) -> u64 {
        let mut all: Vec<_> = self.0.iter().collect();
        all.sort();
        fnv(format!("{all:?}").as_bytes(), 0)
    }

    pub(super) fn id(&self, email: &str) -> Option<String> {
        self.0.get(&email.to_lowercase()).cloned()
    }
}

/// Fields that differ between two versions of a record's file.
pub fn changes_of(desk: &Desk, place: &Place<'_>, difference: &Difference) -> Result<Vec<FieldChange>> {
    let read =
        |oid: Option<BlobId>| -> Result<Option<Vec<u8>>> { oid.map(|oid| desk.book.blob(oid)).transpose() };
    Ok(changes_between(place, read(difference.old)?.as_deref(), read(difference.new)?.as_deref()))
}

/// The same from the bytes of both. Versions that cannot be read count as empty, so that a bad commit can be taken back.
pub(super) fn changes_between(place: &Place<'_>, old: Option<&[u8]>, new: Option<&[u8]>) -> Vec<FieldChange> {
    if place.kind.storage == Storage::Journal {
        return entry_changes(place.kind, old, new);
    }
    let fields = |bytes: Option<&[u8]>| {
        bytes.and_then(|bytes| read_card(place.kind, &place.id, bytes).ok()).map(|record| record.fields)
    };
    let mut changes = Vec::new();
    compare(&fields(old).unwrap_or_default(), &fields(new).unwrap_or_default(), "", &mut changes);
    changes
}

fn entry_changes(kind: &Kind, old: Option<&[u8]>, new: Option<&[u8]>) -> Vec<FieldChange> {
    let entries =
        |bytes: Option<&[u8]>| bytes.and_then(|bytes| read_journal(kind, bytes).ok()).unwrap_or_default();
    let (old, new) = (entries(old), entries(new));
    let id = |entry: &Map| entry.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let mut changes = Vec::new();
    for entry in &new {
        let before = old.iter().find(|known| id(known) == id(entry));
        if before != Some(entry) {
            changes.push(FieldChange {
                field: format!("{}.{}", kind.name, id(entry)),
                old: before.cloned().map(Value::Map),
                new: Some(Value::Map(entry.clone())),
            });
        }
    }
    for entry in old.iter().filter(|entry| !new.iter().any(|known| id(known) == id(entry))) {
        changes.push(FieldChange {
            field: format!("{}.{}", kind.name, id(entry)),
            old: Some(Value::Map(entry.clone())),
            new: None,
        });
    }
    changes
}

/// Fields that differ, groups compared inside, lists as a whole unless of equal length or added to.
pub fn compare(old: &Map, new: &Map, prefix: &str, changes: &mut Vec<FieldChange>) {
    let names = new.keys().chain(old.keys().filter(|key| !new.contains_key(*key)));
    for name in names {
        let (before, after) = (old.get(name), new.get(name));
        if before == after {
            continue;
        }
        let field = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        compare_values(before, after, field, changes);
    }
}

fn compare_values(
    before: Option<&Value>,
    after: Option<&Value>,
    field: String,
    changes: &mut Vec<FieldChange>,
) {
    match (before, after) {
        (Some(Value::Map(a)), Some(Value::Map(b))) => compare(a, b, &field, changes),
        (Some(Value::List(a)), Some(Value::List(b))) if a.len() == b.len() => {
            for (index, (a, b)) in a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b) {
                compare_values(Some(a), Some(b), format!("{field}.{index}"), changes);
            }
        }
        // What was added behind a list is told by itself: the newest payment, not all of them again.
        (Some(Value::List(a)), Some(Value::List(b))) if !a.is_empty() && b.starts_with(a) => {
            for (index, item) in b.iter().enumerate().skip(a.len()) {
                let field = format!("{field}.{index}");
                changes.push(FieldChange { field, old: None, new: Some(item.clone()) });
            }
        }
        _ => changes.push(FieldChange { field, old: before.cloned(), new: after.cloned() }),
    }
}

/// The changes an intent makes, for `--dry-run`.
pub fn planned(desk: &Desk, intent: &super::Intent) -> Result<Vec<(String, FieldChange)>> {
    let mut all = Vec::new();
    for change in &intent.draft.changes {
        let Some(place) = desk.kinds.of_path(&change.path) else { continue };
        let old = desk.book.file(desk.at, &change.path)?;
        if place.kind.storage == Storage::Journal {
            let changes = entry_changes(place.kind, old.as_deref(), change.content.as_deref());
            all.extend(changes.into_iter().map(|change| (place.id.to_string(), change)));
            continue;
        }
        let read = |bytes: &[u8]| -> Result<Map> {
            read_card(place.kind, &place.id, bytes)
                .map(|record| record.fields)
                .map_err(|e| Error::new(crate::error::Code::BadYaml, e.en, e.zh))
        };
        let before = old.as_deref().map_or_else(|| Ok(Map::default()), read)?;
        let after = change.content.as_deref().map_or_else(|| Ok(Map::default()), read)?;
        let mut changes = Vec::new();
        compare(&before, &after, "", &mut changes);
        all.extend(changes.into_iter().map(|change| (place.id.to_string(), change)));
    }
    Ok(all)
}
