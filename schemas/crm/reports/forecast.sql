/*
title: {en: What open opportunities may bring, zh: 销售机会预测}
help:
  en: Amounts times their probability. What was expected before today stands apart.
  zh: 加权金额为金额乘以成功率；预计日期已过的单列。
with: [exchange]
parameters:
  by: {words: [month, owner, stage], help: {en: "month, owner or stage", zh: month、owner 或 stage}}
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group:
    words: [opportunity.stage, {overdue: {en: overdue, zh: 已过期}}]
    record: {parameter: by, owner: person}
    empty: {en: none, zh: 未填}
    label: {en: Group, zh: 分组}
    key: true
  opportunities: {as: count, total: sum, label: {en: Opportunities, zh: 机会数}}
  amount: {as: money, currency: currency, total: sum, empty: {en: no amount, zh: 无金额}, label: {en: Amount, zh: 金额}}
  weighted: {as: money, currency: currency, total: sum, label: {en: Weighted, zh: 加权金额}}
  currency: {hide: true, key: true}
chart: {bars: [amount, weighted], by: group}
*/
with stage(word, place) as (
  values ('lead', 1), ('qualified', 2), ('proposal', 3), ('negotiation', 4)
),
prospect as (
  select
    case
      when :by = 'owner' then o.owner
      when :by = 'stage' then o.stage
      when o.expected < :as_of then 'overdue'
      else substr(o.expected, 1, 7)
    end as part,
    case
      when :by = 'stage' then coalesce(s.place, 9)
      when :by = 'month' and o.expected < :as_of then 0
      else 1
    end as place,
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
select part as "group", count(*) as opportunities, sum(amount) as amount,
  round(sum(amount * probability), 4) / 100 as weighted, currency
from prospect
group by place, part, currency
order by case when part is null then 1 else 0 end, place, part, currency nulls last
