//! A push as git hands it to `pre-receive`: which branches move from where to where, judged commit by commit.

use std::collections::BTreeSet;

use super::post::{Everybody, Post};
use super::{MOST, Refusal, allowed, closed, not_permitted, trail, valid};
use crate::config::FILE;
use crate::error::{Code, Error, Result, quoted};
use crate::ops::desk::person_id;
use crate::ops::stamps::{known, sheets};
use crate::ops::sync::replayed;
use crate::store::arrivals::{Arrival, Deed};
use crate::store::proof::Proof;
use crate::store::{BlobId, Book, Snapshot};

/// One branch that is to move.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Update {
    /// Where it is; `None`: it is new.
    pub old: Option<BlobId>,
    /// Where it shall be; `None`: it is to go.
    pub new: Option<BlobId>,
    /// Its full name.
    pub name: String,
}

/// What became of a push.
#[derive(Debug, Clone, Default)]
pub struct Push {
    /// Commits that were looked at.
    pub commits: usize,
    /// Why it is not taken, the first twenty reasons.
    pub refusals: Vec<Refusal>,
}

impl Update {
    /// Reads `OLD NEW REF`, as git writes it.
    pub fn parse(line: &str) -> Option<Self> {
        let mut words = line.split(' ');
        let oid = |word: &str| {
            let oid = word.parse::<BlobId>().ok().filter(|_| word.len() == 40)?;
            Some((!word.bytes().all(|b| b == b'0')).then_some(oid))
        };
        let (old, new) = (oid(words.next()?)?, oid(words.next()?)?);
        let name = words.next().filter(|name| !name.is_empty())?;
        words.next().is_none().then(|| Self { old, new, name: name.to_owned() })
    }
}

/// Judges a push. Nothing is written.
pub fn receive(book: Book, updates: &[Update]) -> Result<Push> {
    let main = book.head_branch();
    let tips = book.tips()?;
    let (head, named) = stand(&book, &tips)?;
    let mut post = Post::new(book)?;
    let mut push = Push::default();
    let mut seen = BTreeSet::new();
    for update in updates {
        if push.refusals.len() >= MOST {
            break;
        }
        let old = update.old.and_then(|old| post.desk.book.snapshot(old));
        let is_main = match named {
            true => main.as_deref() == Some(update.name.as_str()),
            false => update.name.starts_with("refs/heads/") && is_book(&post.desk.book, old)?,
        };
        let Some(new) = update.new else {
            if is_main {
                push.refusals.push(Refusal::of_push(deleted(&update.name)));
            }
            continue;
        };
        let Some(after) = post.desk.book.snapshot(new) else {
            push.refusals.push(Refusal::of_push(no_commit(&update.name)));
            continue;
        };
        let Some(tip) = after.commit else { continue };
        if let Some(old) = old.and_then(|old| old.commit)
            && is_main
            && !post.desk.book.is_before(old, tip)
        {
            push.refusals.push(Refusal::of_push(rewritten(&update.name)));
            continue;
        }
        let before = old.unwrap_or(head);
        let hidden: Vec<BlobId> =
            old.and_then(|old| old.commit).map_or_else(|| tips.clone(), |old| vec![old]);
        // The first history of a book is taken as it is: nobody is there yet to hold it against.
        let born = head.commit.is_some();
        let book_of_its_own = is_main || is_book(&post.desk.book, Some(after))?;
        let mut arrivals = post.desk.book.arrivals(&[tip], &hidden)?;
        // What came by a branch that is no book was not judged as part of one.
        arrivals.retain(|arrival| seen.insert((book_of_its_own, arrival.after.commit)));
        push.commits += arrivals.len();
        if born {
            let deeds = post.desk.book.deeds(arrivals)?;
            for deed in &deeds {
                if push.refusals.len() >= MOST {
                    break;
                }
                let errors = judge(&mut post, deed, head, book_of_its_own)?;
                let commit = told(&deed.arrival);
                let refusal = |error| Refusal { commit: commit.clone(), of_commit: true, error };
                push.refusals.extend(errors.into_iter().map(refusal));
            }
        }
        let flaws = valid::flaws(&mut post, before, after)?;
        push.refusals.extend(flaws.into_iter().map(Refusal::of_push));
        if is_main && !born && !is_book(&post.desk.book, Some(after))? {
            push.refusals.push(Refusal::of_push(no_book(&update.name)));
        }
    }
    push.refusals.truncate(MOST);
    Ok(push)
}

