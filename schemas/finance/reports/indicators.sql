/*
title: {en: Indicators, zh: 指标}
help: {en: "The company's figures: each is a question in SQL, answered of what the reader may see.", zh: 公司的各项指标：每项为一个 SQL 查询，按查看人可见的内容计算。}
parameters:
  since: {day: null, help: {en: "First day, :since in the questions", zh: "起始日, 查询中的 :since"}}
  until: {day: null, help: {en: "Last day, :until in the questions", zh: "截止日, 查询中的 :until"}}
columns:
  indicator: {record: indicator, label: {en: Indicator, zh: 指标}, key: true}
  value: {as: question, label: {en: Value, zh: 数值}}
  unit: {of: indicator.unit}
  meaning: {of: indicator.meaning}
drill:
  value: [show, "{indicator}"]
*/
select id as indicator, sql as value, unit, meaning
from indicator
order by name, id
