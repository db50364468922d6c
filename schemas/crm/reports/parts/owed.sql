-- Binding contracts on which something is open or was paid too much.
summed as (
  select contract, sum(open) as open, min(case when open > 0 then due end) as next_due,
    sum(case when due < :on then open else 0 end) as overdue
  from instalments
  group by contract
),
owed as (
  select b.id as contract, b.customer, b.owner, b.direction, s.next_due, coalesce(e.target, b.currency) as currency,
    coalesce(round(s.open * e.factor + 0.0000001, 2), s.open, 0) as open,
    coalesce(round(s.overdue * e.factor + 0.0000001, 2), s.overdue, 0) as overdue,
    coalesce(round(b.amount * e.factor + 0.0000001, 2), b.amount) as amount,
    coalesce(round(b.paid * e.factor + 0.0000001, 2), b.paid) as paid,
    case
      when b.paid <= b.amount then 0
      else coalesce(round((b.paid - b.amount) * e.factor + 0.0000001, 2), b.paid - b.amount)
    end as credit
  from binding b
  left join summed s on s.contract = b.id
  left join exchange e on e.currency = b.currency
  where s.open > 0 or b.paid > b.amount
)
