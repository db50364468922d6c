//! One file merged for git: `git merge`, `pull`, `rebase`, `cherry-pick` and `stash pop` come here.

use super::Hands;
use crate::error::Result;
use crate::model::kind::Storage;
use crate::model::merge::{Spot, Stamp, Which, merge_cards, merge_journals};
use crate::model::yaml::read;
use crate::ops::Desk;
use crate::store::merge::Standing;
use crate::store::snapshot::bad_yaml;
use crate::store::{Snapshot, files};

/// The files that git hands over.
#[derive(Debug, Clone)]
pub struct Merge {
    /// The base; empty when there is none.
    pub base: String,
    /// Our version; the merged one goes there.
    pub ours: String,
    /// Their version.
    pub theirs: String,
    /// Path in the book.
    pub path: String,
    /// What git calls their side.
    pub named: Option<String>,
}

/// Merges a file in place; gives the fields in conflict, which stand in it as data. `None`: it is no record, and git's own
/// marks are in it.
pub fn merge_file(desk: &Desk, merge: &Merge) -> Result<Option<Vec<String>>> {
    let path = merge.path.as_str();
    let Some(place) = desk.kinds.of_path(path) else {
        return Ok(desk.book.merge_lines(&merge.ours, &merge.base, &merge.theirs)?.then(Vec::new));
    };
    let wrong = |error| bad_yaml(path, &error);
    let [base, ours, theirs] =
        [files::read(&merge.base)?, files::read(&merge.ours)?, files::read(&merge.theirs)?];
    let [base, a, b] = [
        read::utf8(&base).map_err(wrong)?,
        read::utf8(&ours).map_err(wrong)?,
        read::utf8(&theirs).map_err(wrong)?,
    ];
    let base = Some(base).filter(|text| !text.trim().is_empty());
    let hands = hands(desk, merge);
    let stamps = |which: Which, spot: Spot<'_>| -> Option<Stamp> {
        hands.as_ref().and_then(|hands| hands.stamp(which, place.kind, path, spot))
    };
    let merged = match place.kind.storage {
        Storage::Card => merge_cards(place.kind, path, base, a, b, &stamps).map_err(wrong)?,
        Storage::Journal => {
            let base: Vec<&str> = base.into_iter().collect();
            merge_journals(place.kind, path, &base, &[a], &[b], &stamps).map_err(wrong)?
        }
    };
    files::overwrite(&merge.ours, merged.text.as_bytes())?;
    Ok(Some(merged.conflicts))
}

/// The commits of both sides, as far as git tells.
fn hands<'a>(desk: &'a Desk, merge: &Merge) -> Option<Hands<'a>> {
    let theirs: Snapshot = desk.book.other_side(merge.named.as_deref())?;
    match desk.book.standing(desk.at, theirs).ok()? {
        Standing::Parted(bases) => Some(Hands::new(desk, bases, desk.at, theirs)),
        _ => None,
    }
}
