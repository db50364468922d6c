//! `kehu sync`: fetch, bring together by our own rules, check, push, and again when somebody was faster.

mod after_git;
mod astray;
mod booked;
mod children;
pub mod driver;
mod entries;
mod family;
mod hands;
mod late;
mod outcome;
mod plain;
mod redirects;
mod replay;
mod sound;
mod together;
mod ways;

use std::collections::BTreeMap;

use super::gate::{self, Refusal};
use super::{Desk, verify};
use crate::error::{Code, Error, Result};
use crate::model::merge::Which;
use crate::store::change::Message;
use crate::store::merge::{Put, Standing, strangers};
use crate::store::remote::{Pushed, Remote};
use crate::store::signature::Author;
use crate::store::{Book, Lock, Snapshot};

pub use after_git::{after_merge, after_rebase, ended_a_merge};
pub use hands::Hands;
pub use outcome::{Amount, Held, Synced};
pub(super) use replay::replayed;
pub use together::{Clash, Note, Together, together};

/// How often a push is tried anew after somebody was faster.
const TRIES: usize = 10;

/// What to do.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// The remote; without one the branch's own.
    pub remote: Option<String>,
    /// Fetch and tell; move nothing.
    pub dry: bool,
    /// Show no progress of git.
    pub quiet: bool,
}

/// Syncs a book with another clone.
pub fn sync(desk: &mut Desk, order: &Order) -> Result<Synced> {
    desk.writable()?;
    let author = desk.author()?;
    let remote = desk.book.remote(order.remote.as_deref())?;
    let mut synced = Synced { remote: remote.name.clone(), ..Synced::default() };
    for _ in 0..TRIES {
        let theirs = desk.book.fetch(&remote, order.quiet)?;
        if order.dry {
            foretell(desk, theirs, &mut synced)?;
            return Ok(synced);
        }
        let lock = desk.book.lock("sync")?;
        let ours = desk.book.head()?;
        if ours != desk.at {
            desk.move_to(ours);
        }
        if let Some(theirs) = theirs
            && !take_in(desk, &lock, ours, theirs, &author, &mut synced)?
        {
            continue;
        }
        drop(lock);
        let Some(commit) = desk.at.commit.filter(|commit| theirs.and_then(|at| at.commit) != Some(*commit))
        else {
            return Ok(synced);
        };
        let going = line_of(desk, desk.at, theirs.into_iter().collect())?;
        match desk.book.push(&remote, commit, order.quiet)? {
            Pushed::Done => {
                synced.pushed = going;
                return Ok(synced);
            }
            Pushed::Behind => {}
        }
    }
    Err(too_slow(&remote))
}

/// Takes in what they have; false when the branch moved meanwhile.
fn take_in(
    desk: &mut Desk,
    lock: &Lock,
    ours: Snapshot,
    theirs: Snapshot,
    author: &Author,
    synced: &mut Synced,
) -> Result<bool> {
    let to = match desk.book.standing(ours, theirs)? {
        Standing::Nothing => return Ok(true),
        Standing::Behind => {
            synced.fetched.add(line_of(desk, theirs, vec![ours])?);
            theirs
        }
        Standing::Parted(bases) => {
            let hands = Hands::new(desk, bases, ours, theirs);
            let merged = bring_together(desk, &hands, author)?;
            let at = desk.book.sealed(merged.at, &hands.tips(), &merged.message, author)?;
            synced.merged.push(at.commit_text());
            merged.told(synced);
            at
        }
    };
    let moved = desk.book.advance(lock, ours, to, author, "kehu sync")?;
    if moved {
        // Schemas and settings may have come along.
        let asked = desk.context.now;
        *desk = desk.elsewhere(to, false)?;
        desk.context.now = asked;
        synced.amiss.extend(amiss(desk, ours, theirs)?);
    }
    Ok(moved)
}

/// What those whose commits came were not allowed. The first history of a book is taken as it is.
fn amiss(desk: &Desk, ours: Snapshot, theirs: Snapshot) -> Result<Vec<Refusal>> {
    let Some(known) = ours.commit else { return Ok(Vec::new()) };
    let book = Book::discover(desk.book.place())?;
    let sees_all = desk.sees_all_ever()?;
    let mut seen = std::collections::HashMap::new();
    gate::amiss(book, theirs, &[known], &mut |deed| {
        let mut files = deed.files.iter();
        // What is not seen is told nowhere (law 9).
        files.try_fold(true, |all, file| Ok(all && (sees_all || verify::sees(desk, &file.path, &mut seen)?)))
    })
}

/// Two sides brought together, and the commit that has them, which no branch knows of yet.
struct Whole {
    at: Snapshot,
    message: Message,
    came: Amount,
    clashes: Vec<Clash>,
    held: Held,
    problems: Vec<Note>,
    notes: Vec<Note>,
}

impl Whole {
    /// Tells what came of it.
    fn told(self, synced: &mut Synced) {
        synced.fetched.add(self.came);
        synced.conflicts.extend(self.clashes);
        synced.held.extend(self.held);
        synced.problems.extend(self.problems);
        synced.notes.extend(self.notes);
    }
}

