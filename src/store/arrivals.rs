//! Commits that arrive: each with what it brought against all its parents.

use std::collections::HashMap;

use chrono::{DateTime, FixedOffset};
use git2::{Commit, Oid, Repository, Sort};
use rayon::prelude::*;

use super::objects::{Loose, Objects, TreeCache};
use super::signature::{Author, moment};
use super::tree::{self, Entry};
use super::vetted::vet_lines;
use super::{Book, Snapshot, git_error};
use crate::error::Result;

/// Commits that one thread compares before it takes the next ones.
const PIECE: usize = 64;

/// A commit.
#[derive(Debug, Clone)]
pub struct Arrival {
    /// Its id and tree.
    pub after: Snapshot,
    /// Its parents.
    pub parents: Vec<Snapshot>,
    /// Author's name.
    pub name: String,
    /// Author's email.
    pub email: String,
    /// Author's time.
    pub at: DateTime<FixedOffset>,
    /// Committer's time.
    pub committed: DateTime<FixedOffset>,
    /// Whole message.
    pub message: String,
    /// True when it carries a signature.
    pub signed: bool,
}

/// A file that a commit brought, changed or took away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brought {
    /// Path with slashes.
    pub path: String,
    /// Blob in each parent; one `None` for a first commit.
    pub old: Vec<Option<Oid>>,
    /// Blob after.
    pub new: Option<Oid>,
    /// For merges: what the parents had in common there.
    pub bases: Vec<Option<Oid>>,
}

/// What a commit did.
#[derive(Debug, Clone)]
pub struct Deed {
    /// The commit.
    pub arrival: Arrival,
    /// Files; those of a merge are neither as one parent has them nor what one parent alone made of them.
    pub files: Vec<Brought>,
    /// For merges: the other files that differ from what some parent has.
    pub left: Vec<Brought>,
    /// Paths that are no plain files or have a name that git itself could not check out safely.
    pub strange: Vec<String>,
}

impl Arrival {
    /// The commit as a short name.
    pub fn short(&self) -> String {
        self.after.commit_text().chars().take(8).collect()
    }

    /// Its author.
    pub fn author(&self) -> Author {
        Author { name: self.name.clone(), email: self.email.clone(), at: self.at }
    }

    /// The later of the times of author and committer.
    pub fn latest(&self) -> DateTime<FixedOffset> {
        self.at.max(self.committed)
    }
}

