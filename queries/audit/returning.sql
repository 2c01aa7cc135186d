-- title: Cards that come back
-- question: Which leads of earlier decks are judged once more, to see whether a head says the same again?
-- grain: one row per card
-- adds up: no; a deck is drawn from the leads of the whole company
-- $lead_ids: leads of the cards of earlier decks
-- $cycle_numbers: which of their cycles
-- $seed: what chance rests on
-- $rows: so many come back

with earlier as (
    select
        unnest($lead_ids::varchar[]) as lead_id,
        unnest($cycle_numbers::bigint[]) as cycle_number
)

select
    e.lead_id,       -- the lead
    e.cycle_number   -- which of its cycles
from earlier as e
inner join cycles as c on e.lead_id = c.lead_id and e.cycle_number = c.cycle_number
order by md5(concat_ws('|', $seed, e.lead_id, e.cycle_number))
limit $rows
