/*
title:
  en: How many opportunities come on from each stage, and how long they stay
  zh: 各阶段的转化率和停留时间
help:
  en: Advanced means into a later stage, won included; Still, that it stands there now. Median and mean days are of stays that ended.
  zh: 前进指进入更后的阶段（含赢单）；仍在指现处该阶段；天数只计已结束的停留。
with: [steps]
parameters:
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  since: {day: null, help: {en: Only stages entered from this day on, zh: 只计此日期起进入的阶段}}
columns:
  stage: {words: opportunity.stage, key: true, label: {en: Stage, zh: 阶段}}
  entered: {as: count, label: {en: Entered, zh: 进入}}
  advanced: {as: count, label: {en: Advanced, zh: 前进}}
  advanced_share: {as: percent, label: {en: "%", zh: 前进率}}
  won: {as: count, label: {en: Won, zh: 赢单}}
  won_share: {as: percent, label: {en: Won %, zh: 赢单率}}
  lost: {as: count, label: {en: Lost, zh: 丢单}}
  still: {as: count, label: {en: Still, zh: 仍在}}
  median_days: {as: tenths, label: {en: Median, zh: 中位天数}}
  mean_days: {as: tenths, label: {en: Mean days, zh: 平均天数}}
chart: {bars: [entered, advanced, won], by: stage}
*/
with visits as (
  select record, stage, place, furthest, now,
    case when until < since then 0 else until - since end as stay,
    row_number() over (partition by record, stage order by since) as visit
  from steps
  where place < 5 and (:since is null or day >= :since)
),
stays as (
  select stage, stay,
    row_number() over (partition by stage order by stay) as nth,
    count(*) over (partition by stage) as stays
  from visits
  where stay is not null
),
lengths as (
  select stage, round(avg(case when nth * 2 between stays and stays + 2 then stay end) / 8640.0) / 10.0 as median_days,
    round(avg(stay) / 8640.0) / 10.0 as mean_days
  from stays
  group by stage
),
counts as (
  select stage, place, count(*) as entered,
    sum(case when furthest > place then 1 else 0 end) as advanced,
    sum(case when now = 'won' then 1 else 0 end) as won,
    sum(case when now = 'lost' then 1 else 0 end) as lost,
    sum(case when now = stage then 1 else 0 end) as still
  from visits
  where visit = 1
  group by stage, place
)
select c.stage, c.entered, c.advanced, cast(round(100e0 * c.advanced / c.entered) as integer) as advanced_share,
  c.won, cast(round(100e0 * c.won / c.entered) as integer) as won_share, c.lost, c.still,
  l.median_days, l.mean_days
from counts c
left join lengths l on l.stage = c.stage
order by c.place
