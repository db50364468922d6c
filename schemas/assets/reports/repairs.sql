/*
title: {en: Assets in repair or waiting for it, zh: 报修及维修中的资产}
help:
  en: The longest waiting first; days are those since the repair was asked for.
  zh: 等待最久的在前；天数自报修日起算。
parameters:
  user: {record: person, help: {en: Only what this person has, zh: 只看此人使用的}}
columns:
  asset: {label: {en: Asset, zh: 资产}, key: true}
  name: {of: asset.name}
  state: {of: asset.state}
  user: {of: asset.user, empty: {en: nobody, zh: 无}}
  since: {as: day, label: {en: Since, zh: 报修日期}}
  days: {as: count, label: {en: Days, zh: 天数}}
*/
with asked as (
  select parent, max(substr("at", 1, 10)) as day
  from asset_trail
  where "to" = 'repair_requested'
  group by parent
)
select a.id as asset, a.name, a.state, a."user" as "user", r.day as since, n.number - s.number as days
from asset a
left join asked r on r.parent = a.id
left join calendar s on s.day = r.day
left join calendar n on n.day = :as_of
where a.state in ('repair_requested', 'in_repair')
  and (:user is null or a."user" = :user)
order by r.day nulls last, a.id
