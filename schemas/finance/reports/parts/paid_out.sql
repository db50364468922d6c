-- What a month of a person costs: gross pay, allowances, and what the company pays on top; what is paid out, and when.
allowed as (
  select parent, sum(amount) as amount
  from payroll_allowances
  group by parent
),
paid_out as (
  select r.id as record, r.date as day, r.person, coalesce(r.department, p.department) as department, r.state, r.paid_on,
    round(r.gross + coalesce(a.amount, 0), 4) as earned, round(r.gross + coalesce(a.amount, 0) + coalesce(r.employer, 0), 4) as cost,
    r.total as net, r.gross_currency as currency
  from payroll r
  left join allowed a on a.parent = r.id
  left join person p on p.id = r.person
)
