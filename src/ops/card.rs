//! One record with all that belongs to it: links, backlinks, journals, the cards in its folder.

use serde_json::{Value as Json, json};

use super::Desk;
use super::completeness::{Complete, completeness};
use super::conflicts::{Disputed, disputed};
use super::plans::due;
use super::rollup::{self, Standing};
use super::schedule::{Piece, Schedule};
use super::{answers, rules, works};
use crate::domain::progress::tenths;
use crate::domain::receivable::{Contract, Direction};
use crate::domain::workdays::Calendar;
use crate::error::Result;
use crate::index::Hit;
use crate::model::date::Date;
use crate::model::ids::Id;
use crate::model::journal::moment;
use crate::model::kind::{ANY, FieldType, Kind, Rule};
use crate::model::money::Money;
use crate::model::places::folder_of;
use crate::model::record::{Record, field_json, read_card, read_journal};
use crate::model::value::{Map, Value};
use crate::store::snapshot::bad_yaml;

/// Most records shown that link here.
const BACKLINKS: usize = 1000;

/// A record and its surroundings.
pub struct Card<'a> {
    /// Its kind.
    pub kind: &'a Kind,
    /// The record.
    pub record: Record,
    /// Records it links to.
    pub links: Vec<Link>,
    /// Records that link to it, without those in its folder.
    pub backlinks: Vec<Hit>,
    /// Those among them that go through states, by kind: the projects of a customer.
    pub related: Vec<(&'a Kind, Vec<Record>)>,
    /// The cards in its folder, by kind, newest last.
    pub children: Vec<(&'a Kind, Vec<Record>)>,
    /// Its journals with their entries as they stand.
    pub journals: Vec<(&'a Kind, Vec<Map>)>,
    /// Entries of the journals of what happened, oldest first.
    pub log: Vec<(&'a Kind, Map)>,
    /// Open entries of the journals of what is to be done, earliest first.
    pub plans: Vec<(&'a Kind, Map)>,
    /// Fields in conflict: its own, those of its journals and of the cards in its folder.
    pub disputed: Vec<Disputed>,
    /// How complete it is, by the rules of its kind.
    pub complete: Option<Complete>,
    /// How far it is by what lies below it.
    pub rolled: Option<Standing>,
    /// Which days are worked on.
    calendar: Calendar,
}

/// What contracts leave open, in one direction and currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Owed {
    /// In or out.
    pub direction: Direction,
    /// Not paid yet, due or not.
    pub open: Money,
    /// What of it is late.
    pub overdue: Money,
}

impl Owed {
    /// True when we are to pay.
    pub fn is_payable(&self) -> bool {
        self.direction == Direction::Payable
    }
}

/// A link of a record.
pub struct Link {
    /// Dotted path of the field that holds it.
    pub field: String,
    /// Kind of the target.
    pub kind: String,
    /// Id of the target.
    pub id: String,
    /// What the target is called; empty when it leads nowhere.
    pub title: String,
}

/// Finds a record and gathers what belongs to it.
pub fn gather<'a>(desk: &'a Desk, typed: &str) -> Result<Card<'a>> {
    let (kind, record) = desk.resolve(typed)?;
    let mut links = Vec::new();
    for field in &kind.fields {
        if let Some(value) = record.fields.get(&field.name) {
            follow(desk, &field.name, &field.ty, value, &mut links)?;
        }
    }
    let (children, journals) = folder(desk, kind, &record)?;
    let (mut log, mut plans) = (Vec::new(), Vec::new());
    for (journal, entries) in &journals {
        let entries = entries.iter().cloned();
        if journal.is_log() {
            log.extend(entries.map(|entry| (*journal, entry)));
        } else if journal.due.is_some() {
            plans.extend(entries.filter(|e| journal.is_open(e)).map(|entry| (*journal, entry)));
        }
    }
    log.sort_by_key(|(_, entry)| moment(entry));
    plans.sort_by_key(|(kind, entry)| due(kind, entry).to_owned());
    let mut backlinks = desk.index()?.linking_to(record.id.as_str(), desk.reach()?, BACKLINKS)?;
    backlinks.retain(|hit| hit.parent.is_empty() && hit.host != record.id.as_str());
    backlinks.sort_by(|a, b| (&a.kind, &a.id).cmp(&(&b.kind, &b.id)));
    let related = related(desk, &backlinks)?;
    let complete = completeness(desk, kind, &record, &journals);
    let disputed = disputed(desk, kind, &record, &children, &journals)?;
    let rolled = rollup::standing(desk, kind, &record)?;
    Ok(Card {
        kind,
        record,
        links,
        backlinks,
        related,
        children,
        journals,
        log,
        plans,
        disputed,
        complete,
        rolled,
        calendar: desk.config.calendar.days.clone(),
    })
}

/// The records behind backlinks of kinds that go through states.
fn related<'a>(desk: &'a Desk, backlinks: &[Hit]) -> Result<ByKind<'a, Record>> {
    let mut related: ByKind<'a, Record> = Vec::new();
    for hit in backlinks {
        let Some(kind) = desk.kinds.get(&hit.kind).filter(|kind| kind.workflow.is_some()) else { continue };
        let Some(card) = desk.book.card_of(kind, hit)? else { continue };
        match related.last_mut().filter(|(known, _)| known.name == kind.name) {
            Some((_, cards)) => cards.push(card),
            None => related.push((kind, vec![card])),
        }
    }
    Ok(related)
}

