-- The stages that each open or closed opportunity went through, oldest first: when it came into one, in seconds since
-- 1970, when it left and for which; the furthest stage from then on, and where it is now.
stage(word, place) as (
  values ('lead', 1), ('qualified', 2), ('proposal', 3), ('negotiation', 4), ('won', 5)
),
moves as (
  select c.record, coalesce(c.new, '') as stage, substr(c."at", 1, 10) as day,
    case when c.old is null then 0 else 1 end as later,
    cast(d.number as bigint) * 86400 + cast(substr(c."at", 12, 2) as bigint) * 3600
      + cast(substr(c."at", 15, 2) as bigint) * 60 + cast(substr(c."at", 18, 2) as bigint)
      - case when substr(c."at", 20, 1) = '-' then -60 else 60 end
        * (cast(substr(c."at", 21, 2) as bigint) * 60 + cast(substr(c."at", 24, 2) as bigint)) as since
  from changes c
  join opportunity o on o.id = c.record
  join calendar d on d.day = substr(c."at", 1, 10)
  where c.kind = 'opportunity' and c.field = 'stage'
    and (:owner is null or o.owner = :owner)
    and (:customer is null or o.customer = :customer)
),
told as (
  select record, stage, day, later, since,
    lag(stage) over (partition by record order by since, later, stage) as before
  from moves
),
steps as (
  select t.record, t.before, t.stage, t.day, t.since, s.place,
    lead(t.since) over (partition by t.record order by t.since, t.later, t.stage) as until,
    lead(t.stage) over (partition by t.record order by t.since, t.later, t.stage) as next_stage,
    lead(t.day) over (partition by t.record order by t.since, t.later, t.stage) as next_day,
    max(s.place) over (
      partition by t.record order by t.since, t.later, t.stage
      rows between current row and unbounded following
    ) as furthest,
    first_value(t.stage) over (partition by t.record order by t.since desc, t.later desc, t.stage desc) as now
  from told t
  left join stage s on s.word = t.stage
  where t.before is null or t.before <> t.stage
)
