/*
title: {en: Tasks that should be done and are not, zh: 逾期任务}
help:
  en: The latest first. Only tasks of projects that go on.
  zh: 逾期最久的在前；只看进行中的项目。
with: [rolled]
parameters:
  person: {record: person, help: {en: Only tasks this person does, zh: 只看此人执行的任务}}
  project: {record: project, help: {en: Only this project's, zh: 只看此项目的}}
columns:
  task: {record: task, label: {en: Task, zh: 任务}, key: true}
  project: {record: project, label: {en: Project, zh: 项目}}
  due: {of: task.due}
  days: {as: count, label: {en: Days late, zh: 逾期天数}}
  progress: {as: percent, label: {en: Done, zh: 进度}}
  person: {of: task.assignees, record: person, empty: {en: nobody, zh: 未分配}, label: {en: Assignee, zh: 执行人}}
*/
with first_named as (
  select parent, value as person from task_assignees where position = 0
),
chosen as (
  select distinct parent from task_assignees where value = :person
)
select l.id as task, l.project, l.due, t.number - d.number as days, l.progress, a.person
from leaf l
join project p on p.id = l.project
left join first_named a on a.parent = l.id
left join chosen c on c.parent = l.id
left join calendar d on d.day = l.due
left join calendar t on t.day = :as_of
where l.late = 1
  and coalesce(p.state, 'draft') not in ('closed', 'rejected', 'cancelled')
  and (:person is null or c.parent is not null)
  and (:project is null or l.project = :project)
order by days desc nulls last, l.id
