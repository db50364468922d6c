//! The commits behind the book: what each changed and who made it.

use chrono::{DateTime, FixedOffset};
use git2::{Commit, Oid, Sort};

use super::signature::moment;
use super::tree::{self, Difference};
use super::{Book, Snapshot, git_error};
use crate::error::{Code, Error, Result};

/// One commit.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its id.
    pub commit: Oid,
    /// Author's name.
    pub name: String,
    /// Author's email.
    pub email: String,
    /// Author's time.
    pub at: DateTime<FixedOffset>,
    /// Whole message.
    pub message: String,
    /// Book before (first parent) and after.
    pub before: Snapshot,
    /// Book after.
    pub after: Snapshot,
}

impl Book {
    fn step(&self, commit: &Commit<'_>) -> Step {
        let parent = commit.parent(0).ok();
        let author = commit.author();
        Step {
            commit: commit.id(),
            name: String::from_utf8_lossy(author.name_bytes()).into_owned(),
            email: String::from_utf8_lossy(author.email_bytes()).into_owned(),
            at: moment(author.when()),
            message: String::from_utf8_lossy(commit.message_bytes()).into_owned(),
            before: Snapshot {
                commit: parent.as_ref().map(Commit::id),
                tree: parent.as_ref().map(Commit::tree_id),
            },
            after: Snapshot { commit: Some(commit.id()), tree: Some(commit.tree_id()) },
        }
    }

    /// Commits newest first, until `visit` says stop (false).
    pub fn walk(&self, from: Snapshot, visit: &mut dyn FnMut(Step) -> Result<bool>) -> Result<()> {
        let doing = |e: git2::Error| git_error("Walking the history", "遍历历史", &e);
        let Some(head) = from.commit else { return Ok(()) };
        self.vet_lines(&[head])?;
        let mut walk = self.repo.revwalk().map_err(doing)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).map_err(doing)?;
        walk.push(head).map_err(doing)?;
        for oid in walk {
            let commit = self.repo.find_commit(oid.map_err(doing)?).map_err(doing)?;
            if !visit(self.step(&commit))? {
                break;
            }
        }
        Ok(())
    }

    /// Commits that changed any of some files, newest first, with the blobs before and after.
    pub fn history_of(
        &self,
        from: Snapshot,
        paths: &[String],
        limit: usize,
    ) -> Result<Vec<(Step, Vec<Difference>)>> {
        let doing = |e: git2::Error| git_error("Walking the history", "遍历历史", &e);
        let mut found = Vec::new();
        let Some(head) = from.commit else { return Ok(found) };
        self.vet_lines(&[head])?;
        let objects = self.loose()?;
        let blobs = |tree: Option<Oid>| -> Result<Vec<Option<Oid>>> {
            paths
                .iter()
                .map(|path| match tree {
                    Some(root) => Ok(tree::find(&objects, root, path)?.map(|(_, oid)| oid)),
                    None => Ok(None),
                })
                .collect()
        };
        let mut walk = self.repo.revwalk().map_err(doing)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).map_err(doing)?;
        walk.push(head).map_err(doing)?;
        let mut last: Option<(Oid, Vec<Option<Oid>>)> = None;
        for oid in walk {
            let commit = self.repo.find_commit(oid.map_err(doing)?).map_err(doing)?;
            let after = match last.take() {
                Some((known, blobs)) if known == commit.id() => blobs,
                _ => blobs(Some(commit.tree_id()))?,
            };
            let parents: Vec<_> = commit.parents().collect();
            let mut befores = Vec::new();
            for parent in &parents {
                befores.push(blobs(Some(parent.tree_id()))?);
            }
            if parents.is_empty() {
                befores.push(vec![None; paths.len()]);
            }
            // A merge changed a file only where it differs from every parent.
            let changed: Vec<_> = (0..paths.len())
                .filter(|at| befores.iter().all(|before| before[*at] != after[*at]))
                .map(|at| Difference { path: paths[at].clone(), old: befores[0][at], new: after[at] })
                .collect();
            if !changed.is_empty() {
                found.push((self.step(&commit), changed));
                if found.len() >= limit {
                    break;
                }
            }
            if let [parent] = &parents[..] {
                last = Some((parent.id(), befores.remove(0)));
            }
        }
        Ok(found)
    }

    /// A commit as typed: an id or the start of one.
    pub fn step_of(&self, text: &str) -> Result<Step> {
        self.vet_revision(text)?;
        let commit = self.repo.revparse_single(text).and_then(|object| object.peel_to_commit());
        commit.map(|commit| self.step(&commit)).map_err(|_| {
            Error::new(
                Code::NotFound,
                format!("There is no commit {}.", crate::error::quoted(text)),
                format!("没有提交 {}。", crate::error::quoted(text)),
            )
            .hint("`kehu history` and `git log` list them.", "`kehu history` 和 `git log` 列出提交。")
        })
    }

    /// When the commit of a state was made.
    pub fn time_of(&self, at: Snapshot) -> Result<DateTime<FixedOffset>> {
        let oid = at.commit.unwrap_or(Oid::ZERO_SHA1);
        self.commit_of(oid).map(|commit| moment(commit.author().when()))
    }

    /// Files a commit changed against its first parent.
    pub fn files_of(&self, step: &Step) -> Result<Vec<Difference>> {
        self.differences(step.before, step.after)
    }

    /// Files that differ between two states of the book.
    pub fn differences(&self, old: Snapshot, new: Snapshot) -> Result<Vec<Difference>> {
        tree::diff(&self.loose()?, old.tree, new.tree)
    }

    /// The bytes of a blob found by a difference.
    pub fn blob(&self, oid: Oid) -> Result<Vec<u8>> {
        self.loose()?.read(oid)
    }
}

/// The commits of a line, newest first, with what each changed itself.
pub type Line = Vec<(Step, Vec<Difference>)>;

impl Book {
    /// The commits of `tip` that are not in any of `bases`. What a merge only brought together is not its own change.
    pub fn line(&self, tip: Snapshot, bases: &[Snapshot]) -> Result<Line> {
        let doing = |e: git2::Error| git_error("Walking the history", "遍历历史", &e);
        let Some(head) = tip.commit else { return Ok(Vec::new()) };
        self.vet_lines(&[head])?;
        let mut walk = self.repo.revwalk().map_err(doing)?;
        walk.set_sorting(Sort::TOPOLOGICAL | Sort::TIME).map_err(doing)?;
        walk.push(head).map_err(doing)?;
        for base in bases.iter().filter_map(|base| base.commit) {
            walk.hide(base).map_err(doing)?;
        }
        let objects = self.loose()?;
        let mut line = Vec::new();
        for oid in walk {
            let commit = self.repo.find_commit(oid.map_err(doing)?).map_err(doing)?;
            let mut changed =
                tree::diff(&objects, commit.parent(0).ok().map(|p| p.tree_id()), Some(commit.tree_id()))?;
            for parent in commit.parents().skip(1) {
                let other = tree::diff(&objects, Some(parent.tree_id()), Some(commit.tree_id()))?;
                let paths: std::collections::HashSet<&str> = other.iter().map(|d| d.path.as_str()).collect();
                changed.retain(|difference| paths.contains(difference.path.as_str()));
            }
            line.push((self.step(&commit), changed));
        }
        Ok(line)
    }
}
