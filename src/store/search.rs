//! Opens the search index for a state of the book and brings it there (law 4).

use std::fs;

use super::groups::{Family, Group};
use super::tree::Difference;
use super::{Book, Lock, Snapshot, fault};
use crate::error::Result;
use crate::index::{Document, FORMAT, SearchIndex, Sheet, Stamp, card_documents};
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::Record;

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
        match self.head()? == at {
            true => self.search_ahead(at, kinds, keys),
            false => self.search_in_memory(at, kinds, keys, &stamp),
        }
    }

    /// The index on disk for a commit that is HEAD or is about to be: it is brought there. Where the commit does not become
    /// HEAD after all, the next question brings the index back.
    pub fn search_ahead(&self, at: Snapshot, kinds: &Kinds, keys: Keys<'_>) -> Result<SearchIndex> {
        let stamp = Stamp { format: FORMAT, commit: at.commit_text(), schemas: kinds.hash() };
        let folder = self.state.join("search");
        if let Ok(_lock) = Lock::take_within(&self.state, "search.lock", "index", PATIENCE)
            && let Ok(index) = self.bring_to(&folder, at, kinds, keys, &stamp)
        {
            return Ok(index);
        }
        self.search_in_memory(at, kinds, keys, &stamp)
    }

    fn search_in_memory(
        &self,
        at: Snapshot,
        kinds: &Kinds,
        keys: Keys<'_>,
        stamp: &Stamp,
    ) -> Result<SearchIndex> {
        let mut index = SearchIndex::in_memory()?;
        self.fill(&mut index, at, kinds, keys, stamp)?;
        Ok(index)
    }

    /// Throws the index and the SQL tables away; the next question builds them.
    pub fn drop_projections(&self) {
        let lock = Lock::take_within(&self.state, "search.lock", "doctor", PATIENCE);
        let _ = fs::remove_dir_all(self.state.join("search"));
        drop(lock);
        self.drop_tables();
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
        fault::step("search folder").and_then(|()| fs::create_dir_all(&fresh)).map_err(doing)?;
        let mut index = SearchIndex::create(&fresh)?;
        self.fill(&mut index, at, kinds, keys, stamp)?;
        drop(index);
        fault::step("search out").map_err(doing)?;
        let _ = fs::remove_dir_all(folder);
        fault::rename("search in", &fresh, folder).map_err(doing)?;
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
        let tree = self.commit_of(oid).ok()?.tree_id();
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
        let (gone, groups) = self.changed_groups(at, kinds, changed)?;
        fault::step("search update").map_err(|e| crate::error::Error::io("The search index", &e))?;
        index.update(&gone, &self.group_documents(&groups, kinds, keys)?, stamp)
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

    fn group_documents(&self, groups: &[Group], kinds: &Kinds, keys: Keys<'_>) -> Result<Vec<Document>> {
        Ok(self.each_family(groups, kinds, |family| documents(family, keys))?.concat())
    }
}

/// What the index keeps of a card and its folder.
fn documents(family: &Family<'_>, keys: Keys<'_>) -> Vec<Document> {
    let Family { kind, record, blob, journals, children } = family;
    let children = children.iter().map(|(kind, record, oid)| Sheet {
        kind,
        record,
        keys: keys(kind, record),
        blob: oid.as_bytes(),
    });
    let own = Sheet { kind, record, keys: keys(kind, record), blob: blob.as_bytes() };
    card_documents(own, journals, children.collect())
}
