//! What is left to do once git itself has brought two people's work together: late collisions are held in a commit of their own.

use std::collections::BTreeMap;
use std::path::Path;

use super::hands::Hands;
use super::{Held, base_of, hold, late};
use crate::error::{Code, Error, Result};
use crate::ops::Desk;
use crate::store::change::Message;
use crate::store::merge::Standing;
use crate::store::{BlobId, Book, Snapshot};

/// After `git merge` or `git pull`: the sides are the parents of HEAD. A branch that only moved forward has one.
pub fn after_merge(desk: &mut Desk) -> Result<Held> {
    let parents = desk.book.parents(desk.at)?;
    let mut held = Held::default();
    for (number, one) in parents.iter().enumerate() {
        for other in &parents[number + 1..] {
            held.extend(apart(desk, *one, *other)?);
        }
    }
    Ok(held)
}

/// True when the last commit brought sides together and git has nothing else under way. Asked after each `git commit`, so no
/// kind is read for it.
pub fn ended_a_merge(folder: &Path) -> Result<bool> {
    let book = Book::discover(folder)?;
    Ok(book.halfway().is_none() && book.parents(book.head()?)?.len() > 1)
}

/// After `git rebase` or `git pull --rebase`: one side is what was replayed, as it was before, the other what it was put on.
/// `lines` are OLD NEW for each commit, as git writes them.
pub fn after_rebase(desk: &mut Desk, lines: &str) -> Result<Held> {
    let mut replayed = Vec::new();
    for line in lines.lines() {
        let mut words = line.split(' ').map(|word| word.parse::<BlobId>().ok());
        let pair = words.next().flatten().zip(words.next().flatten());
        let pair = pair.and_then(|(old, new)| Some((desk.book.snapshot(old)?, desk.book.snapshot(new)?)));
        replayed.push(pair.ok_or_else(|| strange(line))?);
    }
    let (Some((_, first)), Some((last, _))) = (replayed.first(), replayed.last()) else {
        return Ok(Held::default());
    };
    match desk.book.parents(*first)?.first() {
        Some(onto) => apart(desk, *last, *onto),
        None => Ok(Held::default()),
    }
}

/// Looks for what two sides made that looks like one, and commits the records that hold it.
fn apart(desk: &mut Desk, ours: Snapshot, theirs: Snapshot) -> Result<Held> {
    let Standing::Parted(bases) = desk.book.standing(ours, theirs)? else { return Ok(Held::default()) };
    let author = desk.author()?;
    let lock = desk.book.lock("hook")?;
    let head = desk.book.head()?;
    if head != desk.at {
        desk.move_to(head);
    }
    let base = base_of(desk, &bases, &author)?;
    let changed = [desk.book.differences(base, ours)?, desk.book.differences(base, theirs)?];
    let found = late::collisions(desk, &Hands::new(desk, bases, ours, theirs), &changed)?;
    if found.is_empty() {
        return Ok(Held::default());
    }
    let subject = match found.len() {
        1 => "sync: hold a late collision".to_owned(),
        count => format!("sync: hold {count} late collisions"),
    };
    let mut message = Message { subject, verb: "sync".to_owned(), ..Message::default() };
    let mut puts = BTreeMap::new();
    let held = hold(found, &mut message, &mut puts);
    let tried = desk.book.try_out(head.tree, &puts, &[head], &message, &author)?;
    let at = desk.book.sealed(tried, &[head], &message, &author)?;
    if !desk.book.advance(&lock, head, at, &author, "kehu hook")? {
        return Err(moved());
    }
    desk.move_to(at);
    Ok(held)
}

fn strange(line: &str) -> Error {
    let line = crate::error::quoted(line);
    Error::new(
        Code::Usage,
        format!("{line} is not what git hands to this hook: OLD NEW."),
        format!("{line} 不是 git 交给此钩子的内容: 旧 新。"),
    )
    .hint("`kehu hook install` has git call it.", "运行 `kehu hook install`, 由 git 调用。")
}

fn moved() -> Error {
    Error::new(
        Code::Conflict,
        "The branch moved while late collisions were looked for.",
        "查找撞单时分支已被移动。",
    )
    .hint("`kehu duplicates` finds them as well.", "`kehu duplicates` 也能找出。")
}
