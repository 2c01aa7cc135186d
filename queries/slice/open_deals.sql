-- Deals open at $as_of (renewals aside) with their age in the stage against its limit, the causes that hold among
-- $judged_causes, and the evidence of each. Limits and loads are the company's, whatever the slice.
-- $as_of: the moment looked at
-- $as_of_day: its local day
-- $judged_causes: the causes of stalling the data can judge
with stay as (
    select
        d.*,
        v.stage,
        v.entered_at
    from deals as d
    inner join company_visits as v on d.deal_key = v.deal_key and v.left_at is null
    where d.status = 'open' and not d.is_renewal
),
human_touches as materialized (
    from company_deal_touches
    where deal_key in (select deal_key from stay)
),
last_touches as (
    select
        deal_key,
        max(happened_at) as last_touch_at,
        max(happened_at) filter (where not is_outbound) as last_inbound_at
    from human_touches
    group by deal_key
),
chases as (
    select
        t.deal_key,
        count(*) as unanswered
    from human_touches as t
    inner join last_touches as l on t.deal_key = l.deal_key
    where t.is_outbound and t.happened_at > l.last_inbound_at
    group by t.deal_key
),
pushes as (
    select
        deal_key,
        count(*) as pushes
    from company_moves
    where not is_move
    group by deal_key
),
loads as (
    select
        d.owner,
        r.team,
        count(*) as load
    from company_deals as d
    left join reps as r on d.owner = r.rep
    where d.status = 'open' and not d.is_renewal and d.owner is not null
    group by d.owner, r.team
),
team_loads as (
    select
        *,
        median(load) over (partition by team) as usual_load
    from loads
),
aged as (
    select
        s.*,
        (epoch_us($as_of::timestamp) - epoch_us(s.entered_at)) / 86400e6 as age_days,
        coalesce(l.limit_days, (select p.limit_days from company_limits as p where p.is_pooled), 30) as limit_days,
        coalesce(p.pushes, 0) as pushes,
        t.last_touch_at,
        t.last_inbound_at,
        coalesce(c.unanswered, 0) as unanswered,
        s.cycle_response_at as response_at,
        o.load,
        o.usual_load
    from stay as s
    left join company_limits as l on not l.is_pooled and s.stage is not distinct from l.stage
    left join pushes as p on s.deal_key = p.deal_key
    left join last_touches as t on s.deal_key = t.deal_key
    left join chases as c on s.deal_key = c.deal_key
    left join team_loads as o on s.owner = o.owner
),
bant as (
    select
        *,
        coalesce(budget::int, 0) + coalesce(authority::int, 0) + coalesce(need::int, 0) + coalesce(timing::int, 0)
            as bant_known_true,
        coalesce(budget, authority, need, timing) is not null as is_bant_known
    from aged
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
            case
                when cycle_opened_at + to_days(1) <= $as_of::timestamp
                    and (response_at is null or response_at > cycle_opened_at + to_days(1)) then 'slow_first_response'
            end,
            case when load > 1.5 * usual_load then 'owner_overloaded' end
        ], lambda cause: cause is not null and list_contains($judged_causes::varchar[], cause)) as found
    from bant
)
select
    * exclude (found),
    age_days > limit_days as is_stalled,
    case when len(found) = 0 then ['unexplained'] else found end as causes
from held
