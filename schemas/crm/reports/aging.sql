/*
title: {en: "How late open amounts are, in days past due", zh: 应收应付账龄 (逾期天数)}
help:
  en: Days from the due day to the day asked about. What has no due day is not due.
  zh: 从到期日到截止日期的天数；没有到期日的视为未到期。
with: [paid, binding, instalments, exchange]
left_out: faulty
parameters:
  by: {words: [customer, owner, contract], help: {en: "customer, owner or contract", zh: customer、owner 或 contract}}
  of: {words: [receivable, payable], help: {en: receivable or payable, zh: receivable 或 payable}}
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  "on": {day: today, help: {en: The day asked about; today when not said, zh: "截止日期, 默认今天"}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group: {record: {parameter: by, owner: person, customer: customer}, empty: {en: none, zh: 未填}, label: {en: Group, zh: 分组}}
  currency: {label: {en: Currency, zh: 币种}}
  open: {as: money, currency: currency, total: sum, label: {en: Open, zh: 未付}}
  over_90: {as: money, currency: currency, total: sum, label: {en: 90+, zh: 90天以上}}
  to_90: {as: money, currency: currency, total: sum, label: {en: 61–90, zh: 61–90天}}
  to_60: {as: money, currency: currency, total: sum, label: {en: 31–60, zh: 31–60天}}
  to_30: {as: money, currency: currency, total: sum, label: {en: 0–30, zh: 0–30天}}
  not_due: {as: money, currency: currency, total: sum, label: {en: Not due, zh: 未到期}}
chart: {stacked: [over_90, to_90, to_60, to_30, not_due], by: group}
*/
with late as (
  select i.contract, i.open,
    case
      when i.due is null or i.due > :on then 0
      when t.number - d.number <= 30 then 30
      when t.number - d.number <= 60 then 60
      when t.number - d.number <= 90 then 90
      else 91
    end as age
  from instalments i
  left join calendar d on d.day = i.due
  left join calendar t on t.day = :on
  where i.open > 0
),
aged as (
  select case :by when 'owner' then b.owner when 'contract' then b.id else b.customer end as part,
    coalesce(e.target, b.currency) as currency, l.age,
    coalesce(round(sum(l.open) * e.factor + 0.0000001, 2), sum(l.open)) as open
  from late l
  join binding b on b.id = l.contract
  left join exchange e on e.currency = b.currency
  where b.direction = :of
    and (:owner is null or b.owner = :owner)
    and (:customer is null or b.customer = :customer)
  group by b.id, b.owner, b.customer, b.currency, e.target, e.factor, l.age
)
select part as "group", currency, sum(open) as open,
  sum(case when age = 91 then open else 0 end) as over_90,
  sum(case when age = 90 then open else 0 end) as to_90,
  sum(case when age = 60 then open else 0 end) as to_60,
  sum(case when age = 30 then open else 0 end) as to_30,
  sum(case when age = 0 then open else 0 end) as not_due
from aged
group by part, currency
order by part nulls first, currency
