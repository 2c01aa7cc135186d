-- A cycle opens first; stages are reached in the order of the waterfall; an answer and an exit come after the opening.
select
    cycle_id,
    lead_key
from cycles
where
    least(reached_mql_at, reached_sal_at, reached_sql_at, won_at) < opened_at
    or least(first_closed_at, late_won_at, response_at, contact_at) < opened_at
    or reached_mql_at > reached_sal_at
    or reached_sal_at > reached_sql_at
    or reached_sql_at > won_at
    or response_mql_at < reached_mql_at
    or late_won_at < first_closed_at
    or (first_exit is null) <> (first_closed_at is null)
union all
select
    cycle_id,
    lead_key
from account_cycles
where
    least(reached_mql_at, reached_sal_at, reached_sql_at, won_at, first_closed_at, late_won_at) < opened_at
    or reached_mql_at > reached_sal_at
    or reached_sal_at > reached_sql_at
    or reached_sql_at > won_at
    or (first_exit is null) <> (first_closed_at is null);
