/*
title: {en: Pay, zh: 工资福利}
help: {en: "What people earned, what was kept back and what was paid out, by month, department or person; of those whose pay the reader may see.", zh: 按月、部门或人员汇总应发、扣除和实发；只计查看人可见的工资。}
with: [paid_out, exchange]
parameters:
  by: {words: [month, department, person], help: {en: "month, department or person", zh: month、department 或 person}}
  since: {day: null, help: {en: First day, zh: 起始日}}
  until: {day: null, help: {en: Last day, zh: 截止日}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  group: {record: {parameter: by, department: department, person: person}, empty: {en: none, zh: 未填}, label: {en: Group, zh: 分组}, key: true}
  people: {as: count, label: {en: People, zh: 人数}}
  earned: {as: money, currency: currency, total: sum, label: {en: Earned, zh: 应发}}
  kept_back: {as: money, currency: currency, total: sum, label: {en: Kept back, zh: 扣除}}
  net: {as: money, currency: currency, total: sum, label: {en: Net, zh: 实发}}
  cost: {as: money, currency: currency, total: sum, label: {en: Cost, zh: 成本}}
  currency: {hide: true, key: true}
drill:
  cost: [report, entries, source=payroll, "{by}={group}|without={by}", "since={since}", "until={until}"]
chart: {bars: [earned, net], by: group}
*/
with told as (
  select case :by when 'department' then r.department when 'person' then r.person else substr(r.day, 1, 7) end as part, r.person,
    coalesce(round(r.earned * e.factor + 0.0000001, 2), r.earned) as earned,
    coalesce(round(r.net * e.factor + 0.0000001, 2), r.net) as net,
    coalesce(round(r.cost * e.factor + 0.0000001, 2), r.cost) as cost, coalesce(e.target, r.currency) as currency
  from paid_out r
  left join exchange e on e.currency = r.currency
  where (:since is null or r.day >= :since) and (:until is null or r.day <= :until)
)
select part as "group", count(distinct person) as people, round(sum(earned), 4) as earned,
  round(sum(earned) - sum(net), 4) as kept_back, round(sum(net), 4) as net, round(sum(cost), 4) as cost, currency
from told
group by part, currency
order by part nulls last, currency
