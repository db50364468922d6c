/*
title: {en: "Customers handed over: from whom, to whom, and the answer", zh: 客户移交及接收情况}
help:
  en: Days from handing over until it was accepted or declined; the longest that still waits counts to today.
  zh: 天数为从移交到接收或退回的天数；最长等待计至今天。
parameters:
  person: {record: person, help: {en: Only from or to this person, zh: 只看此人移交或接收的}}
  since: {day: null, help: {en: Only those handed over from this day on, zh: 只计此日期起的移交}}
columns:
  from: {of: handover.from, key: true}
  to: {of: handover.to, key: true}
  handovers: {as: count, total: sum, label: {en: Customers, zh: 客户数}}
  changes: {as: count, total: sum, label: {en: Changes, zh: 更改数}}
  accepted: {as: count, total: sum, label: {en: Accepted, zh: 已接收}}
  declined: {as: count, total: sum, label: {en: Declined, zh: 已退回}}
  pending: {as: count, total: sum, label: {en: Pending, zh: 待接收}}
  mean_days: {as: tenths, label: {en: Mean days, zh: 平均天数}}
  longest: {as: count, label: {en: Longest, zh: 最长等待天数}}
chart: {stacked: [accepted, declined, pending], by: to}
*/
with moved as (
  select parent, count(*) as changes
  from handover_moved
  group by parent
),
given as (
  select h."from" as giver, h."to" as taker, coalesce(h.state, 'pending') as state, coalesce(m.changes, 0) as changes,
    d.number - g.number as days, t.number - g.number as waited
  from handover h
  left join moved m on m.parent = h.id
  left join calendar g on g.day = substr(h."at", 1, 10)
  left join calendar d on d.day = substr(h.decided, 1, 10)
  left join calendar t on t.day = :as_of
  where (:since is null or h."at" >= :since)
    and (:person is null or h."from" = :person or h."to" = :person)
)
select giver as "from", taker as "to", count(*) as handovers, sum(changes) as changes,
  sum(case when state = 'accepted' then 1 else 0 end) as accepted,
  sum(case when state = 'declined' then 1 else 0 end) as declined,
  sum(case when state = 'pending' then 1 else 0 end) as pending,
  round(avg(case when state <> 'pending' then days end) * 10) / 10.0 as mean_days,
  max(case when state = 'pending' then waited end) as longest
from given
group by giver, taker
order by giver nulls last, taker nulls last
