//! What one record alone may be known by: the email of a person, by which git says who somebody is, and the number of a card in
//! another's folder.

use std::collections::BTreeMap;

use super::Desk;
use super::sight::PERSON;
use crate::error::{Code, Error, Result, quoted};
use crate::model::kinds::Kinds;
use crate::model::places::Place;
use crate::model::record::{Record, read_card};
use crate::store::Change;

/// The field that says who somebody is.
const EMAIL: &str = "email";

/// Refuses to give somebody an email that another who is still here has.
pub fn refuse(desk: &Desk, changes: &[Change]) -> Result<()> {
    let Some(kind) = desk.kinds.get(PERSON) else { return Ok(()) };
    let mut new: Vec<Record> = Vec::new();
    for change in changes {
        let place = desk.kinds.of_path(&change.path).filter(|place| place.kind.name == PERSON);
        let (Some(place), Some(bytes)) = (place, &change.content) else { continue };
        let Ok(after) = read_card(kind, &place.id, bytes) else { continue };
        let before = desk.book.file(desk.at, &change.path)?;
        let before = before.and_then(|bytes| read_card(kind, &place.id, &bytes).ok());
        if !is_same(before.as_ref(), &after) && !address(&after).is_empty() {
            new.push(after);
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let known = desk.book.cards(desk.at, kind)?;
    for (number, person) in new.iter().enumerate() {
        let changed = |other: &Record| new.iter().any(|one| one.id == other.id);
        let others = known.iter().filter(|other| !changed(other)).chain(&new[..number]);
        if let Some(other) =
            others.filter(|other| !other.is_retired()).find(|o| address(o) == address(person))
        {
            return Err(taken(person, other.id.as_str()));
        }
    }
    Ok(())
}

/// True when a person has the address they had, and was here before.
pub fn is_same(before: Option<&Record>, after: &Record) -> bool {
    after.is_retired()
        || before.is_some_and(|before| !before.is_retired() && address(before) == address(after))
}

/// A person's address, as it is compared.
pub fn address(person: &Record) -> String {
    person.text(EMAIL).trim().to_lowercase()
}

/// The error for an address that another has.
pub fn taken(person: &Record, other: &str) -> Error {
    let (id, email) = (&person.id, quoted(person.text(EMAIL)));
    Error::new(
        Code::Exists,
        format!("{id}: email: {email} is the address of {other}; by it git says who somebody is."),
        format!("{id}: email: {email} 是 {other} 的邮箱; git 以邮箱识别身份。"),
    )
    .hint(
        format!("Give each their own; the record of who left is retired first: kehu rm {other}"),
        format!("请使用各自的邮箱; 已离职者请先停用: kehu rm {other}"),
    )
}

/// People who have one address: of each but the first its record, and the id of the first.
pub fn people(desk: &Desk) -> Result<Vec<(Record, String)>> {
    let Some(kind) = desk.kinds.get(PERSON) else { return Ok(Vec::new()) };
    let mut first: BTreeMap<String, String> = BTreeMap::new();
    let mut found = Vec::new();
    // Those that cannot be read are told of elsewhere.
    for person in desk.book.cards(desk.at, kind).unwrap_or_default() {
        let address = address(&person);
        if address.is_empty() || person.is_retired() {
            continue;
        }
        match first.get(&address) {
            Some(known) => found.push((person, known.clone())),
            None => drop(first.insert(address, person.id.to_string())),
        }
    }
    Ok(found)
}

/// Cards in others' folders that have one kind and id: of each but the first its path, and the path of the first.
pub fn numbers<'a>(kinds: &Kinds, paths: impl Iterator<Item = &'a str>) -> Vec<(&'a str, &'a str)> {
    let mut first: BTreeMap<(String, String), &str> = BTreeMap::new();
    let mut found = Vec::new();
    for path in paths {
        let Some(Place { kind, host: Some(_), id, .. }) = kinds.of_path(path) else { continue };
        let known = *first.entry((kind.name.clone(), id.to_string())).or_insert(path);
        if known != path {
            found.push((path, known));
        }
    }
    found
}

/// What is said of two cards with one id, and what to do.
pub fn said(path: &str, other: &str) -> ([String; 2], [String; 2]) {
    let to = path.replace(".yaml", "-2.yaml");
    (
        [format!("it has the same id as {other}"), format!("与 {other} 的编号相同")],
        [
            format!(
                "Where they are two, rename one and give it a number of its own: git mv {path} {to}, edit it, kehu save. Where they are one, take one out."
            ),
            format!(
                "若是两份, 请改名并另给编号: git mv {path} {to}, 编辑后 kehu save。若是同一份, 请去掉一份。"
            ),
        ],
    )
}
