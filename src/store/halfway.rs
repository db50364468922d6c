//! A merge, a rebase or the like that git has begun and not ended.

use git2::RepositoryState;

use super::Book;
use crate::error::{Code, Error, Result};

impl Book {
    /// The git command that is under way: a commit beside it would take its work over, or move HEAD under it.
    pub fn halfway(&self) -> Option<&'static str> {
        match self.repo.state() {
            RepositoryState::Clean | RepositoryState::Bisect => None,
            RepositoryState::Merge => Some("merge"),
            RepositoryState::Revert | RepositoryState::RevertSequence => Some("revert"),
            RepositoryState::CherryPick | RepositoryState::CherryPickSequence => Some("cherry-pick"),
            RepositoryState::ApplyMailbox => Some("am"),
            _ => Some("rebase"),
        }
    }

    /// Refuses while git itself has a merge, a rebase or the like under way.
    pub fn refuse_halfway(&self) -> Result<()> {
        let Some(doing) = self.halfway() else { return Ok(()) };
        Err(Error::new(
            Code::Conflict,
            format!("A git {doing} is under way in this book."),
            format!("此账簿中有尚未完成的 git {doing}。"),
        )
        .hint(
            format!("Finish it (`git {doing} --continue`) or drop it (`git {doing} --abort`)."),
            format!("请先完成 (`git {doing} --continue`) 或放弃 (`git {doing} --abort`)。"),
        ))
    }
}
