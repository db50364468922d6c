//! Records that would lead back to themselves by links that may not: refused where they are written, found where they are.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Desk;
use crate::domain::circle;
use crate::error::article::begin_a;
use crate::error::{Code, Error, Result};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::places::{Place, folder_of};
use crate::model::record::{Record, read_card};
use crate::store::Change;

/// A way that leads back to where it began.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Circle {
    /// Kind of the records.
    pub kind: String,
    /// Id of the first.
    pub id: String,
    /// Path of the first one's file.
    pub path: String,
    /// The link of the first that goes this way.
    pub field: String,
    /// `a → b → a`
    pub way: String,
}

/// Where the records of a kind lead to, as they will be.
struct Links<'a> {
    desk: &'a Desk,
    kind: &'a Kind,
    /// Known records with the field and the target of each link.
    known: HashMap<String, Vec<(String, String)>>,
    folders: HashSet<String>,
    /// True when records in other folders are asked of the index.
    wide: bool,
}

impl<'a> Links<'a> {
    fn new(desk: &'a Desk, kind: &'a Kind, wide: bool) -> Self {
        Self { desk, kind, known: HashMap::new(), folders: HashSet::new(), wide }
    }

    fn know(&mut self, record: &Record) {
        let leads = self.kind.leads_to(&record.fields);
        let leads = leads.into_iter().map(|(field, id)| (field.to_owned(), id.to_owned()));
        self.known.entry(record.id.to_string()).or_insert_with(|| leads.collect());
    }

    /// All cards of the kind in the folder of a record: most links of such cards stay in it.
    fn know_folder(&mut self, host: &Kind, id: &Id) -> Result<()> {
        let folder = self.kind.home.replace("{parent}", &folder_of(host, id));
        let folder = folder.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
        if !self.folders.insert(folder.clone()) {
            return Ok(());
        }
        for (path, blob) in self.desk.book.files_below(self.desk.at, &folder)? {
            let Some(place) =
                self.desk.kinds.of_path(&path).filter(|place| place.kind.name == self.kind.name)
            else {
                continue;
            };
            // A card that cannot be read is named elsewhere.
            if let Ok(card) = read_card(self.kind, &place.id, &self.desk.book.blob(blob)?) {
                self.know(&card);
            }
        }
        Ok(())
    }

    fn next(&mut self, id: &str) -> Result<Vec<String>> {
        if !self.known.contains_key(id) {
            let card = match Id::parse(id) {
                Some(id) if !self.kind.is_child() => {
                    self.desk.book.card(self.desk.at, self.kind, &id).ok().flatten()
                }
                Some(id) if self.wide => self.desk.card(self.kind, &id)?,
                _ => None,
            };
            match card {
                Some(card) => self.know(&card),
                None => drop(self.known.insert(id.to_owned(), Vec::new())),
            }
        }
        let leads = self.known.get(id).into_iter().flatten();
        Ok(leads.map(|(_, target)| target.clone()).collect())
    }

    /// The shortest circle through a record.
    fn through(&mut self, place: &Place<'_>, path: &str) -> Result<Option<Circle>> {
        if let Some((host, id)) = &place.host {
            self.know_folder(host, id)?;
        }
        let Some(way) = circle::back_to(place.id.as_str(), |id| self.next(id))? else { return Ok(None) };
        let leads = self.known.get(place.id.as_str()).into_iter().flatten();
        let field = leads.filter(|(_, to)| Some(to) == way.get(1)).map(|(field, _)| field.clone()).next();
        Ok(Some(Circle {
            kind: self.kind.name.clone(),
            id: place.id.to_string(),
            path: path.to_owned(),
            field: field.unwrap_or_default(),
            way: circle::told(&way),
        }))
    }
}

