-- title: What stands on the screens
-- question: How many leads and deals are there, how many deals name their lead, how did they end, when did they come in?
-- grain: one row
-- caveat: Of all records up to the moment looked at, renewals too. Leads count as answered once, however often they came.
-- adds up: leads, answered, deals, linked, won, lost, still_open
-- $as_of: the moment looked at
-- $time_zone: the company's time zone

with came_in as (
    select
        count(*) as leads,
        min(created_at) as first_at,
        max(created_at) as last_at
    from leads
    where created_at < $as_of
),

answers as (
    select count(distinct lead_key) as answered
    from cycles
    where response_at is not null
),

dealt as (
    select
        count(*) as deals,
        count(lead_key) as linked,
        count(*) filter (where status = 'won') as won,
        count(*) filter (where status = 'lost') as lost,
        count(*) filter (where status = 'open') as still_open,
        min(created_at) as first_at,
        max(created_at) as last_at
    from deals
)

select
    leads,                                                                                   -- leads that came in
    answered,                                                                                -- of these, leads a person answered
    deals,                                                                                   -- deals that were created
    linked,                                                                                  -- of these, deals whose lead is there
    won,                                                                                     -- of these, deals that were won
    lost,                                                                                    -- of these, deals that were lost
    still_open,                                                                              -- of these, deals that are open
    local_day(least(came_in.first_at, dealt.first_at), $time_zone) as first_on,              -- day the first lead or deal came in
    local_day(greatest(came_in.last_at, dealt.last_at), $time_zone) as last_on               -- day the last one came in
from came_in
cross join answers
cross join dealt
