//! The value of the book: how its customers spread over levels, bands or owners (CRM-09).

use std::collections::BTreeMap;

use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::error::Result;
use crate::model::value::Value;
use crate::ops::Desk;
use crate::ops::ask::{self, Question};

/// The report.
pub const REPORT: Report = Report {
    name: "value",
    title: ("How the customers spread by level, status or owner", "客户按级别、状况或经理的分布"),
    parameters: &[
        Parameter { name: "by", help: ("level, status or owner", "level、status 或 owner") },
        Parameter { name: "owner", help: ("Only this person's customers", "只看此人的客户") },
    ],
    answer,
};

const HEADINGS: &[Heading] =
    &[("group", "Group", "分组"), ("customers", "Customers", "客户数"), ("share", "Share", "占比")];

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let by = params.word("by", &["level", "status", "owner"])?;
    let owner = params.record(desk, "owner", "person")?;
    let kind = desk.kinds.find("customer")?;
    let query = owner.map(|owner| format!("owner:{owner}")).unwrap_or_default();
    let (records, total) = ask::list(desk, kind, &Question { query, ..Question::default() })?;
    let mut groups: BTreeMap<String, i64> = BTreeMap::new();
    for record in &records {
        let value = record.fields.get(by).map(Value::flat_text).unwrap_or_default();
        *groups.entry(value).or_default() += 1;
    }
    let mut answer = Answer::new(params.lang, HEADINGS);
    for (group, count) in groups {
        let share = (count * 200 / (total.max(1) as i64) + 1) / 2;
        answer.push(vec![Cell::text(group), Cell::Count(count), Cell::Percent(share)]);
    }
    Ok(answer)
}
