//! Two lines of commits brought together: bases, trees merged entry by entry, the commit of two parents.

use std::collections::BTreeMap;
use std::sync::Arc;

use git2::Oid;

use super::change::Message;
use super::commit::{BULK, Origin, commit_text, tree_or_empty};
use super::objects::Objects;
use super::pack::Pack;
use super::signature::Author;
use super::tree::{self, Edit, Entry, FOLDER};
use super::{Book, Lock, Snapshot, git_error, intent, shift};
use crate::error::{Code, Error, Result};

/// What becomes of a path in a merged tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// This content.
    Text(Vec<u8>),
    /// Nothing.
    Gone,
}

/// How a line of commits stands to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// The same commit, or nothing there that is not here.
    Nothing,
    /// Everything here is there too.
    Behind,
    /// Both have commits of their own since these.
    Parted(Vec<Snapshot>),
}

/// A file that both sides changed: blobs of base, ours and theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contested {
    /// Path.
    pub path: String,
    /// Blobs; none where a side has no such file.
    pub blobs: [Option<Oid>; 3],
}

impl Book {
    /// How `theirs` stands to `ours`.
    pub fn standing(&self, ours: Snapshot, theirs: Snapshot) -> Result<Standing> {
        let doing = |e: git2::Error| git_error("Comparing histories", "比较历史", &e);
        let (Some(a), Some(b)) = (ours.commit, theirs.commit) else {
            return Ok(if theirs.commit.is_none() { Standing::Nothing } else { Standing::Behind });
        };
        self.vet_lines(&[a, b])?;
        let bases = match self.repo.merge_bases(a, b) {
            Ok(bases) => bases,
            Err(error) if error.code() == git2::ErrorCode::NotFound => return Err(strangers()),
            Err(error) => return Err(doing(error)),
        };
        if bases.contains(&b) {
            return Ok(Standing::Nothing);
        }
        if bases.contains(&a) {
            return Ok(Standing::Behind);
        }
        let mut bases: Vec<Oid> = bases.iter().copied().collect();
        bases.sort_unstable();
        Ok(Standing::Parted(bases.into_iter().filter_map(|base| self.snapshot(base)).collect()))
    }

    /// The tree that has what either side changed since the base, and the files that both changed differently; these are in
    /// the tree as ours has them.
    pub fn merge_trees(
        &self,
        base: Option<Oid>,
        ours: Option<Oid>,
        theirs: Option<Oid>,
    ) -> Result<(Option<Oid>, Vec<Contested>)> {
        let mut objects = self.loose()?;
        let mut contested = Vec::new();
        let tree = merge_below(&mut objects, [base, ours, theirs], "", &mut contested)?;
        Ok((tree, contested))
    }

    /// A tree with some paths put anew, as a commit that no branch knows of, without a signature. Written so that it
    /// can be read.
    pub fn try_out(
        &self,
        tree: Option<Oid>,
        puts: &BTreeMap<String, Put>,
        parents: &[Snapshot],
        message: &Message,
        author: &Author,
    ) -> Result<Snapshot> {
        let loose = self.loose()?;
        if puts.len() >= BULK {
            let mut pack = Pack::create(self.repo.commondir(), &loose)?;
            let made = write(&mut pack, tree, puts).and_then(|tree| {
                let bytes = commit_text(tree_or_empty(&mut pack, tree)?, parents, message, author);
                Ok((tree, pack.write_commit(&bytes)?))
            });
            return match made {
                Ok((tree, commit)) => {
                    pack.finish()?;
                    Ok(Snapshot { commit: Some(commit), tree })
                }
                Err(error) => {
                    pack.abandon();
                    Err(error)
                }
            };
        }
        let mut loose = loose;
        let tree = write(&mut loose, tree, puts)?;
        let bytes = commit_text(tree_or_empty(&mut loose, tree)?, parents, message, author);
        Ok(Snapshot { commit: Some(loose.write_commit(&bytes)?), tree })
    }

    /// The commit for good of what was tried out: the same one, unless git signs commits here.
    pub fn sealed(
        &self,
        tried: Snapshot,
        parents: &[Snapshot],
        message: &Message,
        author: &Author,
    ) -> Result<Snapshot> {
        let mut objects = self.loose()?;
        let bytes = commit_text(tree_or_empty(&mut objects, tried.tree)?, parents, message, author);
        let signed = self.signed(bytes.clone(), author)?;
        if signed == bytes {
            return Ok(tried);
        }
        Ok(Snapshot { commit: Some(objects.write_commit(&signed)?), tree: tried.tree })
    }

