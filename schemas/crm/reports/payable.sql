/*
title: {en: "What we still owe, by contract", zh: 各合同应付未付}
help:
  en: Contracts signed by the day asked about, on which something is open or was paid too much. Only what was paid by then counts.
  zh: 截至该日已签订、尚有未付或多付款项的合同；只计截至该日的付款。
with: [paid, binding, instalments, exchange, owed]
left_out: faulty
parameters:
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  "on": {day: today, help: {en: The day asked about; today when not said, zh: "截止日期, 默认今天"}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  contract: {label: {en: Contract, zh: 合同}, key: true}
  customer: {of: contract.customer, empty: {en: none, zh: 未填}}
  open: {as: money, currency: currency, total: sum, label: {en: Open, zh: 未付}}
  overdue: {as: money, currency: currency, total: sum, label: {en: Overdue, zh: 逾期}}
  next_due: {as: day, label: {en: Next due, zh: 下期到期}}
  amount: {as: money, currency: currency, total: sum, label: {en: Amount, zh: 金额}}
  paid: {as: money, currency: currency, total: sum, label: {en: Paid, zh: 已付}}
  credit: {as: money, currency: currency, total: sum, label: {en: Overpaid, zh: 多付}}
  owner: {of: contract.owner, empty: {en: none, zh: 未填}}
  currency: {hide: true}
chart: {bars: [open, overdue], by: contract}
*/
select contract, customer, open, overdue, next_due, amount, paid, credit, owner, currency
from owed
where direction = 'payable'
  and (:owner is null or owner = :owner)
  and (:customer is null or customer = :customer)
order by next_due nulls last, contract
