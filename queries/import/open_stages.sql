-- The stages of open deals that no flag calls so, and whether every deal in each should have closed by now.
-- $today: the day of the import

create or replace temp table open_stages as
select
    lower(stage) as folded,
    bool_and(coalesce(expected_close_on < $today, false)) as is_past
from deal_endings
where coalesce(state, last_kind) = 'open' and not is_flagged and stage is not null
group by lower(stage);
