-- All that came in and all that was spent: payments of customers against claims, pay and payments to others.
entries as (
  select 'claim' as source, record, day, person, department, customer, project, sort, what, amount as cost,
    0 * amount as income, currency
  from spent
  union all
  select 'payroll', record, day, person, department, null, null, null, null, cost, 0 * cost, currency
  from paid_out
  union all
  select 'contract', record, day, person, department, customer, project, null, what,
    case when direction = 'payable' then amount else 0 * amount end,
    case when direction = 'payable' then 0 * amount else amount end, currency
  from contract_money
)
