//! One command, one commit: objects, branch, working files, git index, in that order (law 3).

use std::collections::BTreeMap;

use git2::Oid;

use super::change::{Draft, Message, Outcome};
use super::intent::{self, Intent};
use super::objects::{Loose, Objects};
use super::pack::{Pack, Packed, name_blob, prepare_blob};
use super::shift::{self, PROGRAM, Shift};
use super::signature::Author;
use super::tree::{self, Edit, FILE};
use super::{Book, Lock, Snapshot};
use crate::error::{Code, Error, Result};

/// From this many files on, objects go into one pack instead of loose files.
pub(super) const BULK: usize = 64;
/// Blobs deflated at a time.
const PIECE: usize = 8192;

/// Where the content of a draft comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The command made it; files with unsaved edits are refused.
    Command,
    /// The checkout has it already (`save`).
    Checkout,
}

impl Book {
    /// Takes the right to write and finishes what a killed writer left undone.
    pub fn lock(&self, verb: &str) -> Result<Lock> {
        let lock = Lock::take(&self.state, "lock", verb)?;
        self.repair(&lock)?;
        Ok(lock)
    }

    /// Commits a draft made against `base`. `None`: the branch moved meanwhile, make it anew.
    pub fn commit(
        &self,
        _lock: &Lock,
        base: Snapshot,
        draft: &Draft,
        author: &Author,
        origin: Origin,
    ) -> Result<Option<Outcome>> {
        let loose = self.loose()?;
        let files: BTreeMap<&str, Option<&[u8]>> =
            draft.changes.iter().map(|c| (c.path.as_str(), c.content.as_deref())).collect();
        if let Some(path) = files.keys().find(|path| !is_inside(path)) {
            return Err(Error::new(
                Code::BadValue,
                format!("{path:?} is no path inside the book."),
                format!("{path:?} 不是账簿内的路径。"),
            ));
        }
        let written = if files.len() < BULK {
            let mut writer = loose;
            write_few(&mut writer, base, &files, &|tree| self.commit_bytes(tree, base, draft, author))?
        } else {
            let mut pack = Pack::create(self.repo.commondir(), &loose)?;
            match write_many(&mut pack, base, &files, &|tree| self.commit_bytes(tree, base, draft, author)) {
                Ok(done) if done.commit.is_some() => {
                    pack.finish()?;
                    done
                }
                other => {
                    pack.abandon();
                    other?
                }
            }
        };
        let Some(commit) = written.commit else {
            return Ok(Some(Outcome { snapshot: base, commit: None, warning: None }));
        };
        let checkout = self.checkout()?;
        if let (Some(checkout), Origin::Command) = (&checkout, origin) {
            // Before anything is visible.
            self.refuse_unsaved(checkout, &written.shifts)?;
        }
        if checkout.is_some() {
            intent::note(&self.own_state(), Intent { old_tree: base.tree, commit })?;
        }
        if !self.move_branch(base.commit, commit, author, &format!("kehu {}", draft.message.verb))? {
            intent::done(&self.own_state());
            return Ok(None);
        }
        let warning = match checkout {
            Some(checkout) => {
                let done = self.bring_in_step(checkout, &written.shifts, origin);
                if done.is_ok() {
                    intent::done(&self.own_state());
                }
                done.err()
            }
            None => None,
        };
        let snapshot = Snapshot { commit: Some(commit), tree: written.tree };
        Ok(Some(Outcome { snapshot, commit: Some(commit.to_string()), warning }))
    }

    /// The bytes of a commit object, signed when git signs commits here.
    fn commit_bytes(&self, tree: Oid, base: Snapshot, draft: &Draft, author: &Author) -> Result<Vec<u8>> {
        self.signed(commit_text(tree, &[base], &draft.message, author), author)
    }
}

/// The bytes of a commit object without a signature.
pub(super) fn commit_text(tree: Oid, parents: &[Snapshot], message: &Message, author: &Author) -> Vec<u8> {
    let mut text = format!("tree {tree}\n");
    for parent in parents.iter().filter_map(|parent| parent.commit) {
        text.push_str(&format!("parent {parent}\n"));
    }
    let who = author.line();
    text.push_str(&format!("author {who}\ncommitter {who}\n\n{}", message.text()));
    text.into_bytes()
}

