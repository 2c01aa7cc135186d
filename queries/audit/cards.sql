-- title: Cards
-- question: What may somebody know of a lead who judges it blind?
-- grain: one row per card whose lead is still there
-- caveat: Nothing that says where the lead came from, what anybody thought of it, or what became of it.
-- adds up: no; a deck is drawn from the leads of the whole company
-- $lead_ids: leads of the cards
-- $cycle_numbers: which of their cycles

with cards as (
    select
        unnest($lead_ids::varchar[]) as lead_id,
        unnest($cycle_numbers::bigint[]) as cycle_number
)

select
    d.lead_id,         -- the lead
    d.cycle_number,    -- which of its cycles
    c.company,         -- company of the lead
    c.industry,        -- its industry
    c.employees,       -- how many people it has
    c.annual_revenue,  -- its revenue in a year
    c.country,         -- where it is
    c.title            -- what the lead does there
from cards as d
inner join cycles as c on d.lead_id = c.lead_id and d.cycle_number = c.cycle_number
order by d.lead_id, d.cycle_number
