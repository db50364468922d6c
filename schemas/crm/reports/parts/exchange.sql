-- How many units of the currency asked for one of another is worth; no rows when amounts stay as they are.
-- Converted amounts are rounded to two decimals, halves up: the 0.0000001 outweighs what floats lack.
exchange as (
  select f.currency, f.worth / t.worth as factor, t.currency as target
  from rate f
  join rate t on t.currency = :in
  where f.currency <> t.currency
)