/// Paths come from ids and schemas, yet are checked once more where they are used.
pub(super) fn is_inside(path: &str) -> bool {
    !path.is_empty()
        && path
            .split('/')
            .all(|part| !part.is_empty() && part != "." && part != ".." && !part.eq_ignore_ascii_case(".git"))
        && !path.contains(['\\', '\0'])
}

/// Objects written, not yet visible.
struct Written {
    commit: Option<Oid>,
    tree: Option<Oid>,
    shifts: Vec<Shift>,
}

fn write_few(
    writer: &mut Loose<'_>,
    base: Snapshot,
    files: &BTreeMap<&str, Option<&[u8]>>,
    commit: &dyn Fn(Oid) -> Result<Vec<u8>>,
) -> Result<Written> {
    let mut blobs = Vec::with_capacity(files.len());
    for (path, content) in files {
        blobs.push((*path, content.map(|bytes| writer.write_blob(bytes)).transpose()?));
    }
    let (tree, shifts) = write_tree(writer, base, &blobs)?;
    let commit = match shifts.is_empty() {
        true => None,
        false => {
            let bytes = commit(tree_or_empty(writer, tree)?)?;
            Some(writer.write_commit(&bytes)?)
        }
    };
    Ok(Written { commit, tree, shifts })
}

fn write_many(
    pack: &mut Pack<'_>,
    base: Snapshot,
    files: &BTreeMap<&str, Option<&[u8]>>,
    commit: &dyn Fn(Oid) -> Result<Vec<u8>>,
) -> Result<Written> {
    use rayon::prelude::*;
    let files: Vec<_> = files.iter().map(|(path, content)| (*path, *content)).collect();
    let named = |(path, content): &(_, Option<&[u8]>)| Ok((*path, content.map(name_blob).transpose()?));
    let blobs: Vec<Edit<'_>> = files.par_iter().map(named).collect::<Result<_>>()?;
    let contents: Vec<(Oid, &[u8])> = files
        .iter()
        .zip(&blobs)
        .filter_map(|((_, content), (_, oid))| Some(((*oid)?, (*content)?)))
        .collect();
    // Deflate in parallel, write in order, a bounded piece at a time; the trees are made beside the first.
    let deflate = |piece: &[(Oid, &[u8])]| -> Vec<Result<Packed>> {
        piece.par_iter().map(|(oid, content)| prepare_blob(*oid, content)).collect()
    };
    let (first, rest) = contents.split_at(contents.len().min(PIECE));
    let mut packed = Vec::new();
    let (tree, shifts) = rayon::in_place_scope(|scope| {
        scope.spawn(|_| packed = deflate(first));
        write_tree(pack, base, &blobs)
    })?;
    for packed in packed {
        pack.append(&packed?)?;
    }
    for piece in rest.chunks(PIECE) {
        for packed in deflate(piece) {
            pack.append(&packed?)?;
        }
    }
    let commit = match shifts.is_empty() {
        true => None,
        false => {
            let bytes = commit(tree_or_empty(pack, tree)?)?;
            Some(pack.write_commit(&bytes)?)
        }
    };
    Ok(Written { commit, tree, shifts })
}

fn write_tree(
    objects: &mut dyn Objects,
    base: Snapshot,
    blobs: &[Edit<'_>],
) -> Result<(Option<Oid>, Vec<Shift>)> {
    let mut before = Vec::with_capacity(blobs.len());
    let tree = tree::update(objects, base.tree, blobs, &mut before)?;
    if tree == base.tree {
        return Ok((tree, Vec::new()));
    }
    let mut shifts = Vec::new();
    for ((path, new), old) in blobs.iter().zip(before) {
        // A file keeps its mode.
        let mode = if old.is_some_and(|old| old.0 == PROGRAM) { PROGRAM } else { FILE };
        if *new != old.map(|old| old.1) {
            shifts.push(Shift { path: (*path).to_owned(), old, new: new.map(|oid| (mode, oid)) });
        }
    }
    shift::sort(&mut shifts);
    Ok((tree, shifts))
}

/// An emptied book gets git's empty tree.
pub(super) fn tree_or_empty(objects: &mut dyn Objects, tree: Option<Oid>) -> Result<Oid> {
    match tree {
        Some(tree) => Ok(tree),
        None => objects.write_tree(b""),
    }
}
