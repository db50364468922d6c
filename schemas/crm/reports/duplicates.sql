/*
title: {en: "Look-alike customers that wait for a decision, by owner", zh: 待判定的疑似重复客户 (按经理)}
help:
  en: "`kehu duplicates` shows the pairs. A pair of two owners counts for each of them."
  zh: "`kehu duplicates` 列出各对。两家客户属于不同经理的，各计一次。"
parameters:
  owner: {record: person, help: {en: Only this person's customers, zh: 只看此人的客户}}
columns:
  owner: {of: customer.owner, empty: {en: nobody, zh: 无人}, key: true}
  pairs: {as: count, total: sum, label: {en: Pairs, zh: 对数}}
  duplicate: {as: count, total: sum, label: {en: Duplicate, zh: 重复}}
  possible: {as: count, total: sum, label: {en: Possible, zh: 可能重复}}
  others: {as: count, total: sum, label: {en: With others' customers, zh: 涉及他人客户}}
chart: {stacked: [duplicate, possible], by: owner}
*/
with waiting as (
  select d.a, d.b, d.verdict, x.owner as owner_a, y.owner as owner_b,
    case when x.owner = y.owner or (x.owner is null and y.owner is null) then 0 else 1 end as apart
  from duplicate d
  join customer x on x.id = d.a
  join customer y on y.id = d.b
  where d.kind = 'customer'
),
owned as (
  select owner_a as owner, verdict, apart
  from waiting
  union all
  select owner_b, verdict, apart
  from waiting
  where apart = 1
)
select owner, count(*) as pairs,
  sum(case when verdict = 'duplicate' then 1 else 0 end) as duplicate,
  sum(case when verdict = 'duplicate' then 0 else 1 end) as possible,
  sum(apart) as others
from owned
where :owner is null or owner = :owner
group by owner
order by owner nulls last
