-- What somebody should know of deals whose end no flag tells of. A stage looks closed by its name, when every deal in it
-- should have closed by now and others' not, or when the deal was won before it.
-- $today: the day of the import

insert into noted
with told as (
    select *, coalesce(state, last_kind) as kind
    from deal_endings
),

stages as (
    select
        lower(stage) as folded,
        bool_and(coalesce(expected_close_on < $today, false)) as is_past
    from told
    where kind = 'open' and not is_flagged and stage is not null
    group by lower(stage)
),

past as (
    select folded from stages where is_past and not (select bool_and(is_past) from stages)
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
            or lower(stage) in (select folded from past)
            or deal_id in (select deal_id from deal_turns where kind = 'won' and is_kept)
        )
)

select file_number, line, 'deal_events', 'event', reason, value
from notes;
