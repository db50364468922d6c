//! The book that has what both sides did: each file three-way, by the rules of its kind.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::hands::Hands;
use super::redirects::Redirects;
use crate::error::{Error, Result};
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::merge::{Merged, Spot, Stamp, Which, merge_cards, merge_journals, stand_back, taken_out};
use crate::model::places::Place;
use crate::model::record::read_card;
use crate::model::validate::Judge;
use crate::model::yaml::{YamlError, read};
use crate::ops::assemble::changed_card;
use crate::ops::moves::voiding;
use crate::ops::{Desk, rules};
use crate::store::merge::{Contested, Put};
use crate::store::snapshot::bad_yaml;
use crate::store::tree::Difference;
use crate::store::{BlobId, Snapshot};

/// Fields of a record that two people set differently.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Clash {
    /// Kind of the record.
    pub kind: String,
    /// Its id; of an entry, that of the card it stands beside.
    pub id: String,
    /// The field; of an entry `ENTRY:FIELD`.
    pub field: String,
    /// File.
    pub path: String,
}

impl Clash {
    /// What `kehu resolve` takes, and the field there: an entry has an id of its own.
    pub fn handle(&self) -> (&str, &str) {
        let entry = self.field.split_once(':').filter(|(id, _)| !id.contains(['.', '[']));
        entry.unwrap_or((&self.id, &self.field))
    }
}

/// Something worth telling of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// File.
    pub path: String,
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// What came of bringing two sides together.
#[derive(Debug, Default)]
pub struct Together {
    /// Tree to start from.
    pub tree: Option<BlobId>,
    /// What differs from it.
    pub puts: BTreeMap<String, Put>,
    /// What is in conflict.
    pub clashes: Vec<Clash>,
    /// What else is worth telling.
    pub notes: Vec<Note>,
    /// What ours and theirs changed since the base.
    pub changed: [Vec<Difference>; 2],
}

/// A file of a version: where it is there, and its bytes.
pub(super) type Version = Option<(String, Vec<u8>)>;
/// The texts of a journal in each version: several when records became one.
pub(super) type Texts = [Vec<(String, Vec<u8>)>; 3];

/// The work of one merge.
pub(super) struct Work<'a> {
    /// Kinds and settings of the merged book.
    pub desk: &'a Desk,
    pub hands: &'a Hands<'a>,
    /// Base, ours, theirs.
    pub versions: [Snapshot; 3],
    pub puts: BTreeMap<String, Put>,
    pub clashes: Vec<Clash>,
    pub notes: Vec<Note>,
    judges: HashMap<String, Judge<'a>>,
}

/// Brings two sides together; `desk` is at the merged tree.
pub fn together(
    desk: &Desk,
    hands: &Hands<'_>,
    versions: [Snapshot; 3],
    contested: &[Contested],
) -> Result<Together> {
    let [base, ours, theirs] = versions;
    let changed = [desk.book.differences(base, ours)?, desk.book.differences(base, theirs)?];
    let redirects = Redirects::read(desk, &versions, &changed)?;
    let mut work = Work {
        desk,
        hands,
        versions,
        puts: BTreeMap::new(),
        clashes: Vec::new(),
        notes: Vec::new(),
        judges: HashMap::new(),
    };
    let mut done = BTreeSet::new();
    if !redirects.is_empty() {
        work.entries(&redirects, &changed, &mut done)?;
        work.children(&redirects, &changed, &mut done)?;
    }
    let folders = work.families(&redirects)?;
    let moved = Moved::of(desk, contested, &changed);
    for one in contested {
        let place = desk.kinds.of_path(&one.path);
        let is_followed = place.is_some_and(|at| at.kind.storage == Storage::Journal || at.host.is_some());
        let in_family = || folders.iter().any(|folder| one.path.starts_with(folder));
        if !done.contains(&one.path) && (is_followed || !in_family()) {
            work.contested(one, &moved)?;
        }
    }
    work.brought_back(&redirects)?;
    work.hostless(&changed)?;
    work.relink(&redirects, &changed)?;
    work.clashes.sort();
    work.clashes.dedup();
    Ok(Together { tree: desk.at.tree, puts: work.puts, clashes: work.clashes, notes: work.notes, changed })
}

/// Where cards went that one side moved to another folder.
struct Moved {
    to: [HashMap<(String, Id), String>; 2],
}

impl Moved {
    fn of(desk: &Desk, contested: &[Contested], changed: &[Vec<Difference>; 2]) -> Self {
        let mut to = [HashMap::new(), HashMap::new()];
        // A file that one side moved looks like one it took out.
        if contested.iter().any(|one| one.blobs[1].is_none() || one.blobs[2].is_none()) {
            for (to, changed) in to.iter_mut().zip(changed) {
                for difference in changed.iter().filter(|difference| difference.old.is_none()) {
                    if let Some(place) = desk.kinds.of_path(&difference.path)
                        && place.host.is_some()
                    {
                        to.insert((place.kind.name.clone(), place.id.clone()), difference.path.clone());
                    }
                }
            }
        }
        Self { to }
    }
}

