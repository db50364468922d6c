//! Handing over: everything one colleague has to do gets another, in one commit, and the receiver accepts or declines it
//! customer by customer (CRM-19).

mod answer;
mod case;
mod find;
mod give;
mod records;

use std::collections::BTreeMap;

use super::Desk;
use super::apply::{Applied, Intent};
use super::entry::new_id;
use super::sight::PERSON;
use crate::error::{Code, Error, Result, quoted};
use crate::model::access::Facts;
use crate::model::date::{Date, DateTime};
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::places::folder_of;
use crate::model::record::journal_path;
use crate::model::validate::Judge;
use crate::model::value::{Map, Value};

pub use answer::{Answer, Pending, accept, decline, waiting};
pub use case::{Case, Journal, Sheet, text};
use find::{Found, found};
use give::{Change, Write, change};
pub use records::Moved;
use records::records;

/// The journal that keeps handovers.
const JOURNAL: &str = "handover";

/// Who gives what to whom, as typed.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Who gives.
    pub from: String,
    /// Who gets it.
    pub to: String,
    /// Which customers, as in `list customer`; empty for everything.
    pub query: String,
    /// Only look.
    pub dry: bool,
}

/// Writes dossiers: how they look is not decided here.
pub trait Scribe: Sync {
    /// Ending of the files: `md`, `html`.
    fn ending(&self) -> &'static str;
    /// The dossier of one customer, and its line in the dossier for all.
    fn one(&self, case: &Case<'_>) -> (String, Vec<String>);
    /// The dossier for all.
    fn all(&self, handed: &Handed) -> String;
}

/// What moved in one customer.
#[derive(Debug, Clone, Default)]
pub struct Customer {
    /// Id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its owner changed; else just work in it did.
    pub own: bool,
    /// Who gives the command does not see it: it is counted, not named.
    pub hidden: bool,
    /// Fields that moved, by kind.
    pub moved: BTreeMap<String, usize>,
    /// Path of its dossier, when it has one.
    pub dossier: Option<String>,
    /// Its line in the dossier for all.
    pub line: Vec<String>,
}

/// What was handed over, or would be.
#[derive(Debug, Clone, Default)]
pub struct Handed {
    /// Id of who gives.
    pub from: String,
    /// Id of who gets it.
    pub to: String,
    /// The day.
    pub day: String,
    /// The customers, by id.
    pub customers: Vec<Customer>,
    /// Records that lie with no customer.
    pub records: Vec<Moved>,
    /// Such records that stay because who gives the command does not see them.
    pub unseen: usize,
    /// Customers that stay because their security level is above the giver's.
    pub above: usize,
    /// What does not move: kind, id, name and field of records that still name who gives.
    pub stays: Vec<[String; 4]>,
    /// Path of the dossier for all.
    pub dossier: String,
}

impl Handed {
    /// Fields that moved, by kind.
    pub fn moved(&self) -> BTreeMap<String, usize> {
        let mut all = BTreeMap::new();
        for (kind, count) in self.customers.iter().flat_map(|customer| &customer.moved) {
            *all.entry(kind.clone()).or_default() += count;
        }
        for record in &self.records {
            *all.entry(record.kind.clone()).or_default() += record.fields.len();
        }
        all
    }

