//! A merge, a rebase or the like that git has begun and not ended.

use git2::RepositoryState;

use super::Book;
use crate::error::{Code, Error, Result};

/// What git has under way: a commit beside it would take its work over, or move HEAD under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Halfway {
    /// git's word for it.
    pub doing: &'static str,
    /// The command that ends it.
    pub finish: String,
    /// The command that gives it up.
    pub drop: String,
}

impl Halfway {
    /// The error for what waits until git is done.
    pub fn refused(&self) -> Error {
        let Self { doing, finish, drop } = self;
        Error::new(
            Code::Conflict,
            format!("A git {doing} is under way in this book."),
            format!("此账簿中有尚未完成的 git {doing}。"),
        )
        .hint(
            format!("Finish it (`{finish}`) or drop it (`{drop}`)."),
            format!("请先完成 (`{finish}`) 或放弃 (`{drop}`)。"),
        )
    }
}

impl Book {
    /// The git command that is under way.
    pub fn halfway(&self) -> Option<Halfway> {
        let doing = match self.repo.state() {
            RepositoryState::Clean | RepositoryState::Bisect => return None,
            RepositoryState::Merge => "merge",
            RepositoryState::Revert | RepositoryState::RevertSequence => "revert",
            RepositoryState::CherryPick | RepositoryState::CherryPickSequence => "cherry-pick",
            RepositoryState::ApplyMailbox => "am",
            _ => "rebase",
        };
        let command = |how: &str| format!("git {doing} --{how}");
        Some(Halfway { doing, finish: command("continue"), drop: command("abort") })
    }

    /// Refuses while git itself has a merge, a rebase or the like under way.
    pub fn refuse_halfway(&self) -> Result<()> {
        self.halfway().map_or(Ok(()), |halfway| Err(halfway.refused()))
    }
}
