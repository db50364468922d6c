//! One walk over all commits: which files each of them changed.

use chrono::{DateTime, FixedOffset};
use git2::{Oid, Sort};
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
    commit: Oid,
    at: DateTime<FixedOffset>,
    name: String,
    email: String,
    tree: Oid,
    parents: Vec<Oid>,
}

/// What a commit changed.
#[derive(Debug, Clone)]
pub struct Changed {
    /// The commit.
    pub commit: Oid,
    /// Author's time.
    pub at: DateTime<FixedOffset>,
    /// Author's name.
    pub name: String,
    /// Author's email.
    pub email: String,
    /// Files; those of a merge differ from all its parents.
    pub files: Vec<Difference>,
}

impl Book {
    /// Files changed by each commit that is not among those up to `after`, oldest commit first; a merge changed what differs
    /// from all its parents. Only paths that `look` takes are compared, folders included.
    pub fn changes_since(
        &self,
        head: Snapshot,
        after: Option<Oid>,
        look: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Vec<Changed>> {
        let visits = self.visits(head, after)?;
        let git_dir = self.git_dir();
        let parts: Vec<Result<Vec<Changed>>> = visits
            .par_chunks(PIECE)
            .map(|part| {
                // libgit2 handles are not shared between threads; one each is cheap.
                let repo = super::quarantine::open(git_dir)?;
                let cache = TreeCache::default();
                let objects = Loose::with_cache(&repo, &cache)?;
                part.iter()
                    .map(|visit| {
                        let Visit { commit, at, name, email, .. } = visit;
                        let files = changed(&objects, visit, look)?;
                        Ok(Changed {
                            commit: *commit,
                            at: *at,
                            name: name.clone(),
                            email: email.clone(),
                            files,
                        })
                    })
                    .collect()
            })
            .collect();
        let mut all = Vec::new();
        for part in parts {
            all.extend(part?.into_iter().filter(|changed| !changed.files.is_empty()));
        }
        Ok(all)
    }

    /// True when a commit is an earlier state of another.
    pub fn is_before(&self, earlier: Oid, later: Oid) -> bool {
        earlier == later || self.repo.graph_descendant_of(later, earlier).unwrap_or(false)
    }

    /// Reads both sides of many differences in parallel and makes something of each; order is kept.
    pub fn each_difference<T, F>(&self, files: &[(usize, &Difference)], make: F) -> Result<Vec<T>>
    where
        T: Send,
        F: Fn(usize, &Difference, Option<&[u8]>, Option<&[u8]>) -> T + Sync,
    {
        let git_dir = self.git_dir();
        let parts: Vec<Result<Vec<T>>> = files
            .par_chunks(PIECE)
            .map(|part| {
                let repo = super::quarantine::open(git_dir)?;
                let objects = Loose::open(&repo)?;
                let read = |oid: Option<Oid>| oid.map(|oid| objects.read(oid)).transpose();
                part.iter()
                    .map(|(number, file)| {
                        let (old, new) = (read(file.old)?, read(file.new)?);
                        Ok(make(*number, file, old.as_deref(), new.as_deref()))
                    })
                    .collect()
            })
            .collect();
        let mut all = Vec::with_capacity(files.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// Commits up to one, but for those up to another; parents before their children.
    fn visits(&self, head: Snapshot, after: Option<Oid>) -> Result<Vec<Visit>> {
        let doing = |e: git2::Error| git_error("Walking the history", "遍历历史", &e);
        let Some(head) = head.commit else { return Ok(Vec::new()) };
        self.vet_lines(&[head])?;
        let mut walk = self.repo.revwalk().map_err(doing)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME | Sort::REVERSE).map_err(doing)?;
        walk.push(head).map_err(doing)?;
        if let Some(after) = after {
            walk.hide(after).map_err(doing)?;
        }
        let mut trees: HashMap<Oid, Oid> = HashMap::new();
        let mut visits = Vec::new();
        for oid in walk {
            let commit = self.repo.find_commit(oid.map_err(doing)?).map_err(doing)?;
            trees.insert(commit.id(), commit.tree_id());
            // Parents beyond the edge of a shallow clone are not there.
            let tree = |oid: Oid| self.repo.find_commit(oid).ok().map(|commit| commit.tree_id());
            let parents = commit.parent_ids().filter_map(|id| trees.get(&id).copied().or_else(|| tree(id)));
            let author = commit.author();
            visits.push(Visit {
                commit: commit.id(),
                at: moment(author.when()),
                name: String::from_utf8_lossy(author.name_bytes()).into_owned(),
                email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
                tree: commit.tree_id(),
                parents: parents.collect(),
            });
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
