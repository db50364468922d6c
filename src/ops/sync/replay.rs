//! What our own merge makes of two states, to be held against the merge that somebody pushed.

use std::collections::BTreeMap;

use super::hands::Hands;
use super::{base_of, whole};
use crate::error::Result;
use crate::ops::Desk;
use crate::store::merge::{Put, Standing};
use crate::store::signature::Author;
use crate::store::{BlobId, Book, Snapshot};

/// Two states brought together by our rules.
pub struct Replayed {
    tree: Snapshot,
    puts: BTreeMap<String, Put>,
}

impl Replayed {
    /// True when a path has this blob in it, or is in neither.
    pub fn has(&self, book: &Book, path: &str, blob: Option<BlobId>) -> Result<bool> {
        match (self.puts.get(path), blob) {
            (Some(Put::Gone), blob) => Ok(blob.is_none()),
            (Some(Put::Text(_)), None) => Ok(false),
            (Some(Put::Text(bytes)), Some(blob)) => Ok(book.blob(blob)? == *bytes),
            (None, blob) => Ok(book.blob_id(self.tree, path)? == blob),
        }
    }
}

/// Merges two states anew, by the kinds of the book at `desk`. `None` when they did not part, or cannot be merged: then
/// whoever did so answers for all of it.
pub fn replayed(desk: &Desk, ours: Snapshot, theirs: Snapshot, author: &Author) -> Result<Option<Replayed>> {
    let Ok(Standing::Parted(bases)) = desk.book.standing(ours, theirs) else { return Ok(None) };
    let Ok(base) = base_of(desk, &bases, author) else { return Ok(None) };
    let hands = Hands::new(desk, bases, ours, theirs);
    let Ok(merged) = whole(desk, &hands, base) else { return Ok(None) };
    Ok(Some(Replayed { tree: Snapshot { commit: None, tree: merged.tree }, puts: merged.puts }))
}
