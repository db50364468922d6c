/*
title: {en: "Projects by state, manager, type or customer", zh: 项目统计 (按状态、经理、类型或客户)}
help:
  en: Progress is the mean of the projects that have tasks, each counting alike.
  zh: 进度为有任务的项目的平均值，每个项目权重相同。
with: [rolled]
parameters:
  by: {words: [state, manager, type, customer], help: {en: "state (the default), manager, type or customer", zh: "state (默认)、manager、type 或 customer"}}
  since: {day: null, help: {en: Only projects that begin from this day on, zh: 只计此日期起开始的}}
columns:
  group:
    words: project.state
    record: {parameter: by, manager: person, type: project_type, customer: customer}
    empty: {en: none, zh: 未填}
    label: {en: Group, zh: 分组}
    key: true
  projects: {as: count, total: sum, label: {en: Projects, zh: 项目数}}
  running: {as: count, total: sum, label: {en: Running, zh: 执行中}}
  tasks: {as: count, total: sum, label: {en: Tasks, zh: 任务数}}
  done: {as: count, total: sum, label: {en: Done, zh: 已完成}}
  late: {as: count, total: sum, label: {en: Late, zh: 逾期}}
  progress: {as: percent, label: {en: Progress, zh: 平均进度}}
chart: {bars: [projects], by: group}
*/
with counted as (
  select
    case :by when 'manager' then p.manager when 'type' then p.type when 'customer' then p.customer
      else coalesce(p.state, 'draft') end as part,
    p.state, r.tasks, r.done, r.late, r.progress
  from project p
  left join rolled r on r.project = p.id
  where (:since is null or p.start >= :since)
)
select part as "group", count(*) as projects,
  sum(case when state = 'running' then 1 else 0 end) as running,
  sum(coalesce(tasks, 0)) as tasks, sum(coalesce(done, 0)) as done, sum(coalesce(late, 0)) as late,
  cast(round(avg(progress)) as integer) as progress
from counted
group by part
order by part nulls last
