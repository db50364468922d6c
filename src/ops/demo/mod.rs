//! A furnished book to try: the example company, its years replayed as commits.

mod calendar;
mod children;
mod journals;
mod story;
mod trails;
mod walk;

use std::collections::BTreeMap;
use std::path::Path;

use chrono::{DateTime, Duration, FixedOffset};

use super::apply::Intent;
use super::desk::shipped_kinds;
use super::start::editor_schemas;
use crate::error::{Code, Error, Result};
use crate::model::kind::Kind;
use crate::model::kinds::Kinds;
use crate::model::record::{card_id, read_card};
use crate::model::value::{Map, Value};
use crate::store::commit::Origin;
use crate::store::signature::{Author, now};
use crate::store::{Book, files};

pub use walk::{Step, WALK};

/// The example book, gathered at build time.
static EXAMPLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/example.postcard"));

/// The salesperson of the example company who walks through the demonstration first.
pub const SALESPERSON: &str = "li";
/// Who sees everything there and gives the later commands.
pub const MANAGER: &str = "wang";

/// The files of the example, its dates brought near to today.
type Files = BTreeMap<String, Vec<u8>>;

/// One commit to replay.
struct Moment {
    at: DateTime<FixedOffset>,
    by: String,
    intent: Intent,
}

/// A furnished book.
pub struct Furnished {
    /// How many commits it has.
    pub commits: usize,
    people: BTreeMap<String, (String, String)>,
    book: Book,
}

impl Furnished {
    /// From now on this person of the example gives the commands in the book.
    pub fn be(&self, person: &str) -> Result<()> {
        let Some((name, email)) = self.people.get(person) else { return Ok(()) };
        self.book.configure("user.name", name)?;
        self.book.configure("user.email", email)
    }
}

/// Makes the book in an empty folder.
pub fn furnish(dir: &Path) -> Result<Furnished> {
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
    let days = calendar::days_since(now().date_naive());
    let files: Files = files.into_iter().map(|(path, text)| (path, calendar::shifted(text, days))).collect();
    let kinds = shipped_kinds()?;
    let (book, _) = Book::init(dir, false)?;
    let people = people(&kinds, &files);
    let moments = moments(&kinds, &files, calendar::monday(days))?;
    let mut furnished = Furnished { commits: 0, people, book };
    furnished.be(SALESPERSON)?;
    let book = &furnished.book;
    let lock = book.lock("demo")?;
    let mut commits = 0;
    for moment in moments {
        let (name, email) = furnished.people.get(&moment.by).cloned().unwrap_or_default();
        let author = Author { name, email, at: moment.at };
        let head = book.head()?;
        // A card that never changed has no second commit.
        if let Some(outcome) = book.commit(&lock, head, &moment.intent.draft, &author, Origin::Command)? {
            commits += usize::from(outcome.commit.is_some());
            if let Some(warning) = outcome.warning {
                return Err(warning);
            }
        }
    }
    drop(lock);
    furnished.commits = commits;
    Ok(furnished)
}

/// Name and email of each person.
fn people(kinds: &Kinds, files: &Files) -> BTreeMap<String, (String, String)> {
    let Some(kind) = kinds.get("person") else { return BTreeMap::new() };
    files
        .iter()
        .filter_map(|(path, bytes)| {
            let id = card_id(kind, path)?;
            let person = read_card(kind, &id, bytes).ok()?;
            Some((id.to_string(), (person.text("name").to_owned(), person.text("email").to_owned())))
        })
        .collect()
}

/// The commits in the order of their time: the company, then the story of each customer.
fn moments(kinds: &Kinds, files: &Files, until: DateTime<FixedOffset>) -> Result<Vec<Moment>> {
    let mut first = Intent::new("init", "init: the book of 明易软件");
    first.file(".gitattributes".to_owned(), Some(b"*.yaml merge=kehu\n".to_vec()));
    for (path, content) in editor_schemas(kinds) {
        first.file(path, Some(content));
    }
    let mut moments = Vec::new();
    let Some(customer) = kinds.get("customer") else { return Ok(moments) };
    let home = customer.home.split('/').next().unwrap_or_default();
    for (path, bytes) in files {
        match kinds.of_path(path) {
            Some(place) if place.kind.name == customer.name => {
                story::tell(kinds, customer, &place.id, files, &mut moments)?;
            }
            // The story of the customer brings what lies in its folder.
            _ if path.split('/').next() == Some(home) => {}
            Some(place)
                if place.parent.is_none() && trails::tell(&place, path, files, until, &mut moments)? => {}
            // A journal is told entry by entry, after the card it stands beside.
            Some(place) if place.parent.is_some() => {
                if let Some(parent) = place.parent {
                    journals::beside(kinds, parent, &place, files, &mut moments)?;
                }
            }
            _ => first.file(path.clone(), Some(bytes.clone())),
        }
    }
    moments.sort_by_key(|moment| moment.at);
    let start = moments.first().map(|moment| moment.at - Duration::days(1)).unwrap_or_default();
    moments.insert(0, Moment { at: start, by: MANAGER.to_owned(), intent: first });
    Ok(moments)
}

/// The text of a field, empty when there is none.
fn text(fields: &Map, name: &str) -> String {
    fields.get(name).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// The moment in a field.
fn moment_in(fields: &Map, name: &str) -> Option<DateTime<FixedOffset>> {
    fields.get(name).and_then(Value::as_str).and_then(|text| DateTime::parse_from_rfc3339(text).ok())
}

/// An hour of the day in a field, in the company's zone.
fn day_in(fields: &Map, name: &str, hour: u32) -> Option<DateTime<FixedOffset>> {
    let day = fields.get(name).and_then(Value::as_str)?;
    DateTime::parse_from_rfc3339(&format!("{day}T{hour:02}:00:00+08:00")).ok()
}

/// The fields of a record without some.
fn without(fields: &Map, names: &[&str]) -> Map {
    let mut fields = fields.clone();
    for name in names {
        fields.shift_remove(*name);
    }
    fields
}

/// Sets a choice and the fields that follow from it.
fn choose(kind: &Kind, fields: &mut Map, name: &str, word: &str) {
    fields.insert(name.to_owned(), Value::text(word));
    for implied in kind.field(name).map(|field| field.implies.as_slice()).unwrap_or_default() {
        let value = implied.values.iter().find(|(known, _)| known == word);
        if let Some(Ok(number)) = value.map(|(_, value)| value.parse()) {
            fields.insert(implied.field.clone(), Value::Int(number));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_replayed_ends_as_the_example_is() {
        let files: Vec<(String, Vec<u8>)> = postcard::from_bytes(EXAMPLE).unwrap();
        let files: Files = files.into_iter().collect();
        let kinds = shipped_kinds().unwrap();
        let monday = calendar::monday(0);
        let moments = moments(&kinds, &files, monday).unwrap();
        let mut book = Files::new();
        for moment in &moments {
            assert!(moment.at < monday, "{}", moment.intent.draft.message.subject);
            for change in &moment.intent.draft.changes {
                let _ = book.insert(change.path.clone(), change.content.clone().unwrap());
            }
        }
        book.retain(|path, _| !path.starts_with(".kehu/") && path != ".gitattributes");
        let (told, wanted): (Vec<_>, Vec<_>) = (book.keys().collect(), files.keys().collect());
        assert_eq!(told, wanted);
        for (path, content) in &files {
            assert_eq!(String::from_utf8_lossy(&book[path]), String::from_utf8_lossy(content), "{path}");
        }
    }
}
