//! Git trees as bytes: look-up, update and difference without going through libgit2's
//! objects, which cost fifty times more at a hundred thousand records.

use std::cmp::Ordering;
use std::sync::Arc;

use git2::Oid;

use super::objects::Objects;
use super::shift::{Stood, stood};
use crate::error::{Code, Error, Result};

/// Mode of a folder.
pub const FOLDER: u32 = 0o040_000;
/// Mode of a plain file.
pub const FILE: u32 = 0o100_644;

/// One entry of a tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Mode as git writes it.
    pub mode: u32,
    /// Name, bytes as they are.
    pub name: &'a [u8],
    /// Object.
    pub oid: Oid,
}

impl Entry<'_> {
    /// True for folders.
    pub fn is_folder(&self) -> bool {
        self.mode == FOLDER
    }

    /// True for plain files; links and submodules are neither.
    pub fn is_file(&self) -> bool {
        self.mode & 0o170_000 == 0o100_000
    }
}

/// Reads the entries of a tree object.
pub struct Entries<'a> {
    rest: &'a [u8],
}

/// The entries of a tree object's bytes; stops at damage.
pub fn entries(data: &[u8]) -> Entries<'_> {
    Entries { rest: data }
}

impl<'a> Iterator for Entries<'a> {
    type Item = Entry<'a>;

    fn next(&mut self) -> Option<Entry<'a>> {
        let (mode, after) = mode(self.rest)?;
        let end = after.iter().position(|b| *b == 0)?;
        let oid = Oid::from_bytes(after.get(end + 1..end + 21)?).ok()?;
        self.rest = &after[end + 21..];
        Some(Entry { mode, name: &after[..end], oid })
    }
}

/// The mode at the start of an entry, and what follows its space.
fn mode(rest: &[u8]) -> Option<(u32, &[u8])> {
    // Nearly every entry is one of these.
    if let Some(after) = rest.strip_prefix(b"100644 ") {
        return Some((FILE, after));
    }
    if let Some(after) = rest.strip_prefix(b"40000 ") {
        return Some((FOLDER, after));
    }
    let space = rest.iter().position(|b| *b == b' ')?;
    let digit = |mode, b: &u8| b.is_ascii_digit().then(|| (mode << 3) | u32::from(b - b'0'));
    Some((rest[..space].iter().try_fold(0u32, digit)?, &rest[space + 1..]))
}

/// The object at a path below a tree.
pub fn find(objects: &dyn Objects, root: Oid, path: &str) -> Result<Option<(u32, Oid)>> {
    let mut at = (FOLDER, root);
    for part in path.split('/') {
        if at.0 != FOLDER {
            return Ok(None);
        }
        let data = objects.tree(at.1)?;
        match entries(&data).find(|entry| entry.name == part.as_bytes()) {
            Some(entry) => at = (entry.mode, entry.oid),
            None => return Ok(None),
        }
    }
    Ok(Some(at))
}

/// The entries of one tree by name: gone through anew for a few look-ups, sorted for many.
struct Named<'a> {
    data: &'a [u8],
    known: Option<Vec<Entry<'a>>>,
}

impl<'a> Named<'a> {
    fn of(data: &'a [u8], lookups: usize) -> Self {
        let known = (lookups > 16).then(|| {
            // Nearly in order already: git sorts folders a little differently.
            let mut known: Vec<Entry<'a>> = entries(data).collect();
            known.sort_unstable_by_key(|entry| entry.name);
            known
        });
        Self { data, known }
    }

    fn get(&self, name: &str) -> Option<Entry<'a>> {
        match &self.known {
            Some(known) => {
                let at = known.binary_search_by_key(&name.as_bytes(), |entry| entry.name).ok()?;
                Some(known[at])
            }
            None => entries(self.data).find(|entry| entry.name == name.as_bytes()),
        }
    }
}

/// The objects at many sorted paths below a tree; each folder is gone through once.
pub fn find_each(
    objects: &dyn Objects,
    root: Oid,
    paths: &[&str],
    found: &mut Vec<Option<(u32, Oid)>>,
) -> Result<()> {
    let data = objects.tree(root)?;
    let named = Named::of(&data, paths.len());
    let mut rest = paths;
    while let Some(path) = rest.first() {
        let (name, below) = path.split_once('/').map_or((*path, None), |(name, below)| (name, Some(below)));
        let entry = named.get(name);
        if below.is_none() {
            found.push(entry.map(|entry| (entry.mode, entry.oid)));
            rest = &rest[1..];
            continue;
        }
        let inner: Vec<&str> =
            rest.iter().map_while(|path| path.strip_prefix(name)?.strip_prefix('/')).collect();
        match entry.filter(Entry::is_folder) {
            Some(entry) => find_each(objects, entry.oid, &inner, found)?,
            None => found.resize(found.len() + inner.len(), None),
        }
        rest = &rest[inner.len()..];
    }
    Ok(())
}