/// Gathers the links in a value, those of lists and groups too; stamps in groups are no links to follow.
fn follow(desk: &Desk, path: &str, ty: &FieldType, value: &Value, links: &mut Vec<Link>) -> Result<()> {
    match (ty, value) {
        (FieldType::Link(target), Value::Text(id)) => {
            let known = links.iter().find(|link| link.kind == *target && link.id == *id);
            let title = match known {
                Some(link) => link.title.clone(),
                None => desk.title_of(target, id)?,
            };
            links.push(Link { field: path.to_owned(), kind: target.clone(), id: id.clone(), title });
            Ok(())
        }
        (FieldType::List(item), Value::List(items)) => items
            .iter()
            .enumerate()
            .try_for_each(|(number, value)| follow(desk, &format!("{path}.{number}"), item, value, links)),
        (FieldType::Group(fields), Value::Map(map)) => {
            fields.iter().filter(|field| !field.stamped).try_for_each(|field| match map.get(&field.name) {
                Some(value) => follow(desk, &format!("{path}.{}", field.name), &field.ty, value, links),
                None => Ok(()),
            })
        }
        _ => Ok(()),
    }
}

impl Desk {
    /// What a linked record is called; empty when the link leads nowhere, or to what may not be seen.
    pub fn title_of(&self, target: &str, id: &str) -> Result<String> {
        let Some(id) = Id::parse(id) else { return Ok(String::new()) };
        for kind in self.kinds.cards().filter(|kind| target == ANY || kind.name == target) {
            if let Some(card) = self.seen(kind, self.card(kind, &id)?)? {
                return Ok(card.title(kind).to_owned());
            }
        }
        Ok(String::new())
    }
}

/// Cards by kind, or journals with their entries.
pub(super) type ByKind<'a, T> = Vec<(&'a Kind, Vec<T>)>;

/// What lies in the folder of a record: other cards, and its journals.
pub(super) fn folder<'a>(
    desk: &'a Desk,
    kind: &'a Kind,
    record: &Record,
) -> Result<(ByKind<'a, Record>, ByKind<'a, Map>)> {
    let mut children: ByKind<'a, Record> = Vec::new();
    let mut journals: ByKind<'a, Map> = Vec::new();
    if !kind.has_folder() {
        return Ok((children, journals));
    }
    for (path, blob) in desk.book.files_below(desk.at, &folder_of(kind, &record.id))? {
        let Some(place) = desk.kinds.of_path(&path) else { continue };
        let wrong = |e| bad_yaml(&path, &e);
        if place.parent.is_some() {
            let entries = read_journal(place.kind, &desk.book.blob(blob)?).map_err(wrong)?;
            journals.push((place.kind, entries));
        } else if place.host.is_some() {
            let child = read_card(place.kind, &place.id, &desk.book.blob(blob)?).map_err(wrong)?;
            match children.last_mut().filter(|(known, _)| known.name == place.kind.name) {
                Some((_, records)) => records.push(child),
                None => children.push((place.kind, vec![child])),
            }
        }
    }
    Ok((children, journals))
}

impl<'a> Card<'a> {
    /// What its contracts leave open on a day, one line a direction and currency.
    pub fn owed(&self, on: Date) -> Vec<Owed> {
        let of_contracts = self.children.iter().filter(|(kind, _)| kind.rules.contains(&Rule::Contract));
        let living = of_contracts.flat_map(|(_, records)| records).filter(|record| !record.is_retired());
        let read = living.filter_map(|record| Contract::read(record.id.as_str(), &record.fields).ok());
        let mut owed: Vec<Owed> = Vec::new();
        for contract in read.filter(|contract| contract.state.binds()) {
            let (open, overdue) = (contract.open(), contract.overdue(on));
            let same = |known: &&mut Owed| {
                known.direction == contract.direction && known.open.currency() == open.currency()
            };
            match owed.iter_mut().find(same) {
                Some(known) => {
                    known.open = known.open.checked_add(&open).unwrap_or(known.open);
                    known.overdue = known.overdue.checked_add(&overdue).unwrap_or(known.overdue);
                }
                None => owed.push(Owed { direction: contract.direction, open, overdue }),
            }
        }
        owed.retain(|owed| !owed.open.is_zero());
        owed
    }

