//! Does what came touch a closed period? Commit by commit as it was then, and the whole by what is closed here.

use super::about;
use super::allowed::is_of_the_parents;
use super::post::Post;
use crate::error::Error;
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::record::card_path;
use crate::ops::periods::Entries;
use crate::ops::stamps::Sheet;
use crate::store::Snapshot;
use crate::store::arrivals::Deed;
use crate::store::tree::Difference;

/// What a commit changes in periods that were closed before it.
pub fn entered(post: &mut Post, deed: &Deed, sheets: &[Sheet<'_>]) -> Result<Vec<Error>> {
    let mut refused: Vec<Error> = Vec::new();
    if sheets.iter().all(|sheet| sheet.place.kind.periods.is_empty()) {
        return Ok(refused);
    }
    for (number, parent) in deed.arrival.parents.iter().enumerate() {
        post.move_to(*parent)?;
        let desk = &post.desk;
        let closed = desk.closed_periods()?;
        if closed.is_empty() {
            continue;
        }
        let mut entries = Entries::default();
        for sheet in sheets.iter().filter(|sheet| !is_of_the_parents(sheet)) {
            let old = sheet.old.get(number).and_then(Option::as_deref);
            entries.add(desk, sheet.path, old, sheet.new.as_deref());
        }
        for (path, error) in entries.refused(desk, &closed) {
            let error = about(&path, error);
            if !refused.contains(&error) {
                refused.push(error);
            }
        }
    }
    Ok(refused)
}

/// Entries that a push brings into periods closed here before: whoever made them had not heard of it.
pub fn late(post: &Post, old: Snapshot, new: Snapshot, files: &[Difference]) -> Result<Vec<Error>> {
    let desk = &post.desk;
    let mut entries = Entries::default();
    for file in files {
        let dated = |path: &str| desk.kinds.of_path(path).is_some_and(|place| !place.kind.periods.is_empty());
        if dated(&file.path) {
            let before = file.old.map(|oid| desk.book.blob(oid)).transpose()?;
            let after = file.new.map(|oid| desk.book.blob(oid)).transpose()?;
            entries.add(desk, &file.path, before.as_deref(), after.as_deref());
        }
    }
    if entries.is_empty() {
        return Ok(Vec::new());
    }
    // One that was opened meanwhile, and perhaps closed again, is judged commit by commit.
    let mut closed = Vec::new();
    for span in desk.closed_periods()? {
        let Some((kind, id)) = desk.kinds.get(&span.kind).zip(Id::parse(&span.id)) else { continue };
        let path = card_path(kind, &id);
        if desk.book.blob_id(old, &path)? == desk.book.blob_id(new, &path)? {
            closed.push(span);
        }
    }
    Ok(entries.refused(desk, &closed).into_iter().map(|(path, error)| about(&path, error)).collect())
}
