//! Opens the search index for a state of the book and brings it there (law 4).

use std::fs;

use super::tree::Difference;
use super::{Book, Lock, Snapshot};
use crate::error::Result;
use crate::index::{Document, FORMAT, SearchIndex, Stamp, card_documents};
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::{Record, card_path, read_card, read_journal};

/// Look-alike keys of a record, given by the matcher.
pub type Keys<'a> = &'a (dyn Fn(&Kind, &Record) -> Vec<String> + Sync);

/// From this many changed files on, building anew is quicker than catching up.
const REBUILD: usize = 20_000;
/// Files read and turned into documents at a time.
const PIECE: usize = 16_384;
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
        let mut cards: Vec<(String, &Kind, crate::model::ids::Id)> = changed
            .iter()
            .filter_map(|difference| kinds.of_path(&difference.path))
            .map(|place| {
                let kind = place.parent.unwrap_or(place.kind);
                (format!("{}/{}", kind.name, place.id), kind, place.id)
            })
            .collect();
        cards.sort_by(|a, b| a.0.cmp(&b.0));
        cards.dedup_by(|a, b| a.0 == b.0);
        let mut documents = Vec::with_capacity(cards.len());
        for (_, kind, id) in &cards {
            if let Some(oid) = self.blob_id(at, &card_path(kind, id))? {
                documents.extend(self.documents(at, kinds, kind, id, oid, keys)?);
            }
        }
        let gone: Vec<String> = cards.into_iter().map(|(card, _, _)| card).collect();
        index.update(&gone, &documents, stamp)
    }

    /// Documents of one card and its journals; a file that cannot be read gives none, and
    /// `doctor` names it.
    fn documents(
        &self,
        at: Snapshot,
        kinds: &Kinds,
        kind: &Kind,
        id: &crate::model::ids::Id,
        oid: git2::Oid,
        keys: Keys<'_>,
    ) -> Result<Vec<Document>> {
        let Ok(record) = read_card(kind, id, &self.blob(oid)?) else { return Ok(Vec::new()) };
        let mut journals = Vec::new();
        for journal in kinds.journals(&kind.name) {
            journals.push((journal, self.journal(at, journal, kind, id).unwrap_or_default()));
        }
        let found = keys(kind, &record);
        Ok(card_documents(kind, &record, found, oid.as_bytes(), &journals))
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

    /// Every card with its journals: kind number, id, blob, journals' blobs.
    fn groups(&self, at: Snapshot, kinds: &Kinds) -> Result<Vec<Group>> {
        let mut groups: Vec<Group> = Vec::new();
        for (path, oid) in self.files_below(at, "")? {
            let Some(place) = kinds.of_path(&path) else { continue };
            let kind = place.parent.unwrap_or(place.kind);
            let known = groups.last_mut().filter(|g| g.id == place.id && g.kind == kind.name);
            let group = match known {
                Some(group) => group,
                None => {
                    groups.push(Group {
                        kind: kind.name.clone(),
                        id: place.id,
                        card: None,
                        journals: Vec::new(),
                    });
                    match groups.last_mut() {
                        Some(group) => group,
                        None => continue,
                    }
                }
            };
            if place.parent.is_some() {
                group.journals.push((place.kind.name.clone(), oid));
            } else {
                group.card = Some(oid);
            }
        }
        Ok(groups)
    }

    fn group_documents(&self, groups: &[Group], kinds: &Kinds, keys: Keys<'_>) -> Result<Vec<Document>> {
        use rayon::prelude::*;
        let git_dir = self.repo.path().to_owned();
        let size = groups.len().div_ceil(rayon::current_num_threads() * 4).max(64);
        let parts: Vec<Result<Vec<Document>>> = groups
            .par_chunks(size)
            .map(|part| {
                let repo = git2::Repository::open(&git_dir)
                    .map_err(|e| super::git_error("Opening the repository", "打开仓库", &e))?;
                let objects = super::objects::Loose::open(&repo)?;
                let mut documents = Vec::with_capacity(part.len());
                for group in part {
                    let (Some(kind), Some(card)) = (kinds.get(&group.kind), group.card) else { continue };
                    let Ok(record) = read_card(kind, &group.id, &objects.read(card)?) else { continue };
                    let mut journals = Vec::new();
                    for (name, oid) in &group.journals {
                        let Some(journal) = kinds.get(name) else { continue };
                        journals
                            .push((journal, read_journal(journal, &objects.read(*oid)?).unwrap_or_default()));
                    }
                    documents.extend(card_documents(
                        kind,
                        &record,
                        keys(kind, &record),
                        card.as_bytes(),
                        &journals,
                    ));
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

/// A card and the journals beside it.
struct Group {
    kind: String,
    id: crate::model::ids::Id,
    card: Option<git2::Oid>,
    journals: Vec<(String, git2::Oid)>,
}
