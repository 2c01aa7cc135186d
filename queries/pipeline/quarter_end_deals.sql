-- title: Deals pushed or won
-- question: Which deals had their close date pushed, or were won, in the 52 weeks, and which at a quarter's end?
-- grain: one row per event, the last five days of a quarter first
-- adds up: rows
-- $what: pushed or won
-- $year_from: the 52 weeks start at this instant
-- $as_of: the moment looked at, where they end
-- $time_zone: the company's time zone
-- $rows: at most so many

with happened as (
    select
        d.*,
        case $what when 'won' then d.closed_at else m.happened_at end as moment
    from deals as d
    left join deal_moves as m on d.deal_key = m.deal_key and not m.is_move and $what = 'pushed'
    where not d.is_renewal and ($what = 'pushed' or d.status = 'won')
)

select
    deal_id,                                                      -- the deal's key in the CRM
    deal_name,                                                    -- the deal
    company,                                                      -- the buyer
    owner,                                                        -- who works it
    amount as value,                                              -- value, null when not known
    moment as happened_at,                                        -- when it was pushed or won (UTC)
    is_quarter_end(local_day(moment, $time_zone)) as is_late,     -- in the last five days of a quarter
    status                                                        -- open, won or lost now
from happened
where moment >= $year_from and moment < $as_of
order by is_late desc, moment desc, deal_id
limit $rows
