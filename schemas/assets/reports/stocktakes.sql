/*
title: {en: What differed when assets were counted, zh: 盘点差异}
help:
  en: Lines that are not as the book had them, the newest count first. Those not found in a count that goes on are missing so far.
  zh: 与账面不符的明细，最近的盘点在前。盘点未结束时，尚未盘到的列为盘亏。
parameters:
  stocktake: {record: stocktake, help: {en: Only this count, zh: 只看此次盘点}}
  since: {day: null, help: {en: First day of the count, zh: 盘点日期起}}
columns:
  stocktake: {record: stocktake, label: {en: Stocktake, zh: 盘点}, key: true}
  number: {label: {en: Number, zh: 编号}, key: true}
  difference:
    words: {missing: {en: missing, zh: 盘亏}, unexpected: {en: not expected, zh: 不应在此}, differs: {en: differs, zh: 不符}, unknown: {en: unknown, zh: 编号不明}}
    label: {en: Difference, zh: 差异}
  place: {label: {en: Place, zh: 账面地点}}
  found: {label: {en: Found at, zh: 实际地点}}
  settlement: {label: {en: Settled by, zh: 处理}}
*/
with lines as (
  select l.parent, l.position, l."read" as number, coalesce(l.difference, 'missing') as difference, l.place, l.found_place,
    l.settlement, s."date" as day
  from stocktake_lines l
  join stocktake s on s.id = l.parent
  where (:stocktake is null or l.parent = :stocktake)
    and (:since is null or s."date" >= :since)
)
select parent as stocktake, number, difference, place, found_place as found, settlement
from lines
where difference <> 'none'
order by day desc nulls last, parent, position
