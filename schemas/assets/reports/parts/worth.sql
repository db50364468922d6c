-- What each asset that was there on a day is worth at its end: of the row of charges that began last, the worth before it
-- less a charge for each month that is over. A month is over at the end of its last day.
month_ends as (
  select month, max(day) as last_day
  from calendar
  group by month
),
months_over as (
  select max(cast(substr(month, 1, 4) as integer) * 12 + cast(substr(month, 6, 2) as integer) - 1) as number
  from month_ends
  where last_day <= :on
),
worth as (
  select a.id, a.price, a.price_currency as currency,
    case
      when d.parent is null then a.price
      when m.number - d.start + 1 < d.months then round(d.worth - d.amount * (m.number - d.start + 1), 3)
      else round(d.worth - d.amount * d.months, 3)
    end as value
  from asset a
  cross join months_over m
  left join asset_depreciation d on d.parent = a.id and d.start <= m.number and (d.next is null or d.next > m.number)
  where (a.disposed is null or a.disposed > :on)
    and (a.bought is null or a.bought <= :on)
)