/// The state that a push is held against, and whether HEAD names it. Where HEAD names a branch that is not there, every branch
/// with a book is guarded.
fn stand(book: &Book, tips: &[BlobId]) -> Result<(Snapshot, bool)> {
    let head = book.head()?;
    if head.commit.is_some() {
        return Ok((head, true));
    }
    for tip in tips {
        let tip = book.snapshot(*tip);
        if is_book(book, tip)? {
            return Ok((tip.unwrap_or(head), false));
        }
    }
    Ok((head, true))
}

fn is_book(book: &Book, at: Option<Snapshot>) -> Result<bool> {
    at.map_or(Ok(false), |at| Ok(book.file(at, FILE)?.is_some()))
}

/// What the makers of commits that came from elsewhere were not allowed, the first twenty; `may_know` says of which commits
/// who asks may be told.
pub fn amiss(
    book: Book,
    tip: Snapshot,
    hidden: &[BlobId],
    may_know: &mut dyn FnMut(&Deed) -> Result<bool>,
) -> Result<Vec<Refusal>> {
    let mut post = Post::new(book)?;
    let arrivals = post.desk.book.arrivals(&tip.commit.into_iter().collect::<Vec<_>>(), hidden)?;
    let mut found = Vec::new();
    for deed in &post.desk.book.deeds(arrivals)? {
        let errors = judge(&mut post, deed, tip, true)?;
        if !errors.is_empty() && may_know(deed)? {
            let commit = told(&deed.arrival);
            let refusal = |error| Refusal { commit: commit.clone(), of_commit: true, error };
            found.extend(errors.into_iter().map(refusal));
        }
        if found.len() >= MOST {
            break;
        }
    }
    found.truncate(MOST);
    Ok(found)
}

/// A commit as it is told: its short name, its author, its subject.
fn told(arrival: &Arrival) -> String {
    let subject: String = arrival.message.lines().next().unwrap_or_default().chars().take(60).collect();
    format!("{} {} <{}> {subject}", arrival.short(), arrival.name, arrival.email)
}

/// What one commit may not do.
fn judge(post: &mut Post, deed: &Deed, head: Snapshot, of_the_book: bool) -> Result<Vec<Error>> {
    let arrival = &deed.arrival;
    if arrival.parents.is_empty() && of_the_book && !post.people(head)?.is_empty() {
        return Ok(vec![own_history()]);
    }
    let states = if of_the_book { arrival.parents.clone() } else { vec![head] };
    let mut me = None;
    let mut peopled = false;
    let mut keys = Vec::new();
    for state in states {
        let people = post.people(state)?;
        peopled |= !people.is_empty();
        if let Some(somebody) = somebody(&people, &arrival.email) {
            me = me.or(Some(somebody.id.clone()));
            keys.extend(somebody.keys.iter().cloned());
        }
    }
    if !peopled {
        return Ok(Vec::new());
    }
    let Some(me) = me else { return Ok(vec![stranger(arrival)]) };
    let mut errors = Vec::new();
    if arrival.signed {
        // A key that was written down with the commit itself or later counts as well.
        let now = post.people(head)?;
        keys.extend(somebody(&now, &arrival.email).into_iter().flat_map(|person| person.keys.clone()));
        if let Proof::Bad { en, zh } = post.desk.book.proof(arrival.after, &me, &keys)? {
            errors.push(bad_signature(&me, &en, &zh));
        }
    }
    if !of_the_book {
        return Ok(errors);
    }
    if let Some(parent) = arrival.parents.first() {
        post.sit(*parent, &me, arrival.at)?;
    }
    let mut wrong = done(post, deed, &me)?;
    // What the rules of merging make of two sides is nobody's doing; only asked where it matters.
    if !wrong.is_empty()
        && let [ours, theirs] = arrival.parents[..]
        && let Some(honest) = replayed(&post.desk, ours, theirs, &arrival.author())?
    {
        let mut rest = deed.clone();
        let mut kept = Vec::new();
        for file in rest.files {
            if !honest.has(&post.desk.book, &file.path, file.new)? {
                kept.push(file);
            }
        }
        rest.files = kept;
        wrong = done(post, &rest, &me)?;
    }
    errors.extend(wrong);
    Ok(errors)
}

