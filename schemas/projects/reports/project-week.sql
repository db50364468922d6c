/*
title: {en: "The week of each project: what was done, what is late, what comes", zh: "项目周报: 本周完成、逾期、下周计划"}
help:
  en: Hours and reports of the week that ends today, tasks done in it, late now, and due within the next seven days.
  zh: 截至今天的一周内的工时和报告、完成的任务，当前逾期的任务，以及未来七天到期的任务。
with: [rolled]
parameters:
  since: {day: -6d, help: {en: First day; a week ago when not said, zh: "起始日期, 默认一周前"}}
  until: {day: today, help: {en: Last day; today when not said, zh: "截止日期, 默认今天"}}
  manager: {record: person, help: {en: Only this person's projects, zh: 只看此人的项目}}
columns:
  project: {record: project, label: {en: Project, zh: 项目}, key: true}
  progress: {as: percent, label: {en: Progress, zh: 进度}}
  reports: {as: count, total: sum, label: {en: Reports, zh: 报告}}
  hours: {as: tenths, total: sum, label: {en: Hours, zh: 工时}}
  done: {as: count, total: sum, label: {en: Done, zh: 完成}}
  late: {as: count, total: sum, label: {en: Late, zh: 逾期}}
  next: {as: count, total: sum, label: {en: Due next, zh: 下周到期}}
chart: {bars: [hours], by: project}
*/
with said as (
  select parent, count(*) as reports, sum(coalesce(hours, 0)) as hours
  from progress
  where substr("at", 1, 10) >= :since and substr("at", 1, 10) <= :until
  group by parent
),
ahead as (
  select n.day
  from calendar u
  join calendar n on n.number > u.number and n.number <= u.number + 7
  where u.day = :until
),
worked as (
  select l.project,
    sum(case when l.finished >= :since and l.finished <= :until then 1 else 0 end) as done,
    sum(case when l.progress < 100 and a.day is not null then 1 else 0 end) as next
  from leaf l
  left join ahead a on a.day = l.due
  group by l.project
)
select p.id as project, r.progress, coalesce(s.reports, 0) as reports, coalesce(s.hours, 0) as hours,
  coalesce(w.done, 0) as done, coalesce(r.late, 0) as late, coalesce(w.next, 0) as next
from project p
left join rolled r on r.project = p.id
left join said s on s.parent = p.id
left join worked w on w.project = p.id
where (:manager is null or p.manager = :manager)
  and (s.reports is not null or coalesce(p.state, 'draft') in ('approved', 'planned', 'running'))
order by p.id
