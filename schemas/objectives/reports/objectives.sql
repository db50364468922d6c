/*
title: {en: Goals and how far they are, zh: 目标分解与进度}
help:
  en: A goal with goals below it is their weighted mean; one without is what it measures, else what somebody typed. Dropped goals do not count.
  zh: 有下级的目标按权重汇总；没有下级的按指标计算，无指标时取人工估计。已取消的目标不计。
parameters:
  period: {text: true, help: {en: "Only goals of this period: 2026, 2026-Q4, 2026-11", zh: "只看此期间的目标: 2026、2026-Q4、2026-11"}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  department: {record: department, help: {en: Only this department's, zh: 只看此部门的}}
columns:
  goal: {label: {en: Goal, zh: 目标}}
  id: {label: {en: Id, zh: 编号}, key: true}
  progress: {as: tenths, label: {en: Progress %, zh: 进度 %}}
  period: {of: goal.period}
  owner: {of: goal.owner, empty: {en: nobody, zh: 无人}}
  weight: {as: number, label: {en: Weight, zh: 权重}}
  below: {as: count, label: {en: Below, zh: 下级数}}
  depth: {hide: true}
chart: {bars: [progress], by: goal}
*/
with recursive living as (
  select id, name, period, owner, department, part_of, case when weight < 0 then 0 else coalesce(weight, 1) end as weight,
    case when progress < 0 then 0 when progress > 100 then 100 else coalesce(progress, 0) end as typed
  from goal
  where coalesce(state, 'open') <> 'dropped'
),
reached as (
  select parent, case when weight < 0 then 0 else coalesce(weight, 1) end as weight,
    case
      when actual is null then 0e0
      when target = coalesce(base, 0) then case when actual >= target then 100e0 else 0e0 end
      else 100e0 * (actual - coalesce(base, 0)) / (target - coalesce(base, 0))
    end as part
  from goal_measures
  where target is not null
),
graded as (
  select parent, weight, case when part < 0 then 0e0 when part > 100 then 100e0 else part end as grade
  from reached
),
measured as (
  select parent, sum(weight * grade) / sum(weight) as mean
  from graded
  group by parent
  having sum(weight) > 0
),
siblings as (
  select c.part_of, sum(c.weight) as weight
  from living c
  join living u on u.id = c.part_of and u.id <> c.id
  group by c.part_of
  having sum(c.weight) > 0
),
spread(top, id, share, depth) as (
  select id, id, 1e0, 0 from living
  union all
  select s.top, c.id, s.share * c.weight / b.weight, s.depth + 1
  from spread s
  join siblings b on b.part_of = s.id
  join living c on c.part_of = s.id and c.id <> s.id
  where s.depth < 50
),
reckoned as (
  select s.top, sum(s.share * coalesce(m.mean, l.typed)) as progress
  from spread s
  join living l on l.id = s.id
  left join measured m on m.parent = s.id
  where s.id not in (select part_of from siblings)
  group by s.top
),
tree(id, path, depth) as (
  select id, name || '  ' || id, 0
  from living
  where part_of is null or part_of not in (select id from living)
  union all
  select c.id, t.path || '  ' || c.name || '  ' || c.id, t.depth + 1
  from tree t
  join living c on c.part_of = t.id
  where t.depth < 50
)
select substr('––––––', 1, case when t.depth < 6 then t.depth else 6 end) || case when t.depth > 0 then ' ' else '' end || l.name as goal,
  l.id, round(r.progress * 10 + 0.0000001) / 10 as progress, l.period, l.owner, l.weight,
  (select count(*) from living c where c.part_of = l.id) as below, t.depth
from tree t
join living l on l.id = t.id
left join reckoned r on r.top = l.id
where (:period is null or l.period = :period or l.period like :period || '-%')
  and (:person is null or l.owner = :person)
  and (:department is null or l.department = :department)
order by t.path
