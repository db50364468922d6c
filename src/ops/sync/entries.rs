//! Entries of journals where either side merged records: each is followed by its id to the one place where it belongs, and what
//! both sides did to it is put together there, wherever they found it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::redirects::Redirects;
use super::together::{Texts, Work};
use super::ways::{Beside, Ways};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::places::Place;
use crate::model::record::journal_path;
use crate::model::value::Map;
use crate::ops::entry::id_of;
use crate::ops::merge::{entries_of, relink_file, together};
use crate::store::merge::Put;
use crate::store::tree::Difference;

/// What stands above the entries of a journal, and the entries with their lines.
type Pieces = (String, Vec<(Map, String)>);

/// The journals of one kind, by the cards they stand beside.
struct Journals<'a> {
    kind: &'a Kind,
    journal: &'a Kind,
    /// Base, ours, theirs.
    files: [BTreeMap<Id, Pieces>; 3],
}

impl Journals<'_> {
    fn path(&self, id: &Id) -> String {
        journal_path(self.journal, self.kind, id)
    }

    /// Where each entry stands; one without an id is followed by nobody.
    fn beside(&self) -> HashMap<&str, Beside<'_>> {
        let mut all: HashMap<&str, Beside<'_>> = HashMap::new();
        for (version, files) in self.files.iter().enumerate() {
            for (owner, (_, entries)) in files {
                for (fields, _) in entries.iter().filter(|(fields, _)| !id_of(fields).is_empty()) {
                    all.entry(id_of(fields)).or_default()[version].push(owner);
                }
            }
        }
        all
    }
}

impl<'a> Work<'a> {
    /// Puts the entries of all journals where they belong that either side changed; `done` gets the journals.
    pub(super) fn entries(
        &mut self,
        redirects: &Redirects,
        changed: &[Vec<Difference>; 2],
        done: &mut BTreeSet<String>,
    ) -> Result<()> {
        let mut owners: BTreeMap<(&'a str, &'a str), BTreeSet<Id>> = BTreeMap::new();
        for difference in changed.iter().flatten() {
            if let Some(place) = self.desk.kinds.of_path(&difference.path)
                && place.kind.storage == Storage::Journal
                && let Some(kind) = place.parent.filter(|kind| kind.unique)
            {
                owners.entry((&kind.name, &place.kind.name)).or_default().insert(place.id);
            }
        }
        for ((kind, journal), owners) in owners {
            let (Some(kind), Some(journal)) = (self.desk.kinds.get(kind), self.desk.kinds.get(journal))
            else {
                continue;
            };
            let mut journals = Journals { kind, journal, files: Default::default() };
            self.read(&mut journals, owners)?;
            self.put_home(&mut journals, redirects, done)?;
        }
        Ok(())
    }

    fn read(&self, journals: &mut Journals<'_>, owners: BTreeSet<Id>) -> Result<()> {
        for owner in owners {
            let path = journals.path(&owner);
            for (version, files) in journals.files.iter_mut().enumerate() {
                if let Some(bytes) = self.desk.book.file(self.versions[version], &path)? {
                    files.insert(owner.clone(), entries_of(journals.journal, &path, &bytes)?);
                }
            }
        }
        Ok(())
    }

    fn put_home(
        &mut self,
        journals: &mut Journals<'a>,
        redirects: &Redirects,
        done: &mut BTreeSet<String>,
    ) -> Result<()> {
        let ways = Ways::new(self.desk, self.versions, journals.kind, redirects);
        let mut homes: HashMap<(String, Id), Id> = HashMap::new();
        let mut touched: BTreeSet<Id> = BTreeSet::new();
        let beside = journals.beside();
        let nowhere = Beside::default();
        for (owner, (_, entries)) in journals.files.iter().flatten() {
            for (fields, _) in entries {
                let id = id_of(fields);
                let beside = beside.get(id).unwrap_or(&nowhere);
                let home = match id {
                    "" => ways.end(owner)?,
                    _ => ways.home(beside, owner)?,
                };
                let owners = beside.iter().flatten().copied().chain([owner]);
                if owners.clone().any(|owner| *owner != home) {
                    touched.extend(owners.cloned());
                    touched.insert(home.clone());
                }
                homes.insert((id.to_owned(), owner.clone()), home);
            }
        }
        let more = touched.iter().filter(|id| journals.files.iter().all(|files| !files.contains_key(id)));
        let more = more.cloned().collect();
        drop(beside);
        self.read(journals, more)?;
        for home in touched {
            let path = journals.path(&home);
            let place = Place { kind: journals.journal, parent: Some(journals.kind), host: None, id: home };
            let three = texts(journals, &homes, &place)?;
            self.put_journal(&place, path.clone(), &three)?;
            if self.puts.get(&path) == Some(&Put::Gone)
                && self.desk.book.blob_id(self.desk.at, &path)?.is_none()
            {
                self.puts.remove(&path);
            }
            done.insert(path);
        }
        Ok(())
    }

    /// Puts a journal of three versions, its entries in the order of time.
    fn put_journal(&mut self, place: &Place<'a>, path: String, three: &Texts) -> Result<()> {
        let put = match self.journal(place, &path, three)? {
            Some(bytes) => {
                let (head, entries) = entries_of(place.kind, &path, &bytes)?;
                Put::Text(together(head, entries).into_bytes())
            }
            None => Put::Gone,
        };
        self.puts.insert(path, put);
        Ok(())
    }
}

/// All that belongs beside a card, in each version, its own journal first.
fn texts(journals: &Journals<'_>, homes: &HashMap<(String, Id), Id>, place: &Place<'_>) -> Result<Texts> {
    let began = &journals.files[0];
    let mut from: HashMap<&str, &Id> = HashMap::new();
    for (owner, (_, entries)) in began {
        from.extend(
            entries.iter().map(|(fields, _)| (id_of(fields), owner)).filter(|(id, _)| !id.is_empty()),
        );
    }
    let mut texts = Texts::default();
    for (texts, files) in texts.iter_mut().zip(&journals.files) {
        let own = files.get_key_value(&place.id);
        for (owner, (head, entries)) in own.into_iter().chain(files.iter().filter(|(id, _)| **id != place.id))
        {
            // By where they were in the base: links there that a side put over to its own survivor are put back first.
            let mut groups: BTreeMap<&Id, Vec<(Map, String)>> = BTreeMap::new();
            for (fields, piece) in entries {
                let id = id_of(fields);
                let home = homes.get(&(id.to_owned(), owner.clone())).unwrap_or(owner);
                if *home == place.id {
                    let was = from.get(id).copied().unwrap_or(owner);
                    groups.entry(was).or_default().push((fields.clone(), piece.clone()));
                }
            }
            let path = journals.path(owner);
            let mut head = if *owner == place.id { head.clone() } else { String::new() };
            for (was, entries) in groups {
                let mut text = together(std::mem::take(&mut head), entries).into_bytes();
                if was != owner
                    && let Some((above, entries)) = began.get(was)
                {
                    let before = together(above.clone(), entries.clone());
                    text = relink_file(
                        place,
                        &path,
                        &text,
                        owner.as_str(),
                        was.as_str(),
                        Some(before.as_bytes()),
                    )?;
                }
                text = relink_file(place, &path, &text, was.as_str(), place.id.as_str(), None)?;
                texts.push((path.clone(), text));
            }
        }
    }
    Ok(texts)
}