    /// The work in its folder over time, as of a day; `None` when there is none.
    pub fn schedule(&self, on: Date) -> Option<Schedule<'a>> {
        let works = works::among(self.children.iter().map(|(kind, records)| (*kind, records.as_slice())));
        let any = !works.all.is_empty();
        any.then(|| Schedule::new(self.kind, self.record.clone(), works, on, &self.calendar))
    }

    /// The newest entry of a journal.
    pub fn newest(&self, journal: &str) -> Option<&Map> {
        let (_, entries) = self.journals.iter().find(|(kind, _)| kind.name == journal)?;
        entries.iter().max_by_key(|entry| moment(entry))
    }
}

impl Card<'_> {
    /// The record for scripts: fields flat, then links, backlinks, what is in its folder and log; money as of a day.
    pub fn to_json(&self, on: Date) -> serde_json::Map<String, Json> {
        let mut json = rules::to_json(self.kind, &self.record, on);
        let links = self
            .links
            .iter()
            .map(|link| json!({"field": link.field, "kind": link.kind, "id": link.id, "name": link.title}));
        json.insert("links".to_owned(), links.collect());
        let backlinks =
            self.backlinks.iter().map(|hit| json!({"kind": hit.kind, "id": hit.id, "name": hit.title}));
        json.insert("backlinks".to_owned(), backlinks.collect());
        let entry_json = |(kind, entry): &(&Kind, Map)| {
            let fields = entry.iter().map(|(name, value)| {
                (name.clone(), field_json(kind.field(name).map(|field| &field.ty), value))
            });
            Json::Object(fields.collect())
        };
        if !self.children.is_empty() {
            let all = self.children.iter().map(|(kind, records)| {
                let records = records.iter().filter(|record| !record.is_retired());
                (
                    kind.name.clone(),
                    records.map(|record| Json::Object(rules::to_json(kind, record, on))).collect(),
                )
            });
            json.insert("children".to_owned(), Json::Object(all.collect()));
        }
        if let Some(found) = &self.complete {
            json.insert("completeness".to_owned(), found.to_json());
        }
        if let Some(rolled) = &self.rolled {
            let below = rolled.below.iter().map(|one| {
                json!({
                    "id": one.id, "name": one.title, "weight": one.weight.to_string(),
                    "progress": tenths(one.progress).to_string(),
                })
            });
            let below: Json = below.collect();
            let progress = tenths(rolled.progress).to_string();
            json.insert(
                "rolled_up".to_owned(),
                json!({"progress": progress, "all": rolled.all, "below": below}),
            );
        }
        let counts = answers::counts(self.kind, &self.record.fields);
        if !counts.is_empty() {
            let counts = counts.iter().map(|(word, _, count)| json!({"answer": word, "count": count}));
            json.insert("answers".to_owned(), counts.collect());
        }
        let owed = self.owed(on);
        if !owed.is_empty() {
            let lines = owed.iter().map(|owed| {
                let direction = if owed.is_payable() { "payable" } else { "receivable" };
                json!({"direction": direction, "open": owed.open.to_json(), "overdue": owed.overdue.to_json()})
            });
            json.insert("money_due".to_owned(), lines.collect());
        }
        if let Some(schedule) = self.schedule(on) {
            let day = |day: Option<Date>| day.map(|day| day.to_string());
            let ids = |wanted: fn(&Piece) -> bool| -> Vec<&str> {
                let pieces = schedule.pieces.iter().filter(|piece| wanted(piece));
                pieces.map(|piece| piece.work.id.as_str()).collect()
            };
            let told = json!({
                "progress": schedule.progress, "start": day(schedule.start), "due": day(schedule.due),
                "expected": day(schedule.expected), "late": ids(|piece| piece.late),
                "critical_path": ids(|piece| piece.critical),
            });
            json.insert("schedule".to_owned(), told);
        }
        json.insert("plans".to_owned(), self.plans.iter().map(entry_json).collect());
        json.insert("log".to_owned(), self.log.iter().map(entry_json).collect());
        json
    }
}
