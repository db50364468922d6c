//! What open opportunities may bring (CRM-15).

use super::money::{self, CUSTOMER, Exchange, IN, Names, OWNER, note_faulty};
use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::domain::forecast::{By, Forecast, Group, LOST, Line, Opportunity, WON};
use crate::error::Result;
use crate::model::date::Date;
use crate::model::kind::{FieldType, Kind, Label};
use crate::model::money::Currency;
use crate::ops::Desk;
use crate::ops::ask::{self, Question};

/// The report.
pub const REPORT: Report = Report {
    name: "forecast",
    title: ("What open opportunities may bring", "销售机会预测"),
    parameters: &[
        Parameter { name: "by", help: ("month, owner or stage", "month、owner 或 stage") },
        OWNER,
        CUSTOMER,
        IN,
    ],
    answer,
};

const HEADINGS: &[Heading] = &[
    ("group", "Group", "分组"),
    ("opportunities", "Opportunities", "机会数"),
    ("amount", "Amount", "金额"),
    ("weighted", "Weighted", "加权金额"),
];

/// The kind of opportunities.
pub(super) const KIND: &str = "opportunity";

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let by = params.word("by", &["month", "owner", "stage"])?;
    let kind = desk.kinds.find(KIND)?;
    let mut exchange = Exchange::read(desk, params)?;
    let mut answer = Answer::new(params.lang, HEADINGS);
    let mut faulty = Vec::new();
    let mut opportunities = Vec::new();
    let open = format!("NOT stage:{WON} AND NOT stage:{LOST}");
    for record in ask::list(desk, kind, &question(desk, params, &[&open])?)?.0 {
        match Opportunity::read(&record.fields) {
            Err(_) => faulty.push(record.id.to_string()),
            Ok(mut one) => {
                one.amount = one.amount.map(|amount| exchange.take(&amount)).transpose()?;
                opportunities.push(one);
            }
        }
    }
    note_faulty(&faulty, &mut answer);
    let stages = stages(kind);
    let order: Vec<String> = stages.iter().map(|(word, _)| word.clone()).collect();
    let by = match by {
        "owner" => By::Owner,
        "stage" => By::Stage(&order),
        _ => By::Month(Date(desk.context.now.date_naive())),
    };
    let forecast = Forecast::of(&opportunities, by).map_err(money::too_large)?;
    let owners = forecast.lines.keys().filter_map(|(group, _)| match group {
        Group::Owner(id) => Some(id.clone()),
        _ => None,
    });
    let names = Names::of(desk, "person", owners, params)?;
    // Those without an amount stand behind the others of their group.
    let mut lines: Vec<_> = forecast.lines.iter().collect();
    lines.sort_by_key(|((group, currency), _)| (group.clone(), currency.is_none(), *currency));
    for ((group, currency), line) in lines {
        let head = match group {
            Group::Overdue => {
                Cell::Word(Some("overdue".to_owned()), params.say("overdue", "已过期").to_owned())
            }
            Group::Month(year, month) => Cell::Text(format!("{year}-{month:02}")),
            Group::Owner(id) => names.cell(id),
            Group::Stage(_, word) => stage_cell(&stages, word, params),
            Group::None => Cell::Word(None, params.say("none", "未填").to_owned()),
        };
        answer.push(row(head, *currency, line, params)?);
    }
    let mut totals: Vec<_> = forecast.totals.iter().collect();
    totals.sort_by_key(|(currency, _)| (currency.is_none(), **currency));
    for (currency, line) in totals {
        answer.total(row(money::total_cell(params), *currency, line, params)?);
    }
    exchange.tell(&mut answer);
    Ok(answer)
}

fn row(head: Cell, currency: Option<Currency>, line: &Line, params: &Params) -> Result<Vec<Cell>> {
    let count = Cell::Count(i64::try_from(line.count).unwrap_or(i64::MAX));
    let Some(currency) = currency else {
        let none = Cell::Word(None, params.say("no amount", "无金额").to_owned());
        return Ok(vec![head, count, none, Cell::Empty]);
    };
    let amount = line.amount(currency).map_err(money::too_large)?;
    let weighted = line.weighted(currency).map_err(money::too_large)?;
    Ok(vec![head, count, Cell::Money(amount), Cell::Money(weighted)])
}

/// Opportunities of the owner and customer asked for.
pub(super) fn question(desk: &Desk, params: &Params, more: &[&str]) -> Result<Question> {
    let mut parts: Vec<String> = more.iter().map(|part| (*part).to_owned()).collect();
    for (name, target) in [("owner", "person"), ("customer", "customer")] {
        if let Some(id) = params.record(desk, name, target)? {
            parts.push(format!("{name}:\"{id}\""));
        }
    }
    Ok(Question { query: parts.join(" AND "), ..Question::default() })
}

/// The open stages in the order of the schema, with their labels.
pub(super) fn stages(kind: &Kind) -> Vec<(String, Label)> {
    match kind.field("stage").map(|field| &field.ty) {
        Some(FieldType::Choice(words)) => {
            words.iter().filter(|(word, _)| word != WON && word != LOST).cloned().collect()
        }
        _ => Vec::new(),
    }
}

/// A stage by its label.
pub(super) fn stage_cell(stages: &[(String, Label)], word: &str, params: &Params) -> Cell {
    let label =
        stages.iter().find(|(known, _)| known == word).map(|(_, label)| params.say(&label.en, &label.zh));
    Cell::Word(Some(word.to_owned()), label.unwrap_or(word).to_owned())
}
