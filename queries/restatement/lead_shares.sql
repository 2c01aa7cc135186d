-- title: What each lead adds
-- question: How much does each lead add to the figures that are counts of leads?
-- grain: one row per figure and lead that counts in it
-- caveat: Rates, medians and curves are nobody's sum and stand in no row.
-- adds up: rows
-- $from: leads that came in, waited or were qualified at or after this instant
-- $to: and before this one

with counted as (
    select
        'waterfall.cohort' as figure,
        w.lead_id
    from fates as f
    inner join waterfall_cycles as w on f.cycle_id = w.cycle_id
    union all
    select
        'waterfall.fates.' || f.fate as figure,
        w.lead_id
    from fates as f
    inner join waterfall_cycles as w on f.cycle_id = w.cycle_id
    union all
    select
        'waterfall.stages[' || s.stage || '].reached' as figure,
        w.lead_id
    from stage_entries as s
    inner join waterfall_cycles as w on s.cycle_id = w.cycle_id
    where s.opened_at >= $from and s.opened_at < $to and s.reached_at is not null
    union all
    select
        unnest(
            ['response.n', case when answered_at is not null then 'response.responded' end]
        ) as figure,
        lead_id
    from waits
    where started_at >= $from and started_at < $to
    union all
    select
        unnest(
            [
                'disagreement.handoff.mql', 'disagreement.handoff.' || verdict,
                case when is_unworked then 'disagreement.handoff.accepted_unworked' end
            ]
        ) as figure,
        lead_id
    from handoffs
    where observed_mql_at >= $from and observed_mql_at < $to
)

select
    figure,               -- the figure, by its path in the JSON
    lead_id,              -- the lead's key in the CRM
    count(*) as amount    -- what it adds
from counted
where figure is not null
group by figure, lead_id
order by figure, lead_id
