/*
title: {en: "Plans kept and missed, by person", zh: 计划完成情况 (按人员)}
help:
  en: In time means done on its day or before; missed means its day is over and it is neither done nor dropped.
  zh: 按时指当天或之前完成；错过指日期已过，既未完成也未取消。
parameters:
  by: {words: [person, month, week], help: {en: "person (the default), month or week", zh: "person (默认)、month 或 week"}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  since: {day: -90d, help: {en: First day planned for; 90 days ago when not said, zh: "计划日期起, 默认 90 天前"}}
  until: {day: null, help: {en: Last day planned for, zh: 计划日期止}}
columns:
  group: {record: {parameter: by, person: person}, empty: {en: nobody, zh: 无人}, label: {en: Group, zh: 分组}, key: true}
  plans: {as: count, total: sum, label: {en: Plans, zh: 计划数}}
  in_time: {as: count, total: sum, label: {en: In time, zh: 按时完成}}
  late: {as: count, total: sum, label: {en: Late, zh: 延期完成}}
  missed: {as: count, total: sum, label: {en: Missed, zh: 错过}}
  ahead: {as: count, total: sum, label: {en: Ahead, zh: 待完成}}
  dropped: {as: count, total: sum, label: {en: Dropped, zh: 已取消}}
  kept_share: {as: percent, label: {en: In time %, zh: 按时率}}
chart: {stacked: [in_time, late, missed], by: group}
*/
with asked as (
  select case :by when 'month' then d.month when 'week' then d.week else coalesce(p.who, p."by") end as part,
    case
      when p.dropped is not null then 'dropped'
      when p.done is not null and substr(p.done, 1, 10) <= p.date then 'in time'
      when p.done is not null then 'late'
      when p.date < :as_of then 'missed'
      else 'ahead'
    end as outcome
  from plan p
  join calendar d on d.day = p.date
  where p.date >= :since
    and (:until is null or p.date <= :until)
    and (:person is null or coalesce(p.who, p."by") = :person)
),
counted as (
  select part, count(*) as plans,
    sum(case when outcome = 'in time' then 1 else 0 end) as in_time,
    sum(case when outcome = 'late' then 1 else 0 end) as late,
    sum(case when outcome = 'missed' then 1 else 0 end) as missed,
    sum(case when outcome = 'ahead' then 1 else 0 end) as ahead,
    sum(case when outcome = 'dropped' then 1 else 0 end) as dropped
  from asked
  group by part
)
select part as "group", plans, in_time, late, missed, ahead, dropped,
  case when in_time + late + missed > 0 then cast(round(100e0 * in_time / (in_time + late + missed)) as integer) end as kept_share
from counted
order by part nulls last
