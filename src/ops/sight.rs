//! Who is looking, and what they may see: the facts that the rule in `model::access` is asked with.

use std::collections::{BTreeSet, HashMap};

use super::Desk;
use super::moves::marks;
use crate::error::Result;
use crate::index::{Ask, Figure};
use crate::model::access::{Facts, Reach, Viewer, Why};
use crate::model::ids::Id;
use crate::model::kind::{ANY, FieldType, Kind};
use crate::model::kinds::Kinds;
use crate::model::record::{Record, card_path, read_card};
use crate::model::value::Value;
use crate::store::history::Step;

/// The kind of people, and the fields of theirs that count here.
pub(super) const PERSON: &str = "person";
pub(super) const SUPERIOR: &str = "reports_to";
pub(super) const CLEARANCE: &str = "security";
pub(super) const ROLES: &str = "roles";
/// So many people are read one by one.
const FEW_PEOPLE: usize = 300;

impl Desk {
    /// True when people see their own records only, and what they are given.
    pub fn restricted(&self) -> Result<bool> {
        match self.config.access.as_str() {
            "open" => Ok(false),
            "restricted" => Ok(true),
            _ => {
                let Some(kind) = self.kinds.get(PERSON) else { return Ok(false) };
                let folder = kind.home.split('/').next().unwrap_or_default();
                Ok(self.book.names(self.at, folder)?.len() > 1)
            }
        }
    }

    /// Who is looking.
    pub fn viewer(&self) -> Result<&Viewer> {
        if let Some(viewer) = self.viewer.get() {
            return Ok(viewer);
        }
        let viewer = self.viewer_of(&self.context.me)?;
        Ok(self.viewer.get_or_init(|| viewer))
    }

    /// Another person as a viewer.
    pub fn viewer_of(&self, person: &str) -> Result<Viewer> {
        let mut viewer = self.rights_of(person)?;
        if !viewer.me.is_empty() {
            viewer.line = self.line_of(person)?;
            viewer.awaits = self.awaits(&viewer)?;
        }
        Ok(viewer)
    }

    /// Who is looking, without those who report to them.
    pub fn rights(&self) -> Result<&Viewer> {
        if let Some(rights) = self.rights.get() {
            return Ok(rights);
        }
        let rights = self.rights_of(&self.context.me)?;
        Ok(self.rights.get_or_init(|| rights))
    }

    /// A person as a viewer, without those who report to them.
    fn rights_of(&self, person: &str) -> Result<Viewer> {
        let record = match (self.kinds.get(PERSON), Id::parse(person)) {
            (Some(kind), Some(id)) => {
                self.book.card(self.at, kind, &id)?.filter(|person| !person.is_retired())
            }
            _ => None,
        };
        let roles = record.as_ref().map(roles_of).unwrap_or_default();
        let among = |names: &[String]| roles.iter().find(|role| names.contains(role)).cloned();
        let clearance =
            record.as_ref().and_then(|person| person.fields.get(CLEARANCE)).and_then(Value::as_int);
        Ok(Viewer {
            me: if record.is_some() { person.to_owned() } else { String::new() },
            line: BTreeSet::new(),
            awaits: BTreeSet::new(),
            clearance: clearance.unwrap_or(0),
            sees_all: among(&self.config.roles.see_all),
            edits_all: among(&self.config.roles.edit_all),
            open: !self.restricted()?,
            // Shares end by the clock, whatever day is asked about.
            today: self.clock.format("%Y-%m-%d").to_string(),
            roles: if record.is_some() { roles.into_iter().collect() } else { BTreeSet::new() },
        })
    }

    /// Everybody with their superior. The index knows them; where nothing else needs it, a few cards are read sooner than it
    /// is brought up to date.
    fn superiors(&self) -> Result<Vec<(String, String)>> {
        let Some(kind) = self.kinds.get(PERSON) else { return Ok(Vec::new()) };
        let folder = kind.home.split('/').next().unwrap_or_default();
        let few = self.reads_people(folder)?;
        // A card that cannot be read is passed over by the index, and named by `doctor`.
        if few && let Ok(people) = self.persons(kind) {
            let pair = |person: &Record| (person.text(SUPERIOR).to_owned(), person.id.to_string());
            return Ok(people.iter().map(pair).collect());
        }
        let all = self.index()?.columns(&Ask::Kind(PERSON.to_owned()), &[SUPERIOR, "id"])?;
        let pair = |row: &Vec<Figure>| Some((row.first()?.word().to_owned(), row.get(1)?.word().to_owned()));
        Ok(all.iter().filter_map(pair).collect())
    }

    /// The cards of all people, retired ones too, read once.
    pub(super) fn persons(&self, kind: &Kind) -> Result<&[Record]> {
        if let Some(persons) = self.persons.get() {
            return Ok(persons);
        }
        let persons = self.book.cards(self.at, kind)?;
        Ok(self.persons.get_or_init(|| persons))
    }

