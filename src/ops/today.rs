//! What is to be done: plans by day, what waits for somebody, quiet customers, birthdays.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::Desk;
use super::answers;
use super::ask::{self, Question};
use super::collisions::{self, Collision};
use super::conflicts::{self, Disputed};
use super::due::{Due, Names, Span, plans};
use super::duties;
use super::moves::{self, Awaited};
use super::quiet::{self, Quiet};
use super::works;
use crate::error::Result;
use crate::model::date::Date;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::Value;

/// Most days one looks ahead.
pub const MOST_DAYS: u32 = 366;

/// What somebody wants to know.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Whose; none for everybody's.
    pub who: Option<String>,
    /// How many days ahead count as this week.
    pub days: u32,
    /// At most so many of each.
    pub limit: usize,
}

/// Some of what there is, how many in all, and the question that lists them.
#[derive(Debug, Clone)]
pub struct Part<T> {
    /// The first of them.
    pub rows: Vec<T>,
    /// How many there are.
    pub total: usize,
    /// Kind and query that `kehu list` answers with all of them.
    pub query: String,
}

impl<T> Default for Part<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), total: 0, query: String::new() }
    }
}

/// Something that waits for somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Id and kind of the record.
    pub id: String,
    /// Its kind.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// The customer it belongs to; empty when it belongs to none.
    pub customer: String,
    /// What the customer is called.
    pub of: String,
    /// By when; empty when nobody said.
    pub due: String,
    /// For whom it waits.
    pub who: String,
}

/// A birthday of a contact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Birthday {
    /// The customer.
    pub customer: String,
    /// What the customer is called.
    pub name: String,
    /// The contact.
    pub contact: String,
    /// The day it is celebrated.
    pub date: String,
    /// The day of birth.
    pub born: String,
    /// Who looks after the customer.
    pub owner: String,
}

/// How much one person has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Load {
    /// The person.
    pub person: String,
    /// What the person is called.
    pub name: String,
    /// Plans overdue, for today, and for the days after.
    pub plans: [usize; 3],
    /// Quiet customers.
    pub quiet: usize,
}

/// All there is to do.
#[derive(Debug, Clone, Default)]
pub struct Today {
    /// Plans whose day has passed.
    pub overdue: Part<Due>,
    /// Plans of the day.
    pub today: Part<Due>,
    /// Plans of the days after it.
    pub week: Part<Due>,
    /// What waits for somebody.
    pub waiting: Part<Waiting>,
    /// Work that is late, or due within the days asked about; `customer` and `of` are what it belongs to.
    pub work: Part<Waiting>,
    /// Customers handed to somebody who has not answered; `name` is who gave them.
    pub handed: Part<Waiting>,
    /// Records that wait for somebody to move them on.
    pub moves: Part<Awaited>,
    /// Records that two people made while apart and that look like one.
    pub collisions: Part<Collision>,
    /// What somebody owes for periods that have ended.
    pub owed: Part<Waiting>,
    /// What somebody is asked to and has not answered.
    pub invited: Part<Waiting>,
    /// Records that have one thing at one time.
    pub bookings: Part<Collision>,
    /// Fields that two people set differently.
    pub conflicts: Part<Disputed>,
    /// Customers nobody talked with for long.
    pub quiet: Part<Quiet>,
    /// Birthdays of contacts.
    pub birthdays: Part<Birthday>,
    /// Everybody, when everybody was asked for.
    pub people: Vec<Load>,
}

