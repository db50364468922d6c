/*
title: {en: Entries behind the figures of money, zh: 收支明细}
help: {en: "Line by line what budget, profit and expenses add up; costs are below zero.", zh: 预算、利润和费用报表所汇总的逐笔明细；支出为负数。}
with: [spent, paid_out, contract_money, entries]
parameters:
  source: {words: [all, claim, payroll, contract], help: {en: "all, claim, payroll or contract", zh: all、claim、payroll 或 contract}}
  department: {record: department, help: {en: Only this department's, zh: 只看此部门的}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  project: {text: null, help: {en: "Only this project's, by id", zh: 只看此项目 (编号)}}
  type: {record: expense_type, help: {en: Only this type of expense, zh: 只看此费用类型}}
  month: {text: null, help: {en: "Only this month, such as 2026-11", zh: 只看此月，如 2026-11}}
  company: {text: null, help: {en: all, zh: all}}
  without: {words: [nothing, department, person, customer, project, type, month], help: {en: Only those that name none, zh: 只看未填此项的}}
  since: {day: null, help: {en: First day, zh: 起始日}}
  until: {day: null, help: {en: Last day, zh: 截止日}}
columns:
  day: {as: day, label: {en: Day, zh: 日期}}
  record: {label: {en: Record, zh: 记录}, key: true}
  person: {record: person, label: {en: Person, zh: 人员}}
  type: {record: expense_type, label: {en: Type, zh: 类型}}
  amount: {as: money, currency: currency, total: sum, label: {en: Amount, zh: 金额}}
  what: {label: {en: What, zh: 事项}}
  currency: {hide: true}
drill:
  amount: [show, "{record}"]
*/
select day, record, person, sort as type, round(income - cost, 4) as amount, what, currency
from entries
where (:source = 'all' or source = :source)
  and (:department is null or department = :department)
  and (:person is null or person = :person)
  and (:customer is null or customer = :customer)
  and (:project is null or project = :project)
  and (:type is null or sort = :type)
  and (:month is null or substr(day, 1, 7) = :month)
  and (:company is null or :company = 'all')
  and (case :without when 'department' then department when 'person' then person when 'customer' then customer
    when 'project' then project when 'type' then sort when 'month' then day end is null or :without = 'nothing')
  and (:since is null or day >= :since)
  and (:until is null or day <= :until)
order by day nulls last, record, sort nulls last, amount, what nulls last
