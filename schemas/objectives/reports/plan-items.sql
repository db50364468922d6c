/*
title: {en: "Work plans: items done, late and open", zh: 工作计划完成情况}
help:
  en: Late means not done and due before today.
  zh: 逾期指未完成且期限已过。
parameters:
  by: {words: [person, period, goal], help: {en: "person (the default), period or goal", zh: "person (默认)、period 或 goal"}}
  period: {text: true, help: {en: "Only plans of this period: 2026-W48, 2026-11", zh: "只看此期间的计划: 2026-W48、2026-11"}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
columns:
  group: {record: {parameter: by, person: person, goal: goal}, empty: {en: none, zh: 无}, label: {en: Group, zh: 分组}, key: true}
  plans: {as: count, total: sum, label: {en: Plans, zh: 计划数}}
  items: {as: count, total: sum, label: {en: Items, zh: 事项数}}
  done: {as: count, total: sum, label: {en: Done, zh: 已完成}}
  late: {as: count, total: sum, label: {en: Late, zh: 逾期}}
  open: {as: count, total: sum, label: {en: Open, zh: 未到期}}
  done_share: {as: percent, label: {en: Done %, zh: 完成率}}
chart: {stacked: [done, late, open], by: group}
*/
with asked as (
  select case :by when 'period' then p.period when 'goal' then i.goal else p.person end as part, p.id,
    case when i.done then 1 else 0 end as done,
    case when i.done then 0 when i.due < :as_of then 1 else 0 end as late
  from work_plan p
  join work_plan_items i on i.parent = p.id
  where (:period is null or p.period = :period)
    and (:person is null or p.person = :person)
)
select part as "group", count(distinct id) as plans, count(*) as items, sum(done) as done, sum(late) as late,
  sum(1 - done - late) as open, cast(round(100e0 * sum(done) / count(*)) as integer) as done_share
from asked
group by part
order by part nulls last
