-- What was paid on each contract by the day asked about, and how many of the payments are not in its currency.
paid as (
  select p.parent, round(sum(p.amount), 4) as paid,
    sum(case when p.amount_currency = c.amount_currency then 0 else 1 end) as foreign_payments
  from contract_payments p
  join contract c on c.id = p.parent
  where p."on" <= :on
  group by p.parent
)
