//! Named steps of a write at which a test may let the process die, or the step fail. A release build has none of it.
//!
//! `KEHU_FAULT=HOW:N` strikes at the N-th step the process passes: `kill` dies before it, `torn` dies in the middle of what
//! it writes, `full` lets it and all later ones fail as a full disk does, `denied` lets this one alone fail for want of
//! rights. `KEHU_FAULT_LOG=FILE` notes the steps passed, a line each.

use std::path::Path;

#[cfg(not(debug_assertions))]
mod on {
    /// Passes a step.
    #[inline]
    pub fn step(_name: &str) -> std::io::Result<()> {
        Ok(())
    }

    /// True when the process is to die in the middle of this.
    #[inline]
    pub fn tears(_name: &str) -> std::io::Result<bool> {
        Ok(false)
    }
}

#[cfg(debug_assertions)]
mod on {
    use std::fs::File;
    use std::io::{Error, ErrorKind, Result, Write as _};
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// What strikes, and when.
    struct Plan {
        how: String,
        at: usize,
        log: Option<String>,
    }

    fn plan() -> Option<&'static Plan> {
        static PLAN: OnceLock<Option<Plan>> = OnceLock::new();
        let read = || {
            let log = std::env::var("KEHU_FAULT_LOG").ok();
            let told = std::env::var("KEHU_FAULT").ok();
            let told = told.as_deref().and_then(|told| told.split_once(':'));
            let struck = told.and_then(|(how, at)| Some((how.to_owned(), at.parse().ok()?)));
            if struck.is_none() && log.is_none() {
                return None;
            }
            let (how, at) = struck.unwrap_or_default();
            Some(Plan { how, at, log })
        };
        PLAN.get_or_init(read).as_ref()
    }

    /// Passes a step.
    pub fn step(name: &str) -> Result<()> {
        if tears(name)? {
            std::process::abort();
        }
        Ok(())
    }

    /// True when the process is to die in the middle of this.
    pub fn tears(name: &str) -> Result<bool> {
        static PASSED: AtomicUsize = AtomicUsize::new(0);
        let Some(plan) = plan() else { return Ok(false) };
        let number = PASSED.fetch_add(1, Ordering::SeqCst) + 1;
        if let Some(log) = &plan.log {
            let file = File::options().append(true).create(true).open(log);
            let _ = file.and_then(|mut file| file.write_all(format!("{name}\n").as_bytes()));
        }
        match (plan.how.as_str(), number.cmp(&plan.at)) {
            ("kill", std::cmp::Ordering::Equal) => std::process::abort(),
            ("torn", std::cmp::Ordering::Equal) => Ok(true),
            ("full", order) if plan.at > 0 && order.is_ge() => Err(ErrorKind::StorageFull.into()),
            ("denied", std::cmp::Ordering::Equal) => Err(Error::from(ErrorKind::PermissionDenied)),
            _ => Ok(false),
        }
    }
}

pub(super) use on::step;

/// Writes a file, as a step.
pub(super) fn write(name: &str, path: &Path, bytes: impl AsRef<[u8]>) -> std::io::Result<()> {
    let bytes = bytes.as_ref();
    if on::tears(name)? {
        let _ = std::fs::write(path, &bytes[..bytes.len() / 2]);
        std::process::abort();
    }
    std::fs::write(path, bytes)
}

/// Renames a file, as a step.
pub(super) fn rename(name: &str, from: &Path, to: &Path) -> std::io::Result<()> {
    step(name)?;
    std::fs::rename(from, to)
}
