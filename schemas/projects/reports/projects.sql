/*
title: {en: "Projects: state, progress, what is late", zh: "项目一览: 状态、进度、逾期"}
help:
  en: Progress counts each task by its hours. Late are tasks that should be done and are not.
  zh: 进度按各任务工时加权；逾期指应完成而未完成的任务。
with: [rolled]
parameters:
  state:
    words: [open, all, draft, applied, approved, planned, running, evaluated, closed, rejected, cancelled]
    help: {en: "open (the default), all, or a state", zh: "open (默认，未结束的)、all 或某一状态"}
  manager: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
columns:
  project: {record: project, label: {en: Project, zh: 项目}, key: true}
  state: {of: project.state}
  manager: {of: project.manager, empty: {en: nobody, zh: 未填}}
  due: {of: project.due}
  progress: {as: percent, label: {en: Done, zh: 进度}}
  tasks: {as: count, total: sum, label: {en: Tasks, zh: 任务}}
  late: {as: count, total: sum, label: {en: Late, zh: 逾期}}
chart: {bars: [progress], by: project}
*/
select p.id as project, coalesce(p.state, 'draft') as state, p.manager, p.due, r.progress,
  coalesce(r.tasks, 0) as tasks, coalesce(r.late, 0) as late
from project p
left join rolled r on r.project = p.id
where (:state = 'all' or coalesce(p.state, 'draft') = :state
    or (:state = 'open' and coalesce(p.state, 'draft') not in ('closed', 'rejected', 'cancelled')))
  and (:manager is null or p.manager = :manager)
  and (:customer is null or p.customer = :customer)
order by p.due nulls last, p.id
