-- title: Completeness of leads
-- question: What share of the new leads has each field filled, now and in the window before?
-- grain: one row per field of a lead
-- caveat: A field an account knows counts as filled for its leads.
-- adds up: leads, filled
-- $previous_from: start of the window before
-- $from: the window holds leads created at or after this instant
-- $to: and before this one

with counted as (
    select
        created_at >= $from as is_now,
        count(*) as leads,
        count(source) as source,
        count(campaign) as campaign,
        count(email) as email,
        count(name) as name,
        count(title) as title,
        count(company) as company,
        count(industry) as industry,
        count(employees) as employees,
        count(annual_revenue) as annual_revenue,
        count(country) as country,
        count(region) as region,
        count(owner) as owner,
        count(engagement_score) as engagement_score,
        count(readiness_score) as readiness_score,
        count(budget) as budget,
        count(authority) as authority,
        count(need) as need,
        count(timing) as timing
    from leads
    where created_at >= $previous_from and created_at < $to
    group by is_now
),

by_field as (
    unpivot counted
    on
        source, campaign, email, name, title, company, industry, employees, annual_revenue, country, region, owner,
        engagement_score, readiness_score, budget, authority, need, timing
    into name field value filled
),

paired as (
    select
        field,
        coalesce(sum(filled) filter (where is_now), 0)::bigint as filled,
        coalesce(sum(leads) filter (where is_now), 0)::bigint as leads,
        sum(filled) filter (where not is_now) / sum(leads) filter (where not is_now) as share_before
    from by_field
    group by field
)

select
    field,                                        -- field of a lead
    leads,                                        -- leads created in the window
    filled,                                       -- of these, with the field filled
    filled / nullif(leads, 0)::double as share,   -- share of them
    wilson_low(filled, leads) as low,             -- lower end of its 95 % interval
    wilson_high(filled, leads) as high,           -- upper end
    share_before                                  -- the share in the window before
from paired
order by share, field
