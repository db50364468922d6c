//! Keeping the checkout in step with HEAD, without ever running over a person's edits.

use std::fs;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use git2::{ObjectType, Oid};

use super::commit::Origin;
use super::fault;
use super::git_index::{GitIndex, SKIP_WORKTREE};
use super::git_lock::GitLock;
use super::intent;
use super::tree::{self, Difference, FILE};
use super::{Book, Lock};
use crate::error::{Code, Error, Result};

/// A checkout about to be brought in step. Without an index when git's is a sparse one.
pub(super) struct Checkout {
    work_dir: PathBuf,
    index: Option<GitIndex>,
}

impl Book {
    /// The checkout, held so that no git changes its index meanwhile; none in a bare book.
    pub(super) fn checkout(&self) -> Result<Option<Checkout>> {
        let Some(work_dir) = self.work_dir() else { return Ok(None) };
        Ok(Some(Checkout {
            work_dir: work_dir.to_owned(),
            index: GitIndex::lock(self.repo.path(), &self.own_state())?,
        }))
    }

    /// Refuses when a touched file has edits that are not committed.
    pub(super) fn refuse_unsaved(&self, checkout: &Checkout, differences: &[Difference]) -> Result<()> {
        let Checkout { work_dir, index } = checkout;
        for difference in differences {
            let entry = index.as_ref().and_then(|index| index.entry(&difference.path));
            if entry.as_ref().is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0) {
                continue;
            }
            if index.is_some() && entry.map(|entry| entry.id) != difference.old {
                return Err(dirty(&difference.path));
            }
            let path = safe_path(work_dir, &difference.path)?;
            match fs::symlink_metadata(&path) {
                Err(error) if matches!(error.kind(), ErrorKind::NotFound) => {
                    if difference.old.is_some() && index.is_some() {
                        return Err(dirty(&difference.path));
                    }
                }
                Err(error) => return Err(Error::io(&difference.path, &error)),
                Ok(meta) if meta.is_dir() => {
                    return Err(Error::io(&difference.path, &std::io::Error::from(ErrorKind::IsADirectory)));
                }
                Ok(_) => {
                    let bytes = fs::read(&path).map_err(|e| Error::io(&difference.path, &e))?;
                    if !difference.old.is_some_and(|old| same_content(&bytes, old)) {
                        return Err(dirty(&difference.path));
                    }
                }
            }
        }
        Ok(())
    }

    /// Writes working files and git index entries for what a commit changed.
    pub(super) fn bring_in_step(
        &self,
        checkout: Checkout,
        differences: &[Difference],
        origin: Origin,
    ) -> Result<()> {
        let Checkout { work_dir, index } = checkout;
        let work_dir = work_dir.as_path();
        let objects = self.loose()?;
        let sparse = index.is_none();
        let mut entries = Vec::with_capacity(differences.len());
        let mut left_out = Vec::with_capacity(differences.len());
        for difference in differences {
            let known = index.as_ref().and_then(|index| index.entry(&difference.path));
            let skipped = known.as_ref().is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0);
            let path = safe_path(work_dir, &difference.path)?;
            let absent = sparse && !path.parent().is_some_and(Path::exists);
            if !skipped && !absent && origin == Origin::Command {
                match difference.new {
                    Some(oid) => write_file(&path, &difference.path, &objects.read(oid)?)?,
                    None => remove_file(work_dir, &path, &difference.path)?,
                }
            }
            left_out.push(absent);
            let meta = if skipped || absent { None } else { fs::symlink_metadata(&path).ok() };
            entries.push((difference, meta));
        }
        match index {
            Some(index) => index.update(&entries),
            None => self.update_by_git(differences, &left_out),
        }
    }

    /// The same through the git program, for a sparse index. Files left out of the checkout are marked so again.
    fn update_by_git(&self, differences: &[Difference], absent: &[bool]) -> Result<()> {
        let lines = differences.iter().map(|difference| match difference.new {
            Some(oid) => format!("{FILE:o} {oid}\t{}\n", difference.path),
            None => format!("0 {}\t{}\n", Oid::ZERO_SHA1, difference.path),
        });
        self.update_index(&["--index-info"], lines)?;
        let skipped = differences
            .iter()
            .zip(absent)
            .filter(|(difference, absent)| **absent && difference.new.is_some());
        self.update_index(
            &["--skip-worktree", "--stdin"],
            skipped.map(|(difference, _)| format!("{}\n", difference.path)),
        )
    }

    /// `git update-index` fed lines; nothing is started when there are none.
    fn update_index(&self, words: &[&str], lines: impl Iterator<Item = String>) -> Result<()> {
        let doing = |e: std::io::Error| Error::io("Running git update-index", &e);
        let text: String = lines.collect();
        if text.is_empty() {
            return Ok(());
        }
        fault::step("git update-index").map_err(doing)?;
        let mut child = Command::new("git")
            .arg("-C")
            .arg(self.place())
            .arg("update-index")
            .args(words)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(doing)?;
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(text.as_bytes()).map_err(doing)?;
        }
        match child.wait().map_err(doing)?.success() {
            true => Ok(()),
            false => Err(Error::new(
                Code::Git,
                "git update-index failed; the commit is made, the checkout is behind it.",
                "git update-index 失败; 提交已完成, 但检出的文件落后。",
            )
            .hint("Run `git reset` in the book.", "请在账簿中运行 `git reset`。")),
        }
    }

    /// Finishes the checkout of a writer that was killed.
    pub(super) fn repair(&self, _lock: &Lock) -> Result<()> {
        GitLock::clear_dead(&self.repo.path().join("index"));
        GitLock::clear_dead(&self.branch_file().1);
        let Some(pending) = intent::pending(&self.own_state()) else { return Ok(()) };
        let head = self.head()?;
        if head.tree == pending.old_tree || self.work_dir().is_none() {
            intent::done(&self.own_state());
            return Ok(());
        }
        if let Some(checkout) = self.checkout()? {
            let mut behind = Vec::new();
            for difference in tree::diff(&self.loose()?, pending.old_tree, head.tree)? {
                if checkout.is_behind(&difference)? {
                    behind.push(difference);
                }
            }
            self.bring_in_step(checkout, &behind, Origin::Command)?;
        }
        intent::done(&self.own_state());
        Ok(())
    }
}

