//! How late open amounts are (CRM-17).

use super::money::{self, CUSTOMER, Exchange, Groups, IN, Names, ON, OWNER};
use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::domain::receivable::{Age, Direction};
use crate::error::Result;
use crate::model::date::Date;
use crate::model::money::Money;
use crate::ops::Desk;

/// The report.
pub const REPORT: Report = Report {
    name: "aging",
    title: ("How late open amounts are, in days past due", "应收应付账龄 (逾期天数)"),
    parameters: &[
        Parameter { name: "by", help: ("customer, owner or contract", "customer、owner 或 contract") },
        Parameter { name: "of", help: ("receivable or payable", "receivable 或 payable") },
        OWNER,
        CUSTOMER,
        ON,
        IN,
    ],
    answer,
};

/// Oldest first: what is cut off on a narrow terminal worries least.
const HEADINGS: &[Heading] = &[
    ("group", "Group", "分组"),
    ("currency", "Currency", "币种"),
    ("open", "Open", "未付"),
    ("over_90", "90+", "90天以上"),
    ("to_90", "61–90", "61–90天"),
    ("to_60", "31–60", "31–60天"),
    ("to_30", "0–30", "0–30天"),
    ("not_due", "Not due", "未到期"),
];

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let by = params.word("by", &["customer", "owner", "contract"])?;
    let direction = match params.word("of", &["receivable", "payable"])? {
        "payable" => Direction::Payable,
        _ => Direction::Receivable,
    };
    let on = params.day(desk, "on")?.unwrap_or(Date(desk.context.now.date_naive()));
    let mut exchange = Exchange::read(desk, params)?;
    let mut answer = Answer::new(params.lang, HEADINGS);
    let mut groups = Groups::new();
    for contract in money::contracts(desk, params, direction, &mut answer)? {
        if contract.open().is_zero() {
            continue;
        }
        // Each age is converted by itself, so that the ages of a row add up to what is open.
        let mut open = exchange.take(&Money::zero(contract.amount.currency()))?;
        let mut amounts = vec![open];
        for age in Age::ALL.iter().rev() {
            let amount = exchange.take(&contract.aged(*age, on))?;
            open = open.checked_add(&amount).map_err(money::too_large)?;
            amounts.push(amount);
        }
        amounts[0] = open;
        let group = match by {
            "owner" => contract.owner,
            "contract" => contract.id,
            _ => contract.customer,
        };
        groups.add(group, &amounts)?;
    }
    let kind = if by == "owner" { "person" } else { by };
    let names = Names::of(desk, kind, groups.names().into_iter(), params)?;
    for (group, sums) in groups.each() {
        let name = if by == "contract" { Cell::text(group.clone()) } else { names.cell(group) };
        answer.push([name].into_iter().chain(sums.bare_cells()).collect());
    }
    for sums in groups.totals()? {
        answer.total([money::total_cell(params)].into_iter().chain(sums.bare_cells()).collect());
    }
    exchange.tell(&mut answer);
    Ok(answer)
}
