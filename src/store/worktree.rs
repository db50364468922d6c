//! Keeping the checkout in step with HEAD, without ever running over a person's edits.

use std::collections::HashSet;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use git2::IndexEntry;

use super::commit::Origin;
use super::git_index::{Entered, GitIndex, SKIP_WORKTREE};
use super::git_lock::GitLock;
use super::intent;
use super::on_disk::{self, Found};
use super::shift::{self, LINK, MODULE, Shift};
use super::{Book, Lock};
use crate::error::{Code, Error, Result};

/// A checkout about to be brought in step. Without an index when git's is a sparse one.
pub(super) struct Checkout {
    work_dir: PathBuf,
    index: Option<GitIndex>,
    /// False where git is told to write links as files.
    links: bool,
    /// True when git leaves files out of it on purpose.
    sparse: bool,
}

impl Book {
    /// The checkout, held so that no git changes its index meanwhile; none in a bare book.
    pub(super) fn checkout(&self) -> Result<Option<Checkout>> {
        let Some(work_dir) = self.work_dir() else { return Ok(None) };
        let config = self.repo.config().ok();
        let told = |key: &str| config.as_ref().and_then(|config| config.get_bool(key).ok());
        Ok(Some(Checkout {
            work_dir: work_dir.to_owned(),
            index: GitIndex::lock(self.repo.path(), &self.own_state())?,
            links: cfg!(unix) && told("core.symlinks").unwrap_or(true),
            sparse: told("core.sparseCheckout").unwrap_or(false),
        }))
    }

    /// Refuses when something touched has edits that are not committed.
    pub(super) fn refuse_unsaved(&self, checkout: &Checkout, shifts: &[Shift]) -> Result<()> {
        let gone = going(shifts);
        for shift in shifts {
            let Shift { path, old, new } = shift;
            let known = checkout.entry(path);
            if checkout.leaves_out(known.as_ref(), shift) {
                continue;
            }
            if checkout.index.is_some() && known.as_ref().map(|entry| (entry.mode, entry.id)) != *old {
                return Err(dirty(path));
            }
            let is_module = |stood: &Option<shift::Stood>| stood.is_some_and(|stood| stood.0 == MODULE);
            let found = on_disk::found(&checkout.work_dir, path, &gone)?;
            let untouched = match (&found, old) {
                (Found::Nothing | Found::Beneath, None) => true,
                (Found::Nothing | Found::Beneath, Some(_)) => {
                    checkout.index.is_none() || is_module(old) || is_hidden(known.as_ref())
                }
                (Found::Folder, Some(_)) if is_module(old) => {
                    new.is_none() || is_module(new) || checkout.is_empty(path)
                }
                (Found::Folder, _) => {
                    if !is_module(new) && !on_disk::empties(&checkout.work_dir.join(path), path, &gone) {
                        return Err(Error::io(path, &ErrorKind::IsADirectory.into()));
                    }
                    true
                }
                (Found::Link(_), old) if old.is_none_or(|old| old.0 != LINK) => {
                    return Err(on_disk::in_the_way(path));
                }
                (found, Some(old)) => found.is(*old, checkout.links),
                (_, None) => false,
            };
            if !untouched {
                return Err(dirty(path));
            }
        }
        Ok(())
    }

    /// Writes working files and git index entries for what a commit changed.
    pub(super) fn bring_in_step(&self, checkout: Checkout, shifts: &[Shift], origin: Origin) -> Result<()> {
        let work_dir = checkout.work_dir.as_path();
        let objects = self.loose()?;
        let mut entered = Vec::with_capacity(shifts.len());
        for shift in shifts {
            let path = &shift.path;
            let mut skipped = checkout.leaves_out(checkout.entry(path).as_ref(), shift);
            let mut meta = None;
            if !skipped && origin == Origin::Checkout {
                meta = on_disk::meta_of(work_dir, path)?;
            } else if !skipped {
                let content = match shift.new {
                    Some((mode, oid)) if mode != MODULE => Some(objects.read(oid)?),
                    _ => None,
                };
                let outward = |target: &Vec<u8>| {
                    checkout.links
                        && shift.new.is_some_and(|new| new.0 == LINK)
                        && !on_disk::leads_inside(path, target)
                };
                if content.as_ref().is_some_and(outward) {
                    // Nobody misses it: git takes it for left out, as in a sparse checkout.
                    skipped = true;
                    let away = Shift { new: None, ..shift.clone() };
                    on_disk::put(work_dir, &away, None, checkout.links)?;
                } else {
                    meta = on_disk::put(work_dir, shift, content.as_deref(), checkout.links)?;
                }
            }
            entered.push(Entered { shift, meta, skipped });
        }
        match checkout.index {
            Some(index) => index.update(&entered),
            None => self.update_by_git(&entered),
        }
    }