impl Checkout {
    /// True when a working file is as the killed writer found it, or already as it wanted it.
    fn is_behind(&self, difference: &Difference) -> Result<bool> {
        let path = safe_path(&self.work_dir, &difference.path)?;
        if let Some(temporary) = temporary(&path) {
            let _ = fs::remove_file(temporary);
        }
        Ok(match fs::read(&path) {
            Ok(bytes) => {
                [difference.old, difference.new].iter().flatten().any(|oid| same_content(&bytes, *oid))
            }
            Err(error) => {
                let may_miss = difference.old.is_none() || difference.new.is_none();
                error.kind() == ErrorKind::NotFound && (may_miss || self.leaves_out(&difference.path, &path))
            }
        })
    }

    /// True when a sparse checkout does without this file.
    fn leaves_out(&self, shown: &str, path: &Path) -> bool {
        match &self.index {
            Some(index) => index.entry(shown).is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0),
            None => !path.parent().is_some_and(Path::exists),
        }
    }
}

/// A path below the checkout that no link leads out of.
pub(super) fn safe_path(work_dir: &Path, path: &str) -> Result<PathBuf> {
    let mut at = work_dir.to_owned();
    for part in path.split('/') {
        at.push(part);
        if fs::symlink_metadata(&at).is_ok_and(|meta| meta.is_symlink()) {
            return Err(Error::new(
                Code::Conflict,
                format!("{path}: a link stands in the way; kehu follows none inside a book."),
                format!("{path}: 路径上有链接; kehu 不跟随账簿内的链接。"),
            )
            .hint("Replace the link by the real file or folder.", "请用真实的文件或文件夹替换该链接。"));
        }
    }
    Ok(at)
}

/// Same bytes, or the same but for Windows line ends that git put there.
fn same_content(bytes: &[u8], oid: Oid) -> bool {
    let is = |bytes: &[u8]| Oid::hash_object(ObjectType::Blob, bytes).is_ok_and(|hash| hash == oid);
    is(bytes) || (bytes.contains(&b'\r') && is(&without_cr(bytes)))
}

fn without_cr(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if !(*byte == b'\r' && bytes.get(at + 1) == Some(&b'\n')) {
            out.push(*byte);
        }
    }
    out
}

fn temporary(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?.to_str()?;
    Some(path.with_file_name(format!(".{name}.kehu-new")))
}

/// Writes a whole file or none.
fn write_file(path: &Path, shown: &str, bytes: &[u8]) -> Result<()> {
    let doing = |e: std::io::Error| Error::io(shown, &e);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(doing)?;
    }
    let temporary = temporary(path).ok_or_else(|| doing(ErrorKind::InvalidFilename.into()))?;
    let written = fault::write("working file draft", &temporary, bytes)
        .and_then(|()| fault::rename("working file", &temporary, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        doing(error)
    })
}

/// Removes a file and the folders it leaves empty.
fn remove_file(work_dir: &Path, path: &Path, shown: &str) -> Result<()> {
    match fault::step("working file away").and_then(|()| fs::remove_file(path)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(Error::io(shown, &error)),
        _ => {}
    }
    let mut folder = path.parent();
    while let Some(at) = folder.filter(|at| *at != work_dir) {
        if fs::remove_dir(at).is_err() {
            break;
        }
        folder = at.parent();
    }
    Ok(())
}

fn dirty(path: &str) -> Error {
    Error::new(
        Code::Dirty,
        format!("{path} has edits that are not saved."),
        format!("{path} 有尚未保存的修改。"),
    )
    .hint(
        format!("Keep them with `kehu save`, or drop them with `git restore --staged --worktree {path}`."),
        format!("用 `kehu save` 保存, 或用 `git restore --staged --worktree {path}` 放弃。"),
    )
}
