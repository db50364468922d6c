//! git's hooks that call this program, and what is staged for a commit.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use git2::Oid;

use super::{Book, git_error};
use crate::error::{Code, Error, Result};

/// The line by which a hook of ours is known.
const MARK: &str = "# Written by `kehu hook install`.";

/// The hooks that git calls after a merge, after a rebase, and after a commit, which may end a merge that had stopped.
const FOLLOWERS: [&str; 3] = ["post-merge", "post-rewrite", "post-commit"];

/// A hook as it is or would be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hook {
    /// `pre-receive`, or one of those of a checkout.
    pub name: &'static str,
    /// Its file.
    pub path: PathBuf,
    /// What became of it.
    pub done: Done,
}

/// What became of a hook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Done {
    /// It was written, or would be.
    Written,
    /// It was there.
    Kept,
    /// It was taken away, or would be.
    Removed,
    /// There was none.
    Absent,
}

impl Done {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Kept => "kept",
            Self::Removed => "removed",
            Self::Absent => "absent",
        }
    }
}

impl Book {
    /// Writes the hooks that fit: `pre-receive` in a bare book, else those of a checkout. None when one is somebody else's.
    pub fn install_hooks(&self, dry: bool) -> Result<Vec<Hook>> {
        let each = |dry| self.fitting().iter().map(|name| self.install_hook(name, dry)).collect();
        // Refused before any is written.
        let would: Result<Vec<Hook>> = each(true);
        if dry { would } else { would.and_then(|_| each(false)) }
    }

    /// Has git call kehu after it brought commits together, unless somebody has hooks of their own there.
    pub(super) fn install_followers(&self) {
        let own = self.repo.config().is_ok_and(|config| config.get_path("core.hooksPath").is_err());
        if own && !self.repo.is_bare() {
            for name in FOLLOWERS {
                // What a pull finds then is found by the next `kehu duplicates` instead.
                let _ = self.install_hook(name, false);
            }
        }
    }

    fn install_hook(&self, name: &'static str, dry: bool) -> Result<Hook> {
        let path = self.hook_place(name);
        let script = script(name);
        let stops = if FOLLOWERS.contains(&name) { " \"$@\"" } else { " || exit 1" };
        let line = format!("{} hook {name}{stops}", shell_word(&program()));
        match fs::read_to_string(&path) {
            Ok(known) if known == script => return Ok(Hook { name, path, done: Done::Kept }),
            Ok(known) if known.lines().any(|line| line.trim() == MARK) => {}
            // Somebody followed the advice below.
            Ok(known) if calls(&known, name) => return Ok(Hook { name, path, done: Done::Kept }),
            Ok(_) => return Err(taken(&path, &line)),
            Err(error)
                if error.kind() == std::io::ErrorKind::NotFound && fs::symlink_metadata(&path).is_err() => {}
            Err(_) => return Err(taken(&path, &line)),
        }
        if !dry {
            let doing = |e: std::io::Error| Error::io(path.display(), &e);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(doing)?;
            }
            let fresh = path.with_file_name(format!(".{name}.kehu-new"));
            fs::write(&fresh, script).map_err(doing)?;
            executable(&fresh).map_err(doing)?;
            fs::rename(&fresh, &path).map_err(doing)?;
        }
        Ok(Hook { name, path, done: Done::Written })
    }

    /// Takes our hooks away; those of somebody else stay.
    pub fn remove_hooks(&self, dry: bool) -> Result<Vec<Hook>> {
        self.fitting().iter().map(|name| self.remove_hook(name, dry)).collect()
    }

    fn remove_hook(&self, name: &'static str, dry: bool) -> Result<Hook> {
        let path = self.hook_place(name);
        let ours = fs::read_to_string(&path).is_ok_and(|text| text.lines().any(|line| line.trim() == MARK));
        if ours && !dry {
            fs::remove_file(&path).map_err(|e| Error::io(path.display(), &e))?;
        }
        Ok(Hook { name, path, done: if ours { Done::Removed } else { Done::Absent } })
    }

    /// Which hooks fit.
    fn fitting(&self) -> &'static [&'static str] {
        match self.repo.is_bare() {
            true => &["pre-receive"],
            false => &["pre-commit", FOLLOWERS[0], FOLLOWERS[1], FOLLOWERS[2]],
        }
    }

    /// Where git looks for a hook.
    fn hook_place(&self, name: &str) -> PathBuf {
        let set = self.repo.config().and_then(|config| config.get_path("core.hooksPath")).ok();
        let folder = match set {
            // git takes a relative one from where it runs hooks.
            Some(folder) if folder.is_relative() => self.place().join(folder),
            Some(folder) => folder,
            None => self.repo.commondir().join("hooks"),
        };
        folder.join(name)
    }

    /// The tree of what is staged. git makes it, since it alone reads every form of its index.
    pub fn staged_tree(&self) -> Result<Oid> {
        let output = Command::new("git").arg("write-tree").current_dir(self.hook_folder()).output();
        let output = output.map_err(|e| Error::io("git", &e))?;
        let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).trim().replace('\n', "; ");
            return Err(Error::new(
                Code::Git,
                format!("git write-tree: {said}."),
                format!("git write-tree: {said}。"),
            ));
        }
        Oid::from_str(&text).map_err(|e| git_error("Reading what is staged", "读取暂存内容", &e))
    }

    /// git names its index relative to where it started the hook.
    fn hook_folder(&self) -> PathBuf {
        match std::env::var_os("GIT_INDEX_FILE") {
            Some(_) => PathBuf::from("."),
            None => self.place().to_owned(),
        }
    }
}

/// True when a script of somebody's calls us.
fn calls(script: &str, name: &str) -> bool {
    let call = format!("hook {name}");
    script
        .lines()
        .map(str::trim)
        .any(|line| !line.starts_with('#') && line.contains("kehu") && line.contains(&call))
}

/// This program, as a script calls it.
pub(super) fn program() -> String {
    std::env::current_exe()
        .ok()
        .and_then(|path| path.to_str().map(str::to_owned))
        .unwrap_or_else(|| "kehu".to_owned())
}

/// A text as one word of a shell.
pub(super) fn shell_word(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

fn script(name: &str) -> String {
    let program = shell_word(&program());
    format!(
        "#!/bin/sh\n{MARK}\nkehu={program}\n[ -x \"$kehu\" ] || kehu=kehu\nexec \"$kehu\" hook {name} \"$@\"\n"
    )
}

#[cfg(unix)]
fn executable(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))
}

#[cfg(not(unix))]
fn executable(_path: &Path) -> std::io::Result<()> {
    Ok(())
}

fn taken(path: &Path, line: &str) -> Error {
    let path = path.display();
    Error::new(
        Code::Exists,
        format!("{path} is a hook of somebody else's and stays as it is."),
        format!("{path} 是他人的钩子, 保持不变。"),
    )
    .hint(format!("Add this line to it:\n{line}"), format!("请在其中加入此行:\n{line}"))
}
