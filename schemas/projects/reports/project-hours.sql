/*
title: {en: "Hours reported on projects, by project, person or task", zh: 项目工时 (按项目、人员或任务)}
help:
  en: Hours as reported with `kehu progress --hours`, and those estimated for the tasks.
  zh: 由 `kehu progress --hours` 报告的工时，以及任务的预计工时。
with: [rolled]
parameters:
  by: {words: [project, person, task], help: {en: "project (the default), person or task", zh: "project (默认)、person 或 task"}}
  project: {record: project, help: {en: Only this project's, zh: 只看此项目的}}
  since: {day: null, help: {en: First day, zh: 起始日期}}
  until: {day: today, help: {en: Last day; today when not said, zh: "截止日期, 默认今天"}}
columns:
  group:
    record: {parameter: by, project: project, person: person, task: task}
    empty: {en: none, zh: 未填}
    label: {en: Group, zh: 分组}
    key: true
  reports: {as: count, total: sum, label: {en: Reports, zh: 报告数}}
  hours: {as: tenths, total: sum, label: {en: Hours, zh: 已报工时}}
  estimate: {as: tenths, total: sum, label: {en: Estimated, zh: 预计工时}}
  progress: {as: percent, label: {en: Progress, zh: 进度}}
chart: {bars: [hours], by: group}
*/
with reported as (
  select case :by when 'person' then e."by" when 'task' then e.task else e.parent end as part,
    count(*) as reports, sum(coalesce(e.hours, 0)) as hours
  from progress e
  where (:project is null or e.parent = :project)
    and (:since is null or substr(e."at", 1, 10) >= :since)
    and substr(e."at", 1, 10) <= :until
  group by case :by when 'person' then e."by" when 'task' then e.task else e.parent end
),
estimated as (
  select project as part, hours as estimate, progress from rolled where :by = 'project'
  union all
  select id as part, hours as estimate, progress from leaf where :by = 'task'
)
select r.part as "group", r.reports, r.hours, e.estimate, e.progress
from reported r
left join estimated e on e.part = r.part
order by r.part nulls last