/// What is wrong with the files of a commit by somebody of the book.
fn done(post: &mut Post, deed: &Deed, me: &str) -> Result<Vec<Error>> {
    let kinds = post.desk.kinds.clone();
    let sheets = sheets(&post.desk.book, &kinds, deed)?;
    let known = known(&post.desk.book, &kinds, deed, &sheets)?;
    let mut errors = trail::forged(deed, &sheets, &known, me);
    errors.extend(allowed::refused(post, deed, &sheets, &known, me)?);
    errors.extend(closed::entered(post, deed, &sheets)?);
    Ok(errors)
}

fn somebody<'a>(people: &'a Everybody, email: &str) -> Option<&'a super::post::Somebody> {
    people.get(&email.to_lowercase()).filter(|somebody| somebody.living)
}

fn stranger(arrival: &Arrival) -> Error {
    let email = quoted(&arrival.email);
    let id = person_id(&arrival.email);
    not_permitted(
        format!("Nobody of this book has the email {email}."),
        format!("账簿中没有人员使用邮箱 {email}。"),
    )
    .hint(
        format!(
            "Set git's user.email to the one in your record, or ask a colleague: kehu new person name=NAME email={}\nCommits made before that carry the wrong address: git rebase --exec 'git commit --amend --no-edit --reset-author' …",
            if arrival.email.is_empty() { &id } else { &arrival.email }
        ),
        format!(
            "请把 git 的 user.email 设为人员记录中的邮箱, 或请同事运行: kehu new person name=姓名 email={}\n此前的提交带有错误的邮箱: git rebase --exec 'git commit --amend --no-edit --reset-author' …",
            if arrival.email.is_empty() { &id } else { &arrival.email }
        ),
    )
}

fn bad_signature(me: &str, en: &str, zh: &str) -> Error {
    not_permitted(format!("Its signature is bad: {en}."), format!("签名无效: {zh}。")).hint(
        format!(
            "Sign with a key in the field `keys` of {me}, or have the key added: kehu set {me} keys+=KEY"
        ),
        format!("请用 {me} 的 `keys` 字段中的密钥签名, 或添加密钥: kehu set {me} keys+=密钥"),
    )
}

fn own_history() -> Error {
    Error::new(
        Code::Conflict,
        "It has no parent: a second beginning of this book is not taken.",
        "该提交没有父提交: 不接受账簿的另一个起点。",
    )
    .hint("Clone the book, and make the changes there.", "请克隆账簿, 在其中更改。")
}

fn rewritten(name: &str) -> Error {
    Error::new(
        Code::Conflict,
        format!("{name}: what the book has already would be rewritten."),
        format!("{name}: 账簿已有的历史会被改写。"),
    )
    .hint(
        "Run `kehu sync` (or git pull), which adds your commits to it, then push without --force.",
        "请运行 `kehu sync` (或 git pull) 把您的提交接在其后, 再不带 --force 推送。",
    )
}

fn deleted(name: &str) -> Error {
    Error::new(
        Code::Conflict,
        format!("{name} is the book itself and is not deleted."),
        format!("{name} 是账簿本身, 不能删除。"),
    )
    .hint("Name another branch.", "请指定其他分支。")
}

fn no_commit(name: &str) -> Error {
    Error::new(
        Code::BadValue,
        format!("{} names no commit.", quoted(name)),
        format!("{} 指向的不是提交。", quoted(name)),
    )
    .hint("Push branches and tags of commits.", "请推送指向提交的分支或标签。")
}

fn no_book(name: &str) -> Error {
    Error::new(
        Code::NotABook,
        format!("{name}: there is no {FILE} in it, so it is no book."),
        format!("{name}: 其中没有 {FILE}, 不是账簿。"),
    )
    .hint("Make it one with `kehu init`, then push again.", "请用 `kehu init` 建立账簿, 再推送。")
}