    /// Moves the branch from `ours` to a commit that has it among its ancestors, and the checkout with it. False: the branch
    /// moved meanwhile.
    pub fn advance(
        &self,
        _lock: &Lock,
        ours: Snapshot,
        to: Snapshot,
        author: &Author,
        note: &str,
    ) -> Result<bool> {
        let Some(commit) = to.commit else { return Ok(true) };
        let shifts = shift::shifts(&self.loose()?, ours.tree, to.tree)?;
        let checkout = self.checkout()?;
        if let Some(checkout) = &checkout {
            self.refuse_unsaved(checkout, &shifts)?;
            intent::note(&self.own_state(), intent::Intent { old_tree: ours.tree, commit })?;
        }
        if !self.move_branch(ours.commit, commit, author, note)? {
            intent::done(&self.own_state());
            return Ok(false);
        }
        if let Some(checkout) = checkout {
            self.bring_in_step(checkout, &shifts, Origin::Command)?;
            intent::done(&self.own_state());
        }
        Ok(true)
    }
}

fn write(objects: &mut dyn Objects, tree: Option<Oid>, puts: &BTreeMap<String, Put>) -> Result<Option<Oid>> {
    let mut edits: Vec<Edit<'_>> = Vec::with_capacity(puts.len());
    for (path, put) in puts {
        let oid = match put {
            Put::Text(bytes) => Some(objects.write_blob(bytes)?),
            Put::Gone => None,
        };
        edits.push((path, oid));
    }
    tree::update(objects, tree, &edits, &mut Vec::new())
}

/// One entry of three trees.
type Three<'a> = [Option<Entry<'a>>; 3];

fn merge_below(
    objects: &mut dyn Objects,
    trees: [Option<Oid>; 3],
    prefix: &str,
    contested: &mut Vec<Contested>,
) -> Result<Option<Oid>> {
    let [base, ours, theirs] = trees;
    if ours == theirs || theirs == base {
        return Ok(ours);
    }
    if ours == base {
        return Ok(theirs);
    }
    let load = |oid: Option<Oid>| oid.map_or_else(|| Ok(Arc::default()), |oid| objects.tree(oid));
    let data = [load(base)?, load(ours)?, load(theirs)?];
    let mut all: BTreeMap<&[u8], Three<'_>> = BTreeMap::new();
    for (version, data) in data.iter().enumerate() {
        for entry in tree::entries(data) {
            all.entry(entry.name).or_default()[version] = Some(entry);
        }
    }
    let mut merged: Vec<(&[u8], u32, Oid)> = Vec::with_capacity(all.len());
    for (name, three) in all {
        let [base, ours, theirs] = three.map(|entry| entry.map(|entry| (entry.mode, entry.oid)));
        let taken = if ours == theirs || theirs == base {
            ours
        } else if ours == base {
            theirs
        } else {
            let path = format!("{prefix}{}", String::from_utf8_lossy(name));
            let folder =
                |entry: Option<(u32, Oid)>| entry.filter(|(mode, _)| *mode == FOLDER).map(|(_, oid)| oid);
            let both = |good: fn(u32) -> bool| {
                [ours, theirs].into_iter().all(|entry| entry.is_none_or(|(mode, _)| good(mode)))
            };
            if both(|mode| mode == FOLDER) {
                let below = [folder(base), folder(ours), folder(theirs)];
                merge_below(objects, below, &format!("{path}/"), contested)?.map(|oid| (FOLDER, oid))
            } else if both(|mode| mode & 0o170_000 == 0o100_000) {
                let base = base.filter(|(mode, _)| *mode != FOLDER);
                let blob = |entry: Option<(u32, Oid)>| entry.map(|(_, oid)| oid);
                if blob(ours) != blob(theirs) {
                    contested.push(Contested { path, blobs: [blob(base), blob(ours), blob(theirs)] });
                }
                match (ours, theirs) {
                    // The sides may differ in whether it may be run: who changed that counts.
                    (Some((a, oid)), Some((b, _))) => match base {
                        Some((before, _)) => Some((if a == before { b } else { a }, oid)),
                        None => Some((a.max(b), oid)),
                    },
                    _ => ours.or(theirs),
                }
            } else {
                return Err(tangled(&path));
            }
        };
        merged.extend(taken.map(|(mode, oid)| (name, mode, oid)));
    }
    if merged.is_empty() {
        return Ok(None);
    }
    merged.sort_by(|a, b| tree::order((a.0, a.1), (b.0, b.1)));
    let mut out = Vec::new();
    for (name, mode, oid) in merged {
        tree::push(&mut out, mode, name, oid);
    }
    objects.write_tree(&out).map(Some)
}

/// The error for books without a common commit.
pub fn strangers() -> Error {
    Error::new(
        Code::Conflict,
        "The two books have no commit in common: they are different books.",
        "两个账簿没有共同的提交: 它们不是同一个账簿。",
    )
    .hint(
        "Sync with a clone of the same book; `kehu import` takes records from another.",
        "请与同一账簿的克隆同步; 其他账簿的记录可用 `kehu import` 导入。",
    )
}

fn tangled(path: &str) -> Error {
    Error::new(
        Code::Conflict,
        format!("{path}: one side has a folder or a link where the other has a file."),
        format!("{path}: 一方是文件夹或链接, 另一方是文件。"),
    )
    .hint("Settle it with `git merge`, then run the command again.", "请用 `git merge` 处理, 再重试。")
}
