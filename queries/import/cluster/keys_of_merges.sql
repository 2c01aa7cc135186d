-- The keys of the records that a row says became one. Stands behind a `with merged as (…)`.

, ids as (
    select
        line,
        records,
        unnest([merged_id, survivor_id]) as id
    from merged
)

select
    line,
    'merged_records' as fed,
    case records when 'leads' then id end as funnel_review_lead,
    case records when 'deals' then id end as funnel_review_deal,
    case records when 'accounts' then id end as funnel_review_account,
    null::varchar as funnel_review_touch
from ids;
