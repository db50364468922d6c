//! What was said and done and is not as it was: entries of journals, payments and other items with a stamp.

use std::collections::HashMap;

use super::{Notes, What};
use crate::model::kind::Storage;
use crate::ops::stamps::{Sealed, Sheet, fields_of, says_same, sealed_of};

/// Entries and stamped items that a commit rewrote under the stamp they had; plans and handovers live on by being rewritten.
pub fn rewritten(note: &mut Notes<'_>, sheet: &Sheet<'_>) {
    let kind = sheet.place.kind;
    let alive = kind.can_close() || kind.due.is_some() || kind.approval.is_some();
    let (Some(new), [Some(old)]) = (&sheet.new, &sheet.old[..]) else { return };
    if kind.storage == Storage::Journal && alive || old == new {
        return;
    }
    // Two things may have one stamp: each that was there accounts for one that is.
    let mut before: HashMap<(String, String), Vec<Sealed>> = HashMap::new();
    let place = |one: &Sealed| (one.stamp.on.clone(), one.stamp.entry.clone());
    for one in sealed_of(&sheet.place, old) {
        before.entry(place(&one)).or_default().push(one);
    }
    // A link that was put over to the record another became part of says the same. What a verb adds to an item later, such as
    // how a difference of a stocktake was settled, takes nothing back of it.
    let same = |old: &Sealed, new: &Sealed| {
        let fields = fields_of(kind, &new.stamp);
        let added = |name: &str| {
            kind.storage == Storage::Card
                && !old.fields.contains_key(name)
                && fields.iter().any(|field| field.name == name && field.stamped)
        };
        let mut now = new.fields.clone();
        now.retain(|name, _| !added(name));
        old.stamp == new.stamp && says_same(fields, &old.fields, &now, &|_, _, _| true)
    };
    let mut changed = sealed_of(&sheet.place, new);
    // A card is no entry: it goes on being changed.
    changed.retain(|one| !one.stamp.on.is_empty());
    changed.retain(|one| {
        let known = before.get_mut(&place(one));
        let at = known.as_ref().and_then(|known| known.iter().position(|old| same(old, one)));
        at.and_then(|at| known.map(|known| known.swap_remove(at))).is_none()
    });
    for one in changed {
        let Some(known) = before.get_mut(&place(&one)) else { continue };
        // A stamp that changed was told already.
        if let Some(at) = known.iter().position(|old| old.stamp == one.stamp) {
            known.swap_remove(at);
            let author = note.arrival.name.clone();
            let (en, zh) = (format!("rewritten by {author}"), format!("由 {author} 改写"));
            note.stamp(What::Altered, sheet, &one.stamp, en, zh);
        }
    }
}
