/*
title: {en: "Customers nobody called for long, by owner", zh: 久未联系的客户 (按经理)}
help:
  en: "How long is too long, [[quiet]] of kehu.toml says for each status and level. Never called means: no contact and no plan."
  zh: "多久算久由 kehu.toml 的 [[quiet]] 按状况和级别规定。从未联系指既无联系记录也无计划。"
parameters:
  owner: {record: person, help: {en: Only this person's customers, zh: 只看此人的客户}}
columns:
  owner: {record: person, empty: {en: nobody, zh: 无人}, label: {en: Owner, zh: 经理}, key: true}
  quiet: {as: count, total: sum, label: {en: Quiet, zh: 久未联系}}
  never: {as: count, total: sum, label: {en: Never called, zh: 从未联系}}
  longest: {as: count, label: {en: Longest (days), zh: 最长天数}}
  customers: {as: list, label: {en: Longest quiet, zh: 最久未联系}}
chart: {bars: [quiet], by: owner}
*/
with band as (
  select status, min_level, days, lead(min_level) over (partition by status order by min_level) as next_level
  from quiet_policy
),
allowed as (
  select b.status, b.min_level, b.next_level, l.day as earliest
  from band b
  join calendar t on t.day = :as_of
  join calendar l on l.number = t.number - b.days
  where b.days > 0
),
talked as (
  select parent, max(substr("at", 1, 10)) as last_day
  from log
  group by parent
),
planned as (
  select distinct parent
  from plan
  where done is null and dropped is null and date is not null
),
found as (
  select c.id, c.owner, t.last_day, n.number - d.number as days,
    row_number() over (partition by c.owner order by t.last_day nulls last, c.id) as nth
  from customer c
  join allowed a on a.status = c.status
    and (a.min_level <= 1 or coalesce(c.level, 1) >= a.min_level)
    and (a.next_level is null or coalesce(c.level, 1) < a.next_level)
  left join talked t on t.parent = c.id
  left join planned p on p.parent = c.id
  left join calendar d on d.day = t.last_day
  left join calendar n on n.day = :as_of
  where (:owner is null or c.owner = :owner)
    and (t.last_day < a.earliest or (t.last_day is null and p.parent is null))
)
select owner, count(*) as quiet, sum(case when last_day is null then 1 else 0 end) as never, max(days) as longest,
  max(case when nth = 1 then id else '' end)
  || max(case when nth = 2 then ' ' || id else '' end)
  || max(case when nth = 3 then ' ' || id else '' end) as customers
from found
group by owner
order by quiet desc, owner nulls first
