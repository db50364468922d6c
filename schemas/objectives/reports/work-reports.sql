/*
title: {en: "Work reports: who has handed in, and who has not", zh: 工作报告提交情况}
help:
  en: "Who owes a report, the records of kind report_duty say. Without period: those of periods that ended since."
  zh: "应提交者由 report_duty 记录规定。未指定 period 时列出自 since 起已结束的期间。"
parameters:
  period: {text: true, help: {en: "One period: 2026-W48, 2026-11, 2026-Q4, 2026", zh: "一个期间: 2026-W48、2026-11、2026-Q4、2026"}}
  since: {day: -35d, help: {en: First day on which a period ended; 35 days ago when not said, zh: "期间结束日期起, 默认 35 天前"}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  department: {record: department, help: {en: Only this department's, zh: 只看此部门的}}
  show: {words: [all, missing, open], help: {en: "all (the default), missing: late and not there, open: not there", zh: "all (默认)、missing: 逾期未交、open: 所有未交"}}
columns:
  period: {of: work_report.period, key: true}
  person: {of: work_report.person, key: true}
  report: {label: {en: Report, zh: 报告}, empty: {en: none, zh: 无}}
  due: {as: day, label: {en: Due, zh: 期限}}
  handed_in: {as: day, label: {en: Handed in, zh: 提交日期}}
  standing:
    label: {en: Standing, zh: 状态}
    words: {in_time: {en: in time, zh: 按时}, late: {en: late, zh: 迟交}, missing: {en: missing, zh: 逾期未交}, due: {en: not due yet, zh: 未到期}}
*/
with recursive ended as (
  select 'week' as every, week as period, max(number) as number, max(day) as last_day from calendar
  where :period is not null
    or year between cast(substr(:since, 1, 4) as integer) and cast(substr(:as_of, 1, 4) as integer) + 1
  group by week
  union all
  select 'month', month, max(number), max(day) from calendar group by month
  union all
  select 'quarter', quarter, max(number), max(day) from calendar group by quarter
  union all
  select 'year', substr(day, 1, 4), max(number), max(day) from calendar group by substr(day, 1, 4)
),
asked as (
  select every, period, number, last_day
  from ended
  where case when :period is null then last_day >= :since and last_day < :as_of else period = :period end
),
under(top, id, depth) as (
  select id, id, 0 from department
  union all
  select u.top, d.id, u.depth + 1 from under u join department d on d.part_of = u.id where u.depth < 50
),
owed as (
  select a.every, a.period, p.id as person, min(a.number + coalesce(d.days, 0)) as due_number
  from report_duty d
  join asked a on a.every = d.every
    and (d.since is null or d.since <= a.last_day)
    and (d.until is null or d.until >= a.last_day)
  join person p on d.person is null or d.person = p.id
  left join under u on u.top = d.department and u.id = p.department
  left join person_roles r on r.parent = p.id and r.value = d.role
  where (d.department is null or u.id is not null)
    and (d.role is null or r.value is not null)
    and (:person is null or p.id = :person)
    and (:department is null or p.department in (select id from under where top = :department))
  group by a.every, a.period, p.id
),
submitted as (
  select parent, min(substr("at", 1, 10)) as day
  from work_report_trail
  where move = 'submit'
  group by parent
),
handed as (
  select r.person, r.every, r.period, min(r.id) as report, min(case when r.state <> 'draft' then s.day end) as day
  from work_report r
  left join submitted s on s.parent = r.id
  group by r.person, r.every, r.period
),
told as (
  select o.period, o.person, h.report, c.day as due, h.day as handed_in,
    case
      when h.day is not null and h.day <= c.day then 'in_time'
      when h.day is not null then 'late'
      when c.day < :as_of then 'missing'
      else 'due'
    end as standing
  from owed o
  join calendar c on c.number = o.due_number
  left join handed h on h.person = o.person and h.every = o.every and h.period = o.period
)
select period, person, report, due, handed_in, standing
from told
where :show = 'all' or (:show = 'missing' and standing = 'missing') or (:show = 'open' and standing in ('missing', 'due'))
order by due, period, person
