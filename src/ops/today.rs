//! What is to be done: plans by day, what waits for somebody, quiet customers, birthdays.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use chrono::{Datelike, Days, NaiveDate};

use super::Desk;
use super::ask::{self, Question};
use super::plans::{due, text};
use super::quiet::{self, Quiet};
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

/// A plan that is due.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// Id of the plan.
    pub id: String,
    /// The customer.
    pub customer: String,
    /// What the customer is called.
    pub name: String,
    /// Its day.
    pub date: String,
    /// What is to be done.
    pub text: String,
    /// By whom.
    pub who: String,
    /// The rule by which it comes again; empty for none.
    pub repeat: String,
    /// When it was planned.
    pub at: String,
    /// The first of its series; its own id when it does not repeat another.
    pub series: String,
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
    let spans = spans(day, last);
    let mut names = Names::default();
    if let Some(kind) = desk.kinds.plans_of(CUSTOMER) {
        let mut part = |span: &str| plans(desk, kind, span, wanted, &mut names);
        found.overdue = part(&spans[0])?;
        found.today = part(&spans[1])?;
        found.week = part(&spans[2])?;
    }
    found.waiting = waiting(desk, wanted, &mut names)?;
    found.quiet = quiet::quiet(desk, wanted.who.as_deref(), wanted.limit)?;
    found.birthdays = birthdays(desk, wanted, day, last)?;
    if wanted.who.is_none() {
        found.people = people(desk, day, last)?;
    }
    Ok(found)
}

/// The plans that are overdue or due within some days, earliest first.
pub fn due_plans(desk: &Desk, wanted: &Wanted) -> Result<Part<Due>> {
    let Some(kind) = desk.kinds.plans_of(CUSTOMER) else { return Ok(Part::default()) };
    let day = desk.context.now.date_naive();
    let last = day.checked_add_days(Days::new(wanted.days.into())).unwrap_or(day);
    plans(desk, kind, &format!("date:<={last}"), wanted, &mut Names::default())
}

/// The kind plans belong to.
const CUSTOMER: &str = "customer";

/// The questions for plans overdue, of the day, and of the days after it.
fn spans(day: NaiveDate, last: NaiveDate) -> [String; 3] {
    [format!("date:<{day}"), format!("date:{day}"), format!("(date:>{day} AND date:<={last})")]
}

fn plans(desk: &Desk, kind: &Kind, span: &str, wanted: &Wanted, names: &mut Names) -> Result<Part<Due>> {
    let mut query = format!("open:yes AND {span}");
    if let Some(who) = &wanted.who {
        query = format!("who:{who} AND {query}");
    }
    let (found, total) = list(desk, kind, &query, None, wanted.limit)?;
    let mut rows = Vec::with_capacity(found.len());
    for plan in &found {
        let field = |name: &str| text(&plan.fields, name).to_owned();
        let series = Some(field("series")).filter(|series| !series.is_empty());
        rows.push(Due {
            id: field("id"),
            customer: plan.id.to_string(),
            name: names.of(desk, &plan.id)?,
            date: due(kind, &plan.fields).to_owned(),
            text: field(&kind.naming),
            who: field("who"),
            repeat: field("repeat"),
            at: field("at"),
            series: series.unwrap_or_else(|| field("id")),
        });
    }
    Ok(Part { rows, total, query: shown(kind, &query) })
}

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

/// Birthdays of the contacts of somebody's customers from one day to another.
fn birthdays(desk: &Desk, wanted: &Wanted, day: NaiveDate, last: NaiveDate) -> Result<Part<Birthday>> {
    let Some(kind) = desk.kinds.get(CUSTOMER) else { return Ok(Part::default()) };
    let days: Vec<NaiveDate> =
        day.iter_days().take_while(|day| *day <= last).take(MOST_DAYS as usize).collect();
    let of = |days: &[NaiveDate]| {
        let words: Vec<String> = days.iter().flat_map(|day| celebrated(*day)).collect();
        let query = format!("birthdays: IN [{}]", words.join(" "));
        wanted.who.as_ref().map_or(query.clone(), |who| format!("owner:{who} AND {query}"))
    };
    let query = of(&days);
    let total = ask::count(desk, kind, &Question { query: query.clone(), ..Question::default() })?;
    let mut found = Vec::new();
    // Day by day, so that the first are those of the first days.
    for day in days.iter().take_while(|_| total > 0) {
        if found.len() < wanted.limit {
            found.extend(list(desk, kind, &of(&[*day]), None, wanted.limit - found.len())?.0);
        }
    }
    found.sort_by(|a, b| a.id.cmp(&b.id));
    found.dedup_by(|a, b| a.id == b.id);
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
pub(super) fn list(
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

/// What customers are called; each card is read once.
#[derive(Default)]
struct Names(HashMap<String, String>);

impl Names {
    fn of(&mut self, desk: &Desk, id: &Id) -> Result<String> {
        if let Some(name) = self.0.get(id.as_str()) {
            return Ok(name.clone());
        }
        let Some(kind) = desk.kinds.get(CUSTOMER) else { return Ok(String::new()) };
        let card = desk.book.card(desk.at, kind, id)?;
        let name = card.map(|record| record.title(kind).to_owned()).unwrap_or_default();
        self.0.insert(id.to_string(), name.clone());
        Ok(name)
    }
}
