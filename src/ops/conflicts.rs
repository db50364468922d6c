//! Fields in conflict: where they are, whose they are, and that nothing but settling them changes them.

use super::Desk;
use super::apply::Intent;
use super::card::folder;
use super::entry::id_of;
use crate::error::{Code, Error, Result};
use crate::index::{Ask, CONFLICT, Hit, Scalar, Sort, Test};
use crate::model::access::Facts;
use crate::model::conflict::{self, Conflict};
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::record::{Record, read_card, read_journal};
use crate::model::value::{Map, Value};

/// A field in conflict, and where it is.
#[derive(Debug, Clone)]
pub struct Disputed {
    /// Kind of the record or of the entry.
    pub kind: Kind,
    /// Id of the card.
    pub id: String,
    /// Id of the entry, in journals.
    pub entry: Option<String>,
    /// What the card is called.
    pub name: String,
    /// Who answers for the card; empty when nobody does.
    pub owner: String,
    /// The conflict.
    pub conflict: Conflict,
}

impl Disputed {
    /// What `kehu resolve` takes.
    pub fn handle(&self) -> &str {
        self.entry.as_deref().unwrap_or(&self.id)
    }

    /// The field as a shell takes it.
    pub fn typed(&self) -> String {
        shell(&self.conflict.field)
    }
}

/// The conflicts of a card.
pub fn of_record(desk: &Desk, kind: &Kind, record: &Record) -> Result<Vec<Disputed>> {
    let conflicts = Conflict::all(&record.fields);
    if conflicts.is_empty() {
        return Ok(Vec::new());
    }
    let owner = desk.facts(kind, record)?.map(|facts| facts.owner).unwrap_or_default();
    let disputed = |conflict| Disputed {
        kind: kind.clone(),
        id: record.id.to_string(),
        entry: None,
        name: record.title(kind).to_owned(),
        owner: owner.clone(),
        conflict,
    };
    Ok(conflicts.into_iter().map(disputed).collect())
}

/// The conflicts of an entry beside a card.
pub fn of_entry(journal: &Kind, entry: &Map, kind: &Kind, card: &Record) -> Vec<Disputed> {
    let disputed = |conflict| Disputed {
        kind: journal.clone(),
        id: card.id.to_string(),
        entry: Some(id_of(entry).to_owned()),
        name: card.title(kind).to_owned(),
        owner: Facts::of(kind, &card.fields).map(|facts| facts.owner).unwrap_or_default(),
        conflict,
    };
    Conflict::all(entry).into_iter().map(disputed).collect()
}

/// The conflicts of a card, of the journals beside it, and of the cards in its folder.
pub fn around(desk: &Desk, kind: &Kind, record: &Record) -> Result<Vec<Disputed>> {
    let (children, journals) = folder(desk, kind, record)?;
    disputed(desk, kind, record, &children, &journals)
}

/// The same of what was read already.
pub(super) fn disputed(
    desk: &Desk,
    kind: &Kind,
    record: &Record,
    children: &[(&Kind, Vec<Record>)],
    journals: &[(&Kind, Vec<Map>)],
) -> Result<Vec<Disputed>> {
    let mut all = of_record(desk, kind, record)?;
    for (journal, entries) in journals {
        all.extend(entries.iter().flat_map(|entry| of_entry(journal, entry, kind, record)));
    }
    for (kind, child) in children.iter().flat_map(|(kind, all)| all.iter().map(move |child| (kind, child))) {
        all.extend(of_record(desk, kind, child)?);
    }
    Ok(all)
}

/// All conflicts of a book that who is looking may see, by kind and id.
pub fn all(desk: &Desk) -> Result<Vec<Disputed>> {
    let mut ask = Ask::Field(CONFLICT.to_owned(), Test::Is(Scalar::Bool(true)));
    if let Some(reach) = desk.reach()? {
        ask = ask.and(Ask::Reach(reach.clone()));
    }
    let (hits, _) = desk.index()?.search(&ask, &Sort::Id, usize::MAX)?;
    let mut all = Vec::new();
    for hit in hits {
        let Some(kind) = desk.kinds.get(&hit.kind) else { continue };
        if kind.storage == Storage::Card {
            if let Some(record) = desk.seen(kind, desk.book.card_of(kind, &hit)?)? {
                all.extend(of_record(desk, kind, &record)?);
            }
        } else if let Some((host, card, entry)) = entry_of(desk, kind, &hit)? {
            all.extend(of_entry(kind, &entry, host, &card));
        }
    }
    let place = |one: &Disputed| (one.kind.name.clone(), one.id.clone(), one.entry.clone());
    all.sort_by_cached_key(place);
    Ok(all)
}

/// The entry behind an answer of the index, and the card it stands beside, as far as who is looking may see it.
pub(super) fn entry_of<'a>(
    desk: &'a Desk,
    journal: &Kind,
    hit: &Hit,
) -> Result<Option<(&'a Kind, Record, Map)>> {
    let Some(id) = Id::parse(&hit.parent) else { return Ok(None) };
    for host in journal.parents.iter().filter_map(|name| desk.kinds.get(name)) {
        let Some(card) = desk.seen(host, desk.book.card(desk.at, host, &id)?)? else { continue };
        let entries = desk.book.journal(desk.at, journal, host, &id)?;
        if let Some(entry) = entries.into_iter().find(|entry| id_of(entry) == hit.id) {
            return Ok(Some((host, card, entry)));
        }
    }
    Ok(None)
}

