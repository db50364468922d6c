//! Making a book: settings, the person who makes it, schemas for editors, a first commit.

use std::path::Path;

use super::apply::Intent;
use super::assemble::new_card;
use super::desk::{person_id, shipped_kinds};
use crate::config::{Config, FILE};
use crate::error::{Code, Error, Lang, Result};
use crate::model::kind::{FieldType, Kind, Label};
use crate::model::kinds::Kinds;
use crate::model::record::card_path;
use crate::model::value::{Map, Value};
use crate::store::Book;
use crate::store::commit::Origin;
use crate::store::signature::now;

/// What `init` did.
#[derive(Debug, Clone)]
pub struct Started {
    /// Where the book is.
    pub place: String,
    /// The first commit; none when the folder was a book before.
    pub commit: Option<String>,
    /// Id of the person who made it.
    pub person: String,
}

/// Makes a book in a folder, or adds it politely to the repository that is there.
pub fn init(dir: &Path, bare: bool, lang: Lang) -> Result<Started> {
    let (book, _) = Book::init(dir, bare)?;
    let mut author = book.author()?;
    author.at = now();
    let lock = book.lock("init")?;
    let head = book.head()?;
    let person = person_id(&author.email);
    let started =
        |commit| Started { place: book.place().display().to_string(), commit, person: person.clone() };
    if book.file(head, FILE)?.is_some() {
        return Ok(started(None));
    }
    book.refuse_halfway()?;
    let kinds = shipped_kinds()?;
    let company = dir
        .canonicalize()
        .ok()
        .and_then(|dir| Some(dir.file_name()?.to_string_lossy().trim_end_matches(".git").to_owned()))
        .unwrap_or_default();
    let mut intent = Intent::new("init", format!("init: a book for {company}"));
    intent.file(FILE.to_owned(), Some(Config::text_for(&company, lang.pick("en", "zh-CN")).into_bytes()));
    book.set_merge_driver()?;
    let attributes = attributes(book.file(head, ".gitattributes")?);
    intent.file(".gitattributes".to_owned(), Some(attributes));
    for (path, content) in editor_schemas(&kinds) {
        intent.file(path, Some(content));
    }
    if let Some((path, text)) = first_person(&kinds, &author.name, &author.email) {
        intent.put("person", &person, path, text.into_bytes());
    }
    match book.commit(&lock, head, &intent.draft, &author, Origin::Command)? {
        Some(outcome) => match outcome.warning {
            Some(error) => Err(error),
            None => Ok(started(outcome.commit)),
        },
        None => Err(Error::new(Code::Conflict, "Somebody committed at the same time.", "有人同时提交了。")
            .hint("Run `kehu init` again.", "请重新运行 `kehu init`。")),
    }
}

/// The record of the person who makes the book.
fn first_person(kinds: &Kinds, name: &str, email: &str) -> Option<(String, String)> {
    let kind = kinds.get("person")?;
    let id = crate::model::ids::Id::parse(&person_id(email))?;
    let mut fields = Map::default();
    fields.insert("name".to_owned(), Value::text(name));
    fields.insert("email".to_owned(), Value::text(email));
    fields.insert("roles".to_owned(), Value::List(vec![Value::text("admin")]));
    let path = card_path(kind, &id);
    let text = new_card(kind, &path, fields);
    Some((path, text))
}

/// The line that sends records through kehu's merge, added to what is there.
fn attributes(old: Option<Vec<u8>>) -> Vec<u8> {
    const LINE: &str = "*.yaml merge=kehu";
    let mut text = String::from_utf8_lossy(&old.unwrap_or_default()).into_owned();
    if text.lines().any(|line| line.trim() == LINE) {
        return text.into_bytes();
    }
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(LINE);
    text.push('\n');
    text.into_bytes()
}

/// The shipped schemas as the modelines name them, with labels where editors look for them.
pub fn editor_schemas(kinds: &Kinds) -> Vec<(String, Vec<u8>)> {
    let shipped = kinds.all().iter().filter(|kind| !kind.own);
    shipped
        .map(|kind| {
            let mut text = serde_json::to_string_pretty(&editor_schema(kind)).unwrap_or_default();
            text.push('\n');
            (format!(".kehu/schemas/{}.json", kind.name), text.into_bytes())
        })
        .collect()
}

fn editor_schema(kind: &Kind) -> serde_json::Value {
    let mut schema: serde_json::Value = serde_json::from_str(&kind.schema).unwrap_or_default();
    describe(&mut schema, &kind.fields);
    schema
}

/// Moves labels and help from `x-kehu` to `title` and `description`.
fn describe(schema: &mut serde_json::Value, fields: &[crate::model::kind::Field]) {
    let both = |label: &Label| {
        if label.en == label.zh { label.en.clone() } else { format!("{} {}", label.en, label.zh) }
    };
    if let Some(map) = schema.as_object_mut() {
        map.remove("x-kehu");
    }
    let Some(properties) = schema.get_mut("properties").and_then(|p| p.as_object_mut()) else { return };
    for field in fields {
        let Some(property) = properties.get_mut(&field.name).and_then(|p| p.as_object_mut()) else {
            continue;
        };
        property.remove("x-kehu");
        // Formats of our own would be unknown to editors.
        if property.get("format").is_some_and(|f| f != "date" && f != "date-time") {
            property.remove("format");
        }
        property.insert("title".to_owned(), both(&field.label).into());
        if !field.help.en.is_empty() {
            property.insert("description".to_owned(), format!("{}\n{}", field.help.en, field.help.zh).into());
        }
        if let FieldType::List(item) = &field.ty
            && let FieldType::Group(inner) = &**item
            && let Some(items) = property.get_mut("items")
        {
            describe(items, inner);
        }
    }
}
