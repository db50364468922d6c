//! Which stamps of a commit are its own? One is known that stood in the same place before, or that came there from another
//! file which has it no more; each that was accounts for one that is.

use std::collections::{HashMap, HashSet};

use super::pool::{Claim, Pool};
use super::stood::{Key, add, grouped, key, stood};
use super::{New, Sealed, Sheet, Stamp, sealed_of};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::ops::entry::id_of;
use crate::store::Book;
use crate::store::arrivals::Deed;
use crate::store::change::Message;

/// A decision: the kind, the id of the record or the entry, who decided.
type Decision = (String, String, String);

/// Something stamped that stands in another record than before.
#[derive(Debug)]
pub struct Moved {
    /// Its stamp.
    pub stamp: Stamp,
    /// The record it belonged to.
    pub from: Id,
    /// The file where it stood.
    pub path: String,
}

/// What of a commit was there before it.
#[derive(Debug, Default)]
pub struct Known {
    /// The stamps that were not there, by the path of their file.
    news: HashMap<String, Vec<New>>,
    /// What came as it is from the file of another record, by the path it has now.
    moved: HashMap<String, Vec<Moved>>,
    decided: HashSet<Decision>,
    /// What cards with answers were before the commit it takes back, by their path.
    answered: Vec<(String, Map)>,
}

impl Known {
    /// True when a record or an entry that moved here, or is put back, was decided by a person before.
    pub fn was_decided(&self, kind: &Kind, id: &str, by: &str) -> bool {
        self.decided.contains(&(kind.name.clone(), id.to_owned(), by.to_owned()))
    }

    /// What a card with answers was before the commit that is taken back.
    pub fn answered(&self, path: &str) -> impl Iterator<Item = &Map> {
        self.answered.iter().filter(move |(known, _)| known == path).map(|(_, fields)| fields)
    }

    /// What came to a file as it was from another record.
    pub fn moved(&self, path: &str) -> &[Moved] {
        self.moved.get(path).map_or(&[], Vec::as_slice)
    }

    /// The stamps of a file that were not there before, in their order.
    pub fn news(&self, path: &str) -> &[New] {
        self.news.get(path).map_or(&[], Vec::as_slice)
    }
}

/// What stood in the files of commits that one takes back, by their path.
type Back = HashMap<String, Vec<HashMap<Key, Vec<Sealed>>>>;

