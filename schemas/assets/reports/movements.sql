/*
title: {en: "Movements of assets: who took, returned and moved what", zh: 资产变动记录}
help:
  en: Every step in the trail of an asset, newest first, with who had it and where it was after it.
  zh: 资产流程的每一步，新的在前，并列出之后的使用人和地点。
parameters:
  asset: {record: asset, help: {en: Only this asset, zh: 只看此资产}}
  user: {record: person, help: {en: Only what this person had or did, zh: 只看此人使用或办理的}}
  since: {day: -365d, help: {en: First day; a year ago when not said, zh: "起始日期, 默认一年前"}}
  until: {day: today, help: {en: Last day; today when not said, zh: "截止日期, 默认今天"}}
columns:
  day: {as: day, label: {en: Day, zh: 日期}}
  asset: {label: {en: Asset, zh: 资产}, key: true}
  move: {label: {en: Move, zh: 动作}, key: true}
  by: {record: person, label: {en: By, zh: 办理人}}
  user: {record: person, label: {en: User, zh: 使用人}}
  place: {label: {en: Place, zh: 地点}}
  step: {hide: true, key: true}
*/
select substr(t."at", 1, 10) as day, t.parent as asset, t."move" as "move", t."by" as "by", t.values_user as "user",
  t.values_place as place, t.id as step
from asset_trail t
join asset a on a.id = t.parent
where substr(t."at", 1, 10) >= :since and substr(t."at", 1, 10) <= :until
  and (:asset is null or t.parent = :asset)
  and (:user is null or t.values_user = :user or t."by" = :user)
order by t."at" desc, t.parent, t.position desc
