-- title: Completeness of open deals
-- question: What share of the open deals has each field filled?
-- grain: one row per field of a deal
-- caveat: Source and owner are the lead's where the deal has none.
-- adds up: deals, filled

with counted as (
    select
        count(*) as deals,
        count(amount) as amount,
        count(expected_close_on) as expected_close_on,
        count(next_step) as next_step,
        count(next_step_on) as next_step_on,
        count(contacts) as contacts,
        count(lead_key) as lead,
        count(source) as source,
        count(owner) as owner
    from deals
    where status = 'open'
),

by_field as (
    unpivot counted
    on amount, expected_close_on, next_step, next_step_on, contacts, lead, source, owner
    into name field value filled
)

select
    field,                                        -- field of a deal
    deals,                                        -- open deals
    filled,                                       -- of these, with the field filled
    filled / nullif(deals, 0)::double as share,   -- share of them
    wilson_low(filled, deals) as low,             -- lower end of its 95 % interval
    wilson_high(filled, deals) as high            -- upper end
from by_field
where deals > 0
order by share, field
