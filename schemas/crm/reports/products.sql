/*
title: {en: "Products sold, and who wants them", zh: 产品销售及意向}
help:
  en: Lines of orders that are not cancelled, at quantity times unit price. Wanted by counts the customers that think of a product.
  zh: 未取消订单的明细，金额为数量乘以单价。意向客户为有意向该产品的客户数。
with: [exchange]
parameters:
  since: {day: null, help: {en: First day of the order, zh: 订单日期起}}
  until: {day: null, help: {en: Last day of the order, zh: 订单日期止}}
  owner: {record: person, help: {en: Only this person's, zh: 只看此人的}}
  customer: {record: customer, help: {en: Only this customer's, zh: 只看此客户的}}
  in: {currency: null, help: {en: "A currency: converts by [rates] of kehu.toml", zh: "币种: 按 kehu.toml 的 [rates] 换算"}}
columns:
  product: {record: product, empty: {en: none, zh: 未填}, label: {en: Product, zh: 产品}, key: true}
  quantity: {as: number, total: sum, label: {en: Quantity, zh: 数量}}
  amount: {as: money, currency: currency, total: sum, label: {en: Amount, zh: 金额}}
  orders: {as: count, total: sum, label: {en: Orders, zh: 订单数}}
  buyers: {as: count, label: {en: Buyers, zh: 购买}}
  has: {as: count, label: {en: Users, zh: 在用}}
  wants: {as: count, label: {en: Wanted, zh: 意向}}
  currency: {hide: true, key: true}
chart: {bars: [amount], by: product}
*/
with sold as (
  select l.product, coalesce(e.target, l.price_currency) as currency, count(distinct d.id) as orders,
    count(distinct d.customer) as buyers, sum(l.quantity) as quantity,
    round(sum(coalesce(round(l.quantity * l.price * e.factor + 0.0000001, 2), l.quantity * l.price)) + 0.0000001, 2) as amount
  from deal_lines l
  join deal d on d.id = l.parent
  left join exchange e on e.currency = l.price_currency
  where (d.state is null or d.state <> 'cancelled')
    and (:since is null or d.date >= :since)
    and (:until is null or d.date <= :until)
    and (:owner is null or d.owner = :owner)
    and (:customer is null or d.customer = :customer)
  group by l.product, coalesce(e.target, l.price_currency)
),
named as (
  select v.value as product, 1 as has, 0 as wants, v.parent
  from customer_has_products v
  union all
  select v.value, 0, 1, v.parent
  from customer_wants_products v
),
held as (
  select n.product, sum(n.has) as has, sum(n.wants) as wants
  from named n
  join customer c on c.id = n.parent
  where (:owner is null or c.owner = :owner)
    and (:customer is null or c.id = :customer)
  group by n.product
),
met as (
  select product
  from sold
  union
  select product
  from held
)
select m.product, s.quantity, s.amount, coalesce(s.orders, 0) as orders, coalesce(s.buyers, 0) as buyers,
  coalesce(h.has, 0) as has, coalesce(h.wants, 0) as wants, s.currency
from met m
left join sold s on s.product = m.product
left join held h on h.product = m.product
order by m.product nulls last, s.currency nulls last
