//! A sparse index of git's, which libgit2 cannot read: the git program changes it.

use std::io::Write as _;
use std::process::{Command, Stdio};

use git2::Oid;

use super::git_index::Entered;
use super::{Book, fault};
use crate::error::{Code, Error, Result};

impl Book {
    /// Puts entries into git's index by the git program. Those left out of the checkout are marked so again.
    pub(super) fn update_by_git(&self, entered: &[Entered<'_>]) -> Result<()> {
        let lines = entered.iter().map(|Entered { shift, .. }| match shift.new {
            Some((mode, oid)) => format!("{mode:o} {oid}\t{}\n", shift.path),
            None => format!("0 {}\t{}\n", Oid::ZERO_SHA1, shift.path),
        });
        self.update_index(&["--index-info"], lines)?;
        let skipped = entered.iter().filter(|one| one.skipped && one.shift.new.is_some());
        self.update_index(&["--skip-worktree", "--stdin"], skipped.map(|one| format!("{}\n", one.shift.path)))
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
}
