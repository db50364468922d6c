/*
title: {en: "Contracts: for how much, how much is paid, when signed", zh: "合同一览: 金额、收付款、签订"}
help:
  en: Newest first. Drafts and cancelled contracts owe nothing. Only what was paid by the day asked about counts.
  zh: 新签的在前。草拟和已作废的合同没有未付金额；只计截至该日的收付款。
with: [paid, exchange]
parameters:
  state:
    words: [all, signed, closed, draft, cancelled]
    help: {en: "all (the default), signed, closed, draft or cancelled", zh: "all (默认)、signed、closed、draft 或 cancelled"}
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  since: {day: null, help: {en: First day of signing, zh: 签订日期起}}
  until: {day: null, help: {en: Last day of signing, zh: 签订日期止}}
  "on": {day: today, help: {en: The day asked about; today when not said, zh: "截止日期, 默认今天"}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  contract: {label: {en: Contract, zh: 合同}, key: true}
  customer: {of: contract.customer, empty: {en: none, zh: 未填}}
  amount: {as: money, currency: currency, total: sum, label: {en: Amount, zh: 金额}}
  paid: {as: money, currency: currency, total: sum, label: {en: Paid, zh: 已付}}
  open: {as: money, currency: currency, total: sum, label: {en: Open, zh: 未付}}
  sign_date: {of: contract.sign_date}
  state: {of: contract.state}
  direction: {of: contract.direction}
  owner: {of: contract.owner, empty: {en: none, zh: 未填}}
  name: {of: contract.name}
  currency: {hide: true}
*/
with stated as (
  select c.id, c.customer, c.name, c.owner, c.sign_date, coalesce(c.state, 'signed') as state,
    coalesce(c.direction, 'receivable') as direction, c.amount, c.amount_currency, coalesce(p.paid, 0) as paid,
    case
      when coalesce(c.state, 'signed') not in ('signed', 'closed') or coalesce(p.paid, 0) >= c.amount then 0
      else round(c.amount - coalesce(p.paid, 0), 4)
    end as open
  from contract c
  left join paid p on p.parent = c.id
  where (c.sign_date is null or c.sign_date <= :on)
    and (p.parent is null or (p.paid_from = c.amount_currency and p.paid_to = c.amount_currency))
    and (:state = 'all' or coalesce(c.state, 'signed') = :state)
    and (:owner is null or c.owner = :owner)
    and (:customer is null or c.customer = :customer)
    and (:since is null or c.sign_date >= :since)
    and (:until is null or c.sign_date <= :until)
)
select s.id as contract, s.customer,
  coalesce(round(s.amount * e.factor + 0.0000001, 2), s.amount) as amount,
  coalesce(round(s.paid * e.factor + 0.0000001, 2), s.paid) as paid,
  coalesce(round(s.open * e.factor + 0.0000001, 2), s.open) as open,
  s.sign_date, s.state, s.direction, s.owner, s.name, coalesce(e.target, s.amount_currency) as currency
from stated s
left join exchange e on e.currency = s.amount_currency
order by s.sign_date desc nulls last, s.id
