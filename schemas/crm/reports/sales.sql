/*
title: {en: "Contracts signed with customers, and what was paid", zh: 签订的销售合同及收款}
help:
  en: Contracts that are signed or closed; drafts and cancelled ones are left out. Only what was paid by the day asked about counts.
  zh: 只计已签和已关闭的合同，不含草拟和已作废的；只计截至该日的收款。
with: [paid, binding, exchange]
left_out: faulty
parameters:
  by: {words: [month, owner, customer], help: {en: "month, owner or customer", zh: month、owner 或 customer}}
  since: {day: null, help: {en: First day of signing, zh: 签订日期起}}
  until: {day: null, help: {en: Last day of signing, zh: 签订日期止}}
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  "on": {day: today, help: {en: The day asked about; today when not said, zh: "截止日期, 默认今天"}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group: {record: {parameter: by, owner: person, customer: customer}, empty: {en: none, zh: 未填}, label: {en: Group, zh: 分组}, key: true}
  contracts: {as: count, total: sum, label: {en: Contracts, zh: 合同数}}
  amount: {as: money, currency: currency, total: sum, label: {en: Amount, zh: 金额}}
  paid: {as: money, currency: currency, total: sum, label: {en: Paid, zh: 已收}}
  open: {as: money, currency: currency, total: sum, label: {en: Open, zh: 未收}}
  currency: {hide: true, key: true}
chart: {bars: [amount, paid], by: group}
*/
with sold as (
  select case :by when 'owner' then b.owner when 'customer' then b.customer else substr(b.sign_date, 1, 7) end as part,
    coalesce(e.target, b.currency) as currency,
    coalesce(round(b.amount * e.factor + 0.0000001, 2), b.amount) as amount,
    coalesce(round(b.paid * e.factor + 0.0000001, 2), b.paid) as paid,
    case
      when b.paid >= b.amount then 0
      else coalesce(round((b.amount - b.paid) * e.factor + 0.0000001, 2), b.amount - b.paid)
    end as open
  from binding b
  left join exchange e on e.currency = b.currency
  where b.direction = 'receivable'
    and (:since is null or b.sign_date >= :since)
    and (:until is null or b.sign_date <= :until)
    and (:owner is null or b.owner = :owner)
    and (:customer is null or b.customer = :customer)
)
select part as "group", count(*) as contracts, sum(amount) as amount, sum(paid) as paid, sum(open) as open, currency
from sold
group by part, currency
order by part nulls first, currency
