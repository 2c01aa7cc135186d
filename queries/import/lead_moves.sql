-- One row per entry and exit that leads' histories tell of. A lead that is set back, to an earlier stage or to none, was
-- recycled; set back within a day of an exit, that was the exit; later, it begins anew. Whoever was won begins anew.

create or replace temp table lead_moves as
with ranked as (
    select
        *,
        list_position(['none', 'inquiry', 'aql', 'mql', 'tal', 'tql', 'tgl', 'sal', 'sgl', 'sql', 'won'], event) as rank
    from loading_lead_history
    where merged_from is null or event not in ('merged', 'duplicate')
),

numbered as (
    select
        *,
        row_number() over (
            partition by lead_id, merged_from order by ranked.at, rank is null, rank, event, actor, reason
        ) as step
    from ranked
),

placed as (
    select
        *,
        last_value(rank ignore nulls) over earlier as rank_before,
        last_value(case when rank is not null then step end ignore nulls) over earlier as entry_before,
        last_value(case when rank is null then step end ignore nulls) over earlier as exit_before,
        last_value(case when rank is null then numbered.at end ignore nulls) over earlier as exited_at
    from numbered
    window earlier as (
        partition by lead_id, merged_from order by step rows between unbounded preceding and 1 preceding
    )
),

judged as (
    select
        *,
        coalesce(rank < rank_before and rank_before < 11, false) as is_back,
        coalesce(exit_before > entry_before, false) as is_out
    from placed
)

select
    lead_id,
    judged.at as happened_at,
    case when is_back and not is_out then 'recycled' else event end as event,
    actor,
    reason,
    day_only,
    file_number
from judged
where
    case
        when is_back and not is_out then true
        when is_back and judged.at - exited_at <= interval 1 day then false
        else event <> 'none'
    end;