    /// Finishes the checkout of a writer that was killed.
    pub(super) fn repair(&self, _lock: &Lock) -> Result<()> {
        GitLock::clear_dead(&self.repo.path().join("index"));
        GitLock::clear_dead(&self.branch_file().1);
        let Some(pending) = intent::pending(&self.own_state()) else { return Ok(()) };
        let head = self.head()?;
        if head.tree == pending.old_tree || self.work_dir().is_none() {
            intent::done(&self.own_state());
            return Ok(());
        }
        if let Some(checkout) = self.checkout()? {
            let all = shift::shifts(&self.loose()?, pending.old_tree, head.tree)?;
            let gone = going(&all);
            let mut behind = Vec::new();
            for shift in &all {
                if checkout.is_behind(shift, &gone)? {
                    behind.push(shift.clone());
                }
            }
            self.bring_in_step(checkout, &behind, Origin::Command)?;
        }
        intent::done(&self.own_state());
        Ok(())
    }
}

impl Checkout {
    /// What git has noted of a path.
    fn entry(&self, path: &str) -> Option<IndexEntry> {
        self.index.as_ref()?.entry(path)
    }

    /// True when this checkout does without a path. A link that was not made because it leads out of the book is no such
    /// choice: what takes its place is put there.
    fn leaves_out(&self, known: Option<&IndexEntry>, shift: &Shift) -> bool {
        match &self.index {
            Some(_) => is_hidden(known) && (self.sparse || shift.old.is_none_or(|old| old.0 != LINK)),
            None => !self.work_dir.join(&shift.path).parent().is_some_and(Path::exists),
        }
    }

    /// True when what stands there is as the killed writer found it, or already as it wanted it.
    fn is_behind(&self, shift: &Shift, gone: &HashSet<&str>) -> Result<bool> {
        let Shift { path, old, new } = shift;
        let found = on_disk::found(&self.work_dir, path, gone)?;
        if found != Found::Beneath {
            on_disk::clear_draft(&self.work_dir, path);
        }
        Ok(match found {
            Found::Beneath => true,
            Found::Nothing => {
                let known = self.entry(path);
                let may_miss = old.is_none() || new.is_none() || shift.has(MODULE);
                may_miss || is_hidden(known.as_ref()) || self.leaves_out(known.as_ref(), shift)
            }
            Found::Folder => {
                let makes_way = || on_disk::empties(&self.work_dir.join(path), path, gone);
                new.is_none() || shift.has(MODULE) || makes_way()
            }
            found => [old, new].into_iter().flatten().any(|stood| found.is(*stood, self.links)),
        })
    }

    fn is_empty(&self, path: &str) -> bool {
        std::fs::read_dir(self.work_dir.join(path)).is_ok_and(|mut entries| entries.next().is_none())
    }
}

fn is_hidden(known: Option<&IndexEntry>) -> bool {
    known.is_some_and(|entry| entry.flags_extended & SKIP_WORKTREE != 0)
}

/// The paths that go away.
fn going(shifts: &[Shift]) -> HashSet<&str> {
    shifts.iter().filter(|shift| shift.new.is_none()).map(|shift| shift.path.as_str()).collect()
}

fn dirty(path: &str) -> Error {
    Error::new(
        Code::Dirty,
        format!("{path} has edits that are not saved."),
        format!("{path} 有尚未保存的修改。"),
    )
    .hint(
        format!("Keep them with `kehu save`, or drop them with `git restore --staged --worktree {path}`."),
        format!("用 `kehu save` 保存, 或用 `git restore --staged --worktree {path}` 放弃。"),
    )
}
