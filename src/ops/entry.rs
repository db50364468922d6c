//! Entries of a journal: added at its end or changed where they stand, all others byte for byte as they were.

use super::Desk;
use super::assemble::loses_comment;
use super::merge::entries_of;
use crate::error::{Error, Result};
use crate::model::ids::Random;
use crate::model::kind::Kind;
use crate::model::record::{modeline, ordered};
use crate::model::value::{Map, Value};
use crate::model::yaml::{self, write_entry};

/// Letters of an entry's id: fifty bits, enough for all entries of a book.
const LETTERS: usize = 10;

/// The id of a new entry.
pub fn new_id(random: &mut Random) -> String {
    random.letters(LETTERS)
}

/// Id of an entry.
pub fn id_of(entry: &Map) -> &str {
    entry.get("id").and_then(Value::as_str).unwrap_or_default()
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

/// Gives the entry with an id other fields.
///
/// # Errors
/// The journal cannot be read, has no such entry, or the change would lose a comment.
pub fn change(journal: &Kind, path: &str, text: &mut Vec<u8>, fields: Map) -> Result<()> {
    let (mut whole, entries) = entries_of(journal, path, text)?;
    let id = id_of(&fields).to_owned();
    let mut fields = Some(fields);
    for (old, piece) in entries {
        match fields.take_if(|_| id_of(&old) == id) {
            Some(new) => whole.push_str(&rewritten(journal, path, &piece, new)?),
            None => whole.push_str(&piece),
        }
    }
    if fields.is_some() {
        return Err(Error::not_found(&id));
    }
    *text = whole.into_bytes();
    Ok(())
}

/// The text of an entry with other fields; what a person wrote around them stays.
pub fn rewritten(journal: &Kind, path: &str, piece: &str, fields: Map) -> Result<String> {
    let (line, body) = piece.split_once('\n').unwrap_or((piece, ""));
    let wanted = ordered(journal, fields);
    let edited = yaml::edit(body, None, &wanted, &|key| journal.rank(key))
        .map_err(|refused| loses_comment(path, &refused))?;
    Ok(format!("{line}\n{edited}"))
}