impl<'a> Work<'a> {
    /// One file that both sides changed.
    fn contested(&mut self, one: &Contested, moved: &Moved) -> Result<()> {
        let path = &one.path;
        let version = |blob: Option<BlobId>| -> Result<Version> {
            blob.map(|blob| Ok((path.clone(), self.desk.book.blob(blob)?))).transpose()
        };
        let mut three = [version(one.blobs[0])?, version(one.blobs[1])?, version(one.blobs[2])?];
        let Some(place) = self.desk.kinds.of_path(path) else {
            return self.plain_file(path, path, &three);
        };
        let mut to = path.clone();
        for side in [0, 1] {
            if three[side + 1].is_some() {
                continue;
            }
            let place = (place.kind.name.clone(), place.id.clone());
            if let Some(new) = moved.to[side].get(&place) {
                let bytes = self.desk.book.file(self.versions[side + 1], new)?;
                three[side + 1] = bytes.map(|bytes| (new.clone(), bytes));
                to.clone_from(new);
            }
        }
        let merged = match place.kind.storage {
            Storage::Card => self.card(place.kind, &place.id, &to, &three)?,
            Storage::Journal => {
                let texts = [0, 1, 2].map(|at: usize| three[at].clone().into_iter().collect::<Vec<_>>());
                self.journal(&place, &to, &texts)?
            }
        };
        if to != *path {
            self.puts.insert(path.clone(), Put::Gone);
        }
        self.puts.insert(to, merged.map_or(Put::Gone, Put::Text));
        Ok(())
    }