fn bring_together(desk: &Desk, hands: &Hands<'_>, author: &Author) -> Result<Whole> {
    let parents = hands.tips();
    let came = amount(desk, hands, Which::Second)?;
    let mut merged = whole(desk, hands, base_of(desk, &hands.bases, author)?)?;
    let mut message = Message {
        subject: format!("sync: merge {} of {}", commits(came.commits), came.people.join(", ")),
        verb: "sync".to_owned(),
        ..Message::default()
    };
    for clash in merged.clashes.iter().take(20) {
        let value = format!("{}/{} {}", clash.kind, clash.id, clash.field);
        message.trailers.push(("Kehu-Conflict".to_owned(), value));
    }
    let try_out = |merged: &Together, message: &Message| -> Result<Desk> {
        let at = desk.book.try_out(merged.tree, &merged.puts, &parents, message, author)?;
        desk.elsewhere(at, false)
    };
    let mut together = try_out(&merged, &message)?;
    let found = late::collisions(&together, hands, &merged.changed)?;
    let mut held = Held::default();
    if !found.is_empty() {
        held = hold(found, &mut message, &mut merged.puts);
        together = try_out(&merged, &message)?;
    }
    let problems = sound::problems(&together, &merged)?;
    let Together { clashes, notes, .. } = merged;
    Ok(Whole { at: together.at, message, came, clashes, held, problems, notes })
}

/// Puts the records that hold late collisions into a commit; gives what may be told.
fn hold(found: Vec<late::Late>, message: &mut Message, puts: &mut BTreeMap<String, Put>) -> Held {
    let mut held = Held::default();
    for one in found {
        message.trailers.push(("Kehu-Collision".to_owned(), format!("{} {}", one.first, one.second)));
        if one.told {
            let told = if one.booked { &mut held.bookings } else { &mut held.collisions };
            told.push((one.first, one.second));
        }
        puts.insert(one.path, Put::Text(one.text));
    }
    held
}

/// The merge of two sides that parted at `base`, as changes to a tree.
fn whole(desk: &Desk, hands: &Hands<'_>, base: Snapshot) -> Result<Together> {
    let [ours, theirs] = hands.tips();
    let (tree, contested) = desk.book.merge_trees(base.tree, ours.tree, theirs.tree)?;
    let merged = desk.elsewhere(Snapshot { commit: ours.commit, tree }, false)?;
    if let Some(problem) = merged.schema_problem {
        return Err(problem);
    }
    together(&merged, hands, [base, ours, theirs], &contested)
}

/// The one base of several: they are merged by the same rules first.
fn base_of(desk: &Desk, bases: &[Snapshot], author: &Author) -> Result<Snapshot> {
    let (first, rest) = bases.split_first().ok_or_else(strangers)?;
    let mut base = *first;
    for other in rest {
        let parted = match desk.book.standing(base, *other)? {
            Standing::Nothing => continue,
            Standing::Behind => {
                base = *other;
                continue;
            }
            Standing::Parted(parted) => parted,
        };
        let below = base_of(desk, &parted, author)?;
        let merged = whole(desk, &Hands::new(desk, parted, base, *other), below)?;
        let message =
            Message { subject: "sync: base".to_owned(), verb: "sync".to_owned(), ..Message::default() };
        base = desk.book.try_out(merged.tree, &merged.puts, &[base, *other], &message, author)?;
    }
    Ok(base)
}

/// Tells what a sync would do.
fn foretell(desk: &Desk, theirs: Option<Snapshot>, synced: &mut Synced) -> Result<()> {
    let ours = desk.at;
    let Some(theirs) = theirs else {
        synced.pushed = line_of(desk, ours, Vec::new())?;
        return Ok(());
    };
    match desk.book.standing(ours, theirs)? {
        Standing::Nothing => synced.pushed = line_of(desk, ours, vec![theirs])?,
        Standing::Behind => synced.fetched = line_of(desk, theirs, vec![ours])?,
        Standing::Parted(bases) => {
            let hands = Hands::new(desk, bases, ours, theirs);
            synced.pushed = amount(desk, &hands, Which::First)?;
            bring_together(desk, &hands, &desk.author()?)?.told(synced);
        }
    }
    Ok(())
}

/// How much one line of commits has since some bases.
fn line_of(desk: &Desk, tip: Snapshot, bases: Vec<Snapshot>) -> Result<Amount> {
    amount(desk, &Hands::new(desk, bases, tip, tip), Which::First)
}

/// How much one side has done since the two parted.
fn amount(desk: &Desk, hands: &Hands<'_>, which: Which) -> Result<Amount> {
    let line = hands.line(which)?;
    let mut records = std::collections::BTreeSet::new();
    for difference in line.iter().flat_map(|(_, changed)| changed) {
        if let Some(place) = desk.kinds.of_path(&difference.path) {
            records.insert((place.top().0.name.clone(), place.top().1.to_string()));
        }
    }
    Ok(Amount { commits: line.len(), records: records.len(), people: hands.people_of(which) })
}

fn commits(count: usize) -> String {
    if count == 1 { "1 commit".to_owned() } else { format!("{count} commits") }
}

fn too_slow(remote: &Remote) -> Error {
    let name = &remote.name;
    Error::new(
        Code::Conflict,
        format!("Others push to {name} faster than this sync; it gave up."),
        format!("其他人不断向 {name} 推送, 本次同步已放弃。"),
    )
    .hint("Your commits are safe here. Run it again.", "您的提交仍在本地。请重试。")
}
