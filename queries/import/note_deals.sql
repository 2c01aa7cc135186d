-- What somebody should know of where the deals' records and histories differ, and of what was corrected.

insert into noted
with notes as (
    select file_number, line, 'outcome_corrected' as reason, event as value
    from deal_turns
    where not is_kept
    union all
    select file_number, line, 'close_date_differs', close_date::varchar
    from deal_endings
    where
        case
            when ending = 'agrees' then abs(epoch(close_date) - epoch(last_at)) >= 86400
            else ending in ('added', 'replaced') and epoch(last_at) - epoch(closed_at) >= 86400
        end
    union all
    select file_number, line, 'state_differs', last_event || ' → ' || coalesce(stage, state)
    from deal_endings
    where ending in ('replaced', 'dropped', 'reopened')
    union all
    select file_number, line, 'undated_outcome', state
    from deal_endings
    where ending = 'added' and closed_at is null
)

select file_number, line, 'deal_events', 'event', reason, value
from notes;
