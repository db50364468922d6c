/*
title: {en: "Resolutions of meetings: done, open and overdue", zh: 会议决议落实情况}
help:
  en: Overdue are those that are open and whose due day is over.
  zh: 逾期指未完成且期限已过的。
parameters:
  by: {words: [who, meeting], help: {en: who (the default) or meeting, zh: who (默认) 或 meeting}}
  who: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  meeting: {record: meeting, help: {en: Only this meeting's, zh: 只看此会议的}}
columns:
  group: {record: {parameter: by, who: person, meeting: meeting}, empty: {en: nobody, zh: 无人}, label: {en: Group, zh: 分组}, key: true}
  resolutions: {as: count, total: sum, label: {en: Resolutions, zh: 决议数}}
  done: {as: count, total: sum, label: {en: Done, zh: 已完成}}
  late: {as: count, total: sum, label: {en: Done late, zh: 延期完成}}
  open: {as: count, total: sum, label: {en: Open, zh: 待办}}
  overdue: {as: count, total: sum, label: {en: Overdue, zh: 逾期}}
  dropped: {as: count, total: sum, label: {en: Dropped, zh: 已取消}}
chart: {stacked: [done, open], by: group}
*/
with asked as (
  select case :by when 'meeting' then r.meeting else r.who end as part, coalesce(r.state, 'open') as state, r.due, r.done_on
  from resolution r
  where (:who is null or r.who = :who) and (:meeting is null or r.meeting = :meeting)
)
select part as "group", count(*) as resolutions,
  sum(case when state = 'done' then 1 else 0 end) as done,
  sum(case when state = 'done' and done_on > due then 1 else 0 end) as late,
  sum(case when state = 'open' then 1 else 0 end) as open,
  sum(case when state = 'open' and due < :as_of then 1 else 0 end) as overdue,
  sum(case when state = 'dropped' then 1 else 0 end) as dropped
from asked
group by part
order by part nulls last
