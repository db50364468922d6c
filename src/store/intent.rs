//! What a writer was about to do to the checkout, so that the next command can finish it
//! when the process was killed between moving the branch and writing the files (law 3).

use std::fs;
use std::path::{Path, PathBuf};

use git2::Oid;

use super::fault;
use crate::error::{Error, Result};

/// A commit whose files may not be in the checkout yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Intent {
    /// Tree before.
    pub old_tree: Option<Oid>,
    /// Commit after.
    pub commit: Oid,
}

fn path(state: &Path) -> PathBuf {
    state.join("intent")
}

/// Notes an intent before the branch moves.
pub fn note(state: &Path, intent: Intent) -> Result<()> {
    let old = intent.old_tree.map_or("-".to_owned(), |oid| oid.to_string());
    let text = format!("{old} {}\n", intent.commit);
    fs::create_dir_all(state)
        .and_then(|()| fault::write("intent", &path(state), text))
        .map_err(|e| Error::io("Noting the change", &e))
}

/// The intent left by a writer that did not finish, if any.
pub fn pending(state: &Path) -> Option<Intent> {
    let text = fs::read_to_string(path(state)).ok()?;
    let (old, commit) = text.trim().split_once(' ')?;
    Some(Intent { old_tree: Oid::from_str(old).ok(), commit: Oid::from_str(commit).ok()? })
}

/// The intent is done.
pub fn done(state: &Path) {
    let _ = fault::step("intent done").and_then(|()| fs::remove_file(path(state)));
}
