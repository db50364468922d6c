/*
title: {en: "Calls, visits and mails, by person and week", zh: 电话、拜访和邮件 (按人员和周)}
help:
  en: Entries of the contact log, by who wrote them and when.
  zh: 按记录人和时间统计联系记录。
parameters:
  by: {words: [week, day, month, quarter], help: {en: "week (the default), day, month or quarter", zh: "week (默认)、day、month 或 quarter"}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  since: {day: -28d, help: {en: First day; four weeks ago when not said, zh: "起始日期, 默认四周前"}}
  until: {day: today, help: {en: Last day; today when not said, zh: "截止日期, 默认今天"}}
columns:
  period: {label: {en: Period, zh: 期间}, key: true}
  person: {of: log.by, empty: {en: nobody, zh: 无人}, label: {en: Person, zh: 人员}, key: true}
  calls: {as: count, total: sum, label: {en: Calls, zh: 电话}}
  visits: {as: count, total: sum, label: {en: Visits, zh: 拜访}}
  emails: {as: count, total: sum, label: {en: Emails, zh: 邮件}}
  notes: {as: count, total: sum, label: {en: Notes, zh: 备注}}
  entries: {as: count, total: sum, label: {en: In all, zh: 合计}}
  customers: {as: count, label: {en: Customers, zh: 客户数}}
chart: {stacked: [calls, visits, emails, notes], by: person}
*/
with entries as (
  select case :by when 'day' then d.day when 'month' then d.month when 'quarter' then d.quarter else d.week end as period,
    l."by" as person, l.type, l.parent
  from log l
  join calendar d on d.day = substr(l."at", 1, 10)
  where l."at" >= :since and substr(l."at", 1, 10) <= :until
    and (:person is null or l."by" = :person)
    and (:customer is null or l.parent = :customer)
)
select period, person,
  sum(case when type = 'call' then 1 else 0 end) as calls,
  sum(case when type = 'visit' then 1 else 0 end) as visits,
  sum(case when type = 'email' then 1 else 0 end) as emails,
  sum(case when type is null or type not in ('call', 'visit', 'email') then 1 else 0 end) as notes,
  count(*) as entries, count(distinct parent) as customers
from entries
group by period, person
order by period, person nulls last
