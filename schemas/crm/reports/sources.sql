/*
title: {en: "Where customers came from, and what became of them", zh: 客户来源及成效}
help:
  en: "Status is that of today. With since=, only customers that came from that day on."
  zh: "状况为当前状况。since= 只计该日起录入的客户。"
parameters:
  owner: {record: person, help: {en: Only this person's customers, zh: 只看此人的客户}}
  since: {day: null, help: {en: Only customers that came from this day on, zh: 只计此日期起录入的客户}}
columns:
  source: {of: customer.source, empty: {en: none, zh: 未填}, key: true}
  customers: {as: count, total: sum, label: {en: Customers, zh: 客户数}}
  share: {as: percent, label: {en: Share, zh: 占比}}
  won: {as: count, total: sum, label: {en: Won, zh: 成功}}
  potential: {as: count, total: sum, label: {en: Potential, zh: 潜在}}
  basic: {as: count, total: sum, label: {en: Basic, zh: 基础}}
  invalid: {as: count, total: sum, label: {en: Invalid, zh: 无效}}
  won_share: {as: percent, label: {en: Won %, zh: 成功率}}
chart: {bars: [customers, won], by: source}
*/
with came as (
  select record, min(substr("at", 1, 10)) as day
  from changes
  where kind = 'customer' and field = 'id' and old is null
  group by record
),
asked as (
  select c.source, c.status
  from customer c
  left join came m on m.record = c.id
  where (:owner is null or c.owner = :owner)
    and (:since is null or m.day >= :since)
),
whole as (
  select count(*) as customers
  from asked
),
counted as (
  select source, count(*) as customers,
    sum(case when status = 'won' then 1 else 0 end) as won,
    sum(case when status = 'potential' then 1 else 0 end) as potential,
    sum(case when status = 'basic' then 1 else 0 end) as basic,
    sum(case when status = 'invalid' then 1 else 0 end) as invalid
  from asked
  group by source
)
select c.source, c.customers, cast(round(100e0 * c.customers / w.customers) as integer) as share, c.won, c.potential, c.basic,
  c.invalid, cast(round(100e0 * c.won / c.customers) as integer) as won_share
from counted c
cross join whole w
order by c.customers desc, c.source nulls last
