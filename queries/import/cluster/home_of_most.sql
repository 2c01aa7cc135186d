-- The key that most rows of one part go by, and of what it is one; null where most name none.

select
    funnel_review_home as own_key,
    case
        when bool_or(funnel_review_home = funnel_review_account) then 'account'
        when bool_or(funnel_review_home = funnel_review_lead) then 'lead'
        else 'deal'
    end as kind,
    count(*) as row_count
from rows_of_part
group by funnel_review_home
order by row_count desc, own_key
limit 1;
