//! The book on disk: git objects, the branch, the checkout, locks and projections.
//!
//! The only folder that knows git2, writes files, and starts programs.

pub mod arrivals;
mod branch;
pub mod change;
pub mod changes;
pub mod commit;
mod deflate;
pub mod driver;
pub mod editor;
mod fault;
pub mod files;
pub mod folders;
mod git_index;
mod git_lock;
mod groups;
mod halfway;
pub mod history;
pub mod hooks;
pub mod init;
mod intent;
mod lock;
mod loose_files;
pub mod merge;
pub mod new_folder;
pub mod objects;
mod on_disk;
pub mod pack;
mod packed_files;
pub mod proof;
mod quarantine;
pub mod remote;
pub mod review;
pub mod search;
mod shift;
pub mod sign;
pub mod signature;
pub mod snapshot;
mod sparse_index;
pub mod status;
pub mod tables;
pub mod tree;
mod vetted;
mod worktree;

use std::path::{Path, PathBuf};

use git2::Repository;

use crate::error::{Code, Error, Result};

pub use change::{Change, Message};
pub use git2::Oid as BlobId;
pub use lock::Lock;
pub use loose_files::MOST as MOST_BYTES;
pub use snapshot::Snapshot;

/// A book: a git repository with `kehu.toml` at its root.
pub struct Book {
    repo: Repository,
    /// Folder for locks and projections below the git directory, never committed.
    state: PathBuf,
    trees: objects::TreeCache,
}

impl Book {
    /// Opens the book that holds a folder, looking upward as git does.
    pub fn discover(dir: &Path) -> Result<Self> {
        fast_objects();
        let repo = Repository::discover(dir).map_err(|error| match error.code() {
            git2::ErrorCode::NotFound => not_a_repository(dir),
            git2::ErrorCode::Owner => Error::new(
                Code::Git,
                format!("{} belongs to somebody else, so git will not use it.", dir.display()),
                format!("{} 属于他人, git 不会使用它。", dir.display()),
            )
            .hint(
                format!("If you trust it: git config --global --add safe.directory {}", dir.display()),
                format!("如果信任它: git config --global --add safe.directory {}", dir.display()),
            ),
            _ => git_error("Opening the repository", "打开仓库", &error),
        })?;
        Ok(Self::of(quarantine::seen(repo)?))
    }

    fn of(repo: Repository) -> Self {
        let state = repo.commondir().join("kehu");
        Self { repo, state, trees: objects::TreeCache::default() }
    }

    /// The git directory.
    pub fn git_dir(&self) -> &Path {
        self.repo.path()
    }

    /// The checkout; none in a bare book.
    pub fn work_dir(&self) -> Option<&Path> {
        self.repo.workdir()
    }

    /// Where locks and projections live.
    pub fn state_dir(&self) -> &Path {
        &self.state
    }

    /// Where this checkout's own state lives; linked checkouts have one each.
    fn own_state(&self) -> PathBuf {
        self.repo.path().join("kehu")
    }

    /// The folder a person would name: the checkout, or the bare repository.
    pub fn place(&self) -> &Path {
        self.repo.workdir().unwrap_or_else(|| self.repo.path())
    }
}

/// Packed objects carry checksums; hashing each again on every read doubles its cost and finds only what `git fsck`
/// finds. Those with files of their own are checked by `loose_files.rs`.
fn fast_objects() {
    git2::opts::strict_hash_verification(false);
    git2::opts::strict_object_creation(false);
}

fn not_a_repository(dir: &Path) -> Error {
    Error::new(
        Code::NotABook,
        format!("{} is not in a git repository, so there is no book here.", dir.display()),
        format!("{} 不在 git 仓库中, 这里没有账簿。", dir.display()),
    )
    .hint(
        "Make one with `kehu init DIR`, or name one with `-C DIR`.",
        "用 `kehu init 目录` 新建, 或用 `-C 目录` 指定。",
    )
}

/// The error for something git refused; full disks and missing rights are told apart.
pub(crate) fn git_error(doing_en: &str, doing_zh: &str, error: &git2::Error) -> Error {
    let text = error.message();
    let os = [
        ("No space left", std::io::ErrorKind::StorageFull),
        ("Read-only file system", std::io::ErrorKind::ReadOnlyFilesystem),
        ("Permission denied", std::io::ErrorKind::PermissionDenied),
    ];
    if let Some((_, kind)) = os.iter().find(|(words, _)| text.contains(words)) {
        return Error::io(doing_en, &std::io::Error::from(*kind));
    }
    Error::new(Code::Git, format!("{doing_en}: {text}."), format!("{doing_zh}: {text}。"))
}
