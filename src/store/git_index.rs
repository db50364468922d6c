//! git's index of a checkout, changed under git's own lock file.

use std::fs::{self, Metadata};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::{Index, IndexEntry, IndexTime};

use super::git_lock::GitLock;
use super::shift::Shift;
use super::{fault, git_error};
use crate::error::{Error, Result};

/// Bit of an index entry's extended flags for files left out of a sparse checkout.
pub(super) const SKIP_WORKTREE: u16 = 1 << 14;

/// What is to be noted of a path after a commit.
pub(super) struct Entered<'a> {
    /// What the commit changed.
    pub shift: &'a Shift,
    /// The working file's, when it is there.
    pub meta: Option<Metadata>,
    /// True when the checkout does without it.
    pub skipped: bool,
}

/// git's index, ours to write until dropped.
pub(super) struct GitIndex {
    _lock: GitLock,
    path: PathBuf,
    draft: PathBuf,
    index: Index,
}

impl GitIndex {
    /// Takes git's lock of the index and reads it; `None` when it is a sparse one, which libgit2 cannot read. The caller
    /// holds the book's lock.
    pub fn lock(git_dir: &Path, state: &Path) -> Result<Option<Self>> {
        let path = git_dir.join("index");
        let lock = GitLock::take(&path, state)?;
        let draft = state.join("index.new");
        // What a killed writer left: libgit2's own lock of the draft.
        let _ = fs::remove_file(draft.with_extension("new.lock"));
        match fault::step("git index draft").and_then(|()| fs::copy(&path, &draft)) {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let _ = fs::remove_file(&draft);
            }
            other => other.map(drop).map_err(|e| Error::io("Reading git's index", &e))?,
        }
        match Index::open(&draft) {
            Ok(index) => Ok(Some(Self { _lock: lock, path, draft, index })),
            Err(error) if error.class() == git2::ErrorClass::Index => Ok(None),
            Err(error) => Err(git_error("Reading git's index", "读取 git 索引", &error)),
        }
    }

    /// What git has noted of a file.
    pub fn entry(&self, path: &str) -> Option<IndexEntry> {
        self.index.get_path(Path::new(path), 0)
    }

    /// Puts entries as they are after a commit.
    pub fn update(mut self, entered: &[Entered<'_>]) -> Result<()> {
        let wrong = |e: git2::Error| git_error("Writing git's index", "写入 git 索引", &e);
        for one in entered {
            put(&mut self.index, one).map_err(wrong)?;
        }
        let doing = |e: std::io::Error| Error::io("Writing git's index", &e);
        fault::step("git index write").map_err(doing)?;
        self.index.write().map_err(wrong)?;
        fault::rename("git index", &self.draft, &self.path).map_err(doing)
    }
}

fn put(index: &mut Index, entered: &Entered<'_>) -> std::result::Result<(), git2::Error> {
    let Entered { shift, meta, skipped } = entered;
    let Some((mode, id)) = shift.new else {
        return match index.remove_path(Path::new(&shift.path)) {
            Err(error) if error.code() != git2::ErrorCode::NotFound => Err(error),
            _ => Ok(()),
        };
    };
    let mut entry = IndexEntry {
        ctime: IndexTime::new(0, 0),
        mtime: IndexTime::new(0, 0),
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: if *skipped { SKIP_WORKTREE } else { 0 },
        path: shift.path.clone().into_bytes(),
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