/// Refuses an intent that changes a field in conflict and leaves the conflict as it is.
pub(super) fn keep(desk: &Desk, intent: &Intent) -> Result<()> {
    for change in &intent.draft.changes {
        let Some(after) = &change.content else { continue };
        // Few records are in conflict, and their text says so.
        if memchr::memmem::find(after, b"conflicts").is_none() {
            continue;
        }
        let Some(place) = desk.kinds.of_path(&change.path) else { continue };
        let Some(before) = desk.book.file(desk.at, &change.path)? else { continue };
        let kind = place.kind;
        match kind.storage {
            Storage::Card => {
                let read = |bytes: &[u8]| read_card(kind, &place.id, bytes).map(|record| record.fields);
                if let (Ok(before), Ok(after)) = (read(&before), read(after)) {
                    unchanged(kind, place.id.as_str(), &before, &after)?;
                }
            }
            Storage::Journal => {
                let (Ok(before), Ok(after)) = (read_journal(kind, &before), read_journal(kind, after)) else {
                    continue;
                };
                for entry in after.iter().filter(|entry| !Conflict::all(entry).is_empty()) {
                    if let Some(before) = before.iter().find(|known| id_of(known) == id_of(entry)) {
                        unchanged(kind, id_of(entry), before, entry)?;
                    }
                }
            }
        }
    }
    Ok(())
}

fn unchanged(kind: &Kind, id: &str, before: &Map, after: &Map) -> Result<()> {
    let still = Conflict::all(after);
    let differs = |field: &str| conflict::at(kind, before, field) != conflict::at(kind, after, field);
    match Conflict::all(before).iter().find(|one| still.contains(one) && differs(&one.field)) {
        Some(conflict) => Err(refused(kind, id, conflict)),
        None => Ok(()),
    }
}

/// Refuses a typed change of a field in conflict, or of one that holds it or lies in it.
pub(super) fn refuse(kind: &Kind, id: &str, fields: &Map, typed: &str) -> Result<()> {
    let conflicts = Conflict::all(fields);
    if conflicts.is_empty() {
        return Ok(());
    }
    let Some(path) = conflict::typed_path(kind, fields, typed) else { return Ok(()) };
    let inside = |inner: &str, outer: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    };
    let touched = |one: &&Conflict| match conflict::removal(&one.field) {
        Some(_) => false,
        None => inside(&one.field, &path) || inside(&path, &one.field),
    };
    match conflicts.iter().find(touched) {
        Some(conflict) => Err(refused(kind, id, conflict)),
        None => Ok(()),
    }
}

/// Refuses to merge a record in conflict: nobody could tell whose values the fields of the one that stays are.
pub(super) fn refuse_merging(kind: &Kind, record: &Record) -> Result<()> {
    let conflicts = Conflict::all(&record.fields);
    let Some(conflict) = conflicts.first() else { return Ok(()) };
    let (id, label, (en, zh)) = (&record.id, conflict::label(kind, &conflict.field), listed(conflict));
    Err(Error::new(
        Code::Conflict,
        format!("{id}: {} is in conflict, so it cannot be merged:{en}", label.en),
        format!("{id}: {} 存在冲突, 不能合并:{zh}", label.zh),
    )
    .hint(format!("Settle it first: kehu resolve {id}"), format!("请先解决: kehu resolve {id}")))
}

fn refused(kind: &Kind, id: &str, conflict: &Conflict) -> Error {
    let field = &conflict.field;
    let label = conflict::label(kind, field);
    let (en, zh) = listed(conflict);
    Error::new(
        Code::Conflict,
        format!("{id}: {} is in conflict, so it cannot be changed:{en}", label.en),
        format!("{id}: {} 存在冲突, 不能更改:{zh}", label.zh),
    )
    .hint(
        format!("Settle it: kehu resolve {id} {}=VALUE (or ours, theirs)", shell(field)),
        format!("请先解决: kehu resolve {id} {}=值 (或 ours、theirs)", shell(field)),
    )
}

/// The sides of a conflict, a line each.
pub(super) fn listed(conflict: &Conflict) -> (String, String) {
    let removal = conflict::removal(&conflict.field).is_some();
    let lines = |words: [&str; 3]| -> String {
        let line = |side: &conflict::Side| {
            let said = match (&side.value, removal) {
                (Some(Value::Bool(true)), true) => words[0].to_owned(),
                (_, true) => words[1].to_owned(),
                (None, false) => words[2].to_owned(),
                (Some(value), false) => value.flat_text(),
            };
            let day = side.at.as_deref().and_then(|at| at.get(..16)).unwrap_or_default().replace('T', " ");
            let who = [side.by.clone().unwrap_or_default(), day].join("  ");
            format!("\n  {said}  {}", who.trim()).trim_end().to_owned()
        };
        conflict.sides.iter().map(line).collect()
    };
    (lines(["(removed)", "(kept)", "(empty)"]), lines(["(删除)", "(保留)", "(空)"]))
}

/// A path as a shell takes it.
pub(super) fn shell(path: &str) -> String {
    match path.contains(['[', ' ', '(', '*', '$', '"', '&', ';']) {
        true => format!("'{path}'"),
        false => path.to_owned(),
    }
}
