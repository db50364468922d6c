//! What stands in another record than before, though neither became part of the other: a payment that counts for another contract.

use std::collections::HashMap;

use super::{Notes, What};
use crate::error::Result;
use crate::model::ids::Id;
use crate::ops::Desk;
use crate::ops::stamps::{Moved, Sheet, leads};

/// Entries and stamped items that a commit put into another record. Merging two records, and taking that back, moves all of one
/// and is told elsewhere.
pub fn moved(
    note: &mut Notes<'_>,
    desk: &Desk,
    sheet: &Sheet<'_>,
    all: &[Moved],
    sees: &mut dyn FnMut(&str) -> Result<bool>,
) -> Result<()> {
    let kind = sheet.place.parent.unwrap_or(sheet.place.kind);
    let to = &sheet.place.id;
    let became = |state, from: &Id, to: &Id| {
        leads(&desk.book, &desk.kinds, state, &kind.name, from.as_str(), to.as_str())
    };
    let arrival = note.arrival;
    let mut are_one: HashMap<&Id, bool> = HashMap::new();
    for one in all {
        let one_now = || became(arrival.after, &one.from, to);
        let one_before = || arrival.parents.iter().any(|parent| became(*parent, to, &one.from));
        if *are_one.entry(&one.from).or_insert_with(|| one_now() || one_before()) {
            continue;
        }
        let author = note.arrival.name.clone();
        let (en, zh) = match sees(&one.path)? {
            true => (format!("from {} by {author}", one.from), format!("由 {author} 自 {} 移来", one.from)),
            // Where it stood is told to those only who see that.
            false => (format!("from elsewhere by {author}"), format!("由 {author} 自别处移来")),
        };
        note.stamp(What::Moved, sheet, &one.stamp, en, zh);
    }
    Ok(())
}
