/*
title: {en: From which stage opportunities went to which, zh: 销售机会的阶段转换}
help:
  en: Share is that of all that left the stage; days are those spent in it before.
  zh: 占比为离开该阶段的机会中转入此阶段的比例；天数为转出前的停留时间。
with: [steps]
parameters:
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  since: {day: null, help: {en: Only changes from this day on, zh: 只计此日期起的转换}}
columns:
  from_stage: {words: opportunity.stage, key: true, label: {en: From, zh: 原阶段}}
  to_stage: {words: opportunity.stage, key: true, label: {en: To, zh: 转入}}
  moves: {as: count, total: sum, label: {en: Times, zh: 次数}}
  share: {as: percent, label: {en: Share, zh: 占比}}
  mean_days: {as: tenths, label: {en: Mean days, zh: 平均天数}}
chart: {bars: [moves], by: to_stage}
*/
with moved as (
  select s.stage as from_stage, coalesce(s.place, 9) as from_place, s.next_stage as to_stage, coalesce(n.place, 9) as to_place,
    case when s.until < s.since then 0 else s.until - s.since end as stay
  from steps s
  left join stage n on n.word = s.next_stage
  where s.next_stage is not null and (:since is null or s.next_day >= :since)
),
leavers as (
  select from_stage, count(*) as moves
  from moved
  group by from_stage
)
select m.from_stage, m.to_stage, count(*) as moves, cast(round(100e0 * count(*) / max(l.moves)) as integer) as share,
  round(avg(m.stay) / 8640.0) / 10.0 as mean_days
from moved m
join leavers l on l.from_stage = m.from_stage
group by m.from_place, m.from_stage, m.to_place, m.to_stage
order by m.from_place, m.from_stage, m.to_place, m.to_stage
