//! What a commit changes in a checkout: files, links and submodules, each with its mode.

use git2::Oid;

use super::commit::is_inside;
use super::objects::Objects;
use super::tree::{self, Entry, FILE};
use crate::error::{Code, Error, Result, quoted};

/// Mode of a file that may be run.
pub const PROGRAM: u32 = 0o100_755;
/// Mode of a symbolic link.
pub const LINK: u32 = 0o120_000;
/// Mode of a submodule.
pub const MODULE: u32 = 0o160_000;

/// What stands at a path of a tree: its mode and its object.
pub type Stood = (u32, Oid);

/// One entry, no folder, that differs between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Path with slashes.
    pub path: String,
    /// Before.
    pub old: Option<Stood>,
    /// After.
    pub new: Option<Stood>,
}

impl Shift {
    /// True when either side has this mode.
    pub fn has(&self, mode: u32) -> bool {
        [self.old, self.new].iter().flatten().any(|stood| stood.0 == mode)
    }
}

/// Entries that differ, in the order of [`sort`]. Refuses names that lead out of the book: git's own check of them comes
/// too late for files that are written here.
pub fn shifts(objects: &dyn Objects, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<Shift>> {
    let mut found = Vec::new();
    let mut outside = None;
    tree::diff_entries(objects, old, new, "", &|_| true, &mut |path, old, new| {
        let (old, new) = (stood(old), stood(new));
        if old == new {
            return;
        }
        if is_inside(path) {
            found.push(Shift { path: path.to_owned(), old, new });
        } else if new.is_some() {
            outside = Some(path.to_owned());
        }
    })?;
    if let Some(path) = outside {
        return Err(leads_out(&path));
    }
    sort(&mut found);
    Ok(found)
}

/// What goes away comes first: a file makes way for a folder of its name, a folder for a file.
pub fn sort(shifts: &mut [Shift]) {
    shifts.sort_by_key(|shift| shift.new.is_some());
}

/// What an entry is, when it is no folder. The mode is one of the few that git's index knows; old gits wrote others.
pub(super) fn stood(entry: Option<Entry<'_>>) -> Option<Stood> {
    let entry = entry.filter(|entry| !entry.is_folder())?;
    let mode = match entry.mode {
        mode if !entry.is_file() => mode,
        mode if mode & 0o100 != 0 => PROGRAM,
        _ => FILE,
    };
    Some((mode, entry.oid))
}

fn leads_out(path: &str) -> Error {
    let path = quoted(path);
    Error::new(
        Code::BadValue,
        format!("{path} is no path inside the book."),
        format!("{path} 不是账簿内的路径。"),
    )
    .hint(
        "Nothing was taken in. Whoever pushed it takes it out of the branch; `git log` tells who.",
        "没有取入任何内容。请让推送者从分支中去掉它; `git log` 可查看是谁。",
    )
}
