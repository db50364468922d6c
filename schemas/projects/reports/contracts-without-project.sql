/*
title: {en: Signed contracts that have no project, zh: 没有项目的已签合同}
help:
  en: Every contract in which the customer pays us needs a project that names it and is not rejected or cancelled. Projects you may not see do not count.
  zh: 每份应收合同都须有一个注明该合同且未被驳回或取消的项目；您无权查看的项目不计。
parameters:
  since: {day: null, help: {en: Only contracts signed from this day on, zh: 只看此日期起签订的}}
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
columns:
  contract: {record: contract, label: {en: Contract, zh: 合同}, key: true}
  customer: {of: contract.customer, empty: {en: none, zh: 未填}}
  sign_date: {of: contract.sign_date}
  owner: {of: contract.owner, empty: {en: none, zh: 未填}}
*/
with served as (
  select distinct contract
  from project
  where contract is not null and coalesce(state, 'draft') not in ('rejected', 'cancelled')
)
select c.id as contract, c.customer, c.sign_date, c.owner
from contract c
left join served p on p.contract = c.id
where coalesce(c.state, 'signed') = 'signed'
  and coalesce(c.direction, 'receivable') <> 'payable'
  and p.contract is null
  and (:since is null or c.sign_date >= :since)
  and (:owner is null or c.owner = :owner)
order by c.sign_date nulls last, c.id