/// A file to put at a path, or `None` to take it away. Sorted by path when given to [`update`].
pub type Edit<'a> = (&'a str, Option<Oid>);

/// The tree `base` with edits applied; new trees are written to `objects`. `None` when empty. What stood at each path
/// before is added to `before`, edit by edit.
pub fn update(
    objects: &mut dyn Objects,
    base: Option<Oid>,
    edits: &[Edit<'_>],
    before: &mut Vec<Option<Stood>>,
) -> Result<Option<Oid>> {
    let data = match base {
        Some(oid) => objects.tree(oid)?,
        None => Arc::default(),
    };
    let mut old = entries(&data).peekable();
    let mut out = Vec::with_capacity(data.len() + edits.len() * 40);
    // New entries wait here, since `a` the folder sorts after `a.b` the file.
    let mut fresh: Vec<(Vec<u8>, u32, Oid)> = Vec::new();
    let mut gone: Vec<&[u8]> = Vec::new();
    let named = Named::of(&data, edits.len());
    let mut rest = edits;
    while let Some((path, oid)) = rest.first() {
        let (name, below) = path.split_once('/').map_or((*path, None), |(name, below)| (name, Some(below)));
        let existing = named.get(name);
        gone.push(name.as_bytes());
        if below.is_none() {
            before.push(stood(existing));
            if let Some(oid) = oid {
                if existing.is_some_and(|entry| entry.is_folder()) {
                    return Err(in_the_way(name));
                }
                let mode = existing.filter(Entry::is_file).map_or(FILE, |entry| entry.mode);
                fresh.push((name.as_bytes().to_vec(), mode, *oid));
            }
            rest = &rest[1..];
            continue;
        }
        let count = rest
            .iter()
            .take_while(|(path, _)| path.strip_prefix(name).is_some_and(|tail| tail.starts_with('/')))
            .count();
        let inner: Vec<Edit<'_>> =
            rest[..count].iter().map(|(path, oid)| (&path[name.len() + 1..], *oid)).collect();
        if existing.is_some_and(|entry| !entry.is_folder()) {
            return Err(in_the_way(name));
        }
        if let Some(oid) = update(objects, existing.map(|entry| entry.oid), &inner, before)? {
            fresh.push((name.as_bytes().to_vec(), FOLDER, oid));
        }
        rest = &rest[count..];
    }
    gone.sort_unstable();
    fresh.sort_by(|(a, mode_a, _), (b, mode_b, _)| order((a, *mode_a), (b, *mode_b)));
    let mut new = fresh.into_iter().peekable();
    loop {
        while old.peek().is_some_and(|entry| gone.binary_search(&entry.name).is_ok()) {
            old.next();
        }
        let take_new = match (old.peek(), new.peek()) {
            (None, None) => break,
            (Some(entry), Some((name, mode, _))) => order((name, *mode), (entry.name, entry.mode)).is_lt(),
            (None, Some(_)) => true,
            (Some(_), None) => false,
        };
        if take_new {
            if let Some((name, mode, oid)) = new.next() {
                push(&mut out, mode, &name, oid);
            }
        } else if let Some(entry) = old.next() {
            push(&mut out, entry.mode, entry.name, entry.oid);
        }
    }
    if out.is_empty() {
        return Ok(None);
    }
    objects.write_tree(&out).map(Some)
}

fn in_the_way(name: &str) -> Error {
    Error::new(
        Code::Conflict,
        format!("{name} is a file where a folder should be, or the other way round."),
        format!("{name} 处应为文件夹的是文件, 或相反。"),
    )
    .hint("Move it away with git, then run the command again.", "请用 git 移走它, 再重试。")
}

/// The order of two names with their modes: git sorts folders as if their name ended in a slash.
pub(super) fn order(left: (&[u8], u32), right: (&[u8], u32)) -> Ordering {
    let shared = left.0.len().min(right.0.len());
    let next = |(name, mode): (&[u8], u32)| {
        name.get(shared).copied().or_else(|| (mode == FOLDER && name.len() == shared).then_some(b'/'))
    };
    left.0[..shared].cmp(&right.0[..shared]).then_with(|| next(left).cmp(&next(right)))
}

pub(super) fn push(out: &mut Vec<u8>, mode: u32, name: &[u8], oid: Oid) {
    match mode {
        FILE => out.extend_from_slice(b"100644 "),
        FOLDER => out.extend_from_slice(b"40000 "),
        other => out.extend_from_slice(format!("{other:o} ").as_bytes()),
    }
    out.extend_from_slice(name);
    out.push(0);
    out.extend_from_slice(oid.as_bytes());
}

/// One file that differs between two trees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Path with slashes; names that are not UTF-8 are shown with replacement characters.
    pub path: String,
    /// Blob before.
    pub old: Option<Oid>,
    /// Blob after.
    pub new: Option<Oid>,
}

