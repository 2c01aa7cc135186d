-- holds: Enquiries of the conversion window that are won by now, and customers won from its enquiries, renewals aside: a
--   row per such enquiry with the first of its customers, and one per further customer, is_further. Of customers:
--   started_on, null where there is none.
-- stands on: cycles, company_customers
-- sliced by: what it stands on
-- counts: cycles and customers
-- personal: email, name
-- $conversion_from: came in at or after this instant
-- $conversion_to: and before this one
with bought as (
    select
        cycle_id,
        deal_id,
        started_on,
        row_number() over (partition by cycle_id order by started_on, deal_id) > 1 as is_further
    from company_customers
    where cycle_id is not null and not is_renewal
)
select
    c.*,
    b.deal_id,
    b.started_on,
    coalesce(b.is_further, false) as is_further
from cycles as c
left join bought as b on c.cycle_id = b.cycle_id
where c.opened_at >= $conversion_from and c.opened_at < $conversion_to and (c.won_at is not null or b.deal_id is not null)
