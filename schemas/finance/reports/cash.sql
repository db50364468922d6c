/*
title: {en: Money in and out, zh: 现金收支}
help: {en: "What was paid: contracts, claims, loans and their return, pay; each on the day it was paid.", zh: 实际收付：合同、报销、借款及还款、工资，按付款日计。}
with: [spent, paid_out, contract_money, exchange]
parameters:
  by: {words: [month, source, record], help: {en: "month, source or record", zh: month、source 或 record}}
  source: {text: null, help: {en: "Only this source: contract, claim, loan, payroll", zh: "只看此来源: contract、claim、loan、payroll"}}
  month: {text: null, help: {en: "Only this month, such as 2026-11", zh: 只看此月，如 2026-11}}
  since: {day: null, help: {en: First day, zh: 起始日}}
  until: {day: null, help: {en: Last day, zh: 截止日}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group: {words: {contract: {en: contracts, zh: 合同}, claim: {en: claims, zh: 报销}, loan: {en: loans, zh: 借款}, payroll: {en: pay, zh: 工资}}, label: {en: Group, zh: 分组}, key: true}
  money_in: {as: money, currency: currency, total: sum, label: {en: In, zh: 收入}}
  money_out: {as: money, currency: currency, total: sum, label: {en: Out, zh: 支出}}
  net: {as: money, currency: currency, total: sum, label: {en: Net, zh: 净额}}
  currency: {hide: true, key: true}
drill:
  net: [report, cash, by=record, "{by}={group}", "since={since}", "until={until}"]
chart: {bars: [money_in, money_out], by: group}
*/
with moved as (
  select 'contract' as source, record, day, case when direction = 'payable' then 0 * amount else amount end as money_in,
    case when direction = 'payable' then amount else 0 * amount end as money_out, currency
  from contract_money
  union all
  select 'claim', s.record, x.paid_on, 0 * s.amount, s.amount, s.currency
  from spent s
  join expense x on x.id = s.record
  where x.state = 'paid'
  union all
  select 'loan', id, paid_on, 0 * amount, amount, amount_currency
  from loan
  where state in ('paid', 'returned')
  union all
  select 'loan', parent, "on", amount, 0 * amount, amount_currency
  from loan_returns
  union all
  select 'payroll', record, paid_on, 0 * net, net, currency
  from paid_out
  where state = 'paid'
),
told as (
  select case :by when 'source' then m.source when 'record' then m.record else substr(m.day, 1, 7) end as part,
    coalesce(round(m.money_in * e.factor + 0.0000001, 2), m.money_in) as money_in,
    coalesce(round(m.money_out * e.factor + 0.0000001, 2), m.money_out) as money_out, coalesce(e.target, m.currency) as currency
  from moved m
  left join exchange e on e.currency = m.currency
  where (:source is null or m.source = :source)
    and (:month is null or substr(m.day, 1, 7) = :month)
    and (:since is null or m.day >= :since) and (:until is null or m.day <= :until)
)
select part as "group", round(sum(money_in), 4) as money_in, round(sum(money_out), 4) as money_out,
  round(sum(money_in) - sum(money_out), 4) as net, currency
from told
group by part, currency
order by part nulls last, currency
