/*
title: {en: How much rooms are used, zh: 会议室使用情况}
help:
  en: "Hours of meetings that are not cancelled; the share is of eight hours on each day from Monday to Friday."
  zh: "未取消会议的时长；占用率按周一至周五每天八小时计。"
parameters:
  by: {words: [room, week], help: {en: room (the default) or week, zh: room (默认) 或 week}}
  since: {day: -28d, help: {en: First day; 28 days ago when not said, zh: "起始日期, 默认 28 天前"}}
  until: {day: +13d, help: {en: Last day; 13 days ahead when not said, zh: "截止日期, 默认 13 天后"}}
  room: {record: room, help: {en: Only this room, zh: 只看此会议室}}
columns:
  group: {record: {parameter: by, room: room}, label: {en: Group, zh: 分组}, key: true}
  meetings: {as: count, total: sum, label: {en: Meetings, zh: 会议数}}
  hours: {as: tenths, label: {en: Hours, zh: 小时}}
  share: {as: percent, label: {en: Used %, zh: 占用率}}
chart: {bars: [hours], by: group}
*/
with days as (
  select day, week from calendar where day >= :since and day <= :until and weekday <= 5
),
rooms as (
  select id from room where :room is null or id = :room
),
edges as (
  select id, 'starts' as edge, starts as moment from meeting where starts is not null
  union all
  select id, 'ends', ends from meeting where ends is not null
),
-- The minute of each, whatever zone it is written in.
clock as (
  select e.id, e.edge, c.number * 1440 + cast(substr(e.moment, 12, 2) as integer) * 60 + cast(substr(e.moment, 15, 2) as integer)
    - case substr(e.moment, 20, 1) when '-' then -1 else 1 end
      * (cast(substr(e.moment, 21, 2) as integer) * 60 + cast(substr(e.moment, 24, 2) as integer)) as minute
  from edges e
  join calendar c on c.day = substr(e.moment, 1, 10)
),
held as (
  select case :by when 'week' then c.week else m.room end as part, (e.minute - s.minute) / 60e0 as hours
  from meeting m
  join rooms r on r.id = m.room
  join calendar c on c.day = substr(m.starts, 1, 10)
  join clock s on s.id = m.id and s.edge = 'starts'
  join clock e on e.id = m.id and e.edge = 'ends'
  where coalesce(m.state, 'draft') <> 'cancelled' and c.day >= :since and c.day <= :until
),
counted as (
  select (select count(*) from days) as days, (select count(*) from rooms) as rooms
),
open as (
  select r.id as part, 8 * c.days as hours from rooms r cross join counted c where :by <> 'week'
  union all
  select d.week, 8 * count(*) * max(c.rooms) from days d cross join counted c where :by = 'week' group by d.week
)
select o.part as "group", count(h.hours) as meetings, round(coalesce(sum(h.hours), 0) * 10) / 10 as hours,
  case when o.hours > 0 then cast(round(100 * coalesce(sum(h.hours), 0) / o.hours) as integer) end as share
from open o
left join held h on h.part = o.part
group by o.part, o.hours
order by o.part
