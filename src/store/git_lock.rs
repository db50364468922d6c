//! git's own lock files (`index.lock`, `refs/heads/main.lock`), taken so that a killed writer's are known.
//!
//! libgit2's lock files look like git's, so what a killed kehu left could not be told from a git that is at work. Ours say
//! whose they are: the writer that holds the book's lock removes them, and waits a bounded time for anybody else's.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::fault;
use crate::error::{Code, Error, Result};

/// What our lock files hold.
const MARK: &[u8] = b"kehu\n";
/// How long to wait for a git that is at work.
const WAIT: Duration = Duration::from_secs(3);

/// The right to replace one of git's files, until dropped.
pub(super) struct GitLock(PathBuf);

impl GitLock {
    /// Takes the lock of a file. The caller holds the book's lock, so a lock file of ours is a dead writer's.
    pub fn take(file: &Path, state: &Path) -> Result<Self> {
        let path = lock_of(file);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|e| Error::io(folder.display(), &e))?;
        }
        let start = Instant::now();
        loop {
            match create(&path, &state.join("git.lock")) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(Error::io(path.display(), &error));
                }
                Err(_) if fs::read(&path).is_ok_and(|bytes| bytes == MARK) => {
                    let _ = fs::remove_file(&path);
                }
                Err(_) if start.elapsed() >= WAIT => return Err(busy(&path)),
                Err(_) => sleep(Duration::from_millis(10)),
            }
        }
    }
}

impl GitLock {
    /// Removes the lock of a file when a dead writer of ours left it. The caller holds the book's lock.
    pub fn clear_dead(file: &Path) {
        let path = lock_of(file);
        if fs::read(&path).is_ok_and(|bytes| bytes == MARK) {
            let _ = fs::remove_file(path);
        }
    }
}

fn lock_of(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".lock");
    PathBuf::from(name)
}

impl Drop for GitLock {
    fn drop(&mut self) {
        let _ = fault::step("git unlock");
        let _ = fs::remove_file(&self.0);
    }
}

/// Makes the lock file with our mark in it in one step: a link to a marked file, where the file system has links.
fn create(lock: &Path, mark: &Path) -> std::io::Result<()> {
    if fs::read(mark).ok().as_deref() != Some(MARK) {
        if let Some(folder) = mark.parent() {
            fs::create_dir_all(folder)?;
        }
        fault::write("lock mark", mark, MARK)?;
    }
    match fault::step("git lock").and_then(|()| fs::hard_link(mark, lock)) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => {
            File::options().write(true).create_new(true).open(lock)?.write_all(MARK)
        }
        done => done,
    }
}

fn busy(lock: &Path) -> Error {
    let lock = lock.display();
    Error::new(Code::Locked, format!("git is at work here ({lock})."), format!("git 正在写入 ({lock})。"))
        .hint(
            "Wait until that git command ends; if none runs, remove the file. Then run this again.",
            "请等该 git 命令结束; 如没有 git 在运行, 请删除该文件。然后重试。",
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dead_writers_lock_is_taken_over_and_gits_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("refs/heads/main");
        let dead = GitLock::take(&file, folder.path()).unwrap();
        std::mem::forget(dead);
        drop(GitLock::take(&file, folder.path()).unwrap());
        let lock = folder.path().join("refs/heads/main.lock");
        assert!(!lock.exists());
        fs::write(&lock, "").unwrap();
        assert_eq!(GitLock::take(&file, folder.path()).err().map(|error| error.code), Some(Code::Locked));
        assert!(lock.exists());
    }
}
