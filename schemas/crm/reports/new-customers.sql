/*
title: {en: New customers over time, zh: 新增客户}
help:
  en: Counted on the day of the commit that brought the customer; status is that of today. Retired customers are left out.
  zh: 按客户录入的日期计；状况为当前状况。已停用的客户不计。
parameters:
  by: {words: [month, week, quarter, year], help: {en: "month (the default), week, quarter or year", zh: "month (默认)、week、quarter 或 year"}}
  owner: {record: person, help: {en: Only this person's customers, zh: 只看此人的客户}}
  since: {day: -365d, help: {en: First day; a year ago when not said, zh: "起始日期, 默认一年前"}}
  until: {day: today, help: {en: Last day; today when not said, zh: "截止日期, 默认今天"}}
columns:
  period: {label: {en: Period, zh: 期间}, key: true}
  customers: {as: count, total: sum, label: {en: New, zh: 新增}}
  won: {as: count, total: sum, label: {en: Won, zh: 成功}}
  potential: {as: count, total: sum, label: {en: Potential, zh: 潜在}}
  basic: {as: count, total: sum, label: {en: Basic, zh: 基础}}
  invalid: {as: count, total: sum, label: {en: Invalid, zh: 无效}}
  in_all: {as: count, label: {en: In all, zh: 累计}}
chart: {bars: [customers], by: period}
*/
with came as (
  select record, min(substr("at", 1, 10)) as day
  from changes
  where kind = 'customer' and field = 'id' and old is null
  group by record
),
daily as (
  select m.day, count(*) as customers,
    sum(case when c.status = 'won' then 1 else 0 end) as won,
    sum(case when c.status = 'potential' then 1 else 0 end) as potential,
    sum(case when c.status = 'basic' then 1 else 0 end) as basic,
    sum(case when c.status = 'invalid' then 1 else 0 end) as invalid
  from came m
  join customer c on c.id = m.record
  where m.day <= :until and (:owner is null or c.owner = :owner)
  group by m.day
),
earlier as (
  select coalesce(sum(customers), 0) as customers
  from daily
  where day < :since
),
periods as (
  select case :by when 'week' then d.week when 'quarter' then d.quarter when 'year' then cast(d.year as varchar(4)) else d.month end as period,
    sum(coalesce(n.customers, 0)) as customers, sum(coalesce(n.won, 0)) as won, sum(coalesce(n.potential, 0)) as potential,
    sum(coalesce(n.basic, 0)) as basic, sum(coalesce(n.invalid, 0)) as invalid
  from calendar d
  left join daily n on n.day = d.day
  where d.day >= :since and d.day <= :until
  group by case :by when 'week' then d.week when 'quarter' then d.quarter when 'year' then cast(d.year as varchar(4)) else d.month end
)
select p.period, p.customers, p.won, p.potential, p.basic, p.invalid,
  e.customers + sum(p.customers) over (order by p.period rows between unbounded preceding and current row) as in_all
from periods p
cross join earlier e
order by p.period
