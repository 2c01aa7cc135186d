-- holds: MQLs by the three ways their acceptance is counted. is_decided, is_accepted: handed over in the window, with
--   a verdict. is_reached, is_advanced: came in in the window, accepted so far. is_mature, is_converted: came in in the
--   conversion window, had a full horizon, accepted within it. verdict_reason, reached_reason: why the last way counts
--   it otherwise than the first or the second; null where it does not.
-- stands on: cycles, handoffs
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $from: handed over, or came in, at or after this instant
-- $to: and before this one
-- $conversion_from: of the mature, came in at or after this instant
-- $conversion_to: and before this one
-- $horizon_seconds: time a cycle is given to be accepted, from MQL
-- $as_of: the moment looked at
with placed as (
    select
        c.*,
        h.verdict,
        h.decided_at,
        c.reached_mql_at + to_seconds($horizon_seconds) as due_at,
        coalesce(c.observed_mql_at >= $from and c.observed_mql_at < $to and h.verdict != 'undecided', false) as is_decided,
        c.opened_at >= $from and c.opened_at < $to as is_reached,
        c.opened_at >= $conversion_from and c.opened_at < $conversion_to as is_old_enough
    from cycles as c
    left join handoffs as h
        on c.cycle_id = h.cycle_id and h.last_entry_at >= least($from::timestamp, $conversion_from::timestamp)
    where c.last_entry_at >= least($from::timestamp, $conversion_from::timestamp) and c.reached_mql_at is not null
),
counted as (
    select
        *,
        is_decided and verdict = 'accepted' as is_accepted,
        is_reached and reached_sal_at is not null as is_advanced,
        is_old_enough and had_full_time(due_at, $as_of, is_admin, closed_at, reached_sal_at) as is_mature
    from placed
),
judged as (
    select
        *,
        is_mature and coalesce(reached_sal_at <= due_at, false) as is_converted,
        case
            when is_mature then null
            when opened_at >= $conversion_to then 'younger'
            when opened_at < $conversion_from then 'older'
            when due_at > $as_of then 'not_due'
            else 'closed'
        end as immature_reason
    from counted
)
select
    *,
    case
        when is_decided = is_mature and is_accepted = is_converted then null
        when not is_mature then immature_reason
        when is_accepted and not is_converted then 'late'
        when is_decided then 'won_after_all'
        when observed_mql_at is null then 'skipped'
        when verdict = 'undecided' then 'undecided'
        when verdict = 'accepted' and not is_converted then 'late'
        when observed_mql_at < $from then 'earlier'
        else 'later'
    end as verdict_reason,
    case
        when is_reached = is_mature and is_advanced = is_converted then null
        when not is_mature then immature_reason
        when is_reached then 'late'
        when opened_at < $from then 'before'
        else 'after'
    end as reached_reason
from judged
where is_decided or is_reached or is_mature
