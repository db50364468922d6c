/*
title: {en: What the assets are worth on a day, zh: 资产净值}
help:
  en: Price less depreciation up to the day asked about; month is what is charged for its month. Those without a price are counted and have no value.
  zh: 原值减去截至该日的累计折旧；本月折旧为该日所在月份应提数。未填原值的只计数量。
with: [worth, exchange]
parameters:
  by:
    words: [class, department, place, user, supplier, asset]
    help: {en: "class (the default), department, place, user, supplier or asset", zh: "class (默认)、department、place、user、supplier 或 asset"}
  class: {text: null, help: {en: Only this class, zh: 只看此类别}}
  "on": {day: today, help: {en: The day asked about; today when not said, zh: "截止日期, 默认今天"}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group:
    record: {parameter: by, department: department, user: person, supplier: supplier, asset: asset}
    empty: {en: none, zh: 未填}
    label: {en: Group, zh: 分组}
    key: true
  assets: {as: count, total: sum, label: {en: Assets, zh: 数量}}
  price: {as: money, currency: currency, total: sum, label: {en: Price, zh: 原值}}
  charged: {as: money, currency: currency, total: sum, label: {en: Charged, zh: 累计折旧}}
  value: {as: money, currency: currency, total: sum, label: {en: Value, zh: 净值}}
  month: {as: money, currency: currency, total: sum, label: {en: Month, zh: 本月折旧}}
  currency: {hide: true, key: true}
chart: {stacked: [value, charged], by: group}
*/
with asked as (
  select cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1 as number
  from calendar
  where day = :on
),
charged as (
  select w.id, w.price, w.value, w.currency, d.amount as month,
    case :by
      when 'department' then a.department
      when 'place' then a.place
      when 'user' then a."user"
      when 'supplier' then a.supplier
      when 'asset' then a.id
      else a.class
    end as part
  from worth w
  join asset a on a.id = w.id
  cross join asked k
  left join asset_depreciation d on d.parent = w.id and d.start <= k.number and k.number < d.start + d.months
  where :class is null or a.class = :class
)
select c.part as "group", count(*) as assets,
  round(sum(coalesce(round(c.price * e.factor + 0.0000001, 2), c.price)), 3) as price,
  round(sum(coalesce(round((c.price - c.value) * e.factor + 0.0000001, 2), c.price - c.value)), 3) as charged,
  round(sum(coalesce(round(c.price * e.factor + 0.0000001, 2) - round((c.price - c.value) * e.factor + 0.0000001, 2), c.value)), 3) as value,
  round(sum(coalesce(round(c.month * e.factor + 0.0000001, 2), c.month)), 3) as month,
  coalesce(e.target, c.currency) as currency
from charged c
left join exchange e on e.currency = c.currency
group by c.part, coalesce(e.target, c.currency)
order by c.part nulls last, coalesce(e.target, c.currency) nulls last