impl Book {
    /// Commits up to `tips` but for those up to `hidden`, parents before their children.
    pub fn arrivals(&self, tips: &[Oid], hidden: &[Oid]) -> Result<Vec<Arrival>> {
        let doing = |e: git2::Error| git_error("Walking the history", "遍历历史", &e);
        self.vet_lines(&[tips, hidden].concat())?;
        let mut walk = self.repo.revwalk().map_err(doing)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME | Sort::REVERSE).map_err(doing)?;
        tips.iter().try_for_each(|tip| walk.push(*tip)).map_err(doing)?;
        hidden.iter().try_for_each(|tip| walk.hide(*tip)).map_err(doing)?;
        let mut trees: HashMap<Oid, Oid> = HashMap::new();
        let mut all = Vec::new();
        for oid in walk {
            let commit = self.repo.find_commit(oid.map_err(doing)?).map_err(doing)?;
            trees.insert(commit.id(), commit.tree_id());
            all.push(self.arrival(&commit, &mut trees));
        }
        Ok(all)
    }

    fn arrival(&self, commit: &Commit<'_>, trees: &mut HashMap<Oid, Oid>) -> Arrival {
        let mut parents = Vec::new();
        for id in commit.parent_ids() {
            let known = trees.get(&id).copied();
            // Parents beyond the edge of a shallow clone are not there.
            let tree = known.or_else(|| self.repo.find_commit(id).ok().map(|parent| parent.tree_id()));
            if let Some(tree) = tree {
                trees.insert(id, tree);
                parents.push(Snapshot { commit: Some(id), tree: Some(tree) });
            }
        }
        let author = commit.author();
        Arrival {
            after: Snapshot { commit: Some(commit.id()), tree: Some(commit.tree_id()) },
            parents,
            name: String::from_utf8_lossy(author.name_bytes()).into_owned(),
            email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
            at: moment(author.when()),
            committed: moment(commit.time()),
            message: String::from_utf8_lossy(commit.message_bytes()).into_owned(),
            signed: commit.header_field_bytes("gpgsig").is_ok(),
        }
    }

    /// What each of some commits did, in their order; compared in parallel.
    pub fn deeds(&self, arrivals: Vec<Arrival>) -> Result<Vec<Deed>> {
        let git_dir = self.git_dir();
        let parts: Vec<Result<Vec<Deed>>> = arrivals
            .par_chunks(PIECE)
            .map(|part| {
                let repo = super::quarantine::open(git_dir)?;
                let cache = TreeCache::default();
                let objects = Loose::with_cache(&repo, &cache)?;
                part.iter().map(|arrival| deed(&repo, &objects, arrival)).collect()
            })
            .collect();
        let mut all = Vec::with_capacity(arrivals.len());
        for part in parts {
            all.extend(part?);
        }
        Ok(all)
    }

    /// Files that differ between two states, and strange paths of the later one.
    pub fn arrived(&self, old: Snapshot, new: Snapshot) -> Result<(Vec<tree::Difference>, Vec<String>)> {
        let objects = self.loose()?;
        let mut strange = Vec::new();
        let files = compared(&objects, old.tree, new.tree, &mut strange)?;
        Ok((files, strange))
    }

    /// A folder or file of any sort at a path: the object there.
    pub fn object_at(&self, at: Snapshot, path: &str) -> Result<Option<Oid>> {
        let Some(root) = at.tree else { return Ok(None) };
        Ok(tree::find(&self.loose()?, root, path)?.map(|(_, oid)| oid))
    }

    /// The state of a commit.
    pub fn snapshot(&self, commit: Oid) -> Option<Snapshot> {
        self.vet(commit).ok()?;
        let commit = self.repo.find_object(commit, None).ok()?.peel_to_commit().ok()?;
        Some(Snapshot { commit: Some(commit.id()), tree: Some(commit.tree_id()) })
    }

    /// The states that a commit follows; those beyond the edge of a shallow clone are not there.
    pub fn parents(&self, at: Snapshot) -> Result<Vec<Snapshot>> {
        let Some(oid) = at.commit else { return Ok(Vec::new()) };
        let doing = |e: git2::Error| git_error("Reading a commit", "读取提交", &e);
        let commit = self.repo.find_commit(oid).map_err(doing)?;
        Ok(commit.parent_ids().filter_map(|parent| self.snapshot(parent)).collect())
    }

    /// The branch that HEAD names, born or not.
    pub fn head_branch(&self) -> Option<String> {
        let head = self.repo.find_reference("HEAD").ok()?;
        head.symbolic_target().ok().flatten().map(str::to_owned)
    }

    /// The commits that branches and tags name now.
    pub fn tips(&self) -> Result<Vec<Oid>> {
        let doing = |e: git2::Error| git_error("Reading the branches", "读取分支", &e);
        let refs = self.repo.references().map_err(doing)?;
        let mut tips = Vec::new();
        for one in refs.flatten() {
            one.target().map_or(Ok(()), |oid| self.vet(oid))?;
            tips.extend(one.peel_to_commit().ok().map(|commit| commit.id()));
        }
        Ok(tips)
    }
}

