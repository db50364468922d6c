//! Who is whose superior, who heads what, who stands in for whom: the people of the book as workflows ask for them.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::money::Money;
use crate::model::record::Record;
use crate::model::value::Value;
use crate::ops::Desk;
use crate::ops::sight::{PERSON, SUPERIOR, roles_of};

const DEPARTMENT: &str = "department";
const HEAD: &str = "head";
const PART_OF: &str = "part_of";
/// The field of a person that says up to which amount they decide.
pub(in crate::ops) const LIMIT: &str = "approves_up_to";
const ABSENCES: &str = "absences";

/// A colleague.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Person {
    /// Id.
    pub id: String,
    /// What the person is called.
    pub name: String,
    /// To whom the person reports; empty: to nobody.
    pub superior: String,
    /// Department.
    pub department: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Approves up to this amount; `None`: as the workflow says.
    pub limit: Option<Money>,
    /// Who stands in today.
    pub deputies: Vec<String>,
}

/// All who work here.
#[derive(Debug, Clone, Default)]
pub struct People {
    all: BTreeMap<String, Person>,
    /// Of each department: its head, and the one it is part of.
    departments: BTreeMap<String, (String, String)>,
}

impl Desk {
    /// The people of the book, read once; a card that cannot be read is passed over, and named by `doctor`.
    pub(in crate::ops) fn people(&self) -> Result<&People> {
        if let Some(people) = self.people.get() {
            return Ok(people);
        }
        let today = self.today().to_string();
        let mut people = People::default();
        for record in self.readable(PERSON)?.iter().filter(|person| !person.is_retired()) {
            let person = read(record, self.kinds.get(PERSON), &today);
            people.all.insert(person.id.clone(), person);
        }
        for record in self.readable(DEPARTMENT)?.iter().filter(|department| !department.is_retired()) {
            let (head, above) = (record.text(HEAD).to_owned(), record.text(PART_OF).to_owned());
            people.departments.insert(record.id.to_string(), (head, above));
        }
        Ok(self.people.get_or_init(|| people))
    }

    /// The cards of a kind with a place of its own, those that can be read.
    fn readable(&self, kind: &str) -> Result<Cow<'_, [Record]>> {
        let Some(kind) = self.kinds.get(kind) else { return Ok(Cow::default()) };
        let all = match kind.name.as_str() {
            PERSON => self.persons(kind).map(Cow::Borrowed),
            _ => self.book.cards(self.at, kind).map(Cow::Owned),
        };
        all.or_else(|_| {
            let files = self.book.card_files(self.at, kind)?;
            let ids = files.iter().filter_map(|(path, _)| crate::model::record::card_id(kind, path));
            Ok(ids.filter_map(|id: Id| self.book.card(self.at, kind, &id).ok().flatten()).collect())
        })
    }
}

fn read(record: &Record, kind: Option<&Kind>, today: &str) -> Person {
    let absences = record.fields.get(ABSENCES).and_then(Value::as_list).unwrap_or_default();
    let text =
        |item: &Value, name: &str| item.at(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let away = |item: &&Value| {
        let (from, until) = (text(item, "from"), text(item, "until"));
        (from.is_empty() || from.as_str() <= today) && (until.is_empty() || until.as_str() >= today)
    };
    let mut deputies: Vec<String> = absences.iter().filter(away).map(|item| text(item, "deputy")).collect();
    deputies.retain(|deputy| !deputy.is_empty());
    Person {
        id: record.id.to_string(),
        name: kind.map(|kind| record.title(kind).to_owned()).unwrap_or_default(),
        superior: record.text(SUPERIOR).to_owned(),
        department: record.text(DEPARTMENT).to_owned(),
        roles: roles_of(record),
        limit: Money::parse(record.text(LIMIT), None).ok(),
        deputies,
    }
}

impl People {
    /// A colleague by id.
    pub fn get(&self, id: &str) -> Option<&Person> {
        self.all.get(id)
    }

    /// Everybody.
    pub fn all(&self) -> impl Iterator<Item = &Person> {
        self.all.values()
    }

    /// Those a person reports to, the nearest first; a circle ends where it closes.
    pub fn above(&self, person: &str) -> Vec<String> {
        let mut above: Vec<String> = Vec::new();
        let mut at = person;
        while let Some(next) = self.all.get(at).map(|person| person.superior.as_str()) {
            if next == person || !self.all.contains_key(next) || above.iter().any(|known| known == next) {
                break;
            }
            above.push(next.to_owned());
            at = next;
        }
        above
    }

    /// The head of a person's department, or of the next above when that is the person or nobody.
    pub fn head_of(&self, person: &str) -> Option<String> {
        let mut seen = BTreeSet::new();
        let mut at = self.all.get(person)?.department.as_str();
        while let Some((head, above)) = self.departments.get(at) {
            if !head.is_empty() && head != person && self.all.contains_key(head) {
                return Some(head.clone());
            }
            if !seen.insert(at) {
                break;
            }
            at = above;
        }
        None
    }

    /// The head of a department, or of the next above that has one.
    pub fn head_at(&self, department: &str) -> Option<String> {
        let mut seen = BTreeSet::new();
        let mut at = department;
        while let Some((head, above)) = self.departments.get(at) {
            if !head.is_empty() && self.all.contains_key(head) {
                return Some(head.clone());
            }
            if !seen.insert(at) {
                break;
            }
            at = above;
        }
        None
    }

    /// The departments that a person heads, or whose next above with a head does.
    pub fn headed_by<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let heads = move |at: &&String| self.head_at(at).as_deref() == Some(person);
        self.departments.keys().filter(heads).map(String::as_str)
    }

    /// Those with a role.
    pub fn with_role<'a>(&'a self, role: &'a str) -> impl Iterator<Item = &'a Person> + 'a {
        self.all.values().filter(move |person| person.roles.iter().any(|known| known == role))
    }

    /// Those for whom a person stands in today.
    pub fn stands_in_for<'a>(&'a self, person: &'a str) -> impl Iterator<Item = &'a Person> + 'a {
        self.all.values().filter(move |other| other.deputies.iter().any(|deputy| deputy == person))
    }

    /// An id with the name behind it.
    pub fn told(&self, id: &str) -> String {
        match self
            .all
            .get(id)
            .map(|person| person.name.as_str())
            .filter(|name| !name.is_empty() && *name != id)
        {
            Some(name) => format!("{id} ({name})"),
            None => id.to_owned(),
        }
    }
}
