//! A furnished book to try: the example company, its two years replayed as commits.

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Duration, FixedOffset};

use super::apply::Intent;
use super::assemble::new_card;
use super::desk::shipped_kinds;
use super::start::editor_schemas;
use crate::error::{Code, Error, Result};
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::{card_path, journal_path, modeline, ordered, read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::model::yaml::write_entry;
use crate::store::commit::Origin;
use crate::store::signature::Author;
use crate::store::{Book, files};

/// The example book, gathered at build time.
static EXAMPLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/example.postcard"));

/// Who walks through the demonstration: a salesperson of the example company.
const VISITOR: (&str, &str) = ("李强", "li@mingyi.example");

/// One commit to replay.
struct Moment {
    at: DateTime<FixedOffset>,
    by: String,
    intent: Intent,
}

/// Makes the book in an empty folder; returns how many commits it has.
pub fn furnish(dir: &Path) -> Result<usize> {
    if files::is_filled(dir) {
        return Err(Error::new(
            Code::Exists,
            format!("{} is not empty.", dir.display()),
            format!("{} 不是空文件夹。", dir.display()),
        )
        .hint("Name a new folder: kehu demo DIR", "请指定新文件夹: kehu demo 目录"));
    }
    let files: Vec<(String, Vec<u8>)> = postcard::from_bytes(EXAMPLE)
        .map_err(|e| Error::new(Code::Io, format!("The example book: {e}."), format!("示例账簿: {e}。")))?;
    let files: BTreeMap<String, Vec<u8>> = files.into_iter().collect();
    let kinds = shipped_kinds()?;
    let (book, _) = Book::init(dir, false)?;
    book.configure("user.name", VISITOR.0)?;
    book.configure("user.email", VISITOR.1)?;
    let people = people(&kinds, &files);
    let moments = moments(&kinds, &files)?;
    let lock = book.lock("demo")?;
    let count = moments.len();
    for moment in moments {
        let (name, email) =
            people.get(&moment.by).cloned().unwrap_or((VISITOR.0.to_owned(), VISITOR.1.to_owned()));
        let author = Author { name, email, at: moment.at };
        let head = book.head()?;
        if let Some(outcome) = book.commit(&lock, head, &moment.intent.draft, &author, Origin::Command)?
            && let Some(warning) = outcome.warning
        {
            return Err(warning);
        }
    }
    Ok(count)
}

/// Name and email of each person.
fn people(kinds: &Kinds, files: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, (String, String)> {
    let Some(kind) = kinds.get("person") else { return BTreeMap::new() };
    files
        .iter()
        .filter_map(|(path, bytes)| {
            let id = crate::model::record::card_id(kind, path)?;
            let person = read_card(kind, &id, bytes).ok()?;
            Some((id.to_string(), (person.text("name").to_owned(), person.text("email").to_owned())))
        })
        .collect()
}

/// The commits in the order of their time: the company, then each customer's card, the
/// entries of its log, and at the end the card as it is today.
fn moments(kinds: &Kinds, files: &BTreeMap<String, Vec<u8>>) -> Result<Vec<Moment>> {
    let mut first = Intent::new("init", "init: the book of 明易软件");
    first.file(".gitattributes".to_owned(), Some(b"*.yaml merge=kehu\n".to_vec()));
    for (path, content) in editor_schemas(kinds) {
        first.file(path, Some(content));
    }
    let mut moments = Vec::new();
    let Some(customer) = kinds.get("customer") else { return Ok(moments) };
    for (path, bytes) in files {
        match kinds.of_path(path) {
            Some(place) if place.kind.name == "customer" => {
                story(kinds, customer, &place.id, bytes, files, &mut moments)?;
            }
            Some(place) if place.parent.is_some() => {}
            _ => first.file(path.clone(), Some(bytes.clone())),
        }
    }
    moments.sort_by_key(|moment| moment.at);
    let start = moments.first().map(|moment| moment.at - Duration::days(1)).unwrap_or_default();
    moments.insert(0, Moment { at: start, by: "wang".to_owned(), intent: first });
    Ok(moments)
}

fn story(
    kinds: &Kinds,
    kind: &Kind,
    id: &crate::model::ids::Id,
    card: &[u8],
    files: &BTreeMap<String, Vec<u8>>,
    moments: &mut Vec<Moment>,
) -> Result<()> {
    let wrong = |why: crate::model::yaml::YamlError| Error::new(Code::BadYaml, why.en, why.zh);
    let record = read_card(kind, id, card).map_err(wrong)?;
    let Some(journal) = kinds.log_of(&kind.name) else { return Ok(()) };
    let log_path = journal_path(journal, kind, id);
    let entries = match files.get(&log_path) {
        Some(bytes) => read_journal(journal, bytes).map_err(wrong)?,
        None => Vec::new(),
    };
    let text = |map: &Map, name: &str| map.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let when = |entry: &Map| DateTime::parse_from_rfc3339(&text(entry, "at")).unwrap_or_default();
    let (Some(oldest), Some(newest)) = (entries.first(), entries.last()) else { return Ok(()) };
    let title = record.title(kind).to_owned();
    let path = card_path(kind, id);

    // As it came in: basic, level 1, with whoever met it first.
    let mut fields = record.fields.clone();
    fields.insert("status".to_owned(), Value::text("basic"));
    fields.insert("level".to_owned(), Value::Int(1));
    fields.insert("owner".to_owned(), Value::text(text(oldest, "by")));
    let mut intent = Intent::new("new", format!("customer: {title} ({id})"));
    intent.put(&kind.name, id.as_str(), path.clone(), new_card(kind, &path, fields).into_bytes());
    moments.push(Moment { at: when(oldest) - Duration::minutes(5), by: text(oldest, "by"), intent });

    let mut log = format!("{}\n", modeline(journal, &log_path));
    for entry in &entries {
        log.push_str(&write_entry(&ordered(journal, entry.clone())));
        let subject = format!("{}: {} with {title} ({id})", journal.name, text(entry, "type"));
        let mut intent = Intent::new("log", subject);
        intent.put(&kind.name, id.as_str(), log_path.clone(), log.clone().into_bytes());
        moments.push(Moment { at: when(entry), by: text(entry, "by"), intent });
    }

    let mut intent = Intent::new("set", format!("customer: set status, level of {title} ({id})"));
    let text_now = new_card(kind, &path, record.fields.clone());
    intent.put(&kind.name, id.as_str(), path, text_now.into_bytes());
    moments.push(Moment { at: when(newest) + Duration::minutes(10), by: text(newest, "by"), intent });
    Ok(())
}
