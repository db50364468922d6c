//! Commits that libgit2 is about to read: those with files of their own are looked at first (`loose_files.rs` tells why).

use std::collections::HashSet;

use git2::{Commit, ObjectType, Oid, Repository};

use super::loose_files::LooseFiles;
use super::objects::damaged;
use super::{Book, git_error};
use crate::error::Result;

/// So many packed commits running, and all before them are taken for packed too: git packs all it has at once.
const PACKED: usize = 64;

impl Book {
    /// A commit by its id.
    pub(super) fn commit_of(&self, oid: Oid) -> Result<Commit<'_>> {
        vet(&LooseFiles::of(&self.repo), oid)?;
        self.repo.find_commit(oid).map_err(|e| git_error("Reading a commit", "读取提交", &e))
    }

    /// Looks at an object, or at what a tag names, before libgit2 does.
    pub(super) fn vet(&self, oid: Oid) -> Result<()> {
        vet(&LooseFiles::of(&self.repo), oid).map(drop)
    }

    /// Looks at the commits that lead to some, before libgit2 walks there.
    pub(super) fn vet_lines(&self, tips: &[Oid]) -> Result<()> {
        vet_lines(&self.repo, tips)
    }

    /// Looks at what a revision may name, before libgit2 looks for it.
    pub(super) fn vet_revision(&self, text: &str) -> Result<()> {
        let files = LooseFiles::of(&self.repo);
        let end = text.find(|c| "~^@:".contains(c)).unwrap_or(text.len());
        let base = &text[..end];
        let mut tips = Vec::new();
        if base.len() >= 4 && base.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            tips = files.starting_with(&base.to_ascii_lowercase());
        }
        let named = self.repo.resolve_reference_from_short_name(if base.is_empty() { "HEAD" } else { base });
        tips.extend(named.ok().and_then(|found| found.resolve().ok()?.target()));
        match end == text.len() {
            true => tips.into_iter().try_for_each(|tip| vet(&files, tip).map(drop)),
            false => self.vet_lines(&tips),
        }
    }
}

/// Parents of a commit that has a file of its own; `None` when there is no such file.
fn vet(files: &LooseFiles, oid: Oid) -> Result<Option<Vec<Oid>>> {
    let mut oid = oid;
    loop {
        let Some((kind, body)) = files.read(oid).map_err(|damage| damaged(oid, damage))? else {
            return Ok(None);
        };
        let named = |what: &str| -> Vec<Oid> {
            let text = String::from_utf8_lossy(&body);
            let lines = text.lines().take_while(|line| !line.is_empty());
            lines.filter_map(|line| Oid::from_str(line.strip_prefix(what)?).ok()).collect()
        };
        match (kind, named("object ").first()) {
            (ObjectType::Tag, Some(other)) => oid = *other,
            _ => return Ok(Some(named("parent "))),
        }
    }
}

pub(super) fn vet_lines(repo: &Repository, tips: &[Oid]) -> Result<()> {
    let files = LooseFiles::of(repo);
    let mut seen: HashSet<Oid> = tips.iter().copied().collect();
    let mut ahead: Vec<(Oid, usize)> = tips.iter().map(|tip| (*tip, 0)).collect();
    while let Some((oid, packed)) = ahead.pop() {
        let (parents, packed) = match vet(&files, oid)? {
            Some(parents) => (parents, 0),
            None if packed == PACKED => continue,
            // What is missing altogether is told by who wants it.
            None => match repo.find_commit(oid) {
                Ok(commit) => (commit.parent_ids().collect(), packed + 1),
                Err(_) => continue,
            },
        };
        ahead
            .extend(parents.into_iter().filter(|parent| seen.insert(*parent)).map(|parent| (parent, packed)));
    }
    Ok(())
}