fn deed(repo: &Repository, objects: &Loose<'_>, arrival: &Arrival) -> Result<Deed> {
    let (after, mut strange) = (arrival.after.tree, Vec::new());
    let first =
        compared(objects, arrival.parents.first().and_then(|parent| parent.tree), after, &mut strange)?;
    if arrival.parents.len() < 2 {
        let alone = |file: tree::Difference| Brought {
            path: file.path,
            old: vec![file.old],
            new: file.new,
            bases: Vec::new(),
        };
        let files = first.into_iter().map(alone).collect();
        return Ok(Deed { arrival: arrival.clone(), files, left: Vec::new(), strange });
    }
    let mut odd: Vec<Vec<String>> = vec![strange];
    let mut paths: Vec<String> = first.into_iter().map(|file| file.path).collect();
    for parent in &arrival.parents[1..] {
        let mut strange = Vec::new();
        paths.extend(compared(objects, parent.tree, after, &mut strange)?.into_iter().map(|file| file.path));
        odd.push(strange);
    }
    paths.sort_unstable();
    paths.dedup();
    let names: Vec<&str> = paths.iter().map(String::as_str).collect();
    let blobs = |tree: Option<Oid>| -> Result<Vec<Option<Oid>>> {
        let Some(tree) = tree else { return Ok(vec![None; names.len()]) };
        let mut found = Vec::with_capacity(names.len());
        tree::find_each(objects, tree, &names, &mut found)?;
        let file = |(mode, oid): (u32, Oid)| (mode & 0o170_000 == 0o100_000).then_some(oid);
        Ok(found.into_iter().map(|entry| entry.and_then(file)).collect())
    };
    let new = blobs(after)?;
    let old: Vec<Vec<Option<Oid>>> =
        arrival.parents.iter().map(|parent| blobs(parent.tree)).collect::<Result<_>>()?;
    let bases: Vec<Vec<Option<Oid>>> =
        bases(repo, &arrival.parents).into_iter().map(|tree| blobs(Some(tree))).collect::<Result<_>>()?;
    let is_own = |file: &Brought| {
        let taken = file.old.contains(&file.new);
        // What one side alone had changed, put back to what it was before.
        let put_back = !file.bases.is_empty() && file.bases.iter().all(|blob| *blob == file.new);
        !taken || put_back
    };
    let all = (0..paths.len()).map(|at| Brought {
        path: paths[at].clone(),
        old: old.iter().map(|blobs| blobs[at]).collect(),
        new: new[at],
        bases: bases.iter().map(|blobs| blobs[at]).collect(),
    });
    let (files, left) = all.partition(is_own);
    let strange = odd[0].iter().filter(|path| odd[1..].iter().all(|other| other.contains(path))).cloned();
    Ok(Deed { arrival: arrival.clone(), files, left, strange: strange.collect() })
}

/// The trees from which the parents of a merge went apart.
fn bases(repo: &Repository, parents: &[Snapshot]) -> Vec<Oid> {
    let mut trees = Vec::new();
    for (number, one) in parents.iter().enumerate() {
        for other in &parents[number + 1..] {
            let (Some(one), Some(other)) = (one.commit, other.commit) else { continue };
            if vet_lines(repo, &[one, other]).is_err() {
                continue;
            }
            let Ok(found) = repo.merge_bases(one, other) else { continue };
            trees.extend(
                found.iter().filter_map(|base| repo.find_commit(*base).ok()).map(|base| base.tree_id()),
            );
        }
    }
    trees.dedup();
    trees
}

fn compared(
    objects: &dyn Objects,
    old: Option<Oid>,
    new: Option<Oid>,
    strange: &mut Vec<String>,
) -> Result<Vec<tree::Difference>> {
    let mut files = Vec::new();
    tree::diff_entries(objects, old, new, "", &|_| true, &mut |path, old, new| {
        let file = |entry: Option<Entry<'_>>| entry.filter(Entry::is_file).map(|entry| entry.oid);
        if new.is_some_and(|entry| is_strange(&entry)) {
            strange.push(path.to_owned());
        }
        if file(old) != file(new) {
            files.push(tree::Difference { path: path.to_owned(), old: file(old), new: file(new) });
        }
    })?;
    Ok(files)
}

/// Links, submodules, and names that mean something to a file system or a terminal.
fn is_strange(entry: &Entry<'_>) -> bool {
    let Ok(name) = std::str::from_utf8(entry.name) else { return true };
    !(entry.is_file() || entry.is_folder()) || is_hostile(name)
}

/// Names that lead out of the folder, into git's own, or carry controls.
pub fn is_hostile(name: &str) -> bool {
    name.is_empty()
        || name == "."
        || name == ".."
        || name.eq_ignore_ascii_case(".git")
        || name.contains(['/', '\\'])
        || name.chars().any(char::is_control)
}
