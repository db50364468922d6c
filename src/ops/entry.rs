//! Entries of a journal, added at its end; all others stay byte for byte as they were.

use super::Desk;
use crate::error::Result;
use crate::model::ids::Random;
use crate::model::kind::Kind;
use crate::model::record::{modeline, ordered};
use crate::model::value::Map;
use crate::model::yaml::write_entry;

/// Letters of an entry's id: fifty bits, enough for all entries of a book.
const LETTERS: usize = 10;

/// The id of a new entry.
pub fn new_id(random: &mut Random) -> String {
    random.letters(LETTERS)
}

/// The bytes of a journal, or those of one without entries yet.
pub fn journal_bytes(desk: &Desk, journal: &Kind, path: &str) -> Result<Vec<u8>> {
    let found = desk.book.file(desk.at, path)?;
    Ok(found.unwrap_or_else(|| format!("{}\n", modeline(journal, path)).into_bytes()))
}

/// Adds an entry at the end of a journal.
pub fn append(journal: &Kind, text: &mut Vec<u8>, fields: Map) {
    if !text.is_empty() && !text.ends_with(b"\n") {
        text.push(b'\n');
    }
    let written = write_entry(&ordered(journal, fields));
    // A journal kept with Windows line ends keeps them.
    let windows = text.windows(2).any(|pair| pair == b"\r\n");
    let written = if windows { written.replace('\n', "\r\n") } else { written };
    text.extend_from_slice(written.as_bytes());
}
