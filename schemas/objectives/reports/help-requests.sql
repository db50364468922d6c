/*
title: {en: Help asked of others, zh: 部门间协助}
help:
  en: Overdue are those not done whose due day is over.
  zh: 逾期指期限已过而未完成的。
parameters:
  by: {words: [department, by, helper], help: {en: "department asked (the default), by: who asked, or helper", zh: "department 协助部门 (默认)、by 申请人或 helper 协助人"}}
  person: {record: person, help: {en: "Only those this person asked, accepts or helps with", zh: 只看此人申请、受理或协助的}}
columns:
  group: {record: {parameter: by, department: department, by: person, helper: person}, empty: {en: none, zh: 无}, label: {en: Group, zh: 分组}, key: true}
  requests: {as: count, total: sum, label: {en: Requests, zh: 请求数}}
  asked: {as: count, total: sum, label: {en: To accept, zh: 待受理}}
  accepted: {as: count, total: sum, label: {en: In work, zh: 协助中}}
  done: {as: count, total: sum, label: {en: Done, zh: 已完成}}
  declined: {as: count, total: sum, label: {en: Declined, zh: 已谢绝}}
  overdue: {as: count, total: sum, label: {en: Overdue, zh: 逾期}}
chart: {stacked: [done, accepted, asked], by: group}
*/
with asked as (
  select case :by when 'by' then h."by" when 'helper' then h.helper else h.department end as part, h.state, h.due
  from help_request h
  where coalesce(h.state, 'asked') <> 'withdrawn'
    and (:person is null or :person in (h."by", h.asked, h.helper))
)
select part as "group", count(*) as requests,
  sum(case when coalesce(state, 'asked') = 'asked' then 1 else 0 end) as asked,
  sum(case when state = 'accepted' then 1 else 0 end) as accepted,
  sum(case when state in ('done', 'confirmed') then 1 else 0 end) as done,
  sum(case when state = 'declined' then 1 else 0 end) as declined,
  sum(case when coalesce(state, 'asked') in ('asked', 'accepted') and due < :as_of then 1 else 0 end) as overdue
from asked
group by part
order by part nulls last
