/*
title: {en: "Appraisals: how people and their superiors see it", zh: 绩效考核结果}
help:
  en: The newest assessment of the person, and the newest of the appraiser, or of anybody else when none is named.
  zh: 本人最近一次自评，以及考核人最近一次评定 (未指定考核人时取他人最近一次评定)。
parameters:
  period: {text: true, help: {en: "Only this period: 2026, 2026-Q4", zh: "只看此期间: 2026、2026-Q4"}}
  person: {record: person, help: {en: Only this person's, zh: 只看此人的}}
columns:
  appraisal: {label: {en: Appraisal, zh: 编号}, key: true}
  period: {of: appraisal.period}
  person: {of: appraisal.person}
  self: {as: count, label: {en: Self, zh: 自评}}
  superior: {as: count, label: {en: Superior, zh: 上级评}}
  apart: {as: count, label: {en: Apart, zh: 差距}}
  result: {of: appraisal.result}
  state: {of: appraisal.state}
chart: {bars: [self, superior], by: person}
*/
with assessed as (
  select a.id, s.score, s."by" = a.person as own,
    row_number() over (partition by a.id, s."by" = a.person order by s."at" desc, s.id desc) as nth
  from appraisal a
  join assessment s on s.parent = a.id
  where s."by" = a.person or a.appraiser is null or s."by" = a.appraiser
),
scores as (
  select id, max(case when own then score end) as self, max(case when not own then score end) as superior
  from assessed
  where nth = 1
  group by id
)
select a.id as appraisal, a.period, a.person, s.self, s.superior, s.superior - s.self as apart, a.result, a.state
from appraisal a
left join scores s on s.id = a.id
where (:period is null or a.period = :period)
  and (:person is null or a.person = :person)
order by a.period, a.person, a.id
