//! The value of the book: how its customers spread over bands, levels or owners (CRM-09).

use std::collections::BTreeMap;

use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::error::Result;
use crate::model::kind::{FieldType, Kind};
use crate::ops::ask::{self, Figure, Question};
use crate::ops::{Desk, scorecards};

/// The report.
pub const REPORT: Report = Report {
    name: "value",
    title: ("How customers spread by worth", "客户价值分布"),
    parameters: &[
        Parameter {
            name: "by",
            help: (
                "What to group by: band (the default), level, status or owner",
                "分组: band (默认)、level、status 或 owner",
            ),
        },
        Parameter { name: "owner", help: ("Only this person's customers", "只看此人的客户") },
    ],
    answer,
};

const HEADINGS: &[Heading] = &[
    ("group", "Group", "分组"),
    ("customers", "Customers", "客户数"),
    ("share", "Share", "占比"),
    ("assessed", "Assessed", "已评估"),
    ("average", "Average score", "平均得分"),
];

/// What is counted of a group.
#[derive(Default)]
struct Count {
    customers: i64,
    assessed: i64,
    sum: i64,
}

impl Count {
    fn add(&mut self, score: Option<i64>) {
        self.customers += 1;
        if let Some(score) = score {
            self.assessed += 1;
            self.sum += score;
        }
    }

    fn cells(&self, group: Cell, all: i64) -> Vec<Cell> {
        let average = (self.assessed > 0).then(|| (self.sum * 2 + self.assessed) / (self.assessed * 2));
        vec![
            group,
            Cell::Count(self.customers),
            Cell::Percent((self.customers * 200 + all) / (all.max(1) * 2)),
            Cell::Count(self.assessed),
            average.map_or(Cell::Empty, Cell::Count),
        ]
    }
}

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let by = params.word("by", &["band", "level", "status", "owner"])?;
    let owner = params.record(desk, "owner", "person")?;
    let kind = desk.kinds.find("customer")?;
    let query = owner.map(|owner| format!("owner:\"{owner}\"")).unwrap_or_default();
    let question = Question { query, ..Question::default() };
    let mut groups: BTreeMap<(i64, String), Count> = BTreeMap::new();
    let mut whole = Count::default();
    for row in ask::columns_of(desk, kind, &question, &[by, "score"])? {
        let [group, score] = &row[..] else { continue };
        let score = score.whole();
        whole.add(score);
        groups.entry(key(kind, by, group)).or_default().add(score);
    }
    let labels = labels(desk, kind, by, params)?;
    let mut answer = Answer::new(params.lang, HEADINGS);
    for ((_, group), count) in &groups {
        let label = labels.get(group).cloned().unwrap_or_else(|| group.clone());
        let shown = match (group.as_str(), by) {
            ("", "band") => params.say("not assessed", "未评估").to_owned(),
            ("", _) => params.say("none", "未填").to_owned(),
            _ => label,
        };
        let cell = Cell::Word((!group.is_empty()).then(|| group.clone()), shown);
        answer.push(count.cells(cell, whole.customers));
    }
    if whole.customers > 0 {
        let all = Cell::text(params.say("all", "合计"));
        answer.total(whole.cells(all, whole.customers));
    }
    Ok(answer)
}

/// Where a group stands, and its name: levels by number, statuses in the order of the schema, the empty group last.
fn key(kind: &Kind, by: &str, group: &Figure) -> (i64, String) {
    if let Some(number) = group.whole() {
        return (-number, number.to_string());
    }
    let word = group.word();
    let rank = match kind.field(by).map(|field| &field.ty) {
        Some(FieldType::Choice(words)) => words.iter().position(|(known, _)| known == word),
        _ => None,
    };
    let last = if word.is_empty() { i64::MAX } else { 0 };
    (rank.map_or(last, |rank| i64::try_from(rank).unwrap_or(0)), word.to_owned())
}

/// What people call the groups.
fn labels(desk: &Desk, kind: &Kind, by: &str, params: &Params) -> Result<BTreeMap<String, String>> {
    if by == "band" {
        let cards = scorecards::all(desk)?;
        let bands = cards.into_iter().filter(|card| card.kind == kind.name).flat_map(|card| card.bands);
        return Ok(bands
            .map(|band| {
                (band.name.clone(), format!("{} {}", band.name, params.say(&band.label.en, &band.label.zh)))
            })
            .collect());
    }
    Ok(match kind.field(by).map(|field| &field.ty) {
        Some(FieldType::Choice(words)) => words
            .iter()
            .map(|(word, label)| (word.clone(), params.say(&label.en, &label.zh).to_owned()))
            .collect(),
        _ => BTreeMap::new(),
    })
}