/// Looks what there is to do.
pub fn today(desk: &Desk, wanted: &Wanted) -> Result<Today> {
    let mut found = Today::default();
    let day = desk.context.now.date_naive();
    let last = day.checked_add_days(Days::new(wanted.days.into())).unwrap_or(day);
    let mut names = Names::default();
    if let Some(kind) = desk.kinds.plans_of(CUSTOMER) {
        let yesterday = day.pred_opt().unwrap_or(day);
        let tomorrow = day.succ_opt().unwrap_or(day);
        let spans = [
            Span { from: None, to: yesterday, query: format!("date:<{day}") },
            Span { from: Some(day), to: day, query: format!("date:{day}") },
            Span { from: Some(tomorrow), to: last, query: format!("date:>{day} AND date:<={last}") },
        ];
        [found.overdue, found.today, found.week] = plans(desk, kind, wanted, &spans, &mut names)?;
    }
    found.waiting = waiting(desk, wanted, &mut names)?;
    found.work = works::due(desk, wanted, Date(last))?;
    found.moves = moves::awaited(desk, wanted.who.as_deref(), wanted.limit)?;
    found.handed = handed(desk, wanted, &mut names)?;
    if let Some(who) = &wanted.who {
        found.owed = duties::owed(desk, who, wanted.limit)?;
        found.invited = answers::unanswered(desk, who, wanted.limit)?;
    }
    let mine = |owner: &str| wanted.who.as_deref().is_none_or(|who| who == owner);
    let mut disputed = conflicts::all(desk)?;
    disputed.retain(|one| mine(&one.owner));
    found.conflicts = part(disputed, wanted.limit, "kehu status");
    let collisions = collisions::waiting(desk, wanted.who.as_deref())?;
    let (booked, alike) = collisions.into_iter().partition(|one: &Collision| one.booked);
    found.collisions = part(alike, wanted.limit, "kehu status");
    found.bookings = part(booked, wanted.limit, "kehu status");
    found.quiet = quiet::quiet(desk, wanted.who.as_deref(), wanted.limit)?;
    found.birthdays = birthdays(desk, wanted, day, last)?;
    if wanted.who.is_none() {
        found.people = people(desk, day, last)?;
    }
    Ok(found)
}

/// The first of what there is.
fn part<T>(mut rows: Vec<T>, limit: usize, query: &str) -> Part<T> {
    let total = rows.len();
    rows.truncate(limit);
    Part { rows, total, query: query.to_owned() }
}

/// The kind plans belong to.
pub(super) const CUSTOMER: &str = "customer";

/// Requests somebody has to solve.
fn waiting(desk: &Desk, wanted: &Wanted, names: &mut Names) -> Result<Part<Waiting>> {
    let Some(kind) = desk.kinds.get("request") else { return Ok(Part::default()) };
    let whose = wanted.who.as_ref().map_or("assigned:*".to_owned(), |who| format!("assigned:{who}"));
    let query = format!("{whose} AND state: IN [open assigned]");
    let (found, total) = list(desk, kind, &query, Some("due"), wanted.limit)?;
    let mut row = |record: &Record| -> Result<Waiting> {
        let customer = record.text("customer").to_owned();
        let of = Id::parse(&customer).map(|id| names.of(desk, &id)).transpose()?;
        Ok(Waiting {
            id: record.id.to_string(),
            kind: kind.name.clone(),
            name: record.title(kind).to_owned(),
            of: of.unwrap_or_default(),
            customer,
            due: record.text("due").to_owned(),
            who: record.text("assigned").to_owned(),
        })
    };
    let rows = found.iter().map(&mut row).collect::<Result<_>>()?;
    Ok(Part { rows, total, query: shown(kind, &query) })
}

/// Customers that somebody was given and has neither accepted nor declined.
fn handed(desk: &Desk, wanted: &Wanted, names: &mut Names) -> Result<Part<Waiting>> {
    let Some(kind) = desk.kinds.get("handover") else { return Ok(Part::default()) };
    let whose = wanted.who.as_ref().map_or("to:*".to_owned(), |who| format!("to:{who}"));
    let query = format!("{whose} AND state:pending");
    let (found, total) = list(desk, kind, &query, Some("at"), wanted.limit)?;
    let mut row = |record: &Record| -> Result<Waiting> {
        let customer = record.id.to_string();
        Ok(Waiting {
            id: record.text("id").to_owned(),
            kind: kind.name.clone(),
            name: record.text("from").to_owned(),
            of: names.of(desk, &record.id)?,
            customer,
            due: record.text("at").get(..10).unwrap_or_default().to_owned(),
            who: record.text("to").to_owned(),
        })
    };
    let rows = found.iter().map(&mut row).collect::<Result<_>>()?;
    Ok(Part { rows, total, query: shown(kind, &query) })
}

