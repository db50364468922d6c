//! A closed period takes no entries: asked wherever records are written, by people, by git or by a file.

use std::collections::{BTreeMap, BTreeSet};

use super::{Desk, Intent};
use crate::error::{Code, Error, Result};
use crate::model::ids::Id;
use crate::model::kind::{Kind, Storage};
use crate::model::period::{FROM, Span, UNTIL};
use crate::model::record::read_card;
use crate::model::value::Map;
use crate::model::workflow::Who;
use crate::store::Change;

/// Cards of kinds with periods, each as it was and as it shall be, by kind and id: one that moves to another folder is one.
#[derive(Default)]
pub(super) struct Entries<'a>(BTreeMap<(String, Id), Entry<'a>>);

/// A card before and after.
pub(super) struct Entry<'a> {
    pub kind: &'a Kind,
    pub path: String,
    before: Option<Map>,
    after: Option<Map>,
}

impl<'a> Entries<'a> {
    /// Adds a file that changes.
    pub fn add(&mut self, desk: &'a Desk, path: &str, before: Option<&[u8]>, after: Option<&[u8]>) {
        let Some(place) = desk.kinds.of_path(path) else { return };
        if place.kind.periods.is_empty() || place.kind.storage != Storage::Card {
            return;
        }
        // What cannot be read has no day; it is refused elsewhere.
        let read = |bytes: &[u8]| read_card(place.kind, &place.id, bytes).ok().map(|record| record.fields);
        let entry = self.0.entry((place.kind.name.clone(), place.id.clone())).or_insert_with(|| Entry {
            kind: place.kind,
            path: path.to_owned(),
            before: None,
            after: None,
        });
        if let Some(after) = after.and_then(read) {
            entry.after = Some(after);
            path.clone_into(&mut entry.path);
        }
        entry.before = before.and_then(read).or(entry.before.take());
    }

    /// Why each that touches a closed period may not; with its path.
    pub fn refused(&self, desk: &Desk, closed: &[Span]) -> Vec<(String, Error)> {
        let refused = self.0.iter().filter_map(|((_, id), entry)| {
            let error =
                refusal(desk, entry.kind, id.as_str(), entry.before.as_ref(), entry.after.as_ref(), closed)?;
            Some((entry.path.clone(), error))
        });
        refused.collect()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Desk {
    /// The periods that are closed at this state, of all kinds of periods.
    pub(super) fn closed_periods(&self) -> Result<Vec<Span>> {
        let names: BTreeSet<&str> = self
            .kinds
            .all()
            .iter()
            .flat_map(|kind| &kind.periods)
            .map(|period| period.kind.as_str())
            .collect();
        let mut closed = Vec::new();
        for kind in names.into_iter().filter_map(|name| self.kinds.get(name)) {
            let periods = self.book.cards(self.at, kind)?;
            let over = periods.iter().filter(|period| !period.is_retired() && kind.is_closed(&period.fields));
            closed.extend(over.map(|period| Span {
                kind: kind.name.clone(),
                id: period.id.to_string(),
                from: period.text(FROM).to_owned(),
                until: period.text(UNTIL).to_owned(),
            }));
        }
        Ok(closed)
    }

    /// Refuses an intent that touches a closed period.
    pub(super) fn keep_periods(&self, intent: &Intent) -> Result<()> {
        let mut entries = Entries::default();
        let mut closed = None;
        for Change { path, content } in &intent.draft.changes {
            let Some(place) = self.kinds.of_path(path).filter(|place| !place.kind.periods.is_empty()) else {
                continue;
            };
            if closed.is_none() {
                closed = Some(self.closed_periods()?);
            }
            if closed.as_ref().is_some_and(Vec::is_empty) || place.kind.storage != Storage::Card {
                return Ok(());
            }
            let before = self.book.file(self.at, path)?;
            entries.add(self, path, before.as_deref(), content.as_deref());
        }
        let refused = entries.refused(self, &closed.unwrap_or_default());
        refused.into_iter().next().map_or(Ok(()), |(_, error)| Err(error))
    }
}

/// Why a change of a record may not be, when it touches a closed period.
pub(super) fn refusal(
    desk: &Desk,
    kind: &Kind,
    id: &str,
    before: Option<&Map>,
    after: Option<&Map>,
    closed: &[Span],
) -> Option<Error> {
    let mut touched = kind.periods.iter().filter_map(|period| period.touched(before, after, closed));
    let (span, day) = touched.next()?;
    Some(told(desk, kind, id, span, &day))
}

fn told(desk: &Desk, kind: &Kind, id: &str, span: &Span, day: &str) -> Error {
    let Span { id: period, kind: of, .. } = span;
    let label = desk.kinds.get(of).map_or(of.as_str(), |kind| kind.label.zh.as_str());
    let (en_id, zh_id) = if id.is_empty() { ("", "") } else { (" ", " ") };
    let error = Error::new(
        Code::NotPermitted,
        format!(
            "{}{en_id}{id}: {day} lies in the {of} {period}, which is closed and takes no entries.",
            kind.name
        ),
        format!("{}{zh_id}{id}: {day} 属于{label} {period}, 已关闭, 不能再记账。", kind.label.zh),
    );
    match reopened(desk, of) {
        Some((name, en, zh)) => error.hint(
            format!("Give it a day in an open {of}; or {en} may reopen it: kehu move {period} {name}"),
            format!("请改用未关闭{label}内的日期; 或由{zh} 重新打开: kehu move {period} {name}"),
        ),
        None => {
            error.hint(format!("Give it a day in an open {of}."), format!("请改用未关闭{label}内的日期。"))
        }
    }
}

/// The move that opens a closed period again, and who may make it.
fn reopened(desk: &Desk, kind: &str) -> Option<(String, String, String)> {
    let kind = desk.kinds.get(kind)?;
    let (flow, over) = (kind.workflow.as_ref()?, kind.closed.as_ref()?);
    let ends = |state: &String| over.values.contains(state);
    let opens = flow.moves.iter().find(|one| one.from.iter().any(ends) && !ends(&one.to))?;
    let who = |who: &Who| match who {
        Who::Role(role) => (format!("the role {role}"), format!("角色 {role}")),
        Who::Person(person) => (person.clone(), person.clone()),
        Who::Owner => ("its owner".to_owned(), "负责人".to_owned()),
        Who::Superior => ("a superior of its owner".to_owned(), "负责人的上司".to_owned()),
        Who::Head => ("the head of its department".to_owned(), "部门负责人".to_owned()),
        Who::HeadOf(field) => (format!("the head of {field}"), format!("{field} 的部门负责人")),
        Who::Field(field) => (format!("who stands in {field}"), format!("{field} 中的人员")),
        Who::Anyone => ("anybody".to_owned(), "任何人".to_owned()),
    };
    let (en, zh): (Vec<String>, Vec<String>) = opens.who.iter().map(who).unzip();
    Some((opens.name.clone(), en.join(" or "), zh.join("或")))
}
