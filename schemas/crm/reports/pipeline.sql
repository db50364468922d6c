/*
title: {en: Open opportunities by stage and owner, zh: 在谈的销售机会 (按阶段和经理)}
help:
  en: Weighted means times the probability. Overdue counts those that were expected before today.
  zh: 加权金额为金额乘以成功率；已过期指预计日期早于今天。
with: [exchange]
parameters:
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  stage: {of: opportunity.stage, empty: {en: none, zh: 未填}, key: true}
  owner: {of: opportunity.owner, empty: {en: none, zh: 未填}, key: true}
  opportunities: {as: count, total: sum, label: {en: Opportunities, zh: 机会数}}
  amount: {as: money, currency: currency, total: sum, empty: {en: no amount, zh: 无金额}, label: {en: Amount, zh: 金额}}
  weighted: {as: money, currency: currency, total: sum, label: {en: Weighted, zh: 加权金额}}
  overdue: {as: count, total: sum, label: {en: Overdue, zh: 已过期}}
  currency: {hide: true, key: true}
chart: {bars: [amount, weighted], by: stage}
*/
with stage(word, place) as (
  values ('lead', 1), ('qualified', 2), ('proposal', 3), ('negotiation', 4)
),
prospect as (
  select o.stage, coalesce(s.place, 9) as place, o.owner, o.expected,
    coalesce(e.target, o.amount_currency) as currency,
    coalesce(round(o.amount * e.factor + 0.0000001, 2), o.amount) as amount,
    coalesce(o.probability, 0) as probability
  from opportunity o
  left join stage s on s.word = o.stage
  left join exchange e on e.currency = o.amount_currency
  where (o.stage is null or o.stage not in ('won', 'lost'))
    and (:owner is null or o.owner = :owner)
    and (:customer is null or o.customer = :customer)
)
select stage, owner, count(*) as opportunities, sum(amount) as amount,
  round(sum(amount * probability), 4) / 100 as weighted,
  sum(case when expected < :as_of then 1 else 0 end) as overdue, currency
from prospect
group by place, stage, owner, currency
order by case when stage is null then 1 else 0 end, place, stage, owner nulls last, currency nulls last
