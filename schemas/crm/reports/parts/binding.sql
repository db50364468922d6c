-- Contracts that bind and were signed by the day asked about. Left out, and told in `faulty`: those whose amounts contradict each other.
scheduled as (
  select s.parent, round(sum(s.amount), 4) as scheduled,
    min(coalesce(s.amount_currency, '')) as due_from, max(coalesce(s.amount_currency, '')) as due_to
  from contract_schedule s
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
    and coalesce(p.paid, 0) >= 0 and coalesce(s.scheduled, 0) <= c.amount
    and coalesce(p.paid_from, c.amount_currency) = c.amount_currency
    and coalesce(p.paid_to, c.amount_currency) = c.amount_currency
    and coalesce(s.due_from, c.amount_currency) = c.amount_currency
    and coalesce(s.due_to, c.amount_currency) = c.amount_currency
),
faulty as (
  select c.id
  from contract c
  left join paid p on p.parent = c.id
  left join scheduled s on s.parent = c.id
  where coalesce(c.state, 'signed') in ('signed', 'closed')
    and (c.sign_date is null or c.sign_date <= :on)
    and (coalesce(c.amount, -1) < 0
      or coalesce(p.paid, 0) < 0 or coalesce(s.scheduled, 0) > c.amount
      or coalesce(p.paid_from, c.amount_currency) <> c.amount_currency
      or coalesce(p.paid_to, c.amount_currency) <> c.amount_currency
      or coalesce(s.due_from, c.amount_currency) <> c.amount_currency
      or coalesce(s.due_to, c.amount_currency) <> c.amount_currency)
)
