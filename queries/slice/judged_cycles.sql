-- holds: Cycles that sales judged: a yes is reaching SQL (a win after all too), a no is being rejected or
--   disqualified without it. Marketing's yes is an MQL seen at or before that verdict. cell: both, marketing_only,
--   sales_only, neither. judged_at: the verdict.
-- stands on: cycles
-- sliced by: what it stands on
-- counts: cycles
-- personal: email, name
select
    *,
    case
        when coalesce(observed_mql_at <= judged_at, false)
            then case when reached_sql_at is not null then 'both' else 'marketing_only' end
        when reached_sql_at is not null then 'sales_only'
        else 'neither'
    end as cell
from (
    select
        *,
        coalesce(reached_sql_at, verdict_at) as judged_at
    from cycles
    where reached_sql_at is not null or verdict_exit in ('rejected', 'disqualified')
)
