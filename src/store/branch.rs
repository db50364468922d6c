//! Moving the branch by compare-and-swap, under git's own lock of the ref.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use git2::Oid;

use super::git_lock::GitLock;
use super::signature::Author;
use super::{Book, fault, git_error};
use crate::error::{Error, Result};

impl Book {
    /// Moves the branch HEAD names from `old` to `new`; false when somebody was faster. What the ref log
    /// says is `note`.
    pub(super) fn move_branch(
        &self,
        old: Option<Oid>,
        new: Oid,
        author: &Author,
        note: &str,
    ) -> Result<bool> {
        let wrong = |e: git2::Error| git_error("Moving the branch", "移动分支", &e);
        let doing = |e: std::io::Error| Error::io("Moving the branch", &e);
        let (name, file) = self.branch_file();
        let _lock = GitLock::take(&file, &self.state)?;
        let now = match self.repo.refname_to_id(name.as_deref().unwrap_or("HEAD")) {
            Ok(oid) => Some(oid),
            Err(error) if error.code() == git2::ErrorCode::NotFound => None,
            Err(error) => return Err(wrong(error)),
        };
        if now != old {
            return Ok(false);
        }
        let draft = self.state.join("ref.new");
        fault::write("branch draft", &draft, format!("{new}\n")).map_err(doing)?;
        fault::rename("branch", &draft, &file).map_err(doing)?;
        // The ref log is a convenience: the branch has moved, whatever becomes of it.
        let line = log_line(old, new, author, note);
        let bare = self.repo.is_bare();
        let _ = append(&self.repo.path().join("logs/HEAD"), &line, !bare);
        if let Some(name) = &name {
            let _ = append(&self.repo.commondir().join("logs").join(name), &line, !bare);
        }
        Ok(true)
    }
}

impl Book {
    /// The branch that HEAD names, none when it names a commit, and the file that is written when it moves.
    pub(super) fn branch_file(&self) -> (Option<String>, PathBuf) {
        let mut name: Option<String> = None;
        // HEAD names a branch, which may name another, a few times over.
        for _ in 0..10 {
            let Ok(at) = self.repo.find_reference(name.as_deref().unwrap_or("HEAD")) else { break };
            match at.symbolic_target().ok().flatten() {
                Some(next) if name.as_deref() != Some(next) => name = Some(next.to_owned()),
                _ => break,
            }
        }
        let file = match &name {
            Some(name) => self.repo.commondir().join(name),
            None => self.repo.path().join("HEAD"),
        };
        (name, file)
    }
}

/// One line of a ref log, as git writes it.
fn log_line(old: Option<Oid>, new: Oid, author: &Author, note: &str) -> String {
    let old = old.unwrap_or(Oid::ZERO_SHA1);
    format!("{old} {new} {}\t{note}\n", author.line())
}

/// Appends to a log; makes the file only where git would.
fn append(log: &Path, line: &str, make: bool) -> std::io::Result<()> {
    fault::step("branch log")?;
    if make && let Some(folder) = log.parent() {
        fs::create_dir_all(folder)?;
    }
    File::options().append(true).create(make).open(log)?.write_all(line.as_bytes())
}
