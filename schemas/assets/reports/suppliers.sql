/*
title: {en: "Suppliers: how they are rated, when we spoke", zh: 供应商评级}
help:
  en: Band and score are those of the newest rating; assets are those bought there.
  zh: 档次和得分取最近一次评级；资产数为向其购置的资产。
parameters:
  owner: {record: person, help: {en: Only those this person deals with, zh: 只看此人负责的}}
columns:
  supplier: {record: supplier, label: {en: Supplier, zh: 供应商}, key: true}
  state: {of: supplier.state}
  band: {label: {en: Band, zh: 档次}, empty: {en: none, zh: 未评}}
  score: {as: count, label: {en: Score, zh: 得分}}
  rated: {as: day, label: {en: Rated, zh: 评级日期}}
  spoke: {as: day, label: {en: Last contact, zh: 最近联系}}
  assets: {as: count, total: sum, label: {en: Assets, zh: 资产数}}
chart: {bars: [score], by: supplier}
*/
with newest as (
  select parent, band, score, substr("at", 1, 10) as day,
    row_number() over (partition by parent order by "at" desc, id desc) as nth
  from assessment
),
spoken as (
  select parent, max(substr("at", 1, 10)) as day
  from log
  group by parent
),
bought as (
  select supplier, count(*) as assets
  from asset
  where supplier is not null
  group by supplier
)
select s.id as supplier, s.state, n.band, n.score, n.day as rated, l.day as spoke, coalesce(b.assets, 0) as assets
from supplier s
left join newest n on n.parent = s.id and n.nth = 1
left join spoken l on l.parent = s.id
left join bought b on b.supplier = s.id
where :owner is null or s.owner = :owner
order by n.score desc nulls last, s.id
