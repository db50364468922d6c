-- Lines of claims that are approved or paid. Without a department of its own a claim counts for the applicant's.
spent as (
  select x.id as record, x.date as day, x.applicant as person, coalesce(x.department, p.department) as department,
    x.customer, x.project, l.type as sort, l.what, l.amount, l.amount_currency as currency
  from expense_lines l
  join expense x on x.id = l.parent
  left join person p on p.id = x.applicant
  where x.state in ('approved', 'paid')
)
