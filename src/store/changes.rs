//! One walk over all commits: which files each of them changed.

use chrono::{DateTime, FixedOffset};
use git2::{Oid, Repository, Sort};
use rayon::prelude::*;
use std::collections::HashMap;

use super::objects::{Loose, TreeCache};
use super::signature::moment;
use super::tree::{self, Difference};
use super::{Book, Snapshot, git_error};
use crate::error::Result;

/// Commits that one thread compares before it takes the next ones; neighbours share most of their trees.
const PIECE: usize = 256;

/// A commit to compare with its parents.
struct Visit {
    at: DateTime<FixedOffset>,
    tree: Oid,
    parents: Vec<Oid>,
}

impl Book {
    /// Files changed by each commit since a moment, oldest commit first; a merge changed what differs from all its
    /// parents. Only paths that `look` takes are compared, folders included.
    pub fn changes_since(
        &self,
        head: Snapshot,
        since: Option<DateTime<FixedOffset>>,
        look: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Vec<(DateTime<FixedOffset>, Vec<Difference>)>> {
        let mut visits = self.visits(head)?;
        visits.retain(|visit| since.is_none_or(|since| visit.at >= since));
        let git_dir = self.git_dir();
        let parts: Vec<Result<Vec<_>>> = visits
            .par_chunks(PIECE)
            .map(|part| {
                // libgit2 handles are not shared between threads; one each is cheap.
                let repo = Repository::open(git_dir)
                    .map_err(|e| git_error("Opening the repository", "打开仓库", &e))?;
                let cache = TreeCache::default();
                let objects = Loose::with_cache(&repo, &cache)?;
                part.iter().map(|visit| Ok((visit.at, changed(&objects, visit, look)?))).collect()
            })
            .collect();
        let mut all = Vec::new();
        for part in parts {
            all.extend(part?.into_iter().filter(|(_, files): &(_, Vec<Difference>)| !files.is_empty()));
        }
        Ok(all)
    }

    /// All commits up to one, parents before their children.
    fn visits(&self, head: Snapshot) -> Result<Vec<Visit>> {
        let doing = |e: git2::Error| git_error("Walking the history", "遍历历史", &e);
        let Some(head) = head.commit else { return Ok(Vec::new()) };
        let mut walk = self.repo.revwalk().map_err(doing)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME | Sort::REVERSE).map_err(doing)?;
        walk.push(head).map_err(doing)?;
        let mut trees: HashMap<Oid, Oid> = HashMap::new();
        let mut visits = Vec::new();
        for oid in walk {
            let commit = self.repo.find_commit(oid.map_err(doing)?).map_err(doing)?;
            trees.insert(commit.id(), commit.tree_id());
            // Parents beyond the edge of a shallow clone are not there.
            let parents = commit.parent_ids().filter_map(|parent| trees.get(&parent).copied()).collect();
            visits.push(Visit { at: moment(commit.author().when()), tree: commit.tree_id(), parents });
        }
        Ok(visits)
    }
}

fn changed(
    objects: &Loose<'_>,
    visit: &Visit,
    look: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<Difference>> {
    let mut files = tree::diff_where(objects, visit.parents.first().copied(), Some(visit.tree), &look)?;
    for parent in visit.parents.iter().skip(1) {
        if files.is_empty() {
            break;
        }
        let others = tree::diff_where(objects, Some(*parent), Some(visit.tree), &look)?;
        files.retain(|file| others.iter().any(|other| other.path == file.path));
    }
    Ok(files)
}
