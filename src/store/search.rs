//! Opens the search index for a state of the book and brings it there (law 4).

use std::fs;

use super::objects::Loose;
use super::tree::Difference;
use super::{Book, Lock, Snapshot};
use crate::error::Result;
use crate::index::{Document, FORMAT, SearchIndex, Sheet, Stamp, card_documents};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::kinds::{Kinds, Place, folder_of};
use crate::model::record::{Record, card_path, read_card, read_journal};

/// Look-alike keys of a record, given by the matcher.
pub type Keys<'a> = &'a (dyn Fn(&Kind, &Record) -> Vec<String> + Sync);

/// From this many changed files on, building anew is quicker than catching up.
const REBUILD: usize = 20_000;
/// Files read and turned into documents at a time.
const PIECE: usize = 16_384;
/// Below this many cards, starting threads costs more than it saves.
const FEW: usize = 64;
/// How long a reader waits for another process to bring the index up to date.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(60);

impl Book {
    /// The index for a state of the book. HEAD's is kept on disk; others are made in memory,
    /// as is HEAD's when the disk cannot be written.
    pub fn search(&self, at: Snapshot, kinds: &Kinds, keys: Keys<'_>) -> Result<SearchIndex> {
        let stamp = Stamp { format: FORMAT, commit: at.commit_text(), schemas: kinds.hash() };
        let folder = self.state.join("search");
        if let Some((index, found)) = SearchIndex::open(&folder)
            && found == stamp
        {
            return Ok(index);
        }
        if self.head()? == at {
            let wait = PATIENCE;
            if let Ok(_lock) = Lock::take_within(&self.state, "search.lock", "index", wait)
                && let Ok(index) = self.bring_to(&folder, at, kinds, keys, &stamp)
            {
                return Ok(index);
            }
        }
        let mut index = SearchIndex::in_memory()?;
        self.fill(&mut index, at, kinds, keys, &stamp)?;
        Ok(index)
    }

    /// Throws the index away; the next search builds it.
    pub fn drop_projections(&self) {
        let _lock = Lock::take_within(&self.state, "search.lock", "doctor", PATIENCE);
        let _ = fs::remove_dir_all(self.state.join("search"));
    }

    /// Catches up or builds anew, under the index lock.
    fn bring_to(
        &self,
        folder: &std::path::Path,
        at: Snapshot,
        kinds: &Kinds,
        keys: Keys<'_>,
        stamp: &Stamp,
    ) -> Result<SearchIndex> {
        if let Some((mut index, found)) = SearchIndex::open(folder) {
            if found == *stamp {
                return Ok(index);
            }
            if found.schemas == stamp.schemas
                && let Some(before) = self.snapshot_of(&found.commit)
            {
                let changed = self.differences(before, at)?;
                if changed.len() < REBUILD
                    && self.catch_up(&mut index, &changed, at, kinds, keys, stamp).is_ok()
                {
                    return Ok(index);
                }
            }
        }
        let fresh = folder.with_extension("new");
        let _ = fs::remove_dir_all(&fresh);
        let doing = |e: std::io::Error| crate::error::Error::io("The search index", &e);
        fs::create_dir_all(&fresh).map_err(doing)?;
        let mut index = SearchIndex::create(&fresh)?;
        self.fill(&mut index, at, kinds, keys, stamp)?;
        drop(index);
        let _ = fs::remove_dir_all(folder);
        fs::rename(&fresh, folder).map_err(doing)?;
        match SearchIndex::open(folder) {
            Some((index, found)) if found == *stamp => Ok(index),
            _ => Err(crate::error::Error::io("The search index", &std::io::ErrorKind::NotFound.into())),
        }
    }

    fn snapshot_of(&self, commit: &str) -> Option<Snapshot> {
        if commit.is_empty() {
            return Some(Snapshot { commit: None, tree: None });
        }
        let oid = git2::Oid::from_str(commit).ok()?;
        let tree = self.repo.find_commit(oid).ok()?.tree_id();
        Some(Snapshot { commit: Some(oid), tree: Some(tree) })
    }

