//! Settling conflicts: each field gets one of the values that were wanted, or another, and the conflict goes.

mod carried_out;
mod refused;

use super::Desk;
use super::apply::{Applied, Intent};
use super::card::folder;
use super::conflicts::{Disputed, around, entry_of, of_entry};
use super::entry::id_of;
use super::typed::text;
use crate::error::{Code, Result};
use crate::model::conflict::{self, Conflict, Side};
use crate::model::input::{read_any, value_error};
use crate::model::kind::{FieldType, Kind};
use crate::model::record::Record;
use crate::model::value::{Map, Value};
use carried_out::carried_out;
use refused::{ambiguous, elsewhere, nothing, unknown, wrote_none};

/// What is to be settled.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The record or the entry.
    pub id: String,
    /// Fields and what they become.
    pub words: Vec<Word>,
    /// Everything as this person had it.
    pub by: Option<String>,
    /// Only look.
    pub dry: bool,
}

/// One `field=what`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Stored path of the field.
    pub field: String,
    /// What it becomes.
    pub wish: Wish,
}

/// What a field becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wish {
    /// As who is asking wrote it.
    Ours,
    /// As the other wrote it.
    Theirs,
    /// The side with a number.
    Side(usize),
    /// Another value, as typed; empty clears the field.
    Value(String),
}

/// A card or an entry, and where it is.
struct Target<'a> {
    /// Kind of the card, and the card.
    host: &'a Kind,
    card: Record,
    /// The journal and the entry.
    entry: Option<(&'a Kind, Map)>,
}

impl<'a> Target<'a> {
    /// The record or the entry a person means. A merged one leads to its survivor, unless it is in conflict itself.
    fn of(desk: &'a Desk, typed: &str) -> Result<Self> {
        match desk.resolve_itself(typed, None) {
            Ok((host, card)) if Conflict::all(&card.fields).is_empty() => {
                let (host, card) = desk.follow(host, card)?;
                Ok(Self { host, card, entry: None })
            }
            Ok((host, card)) => Ok(Self { host, card, entry: None }),
            Err(error) if error.code == Code::NotFound => Self::entry(desk, typed.trim())?.ok_or(error),
            Err(error) => Err(error),
        }
    }

    fn entry(desk: &'a Desk, id: &str) -> Result<Option<Self>> {
        let journals = desk.kinds.all().iter().filter(|kind| !kind.parents.is_empty());
        for journal in journals {
            let Some(hit) = desk.index()?.with_id(&journal.name, id)? else { continue };
            if let Some((host, card, entry)) = entry_of(desk, journal, &hit)? {
                return Ok(Some(Self { host, card, entry: Some((journal, entry)) }));
            }
        }
        Ok(None)
    }

    fn kind(&self) -> &'a Kind {
        self.entry.as_ref().map_or(self.host, |(journal, _)| journal)
    }

    fn fields(&self) -> &Map {
        self.entry.as_ref().map_or(&self.card.fields, |(_, entry)| entry)
    }

    fn id(&self) -> &str {
        self.entry.as_ref().map_or(self.card.id.as_str(), |(_, entry)| id_of(entry))
    }
}

/// What is in conflict in a record and all that lies in its folder, or in an entry.
pub fn disputed(desk: &Desk, typed: &str) -> Result<(String, String, Vec<Disputed>)> {
    let target = Target::of(desk, typed)?;
    let all = match &target.entry {
        Some((journal, entry)) => of_entry(journal, entry, target.host, &target.card),
        None => around(desk, target.host, &target.card)?,
    };
    Ok((target.id().to_owned(), target.kind().name.clone(), all))
}