/// Birthdays of the contacts of somebody's customers from one day to another.
fn birthdays(desk: &Desk, wanted: &Wanted, day: NaiveDate, last: NaiveDate) -> Result<Part<Birthday>> {
    let Some(kind) = desk.kinds.get(CUSTOMER) else { return Ok(Part::default()) };
    let days: Vec<NaiveDate> =
        day.iter_days().take_while(|day| *day <= last).take(MOST_DAYS as usize).collect();
    let words: Vec<String> = days.iter().flat_map(|day| celebrated(*day)).collect();
    let mut query = format!("birthdays: IN [{}]", words.join(" "));
    if let Some(who) = &wanted.who {
        query = format!("owner:{who} AND {query}");
    }
    let question = Question { query: query.clone(), ..Question::default() };
    let mut ids: Vec<(usize, String)> = Vec::new();
    for row in ask::columns_of(desk, kind, &question, &["birthdays", "id"])? {
        let [born, id] = &row[..] else { continue };
        let first =
            born.words().iter().filter_map(|born| words.iter().position(|word| **word == **born)).min();
        ids.extend(first.map(|first| (first, id.word().to_owned())));
    }
    // The first are those of the first days.
    ids.sort_unstable();
    let total = ids.len();
    ids.truncate(wanted.limit);
    let mut found = Vec::with_capacity(ids.len());
    for id in ids.iter().filter_map(|(_, id)| Id::parse(id)) {
        found.extend(desk.book.card(desk.at, kind, &id)?);
    }
    let mut rows = Vec::new();
    for record in &found {
        let contacts = record.fields.get("contacts").and_then(Value::as_list).unwrap_or_default();
        for contact in contacts {
            let field = |name: &str| contact.at(name).and_then(Value::as_str).unwrap_or_default().to_owned();
            let born = field("birthday");
            let fits =
                |day: &&NaiveDate| celebrated(**day).iter().any(|md| Some(md.as_str()) == born.get(5..10));
            let Some(on) = days.iter().find(fits) else { continue };
            rows.push(Birthday {
                customer: record.id.to_string(),
                name: record.title(kind).to_owned(),
                contact: field("name"),
                date: Date(*on).to_string(),
                born,
                owner: record.text("owner").to_owned(),
            });
        }
    }
    rows.sort_by(|a, b| (&a.date, &a.customer).cmp(&(&b.date, &b.customer)));
    let total = rows.len().max(total);
    Ok(Part { rows, total, query: shown(kind, &query) })
}

/// Month and day of the birthdays celebrated on a day: who was born on the 29th of February celebrates on the 28th
/// in other years.
fn celebrated(day: NaiveDate) -> Vec<String> {
    let mut words = vec![day.format("%m-%d").to_string()];
    if (day.month(), day.day()) == (2, 28) && !day.leap_year() {
        words.push("02-29".to_owned());
    }
    words
}

/// Everybody who has anything to do, counted in the index alone.
fn people(desk: &Desk, day: NaiveDate, last: NaiveDate) -> Result<Vec<Load>> {
    let mut loads: BTreeMap<String, Load> = BTreeMap::new();
    if let Some(kind) = desk.kinds.plans_of(CUSTOMER) {
        let query = format!("open:yes AND date:<={last}");
        for row in ask::columns_of(desk, kind, &Question { query, ..Question::default() }, &["who", "date"])?
        {
            let [who, date] = &row[..] else { continue };
            let span = match date.word().cmp(Date(day).to_string().as_str()) {
                Ordering::Less => 0,
                Ordering::Equal => 1,
                Ordering::Greater => 2,
            };
            load_of(&mut loads, who.word()).plans[span] += 1;
        }
    }
    for owner in quiet::owners(desk)? {
        load_of(&mut loads, &owner).quiet += 1;
    }
    let person = desk.kinds.get("person");
    for (id, load) in &mut loads {
        let (Some(kind), Some(id)) = (person, Id::parse(id)) else { continue };
        if let Some(record) = desk.book.card(desk.at, kind, &id)? {
            load.name = record.title(kind).to_owned();
        }
    }
    Ok(loads.into_values().collect())
}

fn load_of<'a>(loads: &'a mut BTreeMap<String, Load>, person: &str) -> &'a mut Load {
    loads.entry(person.to_owned()).or_insert_with(|| Load {
        person: person.to_owned(),
        name: String::new(),
        plans: [0; 3],
        quiet: 0,
    })
}

/// Records that answer a query, and how many do.
fn list(
    desk: &Desk,
    kind: &Kind,
    query: &str,
    sort: Option<&str>,
    limit: usize,
) -> Result<(Vec<Record>, usize)> {
    let question = Question {
        query: query.to_owned(),
        sort: sort.map(str::to_owned),
        limit: Some(limit),
        retired: false,
    };
    ask::list(desk, kind, &question)
}

/// The command line that lists all.
pub(super) fn shown(kind: &Kind, query: &str) -> String {
    format!("kehu list {} '{query}'", kind.name)
}
