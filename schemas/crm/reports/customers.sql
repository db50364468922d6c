/*
title: {en: "Customers by status, and by level, owner or place", zh: 各状况客户数 (按级别、经理或地区)}
help:
  en: One row for each level, owner, province, city or source, one column for each status.
  zh: 每个级别、经理、省、城市或来源一行，每种状况一列。
parameters:
  by:
    words: [level, owner, province, city, source]
    help: {en: "What to group by: level (the default), owner, province, city or source", zh: "分组: level (默认)、owner、province、city 或 source"}
  owner: {record: person, help: {en: Only this person's customers, zh: 只看此人的客户}}
  province: {text: null, help: {en: Only customers of this province, zh: 只看此省的客户}}
  level: {number: null, least: 1, most: 7, help: {en: Only customers of this level, zh: 只看此级别的客户}}
columns:
  group: {record: {parameter: by, owner: person}, empty: {en: none, zh: 未填}, label: {en: Group, zh: 分组}, key: true}
  customers: {as: count, total: sum, label: {en: Customers, zh: 客户数}}
  share: {as: percent, label: {en: Share, zh: 占比}}
  won: {as: count, total: sum, label: {en: Won, zh: 成功}}
  potential: {as: count, total: sum, label: {en: Potential, zh: 潜在}}
  basic: {as: count, total: sum, label: {en: Basic, zh: 基础}}
  invalid: {as: count, total: sum, label: {en: Invalid, zh: 无效}}
chart: {stacked: [won, potential, basic, invalid], by: group}
*/
with asked as (
  select
    case :by
      when 'owner' then owner
      when 'province' then province
      when 'city' then city
      when 'source' then source
      else cast(level as varchar(20))
    end as part,
    case when :by = 'level' then -level else 0 end as place,
    status
  from customer
  where (:owner is null or owner = :owner)
    and (:province is null or province = :province)
    and (:level is null or level = :level)
),
whole as (
  select count(*) as customers
  from asked
)
select a.part as "group", count(*) as customers, cast(round(100e0 * count(*) / max(w.customers)) as integer) as share,
  sum(case when a.status = 'won' then 1 else 0 end) as won,
  sum(case when a.status = 'potential' then 1 else 0 end) as potential,
  sum(case when a.status = 'basic' then 1 else 0 end) as basic,
  sum(case when a.status = 'invalid' then 1 else 0 end) as invalid
from asked a
cross join whole w
group by a.place, a.part
order by case when a.part is null then 1 else 0 end, a.place, a.part
