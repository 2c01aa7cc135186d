-- A lead, a deal and a touch are one row each, in the facts as in what was imported.
with counted as (
    select
        'leads' as kind,
        (select count(*) from leads) as imported,
        (select count(*) from lead_facts) as facts
    union all
    select
        'deals',
        (select count(*) from deals),
        (select count(*) from deal_facts)
    union all
    select
        'touches',
        (select count(*) from touches),
        (select count(*) from cycle_touches)
)

select *
from counted
where imported <> facts;