/// Refuses changes that would make a record lead back to itself. What led to the same before is left alone.
pub fn refuse(desk: &Desk, changes: &[Change]) -> Result<()> {
    let mut changed: BTreeMap<&str, Vec<(&str, Place<'_>, Record, bool)>> = BTreeMap::new();
    let homes = homes(desk);
    for change in changes {
        // An import brings many files of kinds that have no such links.
        if !change.path.split('/').next().is_some_and(|top| homes.contains(top)) {
            continue;
        }
        let Some(place) = desk.kinds.of_path(&change.path).filter(|place| !place.kind.acyclic.is_empty())
        else {
            continue;
        };
        let Some(bytes) = &change.content else { continue };
        let Ok(after) = read_card(place.kind, &place.id, bytes) else { continue };
        let before = desk.book.file(desk.at, &change.path)?;
        let before = before.and_then(|bytes| read_card(place.kind, &place.id, &bytes).ok());
        let leads = place.kind.leads_to(&after.fields);
        let same = before.is_some_and(|before| place.kind.leads_to(&before.fields) == leads);
        let asked = !same && !leads.is_empty();
        changed.entry(&place.kind.name).or_default().push((&change.path, place, after, asked));
    }
    for cards in changed.values().filter(|cards| cards.iter().any(|(.., asked)| *asked)) {
        let Some((_, first, ..)) = cards.first() else { continue };
        let mut links = Links::new(desk, first.kind, !desk.frugal);
        cards.iter().for_each(|(_, _, record, _)| links.know(record));
        for (path, place, ..) in cards.iter().filter(|(.., asked)| *asked) {
            if let Some(circle) = links.through(place, path)? {
                return Err(circle.refused(place.kind));
            }
        }
    }
    Ok(())
}

/// The folders at the top of the book in which cards with such links lie.
fn homes(desk: &Desk) -> HashSet<&str> {
    let kinds = &desk.kinds;
    let linked = || kinds.all().iter().filter(|kind| !kind.acyclic.is_empty());
    let hosts = kinds.all().iter().filter(|host| {
        linked()
            .any(|kind| kind.is_child() && kinds.children(&host.name).any(|child| child.name == kind.name))
    });
    linked().chain(hosts).filter_map(|kind| kind.home.split('/').next()).collect()
}

/// The circle through the record of a path, as the book is; cards in other folders are not looked for.
pub fn through(desk: &Desk, path: &str) -> Result<Option<Circle>> {
    match desk.kinds.of_path(path).filter(|place| !place.kind.acyclic.is_empty()) {
        Some(place) => Links::new(desk, place.kind, false).through(&place, path),
        None => Ok(None),
    }
}

/// All circles of a book, one for each link that closes one.
pub fn everywhere(desk: &Desk) -> Result<Vec<Circle>> {
    let kinds = &desk.kinds;
    let mut found = Vec::new();
    if kinds.all().iter().all(|kind| kind.acyclic.is_empty()) {
        return Ok(found);
    }
    let mut files = desk.book.files_below(desk.at, "")?;
    files.retain(|(path, _)| kinds.of_path(path).is_some_and(|place| !place.kind.acyclic.is_empty()));
    let read = desk.book.read_each(&files, |path, bytes| {
        let Some(place) = kinds.of_path(path) else { return Ok(None) };
        let Ok(card) = read_card(place.kind, &place.id, bytes) else { return Ok(None) };
        let leads = place.kind.leads_to(&card.fields);
        let leads: Vec<_> = leads.iter().map(|(field, id)| ((*field).to_owned(), (*id).to_owned())).collect();
        Ok(Some((place.kind.name.clone(), card.id.to_string(), path.to_owned(), leads)))
    })?;
    for kind in kinds.all().iter().filter(|kind| !kind.acyclic.is_empty()) {
        let cards: Vec<_> = read.iter().filter(|(name, ..)| *name == kind.name).collect();
        let links = cards.iter().map(|(_, id, _, leads)| {
            (id.as_str(), leads.iter().map(|(_, to)| to.as_str()).collect::<Vec<_>>())
        });
        for way in circle::all(&links.collect()) {
            let Some((_, id, path, leads)) =
                cards.iter().find(|(_, id, ..)| Some(&id.as_str()) == way.first())
            else {
                continue;
            };
            let field = leads.iter().find(|(_, to)| Some(&to.as_str()) == way.get(1));
            found.push(Circle {
                kind: kind.name.clone(),
                id: id.clone(),
                path: path.clone(),
                field: field.map(|(field, _)| field.clone()).unwrap_or_default(),
                way: circle::told(&way),
            });
        }
    }
    Ok(found)
}

impl Circle {
    /// What is wrong, in both languages.
    pub fn said(&self) -> (String, String) {
        let Self { field, way, .. } = self;
        (format!("{field} leads back to where it began: {way}"), format!("{field} 成环: {way}"))
    }

    /// What to do about it, in both languages.
    pub fn advice(&self) -> (String, String) {
        let Self { id, field, .. } = self;
        (
            format!("Take one of these links away: kehu set {id} {field}="),
            format!("请去掉其中一个链接: kehu set {id} {field}="),
        )
    }

    /// The error for a change that would make it.
    pub fn refused(&self, kind: &Kind) -> Error {
        let (en, zh) = self.said();
        let (id, path) = (&self.id, &kind.name);
        let way = &self.way;
        Error::new(Code::BadValue, format!("{path} {id}: {en}."), format!("{} {id}: {zh}。", kind.label.zh))
            .hint(
                format!(
                    "Nothing was changed. {} may not lead back to itself; leave one link of {way} out.",
                    begin_a(path)
                ),
                format!("没有任何改动。{}不能回到自身; 请去掉 {way} 中的一个链接。", kind.label.zh),
            )
    }
}
