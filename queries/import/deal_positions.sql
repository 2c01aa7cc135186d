-- One row per deal whose record says where it stands: the row changed last, where several do.

create or replace temp table deal_positions as
with named as (
    select
        records.deal_id,
        coalesce(meanings.event, records.event) as stage,
        coalesce(records.is_closed, meanings.is_closed) as is_closed,
        coalesce(records.is_won, meanings.is_won) as is_won,
        records.at as close_date,
        records.modified_at,
        records.actor,
        records.reason,
        records.day_only,
        records.file_number,
        records.line
    from loading_deal_records as records
    left join stage_meanings as meanings on lower(records.event) = meanings.folded
    where records.event is not null or records.is_closed is not null or records.is_won is not null
)

select
    *,
    outcome_of(stage, is_closed, is_won) as state,
    is_closed is not null as is_flagged,
    is_won is null and not is_standard_outcome(stage) as is_by_name
from named
qualify row_number() over (
    partition by deal_id order by modified_at desc nulls last, close_date desc nulls last, stage, is_closed, is_won, reason, actor
) = 1;
