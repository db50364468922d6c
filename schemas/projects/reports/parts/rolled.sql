-- Tasks that are no sum of others, and how far projects are by them: each task counts by its hours, 8 where nobody estimated.
summed as (
  select distinct a.id
  from task a
  join task b on b.project = a.project and b.wbs like a.wbs || '.%'
),
leaf as (
  select t.id, t.project, t.wbs, t.name, t.start, t.due, t.started, t.finished,
    coalesce(t.progress, 0) as progress, coalesce(t.estimate, 8) as hours,
    case when coalesce(t.progress, 0) < 100 and t.due < :as_of then 1 else 0 end as late
  from task t
  left join summed s on s.id = t.id
  where s.id is null
),
rolled as (
  select project, count(*) as tasks, sum(hours) as hours, sum(late) as late,
    sum(case when progress >= 100 then 1 else 0 end) as done,
    case
      when min(progress) >= 100 then 100
      when sum(hours) > 0 and sum(hours * progress) >= 99.5 * sum(hours) then 99
      when sum(hours) > 0 then cast(round(sum(hours * progress) / sum(hours) + 0.000000001) as integer)
      when avg(progress) >= 99.5 then 99
      else cast(round(avg(progress) + 0.000000001) as integer)
    end as progress
  from leaf
  group by project
)