/// The words of a command line, understood for a record: which conflict each means. Files and standard input are read.
pub fn words(desk: &Desk, typed: &str, words: &[String]) -> Result<Vec<Word>> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let target = Target::of(desk, typed)?;
    let (kind, fields) = (target.kind(), target.fields());
    let conflicts = Conflict::all(fields);
    let stored = |path: &str| conflict::typed_path(kind, fields, path);
    let known = |path: &str| {
        let path = stored(path);
        let same = |one: &&Conflict| Some(&one.field) == path.as_ref() || stored(&one.field) == path;
        path.as_ref().and_then(|_| conflicts.iter().find(same)).map(|one| one.field.clone())
    };
    let word = |word: &String| -> Result<Word> {
        // The name of an item may hold a `=`, too.
        let mut cuts = word.match_indices('=').map(|(at, _)| (&word[..at], &word[at + 1..]));
        let found = cuts.find_map(|(path, value)| Some((known(path)?, value)));
        let Some((field, value)) = found else {
            return Err(
                elsewhere(desk, &target, &conflicts)?.unwrap_or_else(|| unknown(&target, &conflicts, word))
            );
        };
        let wish = match value.trim() {
            "ours" | "我方" => Wish::Ours,
            "theirs" | "对方" => Wish::Theirs,
            _ => Wish::Value(text(value)?),
        };
        Ok(Word { field, wish })
    };
    words.iter().map(word).collect()
}

/// Settles fields; those left out stay in conflict. With a person all around the record is settled as they had it. Gives the
/// paths settled, and those left; elsewhere than in the record itself as `HANDLE:FIELD`.
pub fn settle(desk: &mut Desk, order: &Order) -> Result<(Vec<String>, Vec<String>, Applied)> {
    let (mut settled, mut left) = (Vec::new(), Vec::new());
    let applied = desk.apply("resolve", order.dry, &mut |desk| {
        settled.clear();
        left.clear();
        let target = Target::of(desk, &order.id)?;
        let near = match order.by {
            Some(_) => beside(desk, &target)?,
            None => Vec::new(),
        };
        let by = order.by.as_deref().map(|typed| by(desk, &target, &near, typed)).transpose()?;
        let mut intent = Intent::new("resolve", "");
        for one in [&target].into_iter().chain(&near) {
            let own = std::ptr::eq(one, &raw const target);
            let words = if own { &order.words[..] } else { &[] };
            let chosen = chosen(desk, one, words, by.as_deref())?;
            let open = match chosen.is_empty() {
                true => Conflict::all(one.fields()),
                false => carried_out(desk, one, &chosen, &mut intent)?,
            };
            let named = |field: &str| if own { field.to_owned() } else { format!("{}:{field}", one.id()) };
            settled.extend(chosen.iter().map(|(field, _)| named(field)));
            left.extend(open.iter().map(|conflict| named(&conflict.field)));
        }
        if settled.is_empty() {
            let conflicts: Vec<Conflict> =
                [&target].into_iter().chain(&near).flat_map(|one| Conflict::all(one.fields())).collect();
            return Err(match &by {
                Some(person) => wrote_none(&target, &conflicts, person),
                None => nothing(target.id()),
            });
        }
        let message = &mut intent.draft.message;
        message.subject = subject(&target, &settled);
        let mut known = std::collections::BTreeSet::new();
        message.records.retain(|record| known.insert(record.clone()));
        Ok(intent)
    })?;
    Ok((settled, left, applied))
}

/// What else is in conflict around a record: the entries of its journals, and the records below it.
fn beside<'a>(desk: &'a Desk, target: &Target<'a>) -> Result<Vec<Target<'a>>> {
    let mut all = Vec::new();
    if target.entry.is_some() {
        return Ok(all);
    }
    let (children, journals) = folder(desk, target.host, &target.card)?;
    for (kind, entries) in journals {
        for entry in entries.into_iter().filter(|entry| !Conflict::all(entry).is_empty()) {
            all.push(Target { host: target.host, card: target.card.clone(), entry: Some((kind, entry)) });
        }
    }
    for (kind, cards) in children {
        let open = cards.into_iter().filter(|card| !Conflict::all(&card.fields).is_empty());
        all.extend(open.map(|card| Target { host: kind, card, entry: None }));
    }
    Ok(all)
}

