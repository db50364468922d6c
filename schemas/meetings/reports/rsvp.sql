/*
title: {en: Who comes to which meeting, zh: 会议回执统计}
help:
  en: Meetings that are neither closed nor cancelled, from since on. Over tells how many more say yes or maybe than there are seats.
  zh: 自 since 起未关闭、未取消的会议。超员指参加和待定人数超出座位数的人数。
parameters:
  since: {day: today, help: {en: First day; today when not said, zh: "起始日期, 默认今天"}}
  person: {record: person, help: {en: Only meetings this person is asked to, zh: 只看邀请此人的}}
columns:
  meeting: {record: meeting, label: {en: Meeting, zh: 会议}, key: true}
  day: {as: day, label: {en: Day, zh: 日期}}
  asked: {as: count, label: {en: Asked, zh: 邀请}}
  comes: {as: count, label: {en: "Yes", zh: 参加}}
  maybe: {as: count, label: {en: Maybe, zh: 待定}}
  stays: {as: count, label: {en: "No", zh: 不参加}}
  silent: {as: count, label: {en: No answer, zh: 未答复}}
  over: {as: count, label: {en: Over, zh: 超员}}
chart: {stacked: [comes, maybe, stays, silent], by: meeting}
*/
with asked as (
  select parent, count(*) as asked,
    sum(case when answer = 'yes' then 1 else 0 end) as comes,
    sum(case when answer = 'maybe' then 1 else 0 end) as maybe,
    sum(case when answer = 'no' then 1 else 0 end) as stays,
    sum(case when answer is null then 1 else 0 end) as silent,
    max(case when person = :person then 1 else 0 end) as mine
  from meeting_participants
  group by parent
)
select m.id as meeting, substr(m.starts, 1, 10) as day, a.asked, a.comes, a.maybe, a.stays, a.silent,
  case when a.comes + a.maybe > r.seats then a.comes + a.maybe - r.seats when r.seats is not null then 0 end as over
from meeting m
join asked a on a.parent = m.id
left join room r on r.id = m.room
where coalesce(m.state, 'draft') not in ('closed', 'cancelled')
  and substr(m.starts, 1, 10) >= :since
  and (:person is null or a.mine = 1)
order by m.starts, m.id
