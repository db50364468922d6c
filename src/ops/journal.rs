//! A new entry in the journal beside a card.

use super::Desk;
use super::apply::{Applied, Intent};
use crate::error::{Code, Error, Result};
use crate::model::input::{Assignment, assign, fill_defaults};
use crate::model::kind::Kind;
use crate::model::record::{journal_path, modeline, ordered};
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::model::yaml::{YamlError, parse_documents, write_entry};

/// Letters of an entry's id: fifty bits, enough for all entries of a book.
const ENTRY_LETTERS: usize = 10;

/// Writes an entry with a stamp: who and when.
pub fn log(desk: &mut Desk, typed: &str, words: &[Assignment], dry: bool) -> Result<Applied> {
    desk.apply("log", dry, &mut |desk| {
        let (kind, record) = desk.resolve(typed)?;
        let journal = desk.kinds.journals(&kind.name).next().ok_or_else(|| no_journal(kind))?;
        let mut fields = Map::new();
        assign(journal, &mut fields, words, &desk.context)?;
        let entry = desk.random().letters(ENTRY_LETTERS);
        fields.insert("id".to_owned(), Value::text(entry.clone()));
        fields.insert("by".to_owned(), Value::text(desk.stamp_by()?));
        fill_defaults(journal, &mut fields, &desk.context);
        Judge::new(journal)?.accept(&fields, &journal.name)?;
        let type_word = fields.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let path = journal_path(journal, kind, &record.id);
        let mut text = match desk.book.file(desk.at, &path)? {
            Some(bytes) => bytes,
            None => format!("{}\n", modeline(journal, &path)).into_bytes(),
        };
        if !text.is_empty() && !text.ends_with(b"\n") {
            text.push(b'\n');
        }
        let written = write_entry(&ordered(journal, fields));
        // A journal kept with Windows line ends keeps them.
        let windows = text.windows(2).any(|pair| pair == b"\r\n");
        let written = if windows { written.replace('\n', "\r\n") } else { written };
        text.extend_from_slice(written.as_bytes());
        let subject = format!("{}: {type_word} with {} ({})", journal.name, record.title(kind), record.id);
        let mut intent = Intent::new("log", subject);
        intent.put(&kind.name, record.id.as_str(), path, text);
        intent.trailer("Kehu-Entry", &entry);
        Ok(intent)
    })
}

/// The text of a journal cut before each entry: what stands above the first one, then the entries, comments included.
pub fn pieces(text: &str) -> std::result::Result<Vec<String>, YamlError> {
    let nodes = parse_documents(text)?;
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut pieces = Vec::with_capacity(nodes.len() + 1);
    let mut from = 0;
    // An entry's lines run from its `---` to the next one.
    for node in &nodes {
        let line = node.start.line as usize - 1;
        let start = (0..=line).rev().find(|at| lines[*at].starts_with("---")).unwrap_or(line);
        pieces.push(lines[from..start].concat());
        from = start;
    }
    pieces.push(lines[from..].concat());
    Ok(pieces)
}

/// When an entry was, comparable across zones; entries without a time come first.
pub fn moment(entry: &Map) -> i64 {
    let text = entry.get("at").and_then(Value::as_str).unwrap_or_default();
    chrono::DateTime::parse_from_rfc3339(text).map_or(0, |at| at.timestamp())
}

fn no_journal(kind: &Kind) -> Error {
    Error::new(
        Code::BadValue,
        format!("A {} has no log.", kind.name),
        format!("{}没有联系记录。", kind.label.zh),
    )
    .hint("Logs are kept beside customers.", "联系记录属于客户。")
}
