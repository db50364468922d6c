//! How complete the customers are by the norm, owner by owner (CRM-12).

use std::collections::BTreeMap;

use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::error::{Code, Error, Result};
use crate::model::kind::Kind;
use crate::ops::Desk;
use crate::ops::ask::{self, Question};

/// The report.
pub const REPORT: Report = Report {
    name: "completeness",
    title: ("How complete customers are, by owner", "客户资料完备程度 (按经理)"),
    parameters: &[
        Parameter { name: "owner", help: ("Only this person's customers", "只看此人的客户") },
        Parameter {
            name: "below",
            help: ("Only customers less complete than this, in percent", "只看完备程度低于此百分比的客户"),
        },
    ],
    answer,
};

const HEADINGS: &[Heading] = &[
    ("owner", "Owner", "经理"),
    ("customers", "Customers", "客户数"),
    ("complete", "Complete", "完备"),
    ("lacks", "How many lack", "各项欠缺数"),
    ("worst", "Worst", "最欠缺"),
];

/// Customers named as the worst of an owner.
const WORST: usize = 3;

#[derive(Default)]
struct Count {
    customers: i64,
    sum: i64,
    lacks: BTreeMap<String, i64>,
}

impl Count {
    fn add(&mut self, percent: i64, lacks: &[std::sync::Arc<str>]) {
        self.customers += 1;
        self.sum += percent;
        for mark in lacks {
            *self.lacks.entry(mark.to_string()).or_default() += 1;
        }
    }

    fn cells(&self, kind: &Kind, owner: Cell, worst: Vec<String>) -> Vec<Cell> {
        let marks = kind.completeness.iter().map(|rule| &rule.mark);
        let lacks = marks.map(|mark| (mark.clone(), self.lacks.get(mark).copied().unwrap_or(0)));
        let customers = self.customers.max(1);
        vec![
            owner,
            Cell::Count(self.customers),
            Cell::Percent((self.sum * 2 + customers) / (customers * 2)),
            Cell::Counts(lacks.collect()),
            Cell::List(worst),
        ]
    }
}

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let kind = desk.kinds.find("customer")?;
    if kind.completeness.is_empty() {
        return Err(Error::new(
            Code::BadSchema,
            format!("The kind {} has no rules of completeness.", kind.name),
            format!("类型 {} 没有完备性规则。", kind.name),
        ));
    }
    let mut parts = Vec::new();
    if let Some(owner) = params.record(desk, "owner", "person")? {
        parts.push(format!("owner:\"{owner}\""));
    }
    if let Some(below) = params.number("below", 0, 100)? {
        parts.push(format!("complete:<{below}"));
    }
    let query = parts.join(" AND ");
    let question = Question { query: query.clone(), ..Question::default() };
    let mut owners: BTreeMap<String, Count> = BTreeMap::new();
    let mut whole = Count::default();
    for row in ask::columns_of(desk, kind, &question, &["owner", "complete", "lacks"])? {
        let [owner, percent, lacks] = &row[..] else { continue };
        let (percent, lacks) = (percent.whole().unwrap_or(0), lacks.words());
        whole.add(percent, lacks);
        owners.entry(owner.word().to_owned()).or_default().add(percent, lacks);
    }
    let mut answer = Answer::new(params.lang, HEADINGS);
    for (owner, count) in &owners {
        let shown = if owner.is_empty() { params.say("nobody", "无人") } else { owner };
        let cell = Cell::Word((!owner.is_empty()).then(|| owner.clone()), shown.to_owned());
        answer.push(count.cells(kind, cell, worst(desk, kind, &query, owner)?));
    }
    if owners.len() > 1 {
        answer.total(whole.cells(kind, Cell::text(params.say("all", "合计")), Vec::new()));
    }
    Ok(answer)
}

/// Ids of an owner's least complete customers.
fn worst(desk: &Desk, kind: &Kind, query: &str, owner: &str) -> Result<Vec<String>> {
    let of = if owner.is_empty() { "NOT owner:*".to_owned() } else { format!("owner:\"{owner}\"") };
    let of = format!("{of} AND complete:<100");
    let query = if query.is_empty() { of } else { format!("({query}) AND {of}") };
    let question =
        Question { query, sort: Some("complete".to_owned()), limit: Some(WORST), ..Question::default() };
    Ok(ask::list(desk, kind, &question)?.0.into_iter().map(|record| record.id.to_string()).collect())
}