    /// True when people are read from their cards rather than asked of the index.
    pub(super) fn reads_people(&self, folder: &str) -> Result<bool> {
        let few = || Ok(self.book.names(self.at, folder)?.len() <= FEW_PEOPLE);
        Ok(self.frugal || (!self.index_is_open() && few()?))
    }

    /// Everybody who reports to a person, directly or not. A circle, which `doctor` refuses, ends where it closes.
    pub fn line_of(&self, person: &str) -> Result<BTreeSet<String>> {
        let all = self.superiors()?;
        let mut below: HashMap<&str, Vec<&str>> = HashMap::new();
        for (superior, id) in &all {
            below.entry(superior).or_default().push(id);
        }
        let mut line = BTreeSet::new();
        let mut next = vec![person];
        while let Some(superior) = next.pop() {
            for id in below.get(superior).into_iter().flatten() {
                if *id != person && line.insert((*id).to_owned()) {
                    next.push(id);
                }
            }
        }
        Ok(line)
    }

    /// What a list may show to who is looking; `None`: everything.
    pub fn reach(&self) -> Result<Option<&Reach>> {
        if let Some(reach) = self.reach.get() {
            return Ok(reach.as_ref());
        }
        let viewer = self.viewer()?;
        let everything = viewer.sees_everything() && !self.keeps_from(viewer)?;
        let reach = (!everything).then(|| viewer.reach());
        Ok(self.reach.get_or_init(|| reach).as_ref())
    }

