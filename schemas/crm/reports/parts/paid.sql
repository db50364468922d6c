-- What was paid on each contract by the day asked about, and the first and last of the currencies paid in.
paid as (
  select p.parent, round(sum(p.amount), 4) as paid,
    min(coalesce(p.amount_currency, '')) as paid_from, max(coalesce(p.amount_currency, '')) as paid_to
  from contract_payments p
  where p."on" <= :on
  group by p.parent
)
