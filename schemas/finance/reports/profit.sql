/*
title: {en: "Income, cost and what is left", zh: 收入、成本与利润}
help:
  en: "Income: what customers paid. Cost: claims that are approved or paid, pay, and what was paid on contracts of ours. Pay counts for those who may see it."
  zh: 收入为客户付款；成本为已批准或已付款的报销、工资和应付合同的付款。工资只对可查看者计入。
with: [spent, paid_out, contract_money, entries, exchange]
parameters:
  by: {words: [month, company, department, person, customer, project], help: {en: "month, company, department, person, customer or project", zh: month、company、department、person、customer 或 project}}
  since: {day: null, help: {en: First day, zh: 起始日}}
  until: {day: null, help: {en: Last day, zh: 截止日}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group: {record: {parameter: by, department: department, person: person, customer: customer}, empty: {en: none, zh: 未填}, label: {en: Group, zh: 分组}, key: true}
  income: {as: money, currency: currency, total: sum, label: {en: Income, zh: 收入}}
  cost: {as: money, currency: currency, total: sum, label: {en: Cost, zh: 成本}}
  profit: {as: money, currency: currency, total: sum, label: {en: Left, zh: 利润}}
  currency: {hide: true, key: true}
drill:
  profit: [report, entries, "{by}={group}|without={by}", "since={since}", "until={until}"]
chart: {bars: [income, cost], by: group}
*/
with told as (
  select case :by when 'department' then n.department when 'person' then n.person when 'customer' then n.customer
      when 'project' then n.project when 'month' then substr(n.day, 1, 7) else 'all' end as part,
    coalesce(round(n.income * e.factor + 0.0000001, 2), n.income) as income,
    coalesce(round(n.cost * e.factor + 0.0000001, 2), n.cost) as cost, coalesce(e.target, n.currency) as currency
  from entries n
  left join exchange e on e.currency = n.currency
  where (:since is null or n.day >= :since) and (:until is null or n.day <= :until)
)
select part as "group", round(sum(income), 4) as income, round(sum(cost), 4) as cost,
  round(sum(income) - sum(cost), 4) as profit, currency
from told
group by part, currency
order by part nulls last, currency
