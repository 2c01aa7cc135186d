-- holds: Waits for a first human answer, by the clock $clock: from the opening (`inquiry`) or from MQL (`mql`), of
--   all cycles but those of $outbound_sources, whose leads we spoke to first. Null sources stay. ended_at, outcome:
--   the answer (1), the cycle's close by a verdict without one (2), any other end or $as_of (0). talked_at: the first
--   contact, that answer when somebody was reached or the lead's own next word.
-- stands on: cycles
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
-- $as_of: the moment looked at
-- $clock: where the clock starts: inquiry (the opening) or mql
-- $outbound_sources: sources whose leads we spoke to first, left out; may be empty
select
    *,
    coalesce(answered_at, closed_at, $as_of::timestamp) as ended_at,
    case
        when answered_at is not null then 1
        when exit in ('rejected', 'recycled', 'disqualified', 'lost') then 2
        else 0
    end as outcome
from (
    select
        *,
        case $clock when 'mql' then reached_mql_at else opened_at end as started_at,
        case $clock when 'mql' then response_mql_at else response_at end as answered_at,
        case $clock when 'mql' then response_mql_day_only else response_day_only end as answered_day_only,
        case $clock when 'mql' then contact_mql_at else contact_at end as talked_at
    from cycles
    where
        len($outbound_sources::varchar[]) = 0
        or source is null or not list_contains($outbound_sources::varchar[], source)
)
