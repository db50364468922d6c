//! The one place where changes become a commit (law 2).

use rayon::prelude::*;

use super::moves::{self, Voided};
use super::{Desk, answers, bookings, circles, conflicts, namesakes, rules};
use crate::error::{Code, Error, Result};
use crate::model::kind::{Kind, Storage};
use crate::model::record::{read_card, read_journal};
use crate::model::value::Map;
use crate::store::change::{Change, Draft, Message, Outcome};
use crate::store::commit::Origin;
use crate::store::{Lock, Snapshot};

/// Records of one command that are read back before they are committed.
const MOST_READ_BACK: usize = 64;
/// How often a draft is made anew when others commit in between.
const TRIES: usize = 8;

/// What a command wants to happen.
#[derive(Debug, Clone, Default)]
pub struct Intent {
    /// Files and words.
    pub draft: Draft,
    /// Records touched, newest first: kind, id, path.
    pub touched: Vec<Touched>,
    /// True when the right to every change was asked for already, or all of them are new records.
    pub permitted: bool,
    /// True when all records were held against the rules of their kinds already.
    pub judged: bool,
    /// Decisions that the changes took back.
    pub voided: Vec<Voided>,
}

/// Refuses a record that breaks a rule of its kind.
pub(super) fn obey(kind: &Kind, id: &str, fields: &Map) -> Result<()> {
    match rules::problem(kind, fields) {
        None => Ok(()),
        Some(problem) => {
            Err(problem.error_about(&format!("{} {id}", kind.name), &format!("{} {id}", kind.label.zh)))
        }
    }
}

/// A record a command touched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touched {
    /// Kind.
    pub kind: String,
    /// Id.
    pub id: String,
    /// Path of its file.
    pub path: String,
}

/// What came of an intent.
#[derive(Debug, Clone)]
pub struct Applied {
    /// The intent that was carried out, or would be.
    pub intent: Intent,
    /// The commit; none when nothing had to change or nothing was to be done.
    pub commit: Option<String>,
    /// Book before.
    pub before: Snapshot,
    /// Something to tell although all went well.
    pub warning: Option<Error>,
}

impl Intent {
    /// An intent with a subject and a verb.
    pub fn new(verb: &str, subject: impl Into<String>) -> Self {
        let message = Message { subject: subject.into(), verb: verb.to_owned(), ..Message::default() };
        Self {
            draft: Draft { changes: Vec::new(), message },
            touched: Vec::new(),
            permitted: false,
            judged: false,
            voided: Vec::new(),
        }
    }

    /// Writes a record's file.
    pub fn put(&mut self, kind: &str, id: &str, path: String, content: Vec<u8>) {
        self.draft.message.records.push(format!("{kind}/{id}"));
        self.touched.push(Touched { kind: kind.to_owned(), id: id.to_owned(), path: path.clone() });
        self.file(path, Some(content));
    }

    /// Removes a record's file.
    pub fn remove(&mut self, kind: &str, id: &str, path: String) {
        self.put(kind, id, path, Vec::new());
        if let Some(change) = self.draft.changes.last_mut() {
            change.content = None;
        }
    }

    /// Writes or removes any file.
    pub fn file(&mut self, path: String, content: Option<Vec<u8>>) {
        self.draft.changes.push(Change { path, content });
    }

    /// Adds a trailer to the commit message.
    pub fn trailer(&mut self, key: &str, value: &str) {
        self.draft.message.trailers.push((key.to_owned(), value.to_owned()));
    }
}

impl Desk {
    /// Makes an intent against HEAD under the lock and commits it; made anew when the branch
    /// moved meanwhile. With `dry` nothing is written.
    pub fn apply(
        &mut self,
        verb: &str,
        dry: bool,
        make: &mut dyn FnMut(&Desk) -> Result<Intent>,
    ) -> Result<Applied> {
        self.apply_from(verb, dry, Origin::Command, make)
    }

    /// The same for content that the checkout has already.
    pub fn apply_from(
        &mut self,
        verb: &str,
        dry: bool,
        origin: Origin,
        make: &mut dyn FnMut(&Desk) -> Result<Intent>,
    ) -> Result<Applied> {
        self.writable()?;
        let author = self.author()?;
        if dry {
            let intent = self.made(origin, make)?;
            return Ok(Applied { intent, commit: None, before: self.at, warning: None });
        }
        let lock: Lock = self.book.lock(verb)?;
        for _ in 0..TRIES {
            let head = self.book.head()?;
            if head != self.at {
                self.move_to(head);
            }
            let intent = self.made(origin, make)?;
            if let Some(Outcome { snapshot, commit, warning }) =
                self.book.commit(&lock, head, &intent.draft, &author, origin)?
            {
                self.move_to(snapshot);
                return Ok(Applied { intent, commit, before: head, warning });
            }
        }
        Err(Error::new(
            Code::Conflict,
            "Others commit to this branch faster than this command; it gave up.",
            "其他人不断向此分支提交, 本命令已放弃。",
        )
        .hint("Run it again.", "请重试。"))
    }

    /// An intent that may be carried out.
    fn made(&self, origin: Origin, make: &mut dyn FnMut(&Desk) -> Result<Intent>) -> Result<Intent> {
        let mut intent = make(self)?;
        if matches!(origin, Origin::Command) {
            moves::take_back(self, &mut intent)?;
        }
        self.permit(&intent)?;
        self.keep_periods(&intent)?;
        conflicts::keep(self, &intent)?;
        answers::keep(self, &intent)?;
        self.read_back(&intent)?;
        circles::refuse(self, &intent.draft.changes)?;
        namesakes::refuse(self, &intent.draft.changes)?;
        bookings::keep(self, &intent)?;
        Ok(intent)
    }

    /// Refuses to commit a record that could not be read again: too long, or with a key YAML does not allow; and one that
    /// breaks a rule of its kind. An import checks its rows itself.
    fn read_back(&self, intent: &Intent) -> Result<()> {
        let has_rules = |name: &str| self.kinds.get(name).is_some_and(Kind::has_rules);
        let ruled = !intent.judged && intent.touched.iter().any(|touched| has_rules(&touched.kind));
        let changes = intent.draft.changes.as_slice();
        let changes = if ruled { changes } else { &changes[..changes.len().min(MOST_READ_BACK)] };
        let kinds = &self.kinds;
        let check = |(number, change): (usize, &Change)| -> Result<()> {
            let (Some(bytes), Some(place)) = (&change.content, kinds.of_path(&change.path)) else {
                return Ok(());
            };
            if number >= MOST_READ_BACK && !place.kind.has_rules() {
                return Ok(());
            }
            let read = match place.kind.storage {
                Storage::Card => read_card(place.kind, &place.id, bytes).map(Some),
                Storage::Journal => read_journal(place.kind, bytes).map(|_| None),
            };
            let read = read.map_err(|error| {
                let (en, zh) = (error.en, error.zh);
                Error::new(
                    Code::BadValue,
                    format!("{}: the record could not be read again: {en}.", change.path),
                    format!("{}: 记录将无法再次读取: {zh}。", change.path),
                )
                .hint("Nothing was changed; shorten the value.", "没有任何改动; 请缩短内容。")
            })?;
            read.map_or(Ok(()), |record| obey(place.kind, record.id.as_str(), &record.fields))
        };
        // Threads are not worth starting for a few records.
        let wrong = match changes.len() > MOST_READ_BACK {
            true => changes.par_iter().enumerate().find_map_first(|change| check(change).err()),
            false => changes.iter().enumerate().find_map(|change| check(change).err()),
        };
        wrong.map_or(Ok(()), Err)
    }
}
