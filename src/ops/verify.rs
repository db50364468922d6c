//! Proof of stamps: every stamp held against the commit that brought it, and signatures against the keys of people.

mod moved;
mod range;
mod rewritten;

use std::collections::{BTreeSet, HashMap, HashSet};

use chrono::{DateTime, Duration, FixedOffset};

use super::Desk;
use super::desk::person_id;
use super::gate::post::Post;
use super::stamps::{Sheet, Stamp, is_ahead, known, moment, sheets, stamps_of};
use crate::error::Result;
use crate::store::arrivals::{Arrival, Deed};
use crate::store::proof::Proof;
use crate::store::{BlobId, Book, Snapshot};
use moved::moved;
use range::range_of;
use rewritten::rewritten;

/// What is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// `by` is not the author of the commit.
    Foreign,
    /// `at` is more than a day before the commit.
    BackDated,
    /// `at` is later than the commit.
    Ahead,
    /// A stamp changed, or an entry was rewritten.
    Altered,
    /// An entry or a stamped item went away.
    TakenOut,
    /// An entry or a stamped item was put into another record as it was.
    Moved,
    /// The commit is earlier than its parent.
    Clock,
    /// The author has keys, the commit has no signature.
    Unsigned,
    /// The signature is broken or by another's key.
    BadSignature,
    /// There is a signature, and nothing to hold it against.
    Unchecked,
}

impl What {
    /// The word in JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Foreign => "foreign",
            Self::BackDated => "back-dated",
            Self::Ahead => "ahead",
            Self::Altered => "altered",
            Self::TakenOut => "taken-out",
            Self::Moved => "moved",
            Self::Clock => "clock",
            Self::Unsigned => "unsigned",
            Self::BadSignature => "bad-signature",
            Self::Unchecked => "unchecked",
        }
    }

    /// The word in Chinese.
    pub fn zh(self) -> &'static str {
        match self {
            Self::Foreign => "非本人",
            Self::BackDated => "补记",
            Self::Ahead => "超前",
            Self::Altered => "被改动",
            Self::TakenOut => "被移除",
            Self::Moved => "被移动",
            Self::Clock => "时钟",
            Self::Unsigned => "未签名",
            Self::BadSignature => "签名无效",
            Self::Unchecked => "未核对",
        }
    }

    /// True for what is worth knowing and proves nothing.
    pub fn is_note(self) -> bool {
        matches!(self, Self::BackDated | Self::TakenOut | Self::Moved | Self::Unchecked)
    }
}

