//! One writer at a time. The lock is the operating system's, so a killed process leaves none.

use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::fault;
use crate::error::{Code, Error, Result};

/// How long a writer waits for another.
const WAIT: Duration = Duration::from_secs(20);

/// The right to change the book, held until dropped.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes the lock `name` in a folder, waiting a bounded time; says who holds it otherwise.
    pub fn take(folder: &Path, name: &str, verb: &str) -> Result<Self> {
        Self::take_within(folder, name, verb, WAIT)
    }

    /// The same with a given patience.
    pub fn take_within(folder: &Path, name: &str, verb: &str, wait: Duration) -> Result<Self> {
        let path = folder.join(name);
        let doing = |e: &std::io::Error| Error::io(format!("Locking the book ({})", path.display()), e);
        fs::create_dir_all(folder).map_err(|e| doing(&e))?;
        let mut file = File::options()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(&path)
            .map_err(|e| doing(&e))?;
        fault::step("lock").map_err(|e| doing(&e))?;
        let start = Instant::now();
        let mut pause = Duration::from_micros(500);
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::Error(error)) => return Err(doing(&error)),
                Err(TryLockError::WouldBlock) if start.elapsed() >= wait => {
                    let mut holder = String::new();
                    let _ = file.read_to_string(&mut holder);
                    return Err(busy(holder.trim(), wait));
                }
                Err(TryLockError::WouldBlock) => sleep(pause),
            }
            pause = (pause * 2).min(Duration::from_millis(8));
        }
        let note = format!("kehu {verb} (process {})\n", std::process::id());
        // The note is for people only; a full disk must not stop anyone here.
        let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| file.write_all(note.as_bytes()));
        Ok(Self { _file: file })
    }
}

fn busy(holder: &str, wait: Duration) -> Error {
    let holder = if holder.is_empty() { "another process" } else { holder };
    let seconds = wait.as_secs();
    Error::new(
        Code::Locked,
        format!("The book is being written by {holder}; waited {seconds} s."),
        format!("账簿正被 {holder} 写入; 已等待 {seconds} 秒。"),
    )
    .hint("Nothing was changed; run the command again.", "没有任何改动; 请稍后重试。")
}
