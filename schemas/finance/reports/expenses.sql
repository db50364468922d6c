/*
title: {en: What was spent, zh: 费用支出}
help: {en: "Lines of claims that are approved or paid, by type, department, person, customer, project or month.", zh: 已批准或已付款报销的明细，按类型、部门、人员、客户、项目或月份汇总。}
with: [spent, exchange]
parameters:
  by: {words: [type, department, person, customer, project, month], help: {en: "type, department, person, customer, project or month", zh: type、department、person、customer、project 或 month}}
  since: {day: null, help: {en: First day, zh: 起始日}}
  until: {day: null, help: {en: Last day, zh: 截止日}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group: {record: {parameter: by, type: expense_type, department: department, person: person, customer: customer}, empty: {en: none, zh: 未填}, label: {en: Group, zh: 分组}, key: true}
  lines: {as: count, total: sum, label: {en: Lines, zh: 笔数}}
  amount: {as: money, currency: currency, total: sum, label: {en: Amount, zh: 金额}}
  currency: {hide: true, key: true}
drill:
  amount: [report, entries, source=claim, "{by}={group}|without={by}", "since={since}", "until={until}"]
chart: {bars: [amount], by: group}
*/
with told as (
  select case :by when 'department' then s.department when 'person' then s.person when 'customer' then s.customer
      when 'project' then s.project when 'month' then substr(s.day, 1, 7) else s.sort end as part,
    coalesce(round(s.amount * e.factor + 0.0000001, 2), s.amount) as amount, coalesce(e.target, s.currency) as currency
  from spent s
  left join exchange e on e.currency = s.currency
  where (:since is null or s.day >= :since) and (:until is null or s.day <= :until)
)
select part as "group", count(*) as lines, round(sum(amount), 4) as amount, currency
from told
group by part, currency
order by amount desc, part nulls last, currency