/// One finding.
#[derive(Debug, Clone)]
pub struct Finding {
    /// Id of the commit.
    pub commit: String,
    /// When the commit was made.
    pub committed: DateTime<FixedOffset>,
    /// What.
    pub what: What,
    /// The record, `kind/id`; empty when it is about the commit.
    pub place: String,
    /// Id of the entry, or the field of the item.
    pub entry: String,
    /// Who the stamp names.
    pub by: String,
    /// When the stamp says.
    pub at: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// What a range of commits proves.
#[derive(Debug, Clone, Default)]
pub struct Proven {
    /// Commits looked at.
    pub commits: usize,
    /// Stamps they brought.
    pub stamps: usize,
    /// Commits with a good signature.
    pub signed: usize,
    /// What does not fit, oldest first.
    pub findings: Vec<Finding>,
}

/// Holds the stamps of a range of commits against the commits; what who asks may not see is counted nowhere.
pub fn verify(desk: &Desk, range: Option<&str>) -> Result<Proven> {
    let range = range_of(desk, range)?;
    let Some(tip) = range.tip.commit else { return Ok(Proven::default()) };
    let mut arrivals = desk.book.arrivals(&[tip], &range.hidden)?;
    let times: HashMap<_, _> = arrivals.iter().map(|one| (one.after.commit, one.committed)).collect();
    arrivals.retain(|one| {
        range.only.is_none_or(|only| one.after.commit == Some(only))
            && range.since.is_none_or(|since| one.committed >= since)
            && range.until.is_none_or(|until| one.committed < until)
    });
    let deeds = desk.book.deeds(arrivals)?;
    let mut post = Post::new(Book::discover(desk.book.place())?)?;
    let guarded = !desk.sees_all_ever()?;
    let mut proven = Proven::default();
    let mut seen: HashMap<String, bool> = HashMap::new();
    for deed in &deeds {
        let mut hidden = false;
        if guarded {
            for file in &deed.files {
                if !sees(desk, &file.path, &mut seen)? {
                    hidden = true;
                }
            }
        }
        if !hidden {
            proven.commits += 1;
        }
        one(desk, &mut post, deed, (hidden, &mut seen, guarded), &times, &mut proven)?;
    }
    Ok(proven)
}

/// Whether who asks sees the record a file belongs to, asked once for each.
pub(super) fn sees(desk: &Desk, path: &str, seen: &mut HashMap<String, bool>) -> Result<bool> {
    let owner = desk.kinds.folder_owner(path).map(|(kind, id)| format!("{}/{id}", kind.name));
    let key = owner.unwrap_or_else(|| path.to_owned());
    if let Some(known) = seen.get(&key) {
        return Ok(*known);
    }
    // What is no record and lies in the folder of one is hidden with it.
    let card = desk.kinds.folder_owner(path).map(|(kind, id)| crate::model::record::card_path(kind, &id));
    let sees = desk.sees_path(card.as_deref().unwrap_or(path))?;
    seen.insert(key, sees);
    Ok(sees)
}

fn one(
    desk: &Desk,
    post: &mut Post,
    deed: &Deed,
    (hidden, seen, guarded): (bool, &mut HashMap<String, bool>, bool),
    times: &HashMap<Option<BlobId>, DateTime<FixedOffset>>,
    proven: &mut Proven,
) -> Result<()> {
    let arrival = &deed.arrival;
    let mut names = BTreeSet::new();
    let (mut keys, mut had) = (Vec::new(), false);
    for state in arrival.parents.iter().chain([&arrival.after, &desk.at]) {
        let people = post.people(*state)?;
        let Some(somebody) = people.get(&arrival.email.to_lowercase()) else { continue };
        // Who they are at HEAD counts when nobody knew them then.
        if names.is_empty() || *state != desk.at {
            names.insert(somebody.id.clone());
        }
        had |= arrival.parents.contains(state) && !somebody.keys.is_empty();
        keys.extend(somebody.keys.iter().cloned());
    }
    if names.is_empty() {
        names.insert(person_id(&arrival.email));
    }
    let me = names.first().cloned().unwrap_or_default();
    let mut note = Notes { arrival, proven };
    if !hidden {
        clock(&mut note, &desk.book, times);
        let mut about = |what, en: String, zh: String| note.commit(what, &me, en, zh);
        if !arrival.signed && had {
            let (en, zh) = (
                format!("{me} has keys, and this commit is not signed"),
                format!("{me} 有密钥, 但该提交未签名"),
            );
            about(What::Unsigned, en, zh);
        }
        if arrival.signed {
            match desk.book.proof(arrival.after, &me, &keys)? {
                Proof::Good => note.proven.signed += 1,
                Proof::Bad { en, zh } => about(What::BadSignature, en, zh),
                Proof::Unknown { en, zh } => about(What::Unchecked, en, zh),
                Proof::None => {}
            }
        }
    }
    let sheets = sheets(&desk.book, &desk.kinds, deed)?;
    let known = known(&desk.book, &desk.kinds, deed, &sheets)?;
    let mut now: HashSet<Stamp> = HashSet::new();
    for sheet in &sheets {
        let stamps = sheet.new.as_deref().map(|new| stamps_of(&sheet.place, new)).unwrap_or_default();
        now.extend(stamps);
        if guarded && !sees(desk, sheet.path, seen)? {
            continue;
        }
        for new in known.news(sheet.path) {
            let stamp = &new.stamp;
            if let Some(was) = &new.was {
                let (en, zh) = (
                    format!("was {} {}", was.by, minute(&was.at)),
                    format!("原为 {} {}", was.by, minute(&was.at)),
                );
                note.stamp(What::Altered, sheet, stamp, en, zh);
                continue;
            }
            note.proven.stamps += 1;
            if !names.contains(&stamp.by) {
                let (en, zh) = (format!("commit by {me}"), format!("提交人 {me}"));
                note.stamp(What::Foreign, sheet, stamp, en, zh);
            }
            let committed = arrival.latest();
            if is_ahead(stamp, committed) {
                let when = minute(&stamp.at);
                note.stamp(What::Ahead, sheet, stamp, format!("says {when}"), format!("署时 {when}"));
            } else if moment(stamp).is_some_and(|at| arrival.at - at > Duration::days(1)) {
                let when = minute(&stamp.at);
                note.stamp(What::BackDated, sheet, stamp, format!("says {when}"), format!("署时 {when}"));
            }
        }
        rewritten(&mut note, sheet);
        moved(&mut note, desk, sheet, known.moved(sheet.path), &mut |path| {
            Ok(!guarded || sees(desk, path, seen)?)
        })?;
    }
    for sheet in &sheets {
        if guarded && !sees(desk, sheet.path, seen)? {
            continue;
        }
        gone(&mut note, sheet, &now);
    }
    Ok(())
}

/// A moment without its seconds and zone, for people.
fn minute(at: &str) -> String {
    at.chars().take(16).collect::<String>().replace('T', " ")
}

/// Adds findings about one commit.
struct Notes<'a> {
    arrival: &'a Arrival,
    proven: &'a mut Proven,
}

