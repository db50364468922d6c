//! While a push is judged, git keeps what came in a folder of its own; a hook sees it, libgit2 has to be told.

use std::path::{Path, PathBuf};

use git2::Repository;

use super::git_error;
use crate::error::Result;

/// Where git says the folder is.
const PLACE: &str = "GIT_QUARANTINE_PATH";

/// Opens a repository by its git directory.
pub(super) fn open(git_dir: &Path) -> Result<Repository> {
    let repo = Repository::open(git_dir).map_err(|e| git_error("Opening the repository", "打开仓库", &e))?;
    seen(repo)
}

/// A repository that sees the objects of the push under way, when this is a hook of its own.
pub(super) fn seen(repo: Repository) -> Result<Repository> {
    if let Some(place) = place(&repo)
        && let Some(place) = place.to_str()
    {
        let added = repo.odb().and_then(|odb| odb.add_disk_alternate(place));
        added.map_err(|e| git_error("Reading what is pushed", "读取推送的内容", &e))?;
    }
    Ok(repo)
}

/// The folder of the push under way. A variable left over from somewhere else is none of this repository's.
pub(super) fn place(repo: &Repository) -> Option<PathBuf> {
    let place = Path::new(&std::env::var_os(PLACE)?).canonicalize().ok()?;
    let objects = repo.commondir().join("objects").canonicalize().ok()?;
    place.starts_with(&objects).then_some(place)
}
