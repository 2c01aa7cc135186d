-- holds: Deals of the whole company open at $as_of (renewals aside) with their age in the stage against its limit, the
--   causes that hold among $judged_causes, and the evidence of each.
-- stands on: company_aged_deals, reps, business_days
-- sliced by: nothing; limits and loads are the company's, so each slice takes its deals out of it
-- kept: every slice takes its deals out of it at one moment
-- counts: deals
-- personal: email, name, deal_name
-- $as_of: the moment looked at
-- $as_of_day: its local day
-- $judged_causes: the causes of stalling the data can judge
-- $sla_clock: whether a slow first response is counted in elapsed or in working time of the owner's calendar
-- $time_zone: the company's calendar, for owners without one of their own
with aged as materialized (
    from company_aged_deals
),
intervals as (
    select
        a.deal_key,
        coalesce(r.time_zone, $time_zone) as calendar,
        a.cycle_opened_at as start_at,
        unnest([$as_of::timestamp, a.response_at]) as end_at,
        unnest(['watched', 'waited']) as span
    from aged as a
    left join warehouse.lead_facts as f on a.lead_key = f.lead_key
    left join reps as r on f.owner = r.rep
    where a.cycle_opened_at is not null
),
clocks as (
    select
        deal_key,
        max(clock_minutes) filter (where span = 'watched') >= 1440
        and coalesce(max(clock_minutes) filter (where span = 'waited') > 1440, true) as is_answered_slowly
    from clock_minutes('intervals', 'business_days', $sla_clock)
    group by deal_key
),
bant as (
    select
        aged.*,
        c.is_answered_slowly,
        coalesce(budget::int, 0) + coalesce(authority::int, 0) + coalesce(need::int, 0) + coalesce(timing::int, 0)
            as bant_known_true,
        coalesce(budget, authority, need, timing) is not null as is_bant_known
    from aged
    left join clocks as c on aged.deal_key = c.deal_key
),
held as (
    select
        *,
        list_filter([
            case when next_step is null then 'no_next_step' end,
            case when next_step_on < $as_of_day then 'next_step_overdue' end,
            case when expected_close_on < $as_of_day then 'close_date_passed' end,
            case when pushes >= 2 then 'pushed_twice' end,
            case
                when last_touch_at is null or last_touch_at + to_days(14) <= $as_of::timestamp then 'no_activity'
            end,
            case when last_inbound_at + to_days(14) < $as_of::timestamp and unanswered >= 2 then 'ghosted' end,
            case when contacts <= 1 then 'single_threaded' end,
            case when lead_key is not null and icp_tier in ('Out', 'C', 'D') then 'outside_icp' end,
            case when lead_key is not null and is_bant_known and bant_known_true < 3 then 'bant_gap' end,
            case when is_answered_slowly then 'slow_first_response' end,
            case when load > 1.5 * usual_load then 'owner_overloaded' end
        ], lambda cause: cause is not null and list_contains($judged_causes::varchar[], cause)) as found
    from bant
)
select
    * exclude (found, is_answered_slowly),
    age_days > limit_days as is_stalled,
    step_verdict(next_step, next_step_on, $as_of_day, $judged_causes::varchar[]) as step_verdict,
    date_diff('day', $as_of_day, next_step_on) as days_to_step,
    case when len(found) = 0 then ['unexplained'] else found end as causes
from held
