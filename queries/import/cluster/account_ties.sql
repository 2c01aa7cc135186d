-- The accounts of deals that an import looks for among those there are: of several the first that is, of one that was
-- merged what it became. Other accounts of deals need not be there.

with several as (
    select
        file,
        line
    from row_keys
    where fed = 'deals' and funnel_review_account is not null
    group by file, line
    having count(distinct funnel_review_account) > 1
),

merged as (
    select distinct funnel_review_account as account
    from row_keys
    where fed = 'merged_records' and funnel_review_account is not null
)

select distinct
    k.home as one,
    k.funnel_review_account as other
from key_homes as k
left join several on k.file = several.file and k.line = several.line
left join merged on k.funnel_review_account = merged.account
where
    k.fed = 'deals' and k.home <> k.funnel_review_account
    and (several.line is not null or merged.account is not null);
