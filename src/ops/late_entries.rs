//! Entries that came into a closed period after all: merged from somebody who had not heard of it, or written by plain git.

use std::collections::{BTreeMap, BTreeSet};

use super::Desk;
use super::periods::Entries;
use crate::error::{Error, Result};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::period::Span;
use crate::model::record::{card_path, read_card};
use crate::store::tree::Difference;
use crate::store::{BlobId, Snapshot};

/// What differs now in each closed period from the moment it was closed: path and why it may not.
pub(super) fn late_entries(desk: &Desk) -> Result<Vec<(String, Error)>> {
    let mut since: Vec<(Span, Vec<Difference>)> = Vec::new();
    for span in desk.closed_periods()? {
        let Some((kind, id)) = desk.kinds.get(&span.kind).zip(Id::parse(&span.id)) else { continue };
        let Some(closing) = closing(desk, kind, &id)? else { continue };
        let mut files = desk.book.differences(closing, desk.at)?;
        files.retain(|file| {
            desk.kinds.of_path(&file.path).is_some_and(|place| !place.kind.periods.is_empty())
        });
        since.push((span, files));
    }
    let dated = dated(desk, &since)?;
    let mut late = BTreeMap::new();
    for (span, files) in since {
        let mut entries = Entries::default();
        for file in files.iter().filter(|file| dated.contains(&file.path)) {
            let bytes = |oid: Option<BlobId>| oid.map(|oid| desk.book.blob(oid)).transpose();
            let (before, after) = (bytes(file.old)?, bytes(file.new)?);
            entries.add(desk, &file.path, before.as_deref(), after.as_deref());
        }
        late.extend(entries.refused(desk, &[span]));
    }
    Ok(late.into_iter().collect())
}

/// The state in which a period was closed last.
fn closing(desk: &Desk, kind: &Kind, id: &Id) -> Result<Option<Snapshot>> {
    let is_closed = |oid: Option<BlobId>| -> Result<bool> {
        let Some(oid) = oid else { return Ok(false) };
        let read = read_card(kind, id, &desk.book.blob(oid)?);
        Ok(read.is_ok_and(|period| kind.is_closed(&period.fields)))
    };
    for (step, files) in desk.book.history_of(desk.at, &[card_path(kind, id)], usize::MAX)? {
        for file in files {
            if is_closed(file.new)? && !is_closed(file.old)? {
                return Ok(Some(step.after));
            }
        }
    }
    Ok(None)
}

/// The files that have, or had, a day in one of the periods: each is read once.
fn dated(desk: &Desk, since: &[(Span, Vec<Difference>)]) -> Result<BTreeSet<String>> {
    let files = since.iter().flat_map(|(_, files)| files);
    let versions: BTreeSet<(String, BlobId)> = files
        .flat_map(|file| file.old.iter().chain(&file.new).map(|oid| (file.path.clone(), *oid)))
        .collect();
    let versions: Vec<(String, BlobId)> = versions.into_iter().collect();
    let kinds = &desk.kinds;
    let found = desk.book.read_each(&versions, |path, bytes| {
        let Some(place) = kinds.of_path(path) else { return Ok(None) };
        let Ok(record) = read_card(place.kind, &place.id, bytes) else { return Ok(None) };
        let mut days = place.kind.periods.iter().flat_map(|period| period.days(&record.fields));
        let inside = days.any(|day| since.iter().any(|(span, _)| span.holds(day)));
        Ok(inside.then(|| path.to_owned()))
    })?;
    Ok(found.into_iter().collect())
}
