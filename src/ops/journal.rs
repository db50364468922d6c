//! A new entry in the journal beside a card.

use super::Desk;
use super::apply::{Applied, Intent};
use super::entry::{append, journal_bytes, new_id};
use crate::error::{Code, Error, Result};
use crate::model::input::{Assignment, assign, fill_defaults};
use crate::model::kind::Kind;
use crate::model::record::journal_path;
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};
use crate::model::yaml::{YamlError, parse_documents};

/// Writes an entry with a stamp: who and when.
pub fn log(desk: &mut Desk, typed: &str, words: &[Assignment], dry: bool) -> Result<Applied> {
    desk.apply("log", dry, &mut |desk| {
        let (kind, record) = desk.resolve(typed)?;
        let journal = desk.kinds.log_of(&kind.name).ok_or_else(|| no_journal(kind))?;
        let mut fields = Map::new();
        assign(journal, &mut fields, words, &desk.context)?;
        let entry = new_id(&mut desk.random());
        fields.insert("id".to_owned(), Value::text(entry.clone()));
        fields.insert("by".to_owned(), Value::text(desk.stamp_by()?));
        fill_defaults(journal, &mut fields, &desk.context);
        Judge::new(journal)?.accept(&fields, &journal.name)?;
        let type_word = fields.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let path = journal_path(journal, kind, &record.id);
        let mut text = journal_bytes(desk, journal, &path)?;
        append(journal, &mut text, fields);
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
