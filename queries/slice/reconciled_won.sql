-- holds: Enquiries of the window that are won by now, and deals won in it, whenever their lead came in: a row per such
--   enquiry with the first of its deals won in the window, and one per other such deal. reason: why only one of the two
--   counts it; null where both do.
-- stands on: cycles, deals
-- sliced by: what it stands on
-- counts: cycles and deals
-- personal: email, name, deal_name
-- $from: opened, or won, at or after this instant
-- $to: and before this one
with won_deals as (
    select
        deal_key,
        deal_id,
        deal_name,
        company as deal_company,
        source as deal_source,
        owner as deal_owner,
        amount,
        cycle_id as deal_cycle_id,
        cycle_opened_at,
        closed_at as deal_won_at,
        case when row_number() over (partition by cycle_id order by closed_at, deal_key) = 1 then cycle_id end as first_of
    from deals
    where not is_renewal and status = 'won' and closed_at >= $from and closed_at < $to
),
won_cycles as (
    select *
    from cycles
    where opened_at >= $from and opened_at < $to and won_at is not null
)
select
    c.*,
    d.* exclude (first_of),
    c.cycle_id is not null as is_first,
    d.deal_key is not null as is_second,
    case
        when d.deal_key is null then 'no_deal'
        when c.cycle_id is not null then null
        when d.deal_cycle_id is null then 'no_enquiry'
        when d.cycle_opened_at < $from or d.cycle_opened_at >= $to then 'other_weeks'
        when d.first_of is null then 'again'
        else 'elsewhere'
    end as reason
from won_cycles as c
full join won_deals as d on c.cycle_id = d.first_of
