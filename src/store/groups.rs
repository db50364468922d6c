//! Cards with all that lies in their folders: what projections are made of.

use rayon::prelude::*;

use super::objects::Loose;
use super::tree::Difference;
use super::{Book, Snapshot};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::places::{Place, folder_of};
use crate::model::record::{Record, card_path, read_card, read_journal};
use crate::model::value::Map;

/// Below this many cards, starting threads costs more than it saves.
const FEW: usize = 64;

/// A card, the journals beside it, and the cards in its folder, by their blobs.
pub(super) struct Group {
    kind: String,
    id: Id,
    card: Option<git2::Oid>,
    journals: Vec<(String, git2::Oid)>,
    children: Vec<(String, Id, git2::Oid)>,
}

/// The same, read.
pub(super) struct Family<'a> {
    /// Kind of the card.
    pub(super) kind: &'a Kind,
    /// The card.
    pub(super) record: Record,
    /// Its blob.
    pub(super) blob: git2::Oid,
    /// The journals beside it.
    pub(super) journals: Vec<(&'a Kind, Vec<Map>)>,
    /// The cards in its folder.
    pub(super) children: Vec<(&'a Kind, Record, git2::Oid)>,
}

impl Group {
    fn new(kind: &Kind, id: Id) -> Self {
        Self { kind: kind.name.clone(), id, card: None, journals: Vec::new(), children: Vec::new() }
    }

    fn add(&mut self, place: Place<'_>, oid: git2::Oid) {
        match (place.parent, place.host) {
            (Some(_), _) => self.journals.push((place.kind.name.clone(), oid)),
            (None, Some(_)) => self.children.push((place.kind.name.clone(), place.id, oid)),
            (None, None) => self.card = Some(oid),
        }
    }

    /// Reads it; a file that cannot be read gives nothing, and `doctor` names it.
    fn read<'a>(&self, objects: &Loose<'_>, kinds: &'a Kinds) -> Result<Option<Family<'a>>> {
        let (Some(kind), Some(blob)) = (kinds.get(&self.kind), self.card) else { return Ok(None) };
        let Ok(record) = read_card(kind, &self.id, &objects.read(blob)?) else { return Ok(None) };
        let mut journals = Vec::with_capacity(self.journals.len());
        for (name, oid) in &self.journals {
            let Some(journal) = kinds.get(name) else { continue };
            journals.push((journal, read_journal(journal, &objects.read(*oid)?).unwrap_or_default()));
        }
        let mut children = Vec::with_capacity(self.children.len());
        for (name, id, oid) in &self.children {
            let Some(kind) = kinds.get(name) else { continue };
            if let Ok(record) = read_card(kind, id, &objects.read(*oid)?) {
                children.push((kind, record, *oid));
            }
        }
        Ok(Some(Family { kind, record, blob, journals, children }))
    }
}

impl Book {
    /// Every card with what lies in its folder.
    pub(super) fn groups(&self, at: Snapshot, kinds: &Kinds) -> Result<Vec<Group>> {
        let mut groups: Vec<Group> = Vec::new();
        for (path, oid) in self.files_below(at, "")? {
            let Some(place) = kinds.of_path(&path) else { continue };
            let (kind, id) = place.top();
            if groups.last().is_none_or(|group| group.id != *id || group.kind != kind.name) {
                groups.push(Group::new(kind, id.clone()));
            }
            if let Some(group) = groups.last_mut() {
                group.add(place, oid);
            }
        }
        Ok(groups)
    }

    /// The cards whose folders changed: their names (`kind/id`), and those that are there, as they are now.
    pub(super) fn changed_groups(
        &self,
        at: Snapshot,
        kinds: &Kinds,
        changed: &[Difference],
    ) -> Result<(Vec<String>, Vec<Group>)> {
        let mut cards: Vec<(String, &Kind, Id)> = changed
            .iter()
            .filter_map(|difference| kinds.of_path(&difference.path))
            .map(|place| {
                let (kind, id) = match place.host {
                    Some(host) => host,
                    None => (place.parent.unwrap_or(place.kind), place.id),
                };
                (format!("{}/{id}", kind.name), kind, id)
            })
            .collect();
        cards.sort_by(|a, b| a.0.cmp(&b.0));
        cards.dedup_by(|a, b| a.0 == b.0);
        let mut groups = Vec::with_capacity(cards.len());
        for (_, kind, id) in &cards {
            groups.extend(self.group_of(at, kinds, kind, id)?);
        }
        Ok((cards.into_iter().map(|(card, _, _)| card).collect(), groups))
    }

    /// A card as it is now, with what lies in its folder; `None` when it is gone.
    fn group_of(&self, at: Snapshot, kinds: &Kinds, kind: &Kind, id: &Id) -> Result<Option<Group>> {
        let Some(card) = self.blob_id(at, &card_path(kind, id))? else { return Ok(None) };
        let mut group = Group::new(kind, id.clone());
        group.card = Some(card);
        if kind.has_folder() {
            for (path, oid) in self.files_below(at, &folder_of(kind, id))? {
                if let Some(place) = kinds.of_path(&path) {
                    group.add(place, oid);
                }
            }
        }
        Ok(Some(group))
    }

    /// Reads many cards in parallel and makes something of each; order is kept.
    pub(super) fn each_family<T, F>(&self, groups: &[Group], kinds: &Kinds, make: F) -> Result<Vec<T>>
    where
        T: Send,
        F: Fn(&Family<'_>) -> T + Sync,
    {
        if groups.len() < FEW {
            let objects = self.loose()?;
            let mut made = Vec::with_capacity(groups.len());
            for group in groups {
                made.extend(group.read(&objects, kinds)?.map(|family| make(&family)));
            }
            return Ok(made);
        }
        families(self.git_dir(), groups, kinds, make)
    }
}

/// The same, for threads that cannot share a book.
pub(super) fn families<T, F>(
    git_dir: &std::path::Path,
    groups: &[Group],
    kinds: &Kinds,
    make: F,
) -> Result<Vec<T>>
where
    T: Send,
    F: Fn(&Family<'_>) -> T + Sync,
{
    let size = groups.len().div_ceil(rayon::current_num_threads() * 4).max(FEW);
    let parts: Vec<Result<Vec<T>>> = groups
        .par_chunks(size)
        .map(|part| {
            // libgit2 handles are not shared between threads; one each is cheap.
            let repo = super::quarantine::open(git_dir)?;
            let objects = Loose::open(&repo)?;
            let mut made = Vec::with_capacity(part.len());
            for group in part {
                made.extend(group.read(&objects, kinds)?.map(|family| make(&family)));
            }
            Ok(made)
        })
        .collect();
    let mut all = Vec::with_capacity(groups.len());
    for part in parts {
        all.extend(part?);
    }
    Ok(all)
}
