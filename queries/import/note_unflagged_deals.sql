-- What somebody should know of deals whose end no flag tells of. A stage looks closed by its name, or when the deal was
-- won before it.

insert into noted
with told as (
    select *, coalesce(state, last_kind) as kind
    from deal_endings
),

notes as (
    select file_number, line, 'outcome_by_name' as reason, stage as value
    from told
    where kind in ('won', 'lost') and is_by_name
    union all
    select file_number, line, 'outcome_unknown', stage
    from told
    where state = 'unclear' and coalesce(last_kind, 'open') = 'open'
    union all
    select file_number, line, 'looks_closed', stage
    from told
    where
        kind = 'open' and not is_flagged
        and (
            has_closing_name(stage)
            or deal_id in (select deal_id from deal_turns where kind = 'won' and is_kept)
        )
)

select file_number, line, 'deal_events', 'event', reason, value
from notes;
