-- Payments of contracts, with whom they belong to.
contract_money as (
  select c.id as record, y."on" as day, c.owner as person, p.department, c.customer, c.project, c.name as what,
    case when c.direction = 'payable' then 'payable' else 'receivable' end as direction, y.amount,
    y.amount_currency as currency
  from contract_payments y
  join contract c on c.id = y.parent
  left join person p on p.id = c.owner
)
