/*
title: {en: How customers spread by worth, zh: 客户价值分布}
help:
  en: Bands and scores are those of each customer's newest assessment.
  zh: 档次和得分取每位客户最近一次评估。
parameters:
  by:
    words: [band, level, status, owner]
    help: {en: "What to group by: band (the default), level, status or owner", zh: "分组: band (默认)、level、status 或 owner"}
  owner: {record: person, help: {en: Only this person's customers, zh: 只看此人的客户}}
columns:
  group: {words: customer.status, empty: {en: none, zh: 无}, label: {en: Group, zh: 分组}, key: true}
  customers: {as: count, total: sum, label: {en: Customers, zh: 客户数}}
  share: {as: percent, label: {en: Share, zh: 占比}}
  assessed: {as: count, total: sum, label: {en: Assessed, zh: 已评估}}
  average: {as: count, label: {en: Average score, zh: 平均得分}}
chart: {bars: [customers, assessed], by: group}
*/
with status(word, place) as (
  values ('invalid', 1), ('basic', 2), ('potential', 3), ('won', 4)
),
newest as (
  select parent, score, band, row_number() over (partition by parent order by "at" desc, id desc) as nth
  from assessment
),
valued as (
  select
    case :by
      when 'level' then cast(c.level as varchar(20))
      when 'status' then c.status
      when 'owner' then c.owner
      else n.band
    end as part,
    case :by when 'level' then -c.level when 'status' then s.place else 0 end as place,
    n.score
  from customer c
  left join newest n on n.parent = c.id and n.nth = 1
  left join status s on s.word = c.status
  where :owner is null or c.owner = :owner
),
whole as (
  select count(*) as customers
  from valued
)
select v.part as "group", count(*) as customers, cast(round(100e0 * count(*) / max(w.customers)) as integer) as share,
  count(v.score) as assessed, cast(round(avg(v.score)) as integer) as average
from valued v
cross join whole w
group by v.place, v.part
order by case when v.part is null then 1 else 0 end, v.place nulls last, v.part
