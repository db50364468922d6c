//! Hand edits: what the checkout has that HEAD does not.

use std::path::Path;
use std::process::Command;

use git2::{Status, StatusOptions};

use super::git_index::SKIP_WORKTREE;
use super::loose_files::LooseFiles;
use super::on_disk::safe_path;
use super::{Book, git_error};
use crate::error::{Error, Result};

/// What happened to a file by hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    /// Not in HEAD.
    New,
    /// Different from HEAD.
    Changed,
    /// In HEAD, not in the checkout.
    Removed,
}

impl Edit {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Changed => "changed",
            Self::Removed => "removed",
        }
    }
}

impl Book {
    /// Files that differ from HEAD, sorted by path. Finishes what a killed writer left first.
    pub fn hand_edits(&self) -> Result<Vec<(String, Edit)>> {
        if self.work_dir().is_none() {
            return Ok(Vec::new());
        }
        // libgit2 reads all trees here; the git program bears damage.
        if !LooseFiles::of(&self.repo).are_whole() {
            return self.edits_by_git();
        }
        let mut options = StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).include_ignored(false);
        // What is checked out of a submodule is for git to note.
        options.exclude_submodules(true);
        let statuses = match self.repo.statuses(Some(&mut options)) {
            Ok(statuses) => statuses,
            // libgit2 cannot read a sparse index.
            Err(_) if self.is_sparse() => return self.edits_by_git(),
            Err(error) => return Err(git_error("Comparing the checkout", "比较检出的文件", &error)),
        };
        // libgit2 takes what the checkout does without for deleted.
        let index = self.repo.index().ok();
        let left_out = |path: &[u8]| {
            let known = index.as_ref().zip(std::str::from_utf8(path).ok());
            let known = known.and_then(|(index, path)| index.get_path(Path::new(path), 0));
            known.is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0)
        };
        let mut edits = Vec::new();
        for entry in statuses.iter() {
            let path = String::from_utf8_lossy(entry.path_bytes()).into_owned();
            let status = entry.status();
            if status == Status::WT_DELETED && left_out(entry.path_bytes()) {
                continue;
            }
            let edit = if status.intersects(Status::WT_DELETED | Status::INDEX_DELETED) {
                Edit::Removed
            } else if status.intersects(Status::WT_NEW | Status::INDEX_NEW) {
                Edit::New
            } else if status.is_empty() || status == Status::IGNORED {
                continue;
            } else {
                Edit::Changed
            };
            edits.push((path, edit));
        }
        edits.sort();
        Ok(edits)
    }

    /// True when git's index leaves whole folders out.
    fn is_sparse(&self) -> bool {
        matches!(git2::Index::open(&self.git_dir().join("index")), Err(error) if error.class() == git2::ErrorClass::Index)
    }

    /// The same from the git program.
    fn edits_by_git(&self) -> Result<Vec<(String, Edit)>> {
        let output = Command::new("git")
            .arg("-C")
            .arg(self.place())
            .args(["status", "--porcelain", "-z", "--untracked-files=all", "--no-renames"])
            .arg("--ignore-submodules=all")
            .output()
            .map_err(|e| Error::io("Running git status", &e))?;
        let text = String::from_utf8_lossy(&output.stdout);
        let mut edits: Vec<(String, Edit)> = text
            .split('\0')
            .filter_map(|entry| Some((entry.get(..2)?, entry.get(3..)?)))
            .map(|(state, path)| {
                let edit = match state {
                    state if state.contains('D') => Edit::Removed,
                    state if state.contains(['?', 'A']) => Edit::New,
                    _ => Edit::Changed,
                };
                (path.to_owned(), edit)
            })
            .collect();
        edits.sort();
        Ok(edits)
    }

    /// A file of the checkout as it is now.
    pub fn working_file(&self, path: &str) -> Result<Option<Vec<u8>>> {
        let Some(work_dir) = self.work_dir() else { return Ok(None) };
        let full = safe_path(work_dir, path)?;
        match std::fs::read(full) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::io(path, &error)),
        }
    }
}

impl PartialOrd for Edit {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Edit {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.word().cmp(other.word())
    }
}