    /// How many customers and other records moved, in English and in Chinese.
    pub fn counted(&self) -> (String, String) {
        let told = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
        let (customers, records) = (self.customers.len(), self.records.len());
        match (customers, records) {
            (_, 0) => (told(customers, "customer"), format!("{customers} 个客户")),
            (0, _) => (told(records, "record"), format!("{records} 条记录")),
            _ => (
                format!("{} and {}", told(customers, "customer"), told(records, "record")),
                format!("{customers} 个客户和 {records} 条记录"),
            ),
        }
    }
}

/// What came of one folder.
enum Outcome {
    /// Nothing there moves.
    Nothing,
    /// It stays: its level is above the giver's.
    Above,
    /// It moves.
    Moves(Box<(Customer, Vec<Write>)>),
}

/// Hands over.
pub fn handover(desk: &mut Desk, order: &Order, scribe: &dyn Scribe) -> Result<(Handed, Applied)> {
    let mut handed = Handed::default();
    let applied = desk.apply("handover", order.dry, &mut |desk| {
        let (made, intent) = make(desk, order, scribe)?;
        handed = made;
        Ok(intent)
    })?;
    Ok((handed, applied))
}

fn make(desk: &Desk, order: &Order, scribe: &dyn Scribe) -> Result<(Handed, Intent)> {
    let journal = desk.kinds.find(JOURNAL)?;
    let from = giver(desk, journal, &order.from)?;
    let to = receiver(desk, &order.to)?;
    if from == to {
        return Err(Error::new(
            Code::Usage,
            format!("{from} cannot hand over to {to}: that is the same person."),
            format!("不能移交给自己: {from}。"),
        )
        .hint("Name somebody else as the receiver.", "请指定另一位接收人。"));
    }
    may_give(desk, &from)?;
    let found = found(desk, journal, &from, &order.query)?;
    let stem = stem(desk, &from, &to)?;
    let now = DateTime::from(desk.context.now).to_string();
    let by = desk.stamp_by()?;
    let mut random = desk.random();
    let ids: Vec<String> = found.iter().map(|_| new_id(&mut random)).collect();
    let folders: Vec<String> = found.iter().map(|found| folder_of(found.kind, &found.id)).collect();
    let today = Date(desk.context.now.date_naive());
    let viewer = desk.viewer()?;
    let kinds = &desk.kinds;
    let wanted = |path: &str| path.ends_with(".yaml");
    let judge = Judge::new(journal)?;
    let outcomes = desk.book.read_folders(desk.at, &folders, &wanted, |number, files| {
        let (Found { own, .. }, folder) = (&found[number], &folders[number]);
        let Some(case) = Case::read(kinds, files, (&from, &to), today)? else { return Ok(Outcome::Nothing) };
        let facts = Facts::of(case.card.kind, &case.card.record.fields);
        let hidden = facts.is_some_and(|facts| viewer.sees(&facts).is_none());
        if *own && hidden {
            return Ok(Outcome::Above);
        }
        if case.card.record.is_retired() {
            return Ok(Outcome::Nothing);
        }
        let mut change = change(&case, *own)?;
        if change.moved.is_empty() {
            return Ok(Outcome::Nothing);
        }
        let mut customer = Customer {
            id: case.id().to_string(),
            name: case.card.record.title(case.card.kind).to_owned(),
            own: *own,
            hidden,
            ..Customer::default()
        };
        for moved in &change.moved {
            *customer.moved.entry(moved.kind.clone()).or_default() += 1;
        }
        customer.dossier = own.then(|| format!("{folder}/dossiers/{stem}.{}", scribe.ending()));
        let entry = entry(&change, &ids[number], (&from, &to), (&now, &by), customer.dossier.as_deref());
        if number == 0 {
            judge.accept(&entry, JOURNAL)?;
        }
        change.stamp(&case, journal, &journal_path(journal, case.card.kind, case.id()), entry);
        if let Some(path) = &customer.dossier {
            let (page, line) = scribe.one(&case);
            customer.line = line;
            let (kind, id) = (String::new(), String::new());
            change.writes.push(Write { kind, id, path: path.clone(), bytes: page.into_bytes() });
        }
        Ok(Outcome::Moves(Box::new((customer, change.writes))))
    })?;
    let mut handed = Handed { from, to, day: today.to_string(), ..Handed::default() };
    let mut intent = Intent::new("handover", "");
    (intent.permitted, intent.judged) = (true, true);
    for outcome in outcomes {
        match outcome {
            Outcome::Nothing => {}
            Outcome::Above => handed.above += 1,
            Outcome::Moves(moves) => {
                let (customer, writes) = *moves;
                handed.customers.push(customer);
                put(&mut intent, writes);
            }
        }
    }
    if order.query.trim().is_empty() {
        let records = records(desk, journal, &handed.from, &handed.to)?;
        (handed.records, handed.unseen, handed.stays) = (records.moved, records.unseen, records.stays);
        put(&mut intent, records.writes);
    }
    if handed.customers.is_empty() && handed.records.is_empty() {
        return Err(nothing(&handed, &order.query));
    }
    handed.stays.extend(find::stays(desk, journal, &handed.from)?);
    handed.dossier = format!("handovers/{stem}.{}", scribe.ending());
    intent.file(handed.dossier.clone(), Some(scribe.all(&handed).into_bytes()));
    let Handed { from, to, .. } = &handed;
    intent.draft.message.subject = format!("handover: {} from {from} to {to}", handed.counted().0);
    Ok((handed, intent))
}

/// Puts the files of one customer into an intent.
fn put(intent: &mut Intent, writes: Vec<Write>) {
    let first = intent.touched.len();
    for Write { kind, id, path, bytes } in writes {
        let known = |touched: &super::apply::Touched| touched.kind == kind && touched.id == id;
        // A customer is named once, however many of its files are written.
        match kind.is_empty() || intent.touched[first..].iter().any(known) {
            true => intent.file(path, Some(bytes)),
            false => intent.put(&kind, &id, path, bytes),
        }
    }
}

/// The entry that keeps a handover.
fn entry(
    change: &Change,
    id: &str,
    (from, to): (&str, &str),
    (at, by): (&str, &str),
    dossier: Option<&str>,
) -> Map {
    let words = [("id", id), ("at", at), ("by", by), ("from", from), ("to", to), ("state", "pending")];
    let mut entry: Map =
        words.iter().map(|(name, value)| ((*name).to_owned(), Value::text(*value))).collect();
    entry.extend(dossier.map(|path| ("dossier".to_owned(), Value::text(path))));
    entry.insert("moved".to_owned(), change.list());
    entry
}

/// Who gives: a person, retired or not, or an id that records name although there is no such person any more.
fn giver(desk: &Desk, journal: &Kind, typed: &str) -> Result<String> {
    let person = desk.kinds.find(PERSON)?;
    if let Some(id) = Id::parse(typed)
        && desk.book.card(desk.at, person, &id)?.is_none()
        && find::is_named(desk, journal, id.as_str())?
    {
        return Ok(id.to_string());
    }
    desk.link_target(PERSON, typed)
}

/// Who gets it: somebody who is still here.
fn receiver(desk: &Desk, typed: &str) -> Result<String> {
    let id = desk.link_target(PERSON, typed)?;
    let person = desk.kinds.find(PERSON)?;
    let record = Id::parse(&id).map(|id| desk.book.card(desk.at, person, &id)).transpose()?.flatten();
    if record.is_none_or(|record| record.is_retired()) {
        return Err(Error::new(
            Code::BadValue,
            format!("{id} is retired and takes nothing over."),
            format!("{id} 已停用, 不能接收。"),
        )
        .hint("`kehu list person` shows who is here.", "`kehu list person` 可列出在职人员。"));
    }
    Ok(id)
}

/// One's own work may be handed over by oneself, by those above, and by who may change everything.
fn may_give(desk: &Desk, from: &str) -> Result<()> {
    let mine = !desk.context.me.is_empty() && desk.context.me == from;
    if mine || !desk.restricted()? || desk.viewer()?.line.contains(from) || desk.may_grant()? {
        return Ok(());
    }
    Err(Error::new(
        Code::NotPermitted,
        format!("You may not hand over what {from} has."),
        format!("不能移交 {from} 负责的内容。"),
    )
    .hint(
        format!("{from}, a superior of {from}, or somebody with the role admin does it."),
        format!("请由 {from} 本人、其上司或管理员移交。"),
    ))
}

fn nothing(handed: &Handed, query: &str) -> Error {
    let (from, query) = (&handed.from, query.trim());
    let error = match query {
        "" => Error::new(
            Code::Nothing,
            format!("{from} has nothing to hand over."),
            format!("{from} 没有可移交的内容。"),
        ),
        query => Error::new(
            Code::Nothing,
            format!("No customer of {from} fits {}.", quoted(query)),
            format!("{from} 没有符合 {} 的客户。", quoted(query)),
        ),
    };
    error.hint(
        format!("`kehu list customer owner:{from}` shows them."),
        format!("`kehu list customer owner:{from}` 可列出。"),
    )
}

/// The name of the dossiers of this handover; one that was used already gets a number.
fn stem(desk: &Desk, from: &str, to: &str) -> Result<String> {
    let day = desk.context.now.format("%Y-%m-%d");
    let known = desk.book.names(desk.at, "handovers")?;
    let used = |stem: &str| known.iter().any(|name| name.split('.').next() == Some(stem));
    let first = format!("{day}-{from}-{to}");
    if !used(&first) {
        return Ok(first);
    }
    Ok((2..).map(|number| format!("{first}-{number}")).find(|stem| !used(stem)).unwrap_or(first))
}
