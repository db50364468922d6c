/*
title: {en: Budget against actual, zh: 预算与实际对照}
help:
  en: "Approved budgets against claims that are approved or paid, in a period; the fiscal year of today when none is said. Budgets of one level count: those of departments by department, of people by person, else those of the level asked for."
  zh: 某期间内已批准的预算与已批准或已付款的报销对照，默认为当前财年。只计一个层级的预算：按部门时为部门预算，按人员时为个人预算，其余为所选层级。
with: [spent, exchange]
parameters:
  by: {words: [department, company, person, type, month], help: {en: "department, company, person, type or month", zh: department、company、person、type 或 month}}
  level: {words: [company, department, person], help: {en: "Whose budgets count by company, type and month", zh: 按公司、类型、月份时计入的预算层级}}
  period: {record: period, help: {en: "The period; the fiscal year of today when not said", zh: 期间，默认为当前财年}}
  type: {record: expense_type, help: {en: Only this type of expense, zh: 只看此费用类型}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group: {record: {parameter: by, department: department, person: person, type: expense_type}, empty: {en: none, zh: 未填}, label: {en: Group, zh: 分组}, key: true}
  budget: {as: money, currency: currency, total: sum, label: {en: Budget, zh: 预算}}
  actual: {as: money, currency: currency, total: sum, label: {en: Actual, zh: 实际}}
  rest: {as: money, currency: currency, total: sum, label: {en: Rest, zh: 剩余}}
  percent: {as: percent, label: {en: Spent, zh: 已用}}
  currency: {hide: true, key: true}
  level_of: {hide: true}
  first_day: {hide: true}
  last_day: {hide: true}
drill:
  budget: [report, budget-lines, "level={level_of}", "{by}={group}|without={by}", "type={type}", "since={first_day}", "until={last_day}"]
  actual: [report, entries, source=claim, "{by}={group}|without={by}", "type={type}", "since={first_day}", "until={last_day}"]
chart: {bars: [budget, actual], by: group}
*/
with days as (
  select min(d.day) as first_day, max(d.day) as last_day
  from calendar t
  join calendar d on d.fiscal_year = t.fiscal_year
  where t.day = :as_of and :period is null
  union all
  select "from", until
  from period
  where id = :period
),
asked as (
  select first_day, last_day, case :by when 'department' then 'department' when 'person' then 'person' else :level end as level_of
  from days
  where first_day is not null
),
planned as (
  select b.department, b.person, l.type as sort, l.month as day, l.amount, l.amount_currency as currency
  from budget_lines l
  join budget b on b.id = l.parent
  join asked a on b.level = a.level_of
  left join period p on p.id = b.period
  where b.state = 'approved'
    and ((l.month >= a.first_day and l.month <= a.last_day)
      or (l.month is null and p."from" >= a.first_day and p.until <= a.last_day))
),
sides as (
  select department, person, sort, day, amount as budget, 0 * amount as actual, currency
  from planned
  union all
  select s.department, s.person, s.sort, s.day, 0 * s.amount, s.amount, s.currency
  from spent s
  join asked a on s.day >= a.first_day and s.day <= a.last_day
),
told as (
  select case :by when 'department' then s.department when 'person' then s.person when 'type' then s.sort
      when 'month' then substr(s.day, 1, 7) else 'all' end as part,
    coalesce(round(s.budget * e.factor + 0.0000001, 2), s.budget) as budget,
    coalesce(round(s.actual * e.factor + 0.0000001, 2), s.actual) as actual, coalesce(e.target, s.currency) as currency
  from sides s
  left join exchange e on e.currency = s.currency
  where :type is null or s.sort = :type
),
summed as (
  select part, round(sum(budget), 4) as budget, round(sum(actual), 4) as actual, currency
  from told
  group by part, currency
)
select s.part as "group", s.budget, s.actual, round(s.budget - s.actual, 4) as rest,
  case when s.budget > 0 then cast(round(100e0 * s.actual / s.budget + 0.0000001) as integer) end as percent, s.currency, a.level_of, a.first_day, a.last_day
from summed s
cross join asked a
order by s.part nulls last, s.currency
