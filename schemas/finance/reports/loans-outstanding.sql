/*
title: {en: Loans that are outstanding, zh: 未还清的借款}
help: {en: "Loans paid out by the day asked about and not wholly returned by then.", zh: 截至该日已发放且未还清的借款。}
parameters:
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  "on": {day: today, help: {en: The day asked about; today when not said, zh: "截止日期, 默认今天"}}
columns:
  loan: {record: loan, label: {en: Loan, zh: 借款}, key: true}
  borrower: {of: loan.borrower}
  amount: {as: money, currency: currency, total: sum, label: {en: Lent, zh: 借出}}
  returned: {as: money, currency: currency, total: sum, label: {en: Returned, zh: 已还}}
  outstanding: {as: money, currency: currency, total: sum, label: {en: Outstanding, zh: 未还}}
  due: {of: loan.due}
  currency: {hide: true}
drill:
  outstanding: [show, "{loan}"]
chart: {bars: [outstanding], by: loan}
*/
with back as (
  select parent, round(sum(amount), 4) as amount
  from loan_returns
  where "on" <= :on
  group by parent
)
select l.id as loan, l.borrower, l.amount, coalesce(b.amount, 0) as returned,
  round(l.amount - coalesce(b.amount, 0), 4) as outstanding, l.due, l.amount_currency as currency
from loan l
left join back b on b.parent = l.id
where l.state in ('paid', 'returned')
  and l.paid_on <= :on
  and l.amount > coalesce(b.amount, 0)
  and (:person is null or l.borrower = :person)
order by l.due nulls last, l.id
