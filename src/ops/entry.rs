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
            Some(new) => whole.push_str(&rewritten(journal, path, &piece, &old, new)?),
            None => whole.push_str(&piece),
        }
    }
    if fields.is_some() {
        return Err(Error::not_found(&id));
    }
    *text = whole.into_bytes();
    Ok(())
}

/// Takes the entry with an id out; all others stay byte for byte.
///
/// # Errors
/// The journal cannot be read, or has no such entry.
pub fn take_out(journal: &Kind, path: &str, text: &mut Vec<u8>, id: &str) -> Result<()> {
    let (mut whole, entries) = entries_of(journal, path, text)?;
    let before = entries.len();
    let stay: Vec<String> =
        entries.into_iter().filter(|(fields, _)| id_of(fields) != id).map(|(_, piece)| piece).collect();
    if stay.len() == before {
        return Err(Error::not_found(id));
    }
    stay.iter().for_each(|piece| whole.push_str(piece));
    *text = whole.into_bytes();
    Ok(())
}

/// The text of an entry with other fields than it had `before`; what a person wrote around them stays.
pub fn rewritten(journal: &Kind, path: &str, piece: &str, before: &Map, fields: Map) -> Result<String> {
    let wanted = ordered(journal, fields);
    // As kehu writes it, with other values alone: written anew without reading it again.
    if wanted.keys().eq(before.keys()) && write_entry(before) == piece {
        return Ok(write_entry(&wanted));
    }
    let (line, body) = piece.split_once('\n').unwrap_or((piece, ""));
    let edited = yaml::edit(body, None, &wanted, &|key| journal.rank(key))
        .map_err(|refused| loses_comment(path, &refused))?;
    Ok(format!("{line}\n{edited}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::journal::pieces;
    use crate::model::record::read_journal;
    use crate::ops::desk::shipped_kinds;
    use proptest::prelude::*;

    /// An entry as kehu writes it, or as a person might.
    fn entry() -> impl Strategy<Value = (bool, String, Option<String>)> {
        (any::<bool>(), "[a-z惠普:#'\" ]{0,12}", prop::option::of("[a-z ]{0,8}"))
    }

    fn written(number: usize, (by_hand, text, comment): &(bool, String, Option<String>)) -> String {
        let mut out = String::from("---\n");
        if let Some(comment) = comment {
            out.push_str(&format!("# {comment}\n"));
        }
        let text = yaml::write::inline_scalar(&Value::text(format!("x{text}")));
        match by_hand {
            true => out.push_str(&format!("who: 'wang'   # mine\ntext: {text}\nid: plan{number:06}\n")),
            false => out.push_str(&format!("id: plan{number:06}\ntext: {text}\nwho: wang\n")),
        }
        out
    }

    #[test]
    fn an_entry_written_anew_is_as_one_edited() {
        let kinds = shipped_kinds().unwrap();
        let plan = kinds.get("plan").unwrap();
        let pairs = |who: &str| -> Map {
            let words = [
                ("id", "p000000001"),
                ("at", "2026-11-23T09:00:00+08:00"),
                ("by", "li"),
                ("date", "2026-12-01"),
            ];
            let words = words.into_iter().chain([("text", "no: #1\n上海"), ("who", who)]);
            words.map(|(key, value)| (key.to_owned(), Value::text(value))).collect()
        };
        let before = ordered(plan, pairs("li"));
        let piece = write_entry(&before);
        let anew = rewritten(plan, "x", &piece, &before, pairs("wang")).unwrap();
        // Fields that are not those of the text are held against it key by key.
        let edited = rewritten(plan, "x", &piece, &Map::default(), pairs("wang")).unwrap();
        assert_eq!(anew, edited);
        assert!(anew.contains("who: wang") && !anew.contains("who: li"));
        // What a person wrote stays.
        let by_hand = piece.replace("who: li", "# mine\nwho: 'li'");
        let kept = rewritten(plan, "x", &by_hand, &before, pairs("wang")).unwrap();
        assert!(kept.contains("# mine\nwho: "), "{kept}");
    }

    proptest! {
        /// Marking one plan as done, or adding one, changes no byte of another and loses none.
        #[test]
        fn one_entry_changes_and_all_others_stay(
            all in prop::collection::vec(entry(), 1..6), pick in any::<prop::sample::Index>(), windows in any::<bool>(),
        ) {
            let kinds = shipped_kinds().unwrap();
            let kind = kinds.get("plan").unwrap();
            let mut text = String::from("# our plans\n");
            all.iter().enumerate().for_each(|(number, entry)| text.push_str(&written(number, entry)));
            if windows {
                text = text.replace('\n', "\r\n");
            }
            let at = pick.index(all.len());
            let mut fields = read_journal(kind, text.as_bytes()).unwrap()[at].clone();
            fields.insert("done".to_owned(), Value::text("2026-11-23T09:00:00+08:00"));
            let mut bytes = text.clone().into_bytes();
            change(kind, "plans.yaml", &mut bytes, fields.clone()).unwrap();
            append(kind, &mut bytes, Map::from_iter([("id".to_owned(), Value::text("new"))]));
            let (before, after) = (pieces(&text).unwrap(), pieces(std::str::from_utf8(&bytes).unwrap()).unwrap());
            prop_assert_eq!(after.len(), before.len() + 1);
            for (number, piece) in before.iter().enumerate().filter(|(number, _)| *number != at + 1) {
                prop_assert_eq!(piece, &after[number]);
            }
            let read = read_journal(kind, &bytes).unwrap();
            prop_assert!(read[at].len() == fields.len() && fields.iter().all(|(key, value)| read[at].get(key) == Some(value)));
        }
    }
}
