//! What customers still owe us, and what we owe, contract by contract (CRM-17).

use super::money::{self, CUSTOMER, Exchange, Groups, IN, Names, ON, OWNER};
use super::{Answer, Cell, Heading, Params, Report};
use crate::domain::receivable::{Contract, Direction, Instalment};
use crate::error::Result;
use crate::model::date::Date;
use crate::model::money::Money;
use crate::ops::Desk;

/// What customers owe.
pub const RECEIVABLE: Report = Report {
    name: "receivable",
    title: ("What customers still owe us, by contract", "各合同应收未收"),
    parameters: &[OWNER, CUSTOMER, ON, IN],
    answer: |desk, params| answer(desk, params, Direction::Receivable),
};

/// What we owe.
pub const PAYABLE: Report = Report {
    name: "payable",
    title: ("What we still owe, by contract", "各合同应付未付"),
    parameters: &[OWNER, CUSTOMER, ON, IN],
    answer: |desk, params| answer(desk, params, Direction::Payable),
};

const HEADINGS: &[Heading] = &[
    ("contract", "Contract", "合同"),
    ("customer", "Customer", "客户"),
    ("open", "Open", "未付"),
    ("overdue", "Overdue", "逾期"),
    ("next_due", "Next due", "下期到期"),
    ("amount", "Amount", "金额"),
    ("paid", "Paid", "已付"),
    ("credit", "Overpaid", "多付"),
    ("owner", "Owner", "经理"),
];

fn answer(desk: &Desk, params: &Params, direction: Direction) -> Result<Answer> {
    let on = params.day(desk, "on")?.unwrap_or(Date(desk.context.now.date_naive()));
    let mut exchange = Exchange::read(desk, params)?;
    let mut answer = Answer::new(params.lang, HEADINGS);
    let mut contracts = money::contracts(desk, params, direction, &mut answer)?;
    contracts.retain(|contract| !contract.open().is_zero() || !contract.credit.is_zero());
    let next = |contract: &Contract| contract.next().and_then(|next: &Instalment| next.due);
    contracts.sort_by(|a, b| {
        let key = |contract: &Contract| (next(contract).is_none(), next(contract));
        key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
    });
    let customers = Names::of(desk, "customer", contracts.iter().map(|c| c.customer.clone()), params)?;
    let owners = Names::of(desk, "person", contracts.iter().map(|c| c.owner.clone()), params)?;
    let mut whole = Groups::new();
    for contract in &contracts {
        let amounts =
            [contract.open(), contract.overdue(on), contract.amount, contract.paid, contract.credit];
        let amounts: Vec<Money> =
            amounts.iter().map(|amount| exchange.take(amount)).collect::<Result<_>>()?;
        let due = next(contract).map(|due| due.to_string()).unwrap_or_default();
        let (contract_cell, customer) = (Cell::text(contract.id.clone()), customers.cell(&contract.customer));
        answer.push(row(contract_cell, customer, &amounts, Cell::text(due), owners.cell(&contract.owner)));
        whole.add((), &amounts)?;
    }
    for sums in whole.totals()? {
        answer.total(row(money::total_cell(params), Cell::Empty, &sums.sums, Cell::Empty, Cell::Empty));
    }
    exchange.tell(&mut answer);
    Ok(answer)
}

fn row(contract: Cell, customer: Cell, amounts: &[Money], due: Cell, owner: Cell) -> Vec<Cell> {
    let mut cells = amounts.iter().map(|amount| Cell::Money(*amount));
    let mut row = vec![contract, customer];
    row.extend(cells.by_ref().take(2));
    row.push(due);
    row.extend(cells);
    row.push(owner);
    row
}
