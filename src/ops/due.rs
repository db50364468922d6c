//! Plans that are due: chosen in the index, read from the files of those that are shown.

use std::collections::HashMap;

use chrono::{Days, NaiveDate};

use super::Desk;
use super::ask::{self, Question};
use super::plans::{due, text};
use super::today::{CUSTOMER, Part, Wanted, shown};
use crate::error::Result;
use crate::model::date::Date;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::value::Map;

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

/// Days from one to another, and the words that ask for them.
pub(super) struct Span {
    /// First day; none for all before.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: NaiveDate,
    /// Part of a query.
    pub query: String,
}

impl Span {
    fn holds(&self, date: &str) -> bool {
        let text = |day: NaiveDate| Date(day).to_string();
        !date.is_empty()
            && date <= text(self.to).as_str()
            && self.from.is_none_or(|from| date >= text(from).as_str())
    }
}

/// The plans that are overdue or due within some days, earliest first.
pub fn due_plans(desk: &Desk, wanted: &Wanted) -> Result<Part<Due>> {
    let Some(kind) = desk.kinds.plans_of(CUSTOMER) else { return Ok(Part::default()) };
    let day = desk.context.now.date_naive();
    let last = day.checked_add_days(Days::new(wanted.days.into())).unwrap_or(day);
    let spans = [Span { from: None, to: last, query: format!("date:<={last}") }];
    let [part] = plans(desk, kind, wanted, &spans, &mut Names::default())?;
    Ok(part)
}

/// Open plans up to a day, cut into spans by their day, earliest first. Which there are is read from the index alone; the
/// files of those that are shown are opened.
pub(super) fn plans<const N: usize>(
    desk: &Desk,
    kind: &Kind,
    wanted: &Wanted,
    spans: &[Span; N],
    names: &mut Names,
) -> Result<[Part<Due>; N]> {
    let open = wanted.who.as_ref().map_or("open:yes".to_owned(), |who| format!("who:{who} AND open:yes"));
    let question = Question { query: open.clone(), ..Question::default() };
    let mut found: Vec<(String, String, String)> = Vec::new();
    let due = kind.due.as_deref().unwrap_or_default();
    for row in ask::columns_of(desk, kind, &question, &[due, "id", "parent"])? {
        let [date, id, parent] = &row[..] else { continue };
        if spans.iter().any(|span| span.holds(date.word())) {
            found.push((date.word().to_owned(), id.word().to_owned(), parent.word().to_owned()));
        }
    }
    found.sort_unstable();
    let mut journals = HashMap::new();
    let mut parts = [(); N].map(|()| Part::default());
    for (part, span) in parts.iter_mut().zip(spans) {
        part.query = shown(kind, &format!("{open} AND {}", span.query));
        for (_, id, parent) in found.iter().filter(|(date, _, _)| span.holds(date)) {
            part.total += 1;
            if part.rows.len() < wanted.limit {
                part.rows.extend(plan(desk, kind, id, parent, &mut journals, names)?);
            }
        }
    }
    Ok(parts)
}

/// A plan as its file has it.
fn plan(
    desk: &Desk,
    kind: &Kind,
    id: &str,
    parent: &str,
    journals: &mut HashMap<String, Vec<Map>>,
    names: &mut Names,
) -> Result<Option<Due>> {
    let (Some(card), Some(host)) = (Id::parse(parent), desk.kinds.get(CUSTOMER)) else { return Ok(None) };
    if !journals.contains_key(parent) {
        journals.insert(parent.to_owned(), desk.book.journal(desk.at, kind, host, &card)?);
    }
    let Some(entry) = journals[parent].iter().find(|entry| text(entry, "id") == id) else { return Ok(None) };
    let field = |name: &str| text(entry, name).to_owned();
    let series = Some(field("series")).filter(|series| !series.is_empty());
    Ok(Some(Due {
        id: id.to_owned(),
        customer: parent.to_owned(),
        name: names.of(desk, &card)?,
        date: due(kind, entry).to_owned(),
        text: field(&kind.naming),
        who: field("who"),
        repeat: field("repeat"),
        at: field("at"),
        series: series.unwrap_or_else(|| id.to_owned()),
    }))
}

/// What customers are called; each card is read once.
#[derive(Default)]
pub(super) struct Names(HashMap<String, String>);

impl Names {
    pub(super) fn of(&mut self, desk: &Desk, id: &Id) -> Result<String> {
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
