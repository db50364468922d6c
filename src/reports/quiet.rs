//! Customers nobody called for longer than the company allows, owner by owner.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::error::Result;
use crate::ops::Desk;
use crate::ops::ask::{self, Question};
use crate::ops::quiet;

/// The report.
pub const REPORT: Report = Report {
    name: "quiet",
    title: ("Customers nobody called for long, by owner", "久未联系的客户 (按经理)"),
    parameters: &[Parameter {
        name: "owner", help: ("Only this person's customers", "只看此人的客户")
    }],
    answer,
};

const HEADINGS: &[Heading] = &[
    ("owner", "Owner", "经理"),
    ("quiet", "Quiet", "久未联系"),
    ("never", "Never called", "从未联系"),
    ("longest", "Longest (days)", "最长天数"),
    ("customers", "Longest quiet", "最久未联系"),
];

/// Customers named for each owner.
const NAMED: usize = 3;

#[derive(Default)]
struct Count {
    quiet: i64,
    never: i64,
    longest: Option<i64>,
}

impl Count {
    fn add(&mut self, days: Option<i64>) {
        self.quiet += 1;
        self.never += i64::from(days.is_none());
        self.longest = self.longest.max(days);
    }

    fn cells(&self, owner: Cell, named: Vec<String>) -> Vec<Cell> {
        let longest = self.longest.map_or(Cell::Empty, Cell::Count);
        vec![owner, Cell::Count(self.quiet), Cell::Count(self.never), longest, Cell::List(named)]
    }
}

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let kind = desk.kinds.find("customer")?;
    let owner = params.record(desk, "owner", "person")?;
    let query = owner.map_or("quiet:yes".to_owned(), |owner| format!("owner:\"{owner}\" AND quiet:yes"));
    let today = desk.context.now.date_naive();
    let mut owners: BTreeMap<String, Count> = BTreeMap::new();
    let mut whole = Count::default();
    for row in ask::columns_of(desk, kind, &Question { query, ..Question::default() }, &["owner", "last"])? {
        let [owner, last] = &row[..] else { continue };
        let last = NaiveDate::parse_from_str(last.word(), "%Y-%m-%d").ok();
        let days = last.map(|day| (today - day).num_days());
        whole.add(days);
        owners.entry(owner.word().to_owned()).or_default().add(days);
    }
    let mut answer = Answer::new(params.lang, HEADINGS);
    let mut most: Vec<(&String, &Count)> = owners.iter().collect();
    most.sort_by_key(|(_, count)| -count.quiet);
    for (owner, count) in most {
        let cell = match owner.as_str() {
            "" => Cell::Word(None, params.say("nobody", "无人").to_owned()),
            owner => Cell::text(owner),
        };
        let named = if owner.is_empty() { Vec::new() } else { quiet::quiet(desk, Some(owner), NAMED)?.rows };
        answer.push(count.cells(cell, named.into_iter().map(|row| row.customer).collect()));
    }
    if owners.len() > 1 {
        answer.total(whole.cells(Cell::text(params.say("all", "合计")), Vec::new()));
    }
    Ok(answer)
}