/// The person of `--by`: one of those who wrote.
fn by(desk: &Desk, target: &Target<'_>, near: &[Target<'_>], typed: &str) -> Result<String> {
    let conflicts = [target].into_iter().chain(near).flat_map(|one| Conflict::all(one.fields()));
    person(desk, &conflicts.collect::<Vec<_>>(), typed)
}

fn subject(target: &Target<'_>, settled: &[String]) -> String {
    let (kind, card, names) = (target.kind(), &target.card, settled.join(", "));
    match &target.entry {
        None => format!("{}: settle {names} of {} ({})", kind.name, card.title(target.host), card.id),
        Some((_, entry)) => format!("{}: settle {names} of {} ({})", kind.name, id_of(entry), card.id),
    }
}

/// The value each field gets.
fn chosen(
    desk: &Desk,
    target: &Target<'_>,
    words: &[Word],
    by: Option<&str>,
) -> Result<Vec<(String, Option<Value>)>> {
    let conflicts = Conflict::all(target.fields());
    let mut chosen: Vec<(String, Option<Value>)> = Vec::new();
    for word in words {
        let Some(conflict) = conflicts.iter().find(|one| one.field == word.field) else {
            return Err(unknown(target, &conflicts, &format!("{}=", word.field)));
        };
        let value = match &word.wish {
            Wish::Ours => one_side(desk, target, conflict, true)?.value,
            Wish::Theirs => one_side(desk, target, conflict, false)?.value,
            Wish::Side(number) => conflict.sides.get(*number).cloned().unwrap_or_default().value,
            Wish::Value(typed) => read(desk, target, conflict, typed)?,
        };
        chosen.retain(|(field, _)| *field != word.field);
        chosen.push((word.field.clone(), value));
    }
    if let Some(person) = by {
        for conflict in &conflicts {
            if chosen.iter().any(|(field, _)| *field == conflict.field) {
                continue;
            }
            let mut wrote = conflict.sides.iter().filter(|side| side.by.as_deref() == Some(person));
            if let (Some(side), None) = (wrote.next(), wrote.next()) {
                chosen.push((conflict.field.clone(), side.value.clone()));
            }
        }
    }
    Ok(chosen)
}

/// The side that who is asking wrote, or the one they did not.
fn one_side(desk: &Desk, target: &Target<'_>, conflict: &Conflict, ours: bool) -> Result<Side> {
    let me = desk.stamp_by()?;
    let mine = |side: &&Side| side.by.as_ref() == Some(&me);
    let wrote = conflict.sides.iter().filter(mine).count();
    let mut fitting = conflict.sides.iter().filter(|side| mine(side) == ours);
    match (fitting.next(), fitting.next()) {
        (Some(side), None) if wrote == 1 => Ok(side.clone()),
        _ => Err(ambiguous(target, conflict, &me, ours)),
    }
}

/// A typed value, read as `set` reads it.
fn read(desk: &Desk, target: &Target<'_>, conflict: &Conflict, typed: &str) -> Result<Option<Value>> {
    let field = &conflict.field;
    let ty = match conflict::removal(field) {
        Some(_) => &FieldType::Bool,
        None => match conflict::spot(target.kind(), field) {
            Some(spot) if *spot.ty == FieldType::Open && spot.field.is_none() => &FieldType::Text,
            Some(spot) => spot.ty,
            None => &FieldType::Text,
        },
    };
    if typed.trim().is_empty() {
        return Ok(None);
    }
    let value = read_any(ty, typed, &desk.context).map_err(|bad| value_error(field, typed, &bad))?;
    // What is not taken out stays: nothing is to be done then.
    Ok(Some(value).filter(|value| *value != Value::Bool(false) || conflict::removal(field).is_none()))
}

fn person(desk: &Desk, conflicts: &[Conflict], typed: &str) -> Result<String> {
    let wrote =
        |id: &str| conflicts.iter().flat_map(|one| &one.sides).any(|side| side.by.as_deref() == Some(id));
    match desk.link_target("person", typed) {
        Ok(id) => Ok(id),
        Err(_) if wrote(typed) => Ok(typed.to_owned()),
        Err(error) => Err(error),
    }
}
