//! What was signed, by month, owner or customer (CRM-17).

use super::money::{self, CUSTOMER, Exchange, Groups, IN, Names, OWNER};
use super::{Answer, Cell, Heading, Parameter, Params, Report};
use crate::domain::receivable::Direction;
use crate::error::Result;
use crate::ops::Desk;

/// The report.
pub const REPORT: Report = Report {
    name: "sales",
    title: ("Contracts signed with customers, and what was paid", "签订的销售合同及收款"),
    parameters: &[
        Parameter { name: "by", help: ("month, owner or customer", "month、owner 或 customer") },
        Parameter { name: "since", help: ("First day of signing", "签订日期起") },
        Parameter { name: "until", help: ("Last day of signing", "签订日期止") },
        OWNER,
        CUSTOMER,
        IN,
    ],
    answer,
};

const HEADINGS: &[Heading] = &[
    ("group", "Group", "分组"),
    ("contracts", "Contracts", "合同数"),
    ("amount", "Amount", "金额"),
    ("paid", "Paid", "已收"),
    ("open", "Open", "未收"),
];

fn answer(desk: &Desk, params: &Params) -> Result<Answer> {
    let by = params.word("by", &["month", "owner", "customer"])?;
    let (since, until) = (params.day(desk, "since")?, params.day(desk, "until")?);
    let bounded = since.is_some() || until.is_some();
    let mut exchange = Exchange::read(desk, params)?;
    let mut answer = Answer::new(params.lang, HEADINGS);
    let mut groups = Groups::new();
    for contract in money::contracts(desk, params, Direction::Receivable, &mut answer)? {
        let inside = match contract.signed {
            Some(day) => since.is_none_or(|since| day >= since) && until.is_none_or(|until| day <= until),
            None => !bounded,
        };
        if !inside {
            continue;
        }
        let group = match by {
            "owner" => contract.owner.clone(),
            "customer" => contract.customer.clone(),
            _ => contract.signed.map(|day| day.0.format("%Y-%m").to_string()).unwrap_or_default(),
        };
        let amounts = [contract.amount, contract.paid, contract.open()];
        let amounts = amounts.iter().map(|amount| exchange.take(amount)).collect::<Result<Vec<_>>>()?;
        groups.add(group, &amounts)?;
    }
    let kind = if by == "owner" { "person" } else { "customer" };
    let ids = groups.names().into_iter().filter(|_| by != "month");
    let names = Names::of(desk, kind, ids, params)?;
    for (group, sums) in groups.each() {
        answer.push([names.cell(group), Cell::Count(sums.count)].into_iter().chain(sums.cells()).collect());
    }
    for sums in groups.totals()? {
        let head = [money::total_cell(params), Cell::Count(sums.count)];
        answer.total(head.into_iter().chain(sums.cells()).collect());
    }
    exchange.tell(&mut answer);
    Ok(answer)
}
