/*
title: {en: Lines of approved budgets, zh: 已批准预算明细}
help: {en: "Line by line what the report of budgets adds up.", zh: 预算报表所汇总的逐笔明细。}
parameters:
  level: {words: [company, department, person], help: {en: "company, department or person", zh: company、department 或 person}}
  department: {record: department, help: {en: Only this department's, zh: 只看此部门的}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  type: {record: expense_type, help: {en: Only this type of expense, zh: 只看此费用类型}}
  month: {text: null, help: {en: "Only this month, such as 2026-11", zh: 只看此月，如 2026-11}}
  company: {text: null, help: {en: all, zh: all}}
  without: {words: [nothing, department, person, type, month], help: {en: Only those that name none, zh: 只看未填此项的}}
  since: {day: null, help: {en: First day, zh: 起始日}}
  until: {day: null, help: {en: Last day, zh: 截止日}}
columns:
  budget: {record: budget, label: {en: Budget, zh: 预算}, key: true}
  owner: {of: budget.owner}
  type: {record: expense_type, label: {en: Type, zh: 类型}, key: true}
  month: {label: {en: Month, zh: 月份}, key: true}
  amount: {as: money, currency: currency, total: sum, label: {en: Amount, zh: 金额}}
  currency: {hide: true}
drill:
  amount: [show, "{budget}"]
*/
select b.id as budget, b.owner, l.type, substr(l.month, 1, 7) as month, l.amount, l.amount_currency as currency
from budget_lines l
join budget b on b.id = l.parent
left join period p on p.id = b.period
where b.state = 'approved' and b.level = :level
  and (:department is null or b.department = :department)
  and (:person is null or b.person = :person)
  and (:type is null or l.type = :type)
  and (:month is null or substr(l.month, 1, 7) = :month)
  and (:company is null or :company = 'all')
  and (case :without when 'department' then b.department when 'person' then b.person when 'type' then l.type
    when 'month' then l.month end is null or :without = 'nothing')
  and (:since is null or coalesce(l.month, p."from") >= :since)
  and (:until is null or coalesce(l.month, p.until) <= :until)
order by b.id, month nulls first, l.type, l.amount