/// Files that differ; folders with equal ids are never opened.
pub fn diff(objects: &dyn Objects, old: Option<Oid>, new: Option<Oid>) -> Result<Vec<Difference>> {
    diff_where(objects, old, new, &|_| true)
}

/// The same, but for files and folders whose paths `look` turns down.
pub fn diff_where(
    objects: &dyn Objects,
    old: Option<Oid>,
    new: Option<Oid>,
    look: &dyn Fn(&str) -> bool,
) -> Result<Vec<Difference>> {
    let mut found = Vec::new();
    diff_entries(objects, old, new, "", look, &mut |path, old, new| {
        let file = |entry: Option<Entry<'_>>| entry.filter(Entry::is_file).map(|entry| entry.oid);
        if file(old) != file(new) {
            found.push(Difference { path: path.to_owned(), old: file(old), new: file(new) });
        }
    })?;
    Ok(found)
}

/// What is told of an entry that differs: its path, and what stands there on each side.
pub type Told<'a> = dyn FnMut(&str, Option<Entry<'_>>, Option<Entry<'_>>) + 'a;

/// Entries that differ, whatever they are: folders before what is in them, links and submodules too.
pub fn diff_entries(
    objects: &dyn Objects,
    old: Option<Oid>,
    new: Option<Oid>,
    prefix: &str,
    look: &dyn Fn(&str) -> bool,
    told: &mut Told<'_>,
) -> Result<()> {
    if old == new {
        return Ok(());
    }
    let load = |oid: Option<Oid>| oid.map_or_else(|| Ok(Arc::default()), |oid| objects.tree(oid));
    let (left, right) = (load(old)?, load(new)?);
    let mut a = entries(&left).peekable();
    let mut b = entries(&right).peekable();
    loop {
        use Ordering::{Greater, Less};
        let first = match (a.peek(), b.peek()) {
            (None, None) => return Ok(()),
            (Some(_), None) => Less,
            (None, Some(_)) => Greater,
            (Some(x), Some(y)) => order((x.name, x.mode), (y.name, y.mode)),
        };
        let x = if first == Greater { None } else { a.next() };
        let y = if first == Less { None } else { b.next() };
        if x.map(|e| (e.mode, e.oid)) == y.map(|e| (e.mode, e.oid)) {
            continue;
        }
        let name = x.or(y).map_or(&b""[..], |entry| entry.name);
        let path = format!("{prefix}{}", String::from_utf8_lossy(name));
        if !look(&path) {
            continue;
        }
        let folder = |entry: Option<Entry<'_>>| entry.filter(Entry::is_folder).map(|entry| entry.oid);
        told(&path, x, y);
        if folder(x).is_some() || folder(y).is_some() {
            diff_entries(objects, folder(x), folder(y), &format!("{path}/"), look, told)?;
        }
    }
}

/// Calls `visit` for every file below a tree, in git's order.
pub fn walk(
    objects: &dyn Objects,
    root: Oid,
    prefix: &str,
    visit: &mut dyn FnMut(&str, Oid) -> Result<()>,
) -> Result<()> {
    let data = objects.tree(root)?;
    for entry in entries(&data) {
        let path = format!("{prefix}{}", String::from_utf8_lossy(entry.name));
        if entry.is_folder() {
            walk(objects, entry.oid, &format!("{path}/"), visit)?;
        } else if entry.is_file() {
            visit(&path, entry.oid)?;
        }
    }
    Ok(())
}
