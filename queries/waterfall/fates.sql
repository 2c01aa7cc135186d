-- title: Fates
-- question: What became of every lead that came in?
-- grain: one row per fate some cycle of the cohort has
-- caveat: Open fates look at touches by people only; what a machine sent moves nobody.
-- adds up: cycles

with judged as (
    select fate
    from fates
)

select
    fate,                    -- what became of the cycle
    count(*) as cycles       -- cycles of the cohort with this fate
from judged
group by fate
order by fate