    /// Takes the cards that changed out of the index and puts them in as they are now.
    fn catch_up(
        &self,
        index: &mut SearchIndex,
        changed: &[Difference],
        at: Snapshot,
        kinds: &Kinds,
        keys: Keys<'_>,
        stamp: &Stamp,
    ) -> Result<()> {
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
        let documents = self.group_documents(&groups, kinds, keys)?;
        let gone: Vec<String> = cards.into_iter().map(|(card, _, _)| card).collect();
        index.update(&gone, &documents, stamp)
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

    /// Fills an empty index with the whole book.
    fn fill(
        &self,
        index: &mut SearchIndex,
        at: Snapshot,
        kinds: &Kinds,
        keys: Keys<'_>,
        stamp: &Stamp,
    ) -> Result<()> {
        let groups = self.groups(at, kinds)?;
        let mut pieces = groups.chunks(PIECE).map(|piece| self.group_documents(piece, kinds, keys));
        index.build(&mut pieces, stamp)
    }

    /// Every card with what lies in its folder.
    fn groups(&self, at: Snapshot, kinds: &Kinds) -> Result<Vec<Group>> {
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

    fn group_documents(&self, groups: &[Group], kinds: &Kinds, keys: Keys<'_>) -> Result<Vec<Document>> {
        use rayon::prelude::*;
        if groups.len() < FEW {
            let objects = self.loose()?;
            let parts: Vec<Vec<Document>> =
                groups.iter().map(|group| group.documents(&objects, kinds, keys)).collect::<Result<_>>()?;
            return Ok(parts.concat());
        }
        let git_dir = self.repo.path().to_owned();
        let size = groups.len().div_ceil(rayon::current_num_threads() * 4).max(64);
        let parts: Vec<Result<Vec<Document>>> = groups
            .par_chunks(size)
            .map(|part| {
                let repo = git2::Repository::open(&git_dir)
                    .map_err(|e| super::git_error("Opening the repository", "打开仓库", &e))?;
                let objects = Loose::open(&repo)?;
                let mut documents = Vec::with_capacity(part.len());
                for group in part {
                    documents.extend(group.documents(&objects, kinds, keys)?);
                }
                Ok(documents)
            })
            .collect();
        let mut all = Vec::with_capacity(groups.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }
}

/// A card, the journals beside it, and the cards in its folder.
struct Group {
    kind: String,
    id: Id,
    card: Option<git2::Oid>,
    journals: Vec<(String, git2::Oid)>,
    children: Vec<(String, Id, git2::Oid)>,
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

    /// What the index keeps of it; a file that cannot be read gives nothing, and `doctor` names it.
    fn documents(&self, objects: &Loose<'_>, kinds: &Kinds, keys: Keys<'_>) -> Result<Vec<Document>> {
        let (Some(kind), Some(card)) = (kinds.get(&self.kind), self.card) else { return Ok(Vec::new()) };
        let Ok(record) = read_card(kind, &self.id, &objects.read(card)?) else { return Ok(Vec::new()) };
        let mut journals = Vec::new();
        for (name, oid) in &self.journals {
            let Some(journal) = kinds.get(name) else { continue };
            journals.push((journal, read_journal(journal, &objects.read(*oid)?).unwrap_or_default()));
        }
        let mut read = Vec::with_capacity(self.children.len());
        for (name, id, oid) in &self.children {
            let Some(kind) = kinds.get(name) else { continue };
            if let Ok(record) = read_card(kind, id, &objects.read(*oid)?) {
                read.push((kind, record, oid));
            }
        }
        let children = read.iter().map(|(kind, record, oid)| Sheet {
            kind,
            record,
            keys: keys(kind, record),
            blob: oid.as_bytes(),
        });
        let own = Sheet { kind, record: &record, keys: keys(kind, &record), blob: card.as_bytes() };
        Ok(card_documents(own, &journals, children.collect()))
    }
}
