-- Contracts that bind and were signed by the day asked about. Left out, and told in `faulty`: those whose amounts contradict each other.
scheduled as (
  select s.parent, round(sum(s.amount), 4) as scheduled,
    sum(case when s.amount_currency = c.amount_currency then 0 else 1 end) as foreign_instalments
  from contract_schedule s
  join contract c on c.id = s.parent
  group by s.parent
),
binding as (
  select c.id, c.customer, c.owner, c.sign_date, c.amount, c.amount_currency as currency,
    case when c.direction = 'payable' then 'payable' else 'receivable' end as direction,
    coalesce(p.paid, 0) as paid, coalesce(s.scheduled, 0) as scheduled
  from contract c
  left join paid p on p.parent = c.id
  left join scheduled s on s.parent = c.id
  where coalesce(c.state, 'signed') in ('signed', 'closed')
    and (c.sign_date is null or c.sign_date <= :on)
    and c.amount >= 0
    and coalesce(p.paid, 0) >= 0 and coalesce(p.foreign_payments, 0) = 0
    and coalesce(s.scheduled, 0) <= c.amount and coalesce(s.foreign_instalments, 0) = 0
),
faulty as (
  select c.id
  from contract c
  left join paid p on p.parent = c.id
  left join scheduled s on s.parent = c.id
  where coalesce(c.state, 'signed') in ('signed', 'closed')
    and (c.sign_date is null or c.sign_date <= :on)
    and (coalesce(c.amount, -1) < 0
      or coalesce(p.paid, 0) < 0 or coalesce(p.foreign_payments, 0) <> 0
      or coalesce(s.scheduled, 0) > c.amount or coalesce(s.foreign_instalments, 0) <> 0)
)