    /// True when the book has records of a kind that only some roles see, none of which this person has.
    fn keeps_from(&self, viewer: &Viewer) -> Result<bool> {
        for kind in kept_from(&self.kinds, viewer) {
            let folder = kind.home.split("/{").next().unwrap_or_default();
            if !self.book.names(self.at, folder)?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// True when who is looking sees all there ever was, what is gone included.
    pub fn sees_all_ever(&self) -> Result<bool> {
        Ok(self.reach()?.is_none() && kept_from(&self.kinds, self.viewer()?).next().is_none())
    }

    /// What a record says about who may see it: a card in another's folder goes by that one, and may be shared as knowledge
    /// by itself. `None`: open to everybody.
    pub fn facts(&self, kind: &Kind, record: &Record) -> Result<Option<Facts>> {
        match self.kinds.host(kind, &record.fields) {
            Some((host, id)) => {
                let card = self.book.card(self.at, host, &id)?;
                let facts = card.and_then(|card| Facts::of(host, &card.fields));
                Ok(facts.map(|facts| facts.within(kind, &record.fields)))
            }
            None => Ok(Facts::of(kind, &record.fields)),
        }
    }

    /// Why who is looking sees a record; `None`: they do not.
    pub fn why(&self, kind: &Kind, record: &Record) -> Result<Option<Why>> {
        let Some(facts) = self.facts(kind, record)? else {
            return Ok(self.sees_links(kind, record)?.then_some(Why::Open));
        };
        // Most questions need no look at the people.
        if facts.roles.is_empty() {
            if !self.context.me.is_empty() && facts.owner == self.context.me {
                return Ok(Some(Why::Owner));
            }
            if facts.level == 0 && self.config.access == "open" {
                return Ok(Some(Why::Open));
            }
        }
        self.why_of(&facts)
    }

    /// Why who is looking sees a record with these facts. One record needs no look at everybody: the way up from its owner
    /// tells whether it is somebody's below.
    fn why_of(&self, facts: &Facts) -> Result<Option<Why>> {
        if let Some(viewer) = self.viewer.get() {
            return Ok(viewer.sees(facts));
        }
        let mut rights = self.rights()?.clone();
        if !rights.me.is_empty() && self.is_above(&rights.me, &facts.owner)? {
            rights.line.insert(facts.owner.clone());
        }
        let why = rights.sees(facts);
        if why.is_some() || facts.waits.is_empty() || rights.me.is_empty() {
            return Ok(why);
        }
        rights.awaits = self.awaits(&rights)?;
        Ok(rights.sees(facts))
    }

    /// What may wait for a person, where the book has kinds whose records are not open to everybody and wait for somebody.
    fn awaits(&self, viewer: &Viewer) -> Result<BTreeSet<String>> {
        if viewer.sees_its_levels() {
            return Ok(BTreeSet::new());
        }
        let guarded = |kind: &&Kind| kind.access.as_ref().is_some_and(|access| !access.only);
        let mut homes = BTreeSet::new();
        for kind in self.kinds.cards().filter(|kind| kind.workflow.is_some()) {
            let hosts =
                kind.within.iter().filter_map(|field| match kind.field(field).map(|field| &field.ty) {
                    Some(FieldType::Link(host)) => self.kinds.get(host),
                    _ => None,
                });
            let own = [kind].into_iter().filter(|kind| !kind.is_child());
            homes.extend(own.chain(hosts).filter(guarded).filter_map(|kind| kind.home.split("/{").next()));
        }
        for home in homes {
            if !self.book.names(self.at, home)?.is_empty() {
                // Absences end by the clock, whatever day is asked about.
                return marks(self, &viewer.me, self.today().0 == self.clock.date_naive());
            }
        }
        Ok(BTreeSet::new())
    }

    /// True when a person reports to another, directly or not.
    pub(super) fn is_above(&self, superior: &str, person: &str) -> Result<bool> {
        let known = self.above.borrow().get(person).cloned();
        let above = match known {
            Some(above) => above,
            None => {
                let above = self.superiors_of(person)?;
                self.above.borrow_mut().insert(person.to_owned(), above.clone());
                above
            }
        };
        Ok(above.contains(superior))
    }

    /// Everybody a person reports to, directly or not; a circle ends where it closes.
    fn superiors_of(&self, person: &str) -> Result<BTreeSet<String>> {
        let mut above = BTreeSet::new();
        let Some(kind) = self.kinds.get(PERSON) else { return Ok(above) };
        let mut at = person.to_owned();
        while let Some(id) = Id::parse(&at) {
            let Ok(Some(record)) = self.book.card(self.at, kind, &id) else { break };
            at = record.text(SUPERIOR).to_owned();
            if at == person || !above.insert(at.clone()) {
                break;
            }
        }
        above.remove("");
        Ok(above)
    }

    /// True when who is looking sees a record.
    pub fn sees(&self, kind: &Kind, record: &Record) -> Result<bool> {
        self.why(kind, record).map(|why| why.is_some())
    }

    /// True for kinds open to everybody whose records may name one that is not.
    pub(super) fn names_guarded(&self, kind: &Kind) -> bool {
        let guarded = |target: &str| {
            target == ANY
                || self.kinds.get(target).is_some_and(|kind| kind.access.is_some() || kind.is_child())
        };
        kind.access.is_none()
            && !kind.is_child()
            && kind.fields.iter().any(|field| {
                matches!(&field.ty, FieldType::Link(target) if guarded(target)) && !field.stamped
            })
    }

    /// A record that names one that is hidden is hidden with it: a pair recorded as two tells of both.
    fn sees_links(&self, kind: &Kind, record: &Record) -> Result<bool> {
        if !self.names_guarded(kind) {
            return Ok(true);
        }
        for field in &kind.fields {
            let FieldType::Link(target) = &field.ty else { continue };
            let Some(id) = record.fields.get(&field.name).and_then(Value::as_str).and_then(Id::parse) else {
                continue;
            };
            for other in self.kinds.cards().filter(|kind| target == ANY || kind.name == *target) {
                if let Some(card) = self.card(other, &id)?
                    && let Some(facts) = self.facts(other, &card)?
                    && self.why_of(&facts)?.is_none()
                {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }
}

impl Desk {
    /// True when who is looking sees every record that a commit touched.
    pub fn sees_step(&self, step: &Step) -> Result<bool> {
        for difference in self.book.files_of(step)? {
            if !self.sees_path(&difference.path)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// True when a file is part of no record, or of one that who is looking sees, or of one that is gone.
    pub fn sees_path(&self, path: &str) -> Result<bool> {
        let Some(place) = self.kinds.of_path(path) else { return Ok(true) };
        let (kind, id) = place.top();
        if kind.access.is_none() && !self.names_guarded(kind) {
            return Ok(true);
        }
        match self.book.file(self.at, &card_path(kind, id))?.map(|bytes| read_card(kind, id, &bytes)) {
            Some(Ok(record)) => self.sees(kind, &record),
            // Nobody can tell any more whose it was.
            _ => Ok(self.may_grant()? && !is_kept_from(kind, self.rights()?)),
        }
    }
}

/// The kinds whose records are kept to roles that somebody has not.
fn kept_from<'a>(kinds: &'a Kinds, viewer: &'a Viewer) -> impl Iterator<Item = &'a Kind> {
    kinds.cards().filter(|kind| is_kept_from(kind, viewer))
}

fn is_kept_from(kind: &Kind, viewer: &Viewer) -> bool {
    kind.access
        .as_ref()
        .is_some_and(|access| access.only && !access.roles.iter().any(|role| viewer.roles.contains(role)))
}

/// The fields of a kind that name other records, and the kind each leads to; stamps are not among them.
pub(super) fn names_of(kind: &Kind) -> impl Iterator<Item = (&str, &str)> {
    kind.fields.iter().filter(|field| !field.stamped).filter_map(|field| match &field.ty {
        FieldType::Link(target) => Some((field.name.as_str(), target.as_str())),
        _ => None,
    })
}

/// The roles of a person.
pub(super) fn roles_of(person: &Record) -> Vec<String> {
    let roles = person.fields.get(ROLES).and_then(Value::as_list).unwrap_or_default();
    roles.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
