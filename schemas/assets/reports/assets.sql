/*
title: {en: "Assets: how many are where, and how they stand", zh: "资产统计: 数量与状态"}
help:
  en: Waiting are those asked for, approved or returned and not handed over yet. Disposed ones are not counted.
  zh: 流转中指申领中、待发放和待入库的；已处置的不计。
parameters:
  by:
    words: [class, place, user, department, state, model]
    help: {en: "class (the default), place, user, department, state or model", zh: "class (默认)、place、user、department、state 或 model"}
  class: {text: null, help: {en: Only this class, zh: 只看此类别}}
  user: {record: person, help: {en: Only what this person has, zh: 只看此人使用的}}
columns:
  group:
    words: asset.state
    record: {parameter: by, user: person, department: department, model: asset_model}
    empty: {en: none, zh: 未填}
    label: {en: Group, zh: 分组}
    key: true
  assets: {as: count, total: sum, label: {en: Assets, zh: 数量}}
  in_use: {as: count, total: sum, label: {en: In use, zh: 在用}}
  in_stock: {as: count, total: sum, label: {en: In stock, zh: 在库}}
  waiting: {as: count, total: sum, label: {en: Waiting, zh: 流转中}}
  in_repair: {as: count, total: sum, label: {en: In repair, zh: 维修}}
  lost: {as: count, total: sum, label: {en: Lost, zh: 丢失}}
chart: {stacked: [in_use, in_stock, waiting, in_repair, lost], by: group}
*/
with there as (
  select coalesce(a.state, 'in_stock') as state,
    case :by
      when 'place' then a.place
      when 'user' then a."user"
      when 'department' then a.department
      when 'state' then coalesce(a.state, 'in_stock')
      when 'model' then a.model
      else a.class
    end as part
  from asset a
  where coalesce(a.state, 'in_stock') <> 'disposed'
    and (:class is null or a.class = :class)
    and (:user is null or a."user" = :user)
)
select part as "group", count(*) as assets,
  sum(case when state = 'in_use' then 1 else 0 end) as in_use,
  sum(case when state = 'in_stock' then 1 else 0 end) as in_stock,
  sum(case when state in ('requested', 'approved', 'returned') then 1 else 0 end) as waiting,
  sum(case when state in ('repair_requested', 'in_repair') then 1 else 0 end) as in_repair,
  sum(case when state = 'lost' then 1 else 0 end) as lost
from there
group by part
order by part nulls last
