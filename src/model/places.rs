//! Where records live: the path of one, and the record a path belongs to.

use std::collections::HashMap;

use super::ids::Id;
use super::kind::Kind;
use super::kinds::{Kinds, is_beside, is_inside, target_of};
use super::record::{Record, card_id, card_path, folder_id, path_in};
use super::value::{Map, Value};
use crate::error::{Code, Error, Result};

/// Which kinds a path may be of, by number: every file of a large commit is asked about by every rule.
#[derive(Debug, Clone, Default)]
pub(super) struct Folders {
    /// Cards with a place of their own, by their first folder.
    tops: HashMap<String, Vec<usize>>,
    /// What lies in the folder of a card, by the name of the journal or of the folder there.
    beneath: HashMap<String, Vec<usize>>,
}

impl Folders {
    fn of(kinds: &[Kind]) -> Self {
        let mut folders = Self::default();
        for (number, kind) in kinds.iter().enumerate() {
            let (place, home) = match kind.home.strip_prefix("{parent}/") {
                Some(home) => (&mut folders.beneath, home),
                None => (&mut folders.tops, kind.home.as_str()),
            };
            place.entry(home.split('/').next().unwrap_or_default().to_owned()).or_default().push(number);
        }
        folders
    }
}

impl Kinds {
    /// The record in whose folder a card with these fields lives.
    pub fn host(&self, kind: &Kind, fields: &Map) -> Option<(&Kind, Id)> {
        kind.within.iter().find_map(|field| {
            let id = fields.get(field).and_then(Value::as_str).and_then(Id::parse)?;
            Some((self.get(target_of(kind, field)?)?, id))
        })
    }

    /// The path of a card with an id and fields; an error when it should live with another that is not named.
    pub fn path(&self, kind: &Kind, id: &Id, fields: &Map) -> Result<String> {
        if !kind.is_child() {
            return Ok(card_path(kind, id));
        }
        let Some((host, at)) = self.host(kind, fields) else {
            let field = kind.within.first().map_or("", String::as_str);
            return Err(Error::new(
                Code::MissingField,
                format!("{}: {field}: this must be filled in.", kind.name),
                format!("{}: {field}: 必须填写。", kind.name),
            ));
        };
        Ok(path_in(kind, &folder_of(host, &at), id))
    }

    /// The path of a card as it is.
    pub fn path_of(&self, kind: &Kind, record: &Record) -> Result<String> {
        self.path(kind, &record.id, &record.fields)
    }

    /// The record a path belongs to: a card's own path, the journal beside one, or a card in its folder.
    pub fn of_path(&self, path: &str) -> Option<Place<'_>> {
        let mut hosts = self.numbered(self.folders().tops.get(path.split('/').next()?));
        hosts.find_map(|kind| self.of_host(kind, path))
    }

    fn folders(&self) -> &Folders {
        self.folders.get_or_init(|| Folders::of(&self.kinds))
    }

    fn numbered<'a>(&'a self, numbers: Option<&'a Vec<usize>>) -> impl Iterator<Item = &'a Kind> {
        numbers.into_iter().flatten().filter_map(|number| self.kinds.get(*number))
    }

    /// The card in whose folder a path lies, whatever it is: a record or any other file.
    pub fn folder_owner(&self, path: &str) -> Option<(&Kind, Id)> {
        let hosts = self.numbered(self.folders().tops.get(path.split('/').next()?));
        hosts.filter(|kind| kind.has_folder()).find_map(|kind| {
            let depth = kind.home.matches('/').count();
            // Something lies in it.
            path.splitn(depth + 1, '/').nth(depth)?;
            Some((kind, folder_id(kind, path, depth)?))
        })
    }

    fn of_host<'a>(&'a self, host: &'a Kind, path: &str) -> Option<Place<'a>> {
        if let Some(id) = card_id(host, path) {
            return Some(Place { kind: host, parent: None, host: None, id });
        }
        // What lies in the folder of a card: journals beside it, other cards one folder deeper.
        if !host.has_folder() {
            return None;
        }
        let depth = host.home.matches('/').count();
        let id = folder_id(host, path, depth)?;
        let mut rest = path.splitn(depth + 1, '/').nth(depth)?.split('/');
        let beneath = |name: &str| self.numbered(self.folders().beneath.get(name));
        match (rest.next(), rest.next(), rest.next()) {
            (Some(file), None, None) => {
                let kind = beneath(file).find(|kind| is_beside(kind, &host.name))?;
                Some(Place { kind, parent: Some(host), host: None, id })
            }
            (Some(folder), Some(file), None) => {
                let own = Id::parse(file.strip_suffix(".yaml")?)?;
                let kind = beneath(folder).find(|kind| is_inside(kind, &host.name))?;
                Some(Place { kind, parent: None, host: Some((host, id)), id: own })
            }
            _ => None,
        }
    }
}

/// The folder that a card has to itself.
pub fn folder_of(kind: &Kind, id: &Id) -> String {
    let card = card_path(kind, id);
    card.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned()
}

/// What a path holds.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The kind of the file.
    pub kind: &'a Kind,
    /// For a journal, the kind of the card it stands beside.
    pub parent: Option<&'a Kind>,
    /// For a card in another's folder, that record.
    pub host: Option<(&'a Kind, Id)>,
    /// Id of the card.
    pub id: Id,
}

impl Place<'_> {
    /// The card in whose folder the file lies; itself when it has none above it.
    pub fn top(&self) -> (&Kind, &Id) {
        match &self.host {
            Some((kind, id)) => (kind, id),
            None => (self.parent.unwrap_or(self.kind), &self.id),
        }
    }
}