impl Notes<'_> {
    fn commit(&mut self, what: What, by: &str, en: String, zh: String) {
        self.proven.findings.push(Finding {
            commit: self.arrival.after.commit_text(),
            committed: self.arrival.committed,
            what,
            place: String::new(),
            entry: String::new(),
            by: by.to_owned(),
            at: String::new(),
            en,
            zh,
        });
    }

    fn stamp(&mut self, what: What, sheet: &Sheet<'_>, stamp: &Stamp, en: String, zh: String) {
        let kind = sheet.place.parent.unwrap_or(sheet.place.kind);
        self.proven.findings.push(Finding {
            commit: self.arrival.after.commit_text(),
            committed: self.arrival.committed,
            what,
            place: format!("{}/{}", kind.name, sheet.place.id),
            entry: if stamp.entry.is_empty() { stamp.on.clone() } else { stamp.entry.clone() },
            by: stamp.by.clone(),
            at: stamp.at.clone(),
            en,
            zh,
        });
    }
}

fn clock(note: &mut Notes<'_>, book: &Book, times: &HashMap<Option<BlobId>, DateTime<FixedOffset>>) {
    let arrival = note.arrival;
    let time = |parent: &Snapshot| times.get(&parent.commit).copied().or_else(|| book.time_of(*parent).ok());
    let latest = arrival.parents.iter().filter_map(time).max();
    if let Some(latest) = latest.filter(|latest| *latest - arrival.committed > Duration::days(1)) {
        let (when, parent) = (arrival.committed.to_rfc3339(), latest.to_rfc3339());
        let (en, zh) = (
            format!("made at {when}, before its parent of {parent}"),
            format!("提交于 {when}, 早于其父提交 {parent}"),
        );
        note.commit(What::Clock, &arrival.name, en, zh);
    }
}

fn gone(note: &mut Notes<'_>, sheet: &Sheet<'_>, now: &HashSet<Stamp>) {
    let [Some(old)] = &sheet.old[..] else { return };
    for stamp in stamps_of(&sheet.place, old) {
        let same = |known: &Stamp| known.on == stamp.on && known.entry == stamp.entry;
        let stays = match stamp.entry.is_empty() {
            true => now.contains(&stamp),
            false => now.iter().any(same),
        };
        if !stays {
            let author = note.arrival.name.clone();
            let (en, zh) = (format!("taken out by {author}"), format!("由 {author} 移除"));
            note.stamp(What::TakenOut, sheet, &stamp, en, zh);
        }
    }
}
