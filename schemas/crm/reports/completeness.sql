/*
title: {en: "How complete customers are, by owner", zh: 客户资料完备程度 (按经理)}
help:
  en: The rules of completeness stand in the kind; `kehu show` tells what a customer lacks.
  zh: 完备性规则见类型定义；`kehu show` 列出客户欠缺的内容。
parameters:
  owner: {record: person, help: {en: Only this person's customers, zh: 只看此人的客户}}
  below:
    number: null
    least: 0
    most: 100
    help: {en: "Only customers less complete than this, in percent", zh: 只看完备程度低于此百分比的客户}
columns:
  owner: {record: person, empty: {en: nobody, zh: 无人}, label: {en: Owner, zh: 经理}, key: true}
  customers: {as: count, total: sum, label: {en: Customers, zh: 客户数}}
  complete: {as: percent, label: {en: Complete, zh: 完备}}
  lacks: {as: counts, total: sum, label: {en: How many lack, zh: 各项欠缺数}}
  worst: {as: list, label: {en: Worst, zh: 最欠缺}}
chart: {bars: [complete], by: owner}
*/
with asked as (
  select id, owner, coalesce(complete, 0) as complete,
    row_number() over (partition by owner order by coalesce(complete, 0), id) as nth
  from customer
  where (:owner is null or owner = :owner)
    and (:below is null or coalesce(complete, 0) < :below)
),
lacking as (
  select a.owner, l.value as mark, count(*) as customers,
    row_number() over (partition by a.owner order by l.value) as nth
  from customer_lacks l
  join asked a on a.id = l.parent
  group by a.owner, l.value
),
told as (
  select owner,
    max(case when nth = 1 then mark || cast(customers as varchar(20)) else '' end)
    || max(case when nth = 2 then ' ' || mark || cast(customers as varchar(20)) else '' end)
    || max(case when nth = 3 then ' ' || mark || cast(customers as varchar(20)) else '' end)
    || max(case when nth = 4 then ' ' || mark || cast(customers as varchar(20)) else '' end)
    || max(case when nth = 5 then ' ' || mark || cast(customers as varchar(20)) else '' end)
    || max(case when nth = 6 then ' ' || mark || cast(customers as varchar(20)) else '' end)
    || max(case when nth = 7 then ' ' || mark || cast(customers as varchar(20)) else '' end)
    || max(case when nth = 8 then ' ' || mark || cast(customers as varchar(20)) else '' end) as lacks
  from lacking
  group by owner
),
counted as (
  select owner, count(*) as customers, avg(complete) as complete,
    max(case when nth = 1 and complete < 100 then id else '' end)
    || max(case when nth = 2 and complete < 100 then ' ' || id else '' end)
    || max(case when nth = 3 and complete < 100 then ' ' || id else '' end) as worst
  from asked
  group by owner
)
select c.owner, c.customers, cast(round(c.complete) as integer) as complete, t.lacks,
  case when c.worst <> '' then c.worst end as worst
from counted c
left join told t on t.owner = c.owner or (t.owner is null and c.owner is null)
order by c.owner nulls first
