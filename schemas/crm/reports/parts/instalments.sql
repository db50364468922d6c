-- The parts of each binding contract, and what is open of each: payments go to the earliest due, then to those without
-- a day, last to what the schedule leaves of the amount.
parts_of as (
  select parent as contract, position, due, amount
  from contract_schedule
  union all
  select id, 1000000, null, round(amount - scheduled, 4)
  from binding
  where scheduled < amount
),
reached as (
  select contract, due, amount,
    round(sum(amount) over (
      partition by contract order by due nulls last, position
      rows between unbounded preceding and current row
    ), 4) as upto
  from parts_of
),
instalments as (
  select r.contract, r.due,
    case
      when b.paid >= r.upto then 0
      when b.paid <= r.upto - r.amount then r.amount
      else round(r.upto - b.paid, 4)
    end as open
  from reached r
  join binding b on b.id = r.contract
)
