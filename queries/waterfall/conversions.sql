-- title: Conversions
-- question: Of the cycles that reached a stage and had a full horizon since, how many reached the next one within it?
-- grain: one row per stage but the last, in order
-- caveat: The median counts everybody who entered, the undecided up to now.
-- adds up: entered, mature, converted
-- needs: leads; There are no leads, so there is no waterfall of leads.
-- needs: stages
-- $conversion_from: the window holds cycles that opened at or after this instant
-- $conversion_to: and before this one
-- $horizon_seconds: time a cycle is given to reach the next stage
-- $as_of: the moment looked at

with entries as (
    select
        *,
        reached_at + to_seconds($horizon_seconds) as due_at
    from stage_entries
    where
        opened_at >= $conversion_from and opened_at < $conversion_to and reached_at is not null
        and not is_last_stage
),

observed as (
    select
        stage_number as cohort,
        epoch_us(coalesce(next_reached_at, closed_at, $as_of)) - epoch_us(reached_at) as elapsed,
        case when next_reached_at is not null then 1 when exit is not null and not is_admin then 2 else 0 end as outcome
    from entries
),

judged as (
    select
        stage_number,
        stage,
        next_reached_at <= due_at as is_converted,
        had_full_time(due_at, $as_of, is_admin, closed_at, next_reached_at) as is_mature
    from entries
),

counted as (
    select
        stage_number,
        stage,
        count(*) as entered,
        count(*) filter (where is_mature) as mature,
        count(*) filter (where is_mature and is_converted) as converted
    from judged
    group by stage_number, stage
)

select
    c.stage_number,                                        -- place of the stage converted from, from 1
    c.stage as from_stage,                                 -- stage converted from
    c.entered,                                             -- cycles of the window that reached it
    c.mature,                                              -- of these, with a full horizon since
    c.converted,                                           -- of the mature, reached the next stage within the horizon
    c.converted / nullif(c.mature, 0)::double as rate,     -- converted of the mature
    wilson_low(c.converted, c.mature) as low,              -- lower end of its 95 % interval
    wilson_high(c.converted, c.mature) as high,            -- upper end
    q.p50 / 86400e6 as median_days                         -- days until half of the entered had advanced
from counted as c
left join incidence_quantiles('observed') as q on c.stage_number = q.cohort
order by c.stage_number
