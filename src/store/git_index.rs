//! git's index of a checkout, changed under git's own lock file.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{Index, IndexEntry, IndexTime};

use super::git_error;
use super::git_lock::GitLock;
use super::tree::{Difference, FILE};
use crate::error::{Error, Result};

/// Bit of an index entry's extended flags for files left out of a sparse checkout.
pub(super) const SKIP_WORKTREE: u16 = 1 << 14;
/// git's index, ours to write until dropped.
pub(super) struct GitIndex {
    _lock: GitLock,
    index: PathBuf,
    draft: PathBuf,
}

impl GitIndex {
    /// Takes git's lock of the index; the caller holds the book's lock.
    pub fn lock(git_dir: &Path, state: &Path) -> Result<Self> {
        let index = git_dir.join("index");
        Ok(Self { _lock: GitLock::take(&index, state)?, index, draft: state.join("index.new") })
    }

    /// Puts files as they are after a commit; `Metadata` is the working file's, when it is there.
    pub fn update<'a>(
        &self,
        files: impl Iterator<Item = (&'a Difference, Option<&'a Metadata>)>,
    ) -> Result<()> {
        let doing = |e: std::io::Error| Error::io("Writing git's index", &e);
        let wrong = |e: git2::Error| git_error("Writing git's index", "写入 git 索引", &e);
        // What a killed writer left, libgit2's own lock of the draft included.
        let _ = fs::remove_file(self.draft.with_extension("new.lock"));
        match fs::copy(&self.index, &self.draft) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let _ = fs::remove_file(&self.draft);
            }
            other => other.map(drop).map_err(doing)?,
        }
        let mut index = Index::open(&self.draft).map_err(wrong)?;
        for (difference, meta) in files {
            put(&mut index, difference, meta).map_err(wrong)?;
        }
        index.write().map_err(wrong)?;
        fs::rename(&self.draft, &self.index).map_err(doing)
    }
}

fn put(
    index: &mut Index,
    difference: &Difference,
    meta: Option<&Metadata>,
) -> std::result::Result<(), git2::Error> {
    let path = Path::new(&difference.path);
    let Some(oid) = difference.new else {
        return match index.remove_path(path) {
            Err(error) if error.code() != git2::ErrorCode::NotFound => Err(error),
            _ => Ok(()),
        };
    };
    let known = index.get_path(path, 0);
    let mut entry = IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode: known.as_ref().map_or(FILE, |entry| entry.mode),
        uid: 0,
        gid: 0,
        file_size: 0,
        id: oid,
        flags: 0,
        flags_extended: known.map_or(0, |entry| entry.flags_extended & SKIP_WORKTREE),
        path: difference.path.clone().into_bytes(),
    };
    if let Some(meta) = meta {
        fill_stat(&mut entry, meta);
    }
    index.add(&entry)
}

/// What `git status` compares, so that it need not read the file again.
#[cfg(unix)]
fn fill_stat(entry: &mut IndexEntry, meta: &Metadata) {
    use std::os::unix::fs::MetadataExt as _;
    let low = |number: u64| (number & u64::from(u32::MAX)) as u32;
    let time = |seconds: i64, nanoseconds: i64| {
        IndexTime::new(i32::try_from(seconds).unwrap_or(0), u32::try_from(nanoseconds).unwrap_or(0))
    };
    entry.ctime = time(meta.ctime(), meta.ctime_nsec());
    entry.mtime = time(meta.mtime(), meta.mtime_nsec());
    entry.dev = low(meta.dev());
    entry.ino = low(meta.ino());
    entry.uid = meta.uid();
    entry.gid = meta.gid();
    entry.file_size = low(meta.size());
}

#[cfg(not(unix))]
fn fill_stat(entry: &mut IndexEntry, meta: &Metadata) {
    entry.file_size = (meta.len() & u64::from(u32::MAX)) as u32;
}