/// Holds what a commit has in its files against what was there before it.
pub fn known(book: &Book, kinds: &Kinds, deed: &Deed, sheets: &[Sheet<'_>]) -> Result<Known> {
    let mut known = Known::default();
    let back = taken_back(book, kinds, deed, &mut known)?;
    let mut homeless: Vec<(usize, usize, Sealed)> = Vec::new();
    let mut found: Vec<Vec<(usize, New)>> = Vec::new();
    for (number, sheet) in sheets.iter().enumerate() {
        let (news, without) = of_one(sheet, &back);
        found.push(news);
        homeless.extend(without.into_iter().map(|(at, sealed)| (number, at, sealed)));
        // Of a merge each side is asked for itself, and one knows what the other decided.
        for old in sheet.old.iter().flatten().filter(|_| sheet.old.len() > 1) {
            known.decided.extend(decisions_of(&sheet.place, old));
        }
    }
    let mut pool = match homeless.is_empty() && sheets.iter().all(|sheet| sheet.place.kind.approval.is_none())
    {
        true => None,
        false => Some(Pool::of(
            book,
            kinds,
            deed,
            sheets,
            homeless.iter().map(|(number, ..)| sheets[*number].place.kind),
        )?),
    };
    for (number, at, sealed) in homeless {
        let place = &sheets[number].place;
        let was = match pool.as_mut().map_or(Claim::Nothing, |pool| pool.claim(place, &sealed)) {
            Claim::Same(from, path) => {
                known.decided.extend(decision(place.kind, &sealed.stamp.entry, &sealed.fields));
                if from != place.id {
                    let moved = Moved { stamp: sealed.stamp, from, path };
                    known.moved.entry(sheets[number].path.to_owned()).or_default().push(moved);
                }
                continue;
            }
            Claim::Other(was) => Some(was),
            Claim::Nothing => None,
        };
        found[number].push((at, New { stamp: sealed.stamp, was }));
    }
    for (sheet, mut news) in sheets.iter().zip(found) {
        if let Some(pool) = &pool {
            known.decided.extend(moved_decision(pool, sheets, sheet));
        }
        news.sort_by_key(|(at, _)| *at);
        known.news.entry(sheet.path.to_owned()).or_default().extend(news.into_iter().map(|(_, new)| new));
    }
    Ok(known)
}

type Numbered<T> = Vec<(usize, T)>;

/// What is new in a file by its own past, and what did not stand there and may have come from elsewhere.
fn of_one(sheet: &Sheet<'_>, back: &Back) -> (Numbered<New>, Numbered<Sealed>) {
    let new = sheet.new.as_deref().map(|bytes| sealed_of(&sheet.place, bytes)).unwrap_or_default();
    let (mut news, mut homeless) = (Vec::new(), Vec::new());
    if new.is_empty() {
        return (news, homeless);
    }
    let mut stood = stood(sheet);
    for source in back.get(sheet.path).into_iter().flatten() {
        add(&mut stood, source);
    }
    // What is as it was goes first: it is the copy that is new.
    let as_it_was =
        |sealed: &Sealed| stood.get(&key(&sealed.stamp)).is_some_and(|slot| slot.versions.contains(sealed));
    let (same, other): (Numbered<Sealed>, Numbered<Sealed>) =
        new.into_iter().enumerate().partition(|(_, sealed)| as_it_was(sealed));
    for (at, sealed) in same.into_iter().chain(other) {
        match stood.get_mut(&key(&sealed.stamp)).filter(|slot| slot.most > 0) {
            None => homeless.push((at, sealed)),
            Some(slot) => {
                slot.most -= 1;
                if slot.versions.iter().all(|known| known.stamp != sealed.stamp) {
                    let was = slot.versions.first().map(|known| known.stamp.clone());
                    news.push((at, New { stamp: sealed.stamp, was }));
                }
            }
        }
    }
    (news, homeless)
}

/// What was taken back and is put back again keeps its stamps; only the commit's own past counts.
fn taken_back(book: &Book, kinds: &Kinds, deed: &Deed, known: &mut Known) -> Result<Back> {
    let mut back = Back::new();
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
                back.entry(file.path.clone()).or_default().push(grouped(sealed_of(&place, &bytes)));
                known.decided.extend(decisions_of(&place, &bytes));
            }
        }
    }
    Ok(back)
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

/// Who decided what in a file.
fn decisions_of(place: &Place<'_>, bytes: &[u8]) -> Vec<Decision> {
    let kind = place.kind;
    match kind.storage {
        _ if kind.approval.is_none() => Vec::new(),
        Storage::Journal => {
            let entries = read_journal(kind, bytes).unwrap_or_default();
            entries.iter().filter_map(|entry| decision(kind, id_of(entry), entry)).collect()
        }
        Storage::Card => {
            let card = read_card(kind, &place.id, bytes).ok();
            card.and_then(|card| decision(kind, place.id.as_str(), &card.fields)).into_iter().collect()
        }
    }
}

fn decision(kind: &Kind, id: &str, fields: &Map) -> Option<Decision> {
    let by = fields.get(&kind.approval.as_ref()?.by).and_then(Value::as_str).unwrap_or_default();
    Some((kind.name.clone(), id.to_owned(), by.to_owned()))
}

/// What was decided of a card that moved here and says what it said.
fn moved_decision(pool: &Pool<'_>, sheets: &[Sheet<'_>], sheet: &Sheet<'_>) -> Option<Decision> {
    let (kind, id) = (sheet.place.kind, &sheet.place.id);
    if kind.approval.is_none() || kind.storage == Storage::Journal || sheet.old.iter().any(Option::is_some) {
        return None;
    }
    let read = |bytes: &Vec<u8>| read_card(kind, id, bytes).ok().map(|card| card.fields);
    let new = read(sheet.new.as_ref()?)?;
    let from = |other: &&Sheet<'_>| {
        other.new.is_none() && other.place.kind.name == kind.name && other.place.id == *id
    };
    let mut before = sheets.iter().filter(from).flat_map(|other| &other.old).flatten().filter_map(read);
    before.any(|old| pool.says_same(&kind.fields, &old, &new)).then(|| decision(kind, id.as_str(), &new))?
}
