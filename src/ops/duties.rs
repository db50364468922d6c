//! What somebody owes for periods that have ended, by the duties the company keeps as records.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::Desk;
use super::ask::{self, Question};
use super::sight::{PERSON, roles_of};
use super::today::{Part, Waiting, shown};
use crate::domain::duties::{Ended, due, ended};
use crate::error::Result;
use crate::model::ids::Id;
use crate::model::kind::Kind;
use crate::model::record::Record;
use crate::model::value::Value;

/// How many days back one is reminded.
const BACK: u64 = 35;
/// Longest line of departments.
const DEEP: usize = 32;

/// What a person has not handed in, the earliest due first. `of` is the sort, `name` the period.
pub fn owed(desk: &Desk, who: &str, limit: usize) -> Result<Part<Waiting>> {
    let mut found = Part::default();
    for duty in desk.kinds.cards() {
        let Some(kind) = duty.owes.as_ref().and_then(|owed| desk.kinds.get(owed)) else { continue };
        let duties = desk.book.cards(desk.at, duty)?;
        if duties.is_empty() {
            continue;
        }
        let Some(me) = person(desk, who)? else { continue };
        let mut asked: BTreeSet<(String, String, String)> = BTreeSet::new();
        for duty in duties.iter().filter(|duty| !duty.is_retired() && me.is_meant(duty)) {
            let every = duty.text("every");
            for one in periods(desk, duty) {
                let days = duty.fields.get("days").and_then(Value::as_int).unwrap_or_default();
                let by = due(&one, u64::try_from(days).unwrap_or_default()).to_string();
                asked.insert((by, every.to_owned(), one.period));
            }
        }
        let mut told = BTreeSet::new();
        for (by, every, period) in asked {
            if told.insert((every.clone(), period.clone()))
                && !is_handed_in(desk, kind, who, &every, &period)?
            {
                found.rows.push(Waiting {
                    id: String::new(),
                    kind: kind.name.clone(),
                    name: period,
                    customer: String::new(),
                    of: every,
                    due: by,
                    who: who.to_owned(),
                });
            }
        }
        found.query = shown(kind, &format!("person:{who}"));
    }
    found.rows.sort_by(|a, b| (&a.due, &a.name).cmp(&(&b.due, &b.name)));
    found.total = found.rows.len();
    found.rows.truncate(limit);
    Ok(found)
}

/// The periods a duty asks about that ended lately.
fn periods(desk: &Desk, duty: &Record) -> Vec<Ended> {
    let today = desk.today().0;
    let day = |name: &str| duty.text(name).parse::<NaiveDate>().ok();
    let back = today.checked_sub_days(Days::new(BACK)).unwrap_or(today);
    let since = day("since").map_or(back, |since| since.max(back));
    let mut all = ended(duty.text("every"), since, today);
    if let Some(until) = day("until") {
        all.retain(|one| one.last <= until);
    }
    all
}

/// True when there is one that was handed in: its workflow went on from where it begins.
fn is_handed_in(desk: &Desk, kind: &Kind, who: &str, every: &str, period: &str) -> Result<bool> {
    let query = format!("person:{who} AND every:{every} AND period:\"{period}\"");
    let (records, _) = ask::list(desk, kind, &Question { query, ..Question::default() })?;
    let flow = kind.workflow.as_ref();
    let begun = |record: &Record| flow.is_none_or(|flow| record.text(&flow.state) != flow.first);
    Ok(records.iter().any(|record| record.text("period") == period && begun(record)))
}

/// Who is meant by duties: a person, the departments above, and roles.
struct Meant {
    id: String,
    departments: Vec<String>,
    roles: Vec<String>,
}

impl Meant {
    fn is_meant(&self, duty: &Record) -> bool {
        let fits = |name: &str, known: &dyn Fn(&str) -> bool| {
            let text = duty.text(name);
            text.is_empty() || known(text)
        };
        fits("person", &|id| self.id == id)
            && fits("department", &|id| self.departments.iter().any(|known| known == id))
            && fits("role", &|role| self.roles.iter().any(|known| known == role))
    }
}

fn person(desk: &Desk, who: &str) -> Result<Option<Meant>> {
    let (Some(kind), Some(id)) = (desk.kinds.get(PERSON), Id::parse(who)) else { return Ok(None) };
    let Some(card) = desk.book.card(desk.at, kind, &id)?.filter(|card| !card.is_retired()) else {
        return Ok(None);
    };
    let mut departments = Vec::new();
    let mut next = Id::parse(card.text("department"));
    while let (Some(kind), Some(id)) = (desk.kinds.get("department"), next.take()) {
        if departments.len() >= DEEP || departments.iter().any(|known| known == id.as_str()) {
            break;
        }
        let above = desk.book.card(desk.at, kind, &id)?;
        next = above.and_then(|card| Id::parse(card.text("part_of")));
        departments.push(id.to_string());
    }
    Ok(Some(Meant { id: who.to_owned(), departments, roles: roles_of(&card) }))
}
