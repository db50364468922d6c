/*
title: {en: "Requests of customers, by who solves them", zh: 客户请求处理情况 (按处理人)}
help:
  en: Overdue are those not solved whose due day is over; days are those from opened to solved.
  zh: 逾期指期限已过而未解决的；天数为从提出到解决的天数。
parameters:
  by: {words: [assigned, type, customer], help: {en: "assigned (the default), type or customer", zh: "assigned (默认)、type 或 customer"}}
  since: {day: null, help: {en: Only requests opened from this day on, zh: 只计此日期起提出的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
columns:
  group:
    words: request.type
    record: {parameter: by, assigned: person, customer: customer}
    empty: {en: nobody, zh: 未分派}
    label: {en: Group, zh: 分组}
    key: true
  requests: {as: count, total: sum, label: {en: Requests, zh: 请求数}}
  complaints: {as: count, total: sum, label: {en: Complaints, zh: 投诉}}
  waiting: {as: count, total: sum, label: {en: Not solved, zh: 未解决}}
  overdue: {as: count, total: sum, label: {en: Overdue, zh: 逾期}}
  solved: {as: count, total: sum, label: {en: Solved, zh: 已解决}}
  mean_days: {as: tenths, label: {en: Mean days, zh: 平均天数}}
chart: {stacked: [solved, waiting], by: group}
*/
with asked as (
  select case :by when 'type' then r.type when 'customer' then r.customer else r.assigned end as part,
    r.type, r.due, case when r.state in ('solved', 'closed') then 1 else 0 end as done,
    s.number - o.number as days
  from request r
  left join calendar o on o.day = r.opened
  left join calendar s on s.day = r.solved
  where (:since is null or r.opened >= :since)
    and (:customer is null or r.customer = :customer)
)
select part as "group", count(*) as requests,
  sum(case when type = 'complaint' then 1 else 0 end) as complaints,
  sum(1 - done) as waiting,
  sum(case when done = 0 and due < :as_of then 1 else 0 end) as overdue,
  sum(done) as solved,
  round(avg(case when done = 1 then days end) * 10) / 10.0 as mean_days
from asked
group by part
order by part nulls last
