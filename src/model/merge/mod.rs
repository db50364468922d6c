//! What both sides did to a record since they parted, made one (law 7; `docs/sync.md` has the rules).
//!
//! Pure, and the same whichever side is called the first: swapping the sides gives the same bytes.

mod card;
mod fields;
mod journal;
mod lines;
mod lists;
#[cfg(test)]
mod tests;

use super::conflict::{Conflict, REMOVED, Side};
use super::value::{Map, Value};

pub use card::{merge_cards, stand_back, taken_out};
pub use fields::{carry, merge_fields};
pub use journal::merge_journals;
pub use lines::{Overlap, merge_lines};

/// One of the two sides of a merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// The side given first.
    First,
    /// The side given second.
    Second,
}

impl Which {
    /// The same side when the two are swapped.
    pub(crate) fn swapped(self, swap: bool) -> Self {
        match (self, swap) {
            (side, false) => side,
            (Self::First, true) => Self::Second,
            (Self::Second, true) => Self::First,
        }
    }
}

/// Who wrote a value, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// A person's id.
    pub by: String,
    /// A moment.
    pub at: String,
}

/// A place in a file that somebody changed: the entry of a journal, and the path of a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot<'a> {
    /// The entry's id; none in a card.
    pub entry: Option<&'a str>,
    /// Path of the field as conflicts name it.
    pub path: &'a str,
}

/// Tells who wrote what a side has at a spot; asked only for conflicts.
pub type Stamps<'a> = &'a dyn Fn(Which, Spot<'_>) -> Option<Stamp>;

/// What a side has at a spot, with its stamp.
fn side(stamps: Stamps<'_>, which: Which, spot: Spot<'_>, value: Option<Value>) -> Side {
    let (by, at) = stamps(which, spot).map_or((None, None), |Stamp { by, at }| (Some(by), Some(at)));
    Side { value, by, at }
}

/// The conflict of a whole that one side took out and the other changed; `spot` is its `removed`.
fn removal(stamps: Stamps<'_>, by: Which, spot: Spot<'_>) -> Conflict {
    let side = |which, value| side(stamps, which, spot, value);
    Conflict::new(spot.path, vec![side(by, Some(Value::Bool(true))), side(by.swapped(true), None)])
}

/// Notes in a card or an entry that it was taken out on one side.
fn note_removal(fields: &mut Map, stamps: Stamps<'_>, by: Which, entry: Option<&str>) {
    let mut all = Conflict::all(fields);
    all.retain(|conflict| conflict.field != REMOVED);
    all.push(removal(stamps, by, Spot { entry, path: REMOVED }));
    Conflict::write(fields, all);
}

/// A file made of two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Its text.
    pub text: String,
    /// Fields in conflict, those of an entry as `ENTRY:FIELD`.
    pub conflicts: Vec<String>,
    /// Entries of a journal; 1 for a card.
    pub entries: usize,
}