    /// A card of three versions; `None` when it goes.
    pub(super) fn card(
        &mut self,
        kind: &'a Kind,
        id: &Id,
        path: &str,
        [base, ours, theirs]: &[Version; 3],
    ) -> Result<Option<Vec<u8>>> {
        let same = |a: &Version, b: &Version| a.as_ref().map(|v| &v.1) == b.as_ref().map(|v| &v.1);
        let bytes = |version: &Version| version.as_ref().map(|(_, bytes)| bytes.clone());
        if same(ours, theirs) || same(theirs, base) {
            return Ok(bytes(ours));
        }
        if same(ours, base) {
            return Ok(bytes(theirs));
        }
        let hands = self.hands;
        let at = [ours, theirs].map(|version| version.as_ref().map_or(path, |(path, _)| path).to_owned());
        let stamps = |which: Which, spot: Spot<'_>| -> Option<Stamp> {
            hands.stamp(which, kind, &at[usize::from(which == Which::Second)], spot)
        };
        let text = |version: &'_ Version| -> Result<Option<String>> {
            let Some((path, bytes)) = version else { return Ok(None) };
            let text = read::utf8(bytes).map_err(|e| unreadable(path, e))?;
            Ok(Some(text.to_owned()))
        };
        let wrong = |error: YamlError| unreadable(path, error);
        let old = text(base)?;
        let merged = match (text(ours)?, text(theirs)?) {
            (Some(a), Some(b)) => {
                let merged = merge_cards(kind, path, old.as_deref(), &a, &b, &stamps).map_err(wrong)?;
                let mut good = |text: &str| self.is_good(kind, id, text);
                match good(&merged.text) || !good(&a) || !good(&b) {
                    true => merged,
                    false => stand_back(kind, path, old.as_deref(), &a, &b, &stamps).map_err(wrong)?,
                }
            }
            (Some(a), None) => taken_out(kind, path, &a, Which::Second, &stamps).map_err(wrong)?,
            (None, Some(b)) => taken_out(kind, path, &b, Which::First, &stamps).map_err(wrong)?,
            (None, None) => return Ok(None),
        };
        self.note_clashes(&kind.name, id, path, &merged);
        self.still_decided(kind, id, path, merged.text.into_bytes()).map(Some)
    }

    /// One side decided, the other changed what was decided on: the decision is taken back, and told.
    fn still_decided(&mut self, kind: &Kind, id: &Id, path: &str, text: Vec<u8>) -> Result<Vec<u8>> {
        if kind.workflow.is_none() {
            return Ok(text);
        }
        let Ok(record) = read_card(kind, id, &text) else { return Ok(text) };
        let mut fields = record.fields;
        let Some(voided) = voiding(self.desk, kind, id.as_str(), &mut fields)? else { return Ok(text) };
        let (by, back, names) = (&voided.by, &voided.back, voided.fields.join(", "));
        self.notes.push(Note {
            path: path.to_owned(),
            en: format!("what {by} decided no longer holds: {names} changed meanwhile; it is {back} again"),
            zh: format!("{names} 已被他人更改, {by} 的审批失效; 状态退回 {back}"),
        });
        Ok(changed_card(kind, path, &text, fields)?.into_bytes())
    }

    /// A journal of three versions, each of one text or of several that became one; `None` when nothing is left in it.
    pub(super) fn journal(
        &mut self,
        place: &Place<'a>,
        path: &str,
        three: &Texts,
    ) -> Result<Option<Vec<u8>>> {
        let kind = place.kind;
        let texts = |version: &'_ [(String, Vec<u8>)]| -> Result<Vec<String>> {
            let text = |(path, bytes): &(String, Vec<u8>)| {
                read::utf8(bytes).map(str::to_owned).map_err(|e| unreadable(path, e))
            };
            version.iter().map(text).collect()
        };
        let [base, ours, theirs] = [texts(&three[0])?, texts(&three[1])?, texts(&three[2])?];
        let hands = self.hands;
        let stamps = |which: Which, spot: Spot<'_>| -> Option<Stamp> {
            let version = &three[if which == Which::First { 1 } else { 2 }];
            let paths = version.iter().map(|(path, _)| path.as_str()).chain([path]);
            paths.into_iter().find_map(|path| hands.stamp(which, kind, path, spot))
        };
        let merged = merge_journals(kind, path, &slices(&base), &slices(&ours), &slices(&theirs), &stamps)
            .map_err(|e| unreadable(path, e))?;
        self.note_clashes(&place.top().0.name, place.top().1, path, &merged);
        Ok((merged.entries > 0).then(|| merged.text.into_bytes()))
    }

    fn note_clashes(&mut self, kind: &str, id: &Id, path: &str, merged: &Merged) {
        self.clashes.extend(merged.conflicts.iter().map(|field| Clash {
            kind: kind.to_owned(),
            id: id.to_string(),
            field: field.clone(),
            path: path.to_owned(),
        }));
    }

    /// True for a card that its schema and the rules of its kind allow.
    fn is_good(&mut self, kind: &'a Kind, id: &Id, text: &str) -> bool {
        let Ok(record) = read_card(kind, id, text.as_bytes()) else { return false };
        if !self.judges.contains_key(&kind.name)
            && let Ok(judge) = Judge::new(kind)
        {
            self.judges.insert(kind.name.clone(), judge);
        }
        let judged =
            self.judges.get(&kind.name).is_none_or(|judge| judge.problems(&record.fields).is_empty());
        judged && rules::problem(kind, &record.fields).is_none()
    }

    /// A card that one side took out, in whose folder the other put something: it stays.
    fn hostless(&mut self, changed: &[Vec<Difference>; 2]) -> Result<()> {
        for (side, changed) in changed.iter().enumerate() {
            for difference in changed.iter().filter(|difference| difference.new.is_some()) {
                let Some(place) = self.desk.kinds.of_path(&difference.path) else { continue };
                let (top, id) = place.top();
                if place.parent.is_none() && place.host.is_none() {
                    continue;
                }
                let card = crate::model::record::card_path(top, id);
                if self.stays(&card)? || !self.stays(&difference.path)? {
                    continue;
                }
                let Some(bytes) = self.desk.book.file(self.versions[side + 1], &card)? else { continue };
                let gone_by = if side == 0 { Which::Second } else { Which::First };
                let hands = self.hands;
                let stamps = |which, spot: Spot<'_>| match which == gone_by {
                    true => hands.stamp(which, top, &card, spot),
                    // Who put something beside it wants it kept.
                    false => hands.stamp(which, place.kind, &difference.path, spot),
                };
                let text = read::utf8(&bytes).map_err(|e| unreadable(&card, e))?;
                let merged =
                    taken_out(top, &card, text, gone_by, &stamps).map_err(|e| unreadable(&card, e))?;
                self.note_clashes(&top.name, id, &card, &merged);
                self.puts.insert(card, Put::Text(merged.text.into_bytes()));
            }
        }
        Ok(())
    }

    fn stays(&self, path: &str) -> Result<bool> {
        Ok(match self.puts.get(path) {
            Some(put) => *put != Put::Gone,
            None => self.desk.book.blob_id(self.desk.at, path)?.is_some(),
        })
    }

    /// What a path holds in the merged book so far.
    pub(super) fn now(&self, path: &str) -> Result<Option<Vec<u8>>> {
        match self.puts.get(path) {
            Some(Put::Gone) => Ok(None),
            Some(Put::Text(bytes)) => Ok(Some(bytes.clone())),
            None => self.desk.book.file(self.desk.at, path),
        }
    }
}

fn slices(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// A file that a merge cannot read on one of the sides.
fn unreadable(path: &str, error: YamlError) -> Error {
    let mut error = bad_yaml(path, &error);
    error.hint_en = "Both sides changed this file, and one of them wrote what is no record. Mend it there and `kehu save`, then sync again.".to_owned();
    error.hint_zh =
        "双方都更改了此文件, 其中一方的内容不是有效记录。请在该处修正并 `kehu save`, 再同步。".to_owned();
    error
}
