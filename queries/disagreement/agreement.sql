-- title: Agreement
-- question: Do marketing and sales agree on what a good lead is, beyond what chance would give?
-- grain: one row
-- caveat: Chance-corrected figures mean nothing when sales judged only what marketing picked; they are left out then.
-- adds up: n
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- needs: verdict
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one, so that sales has had time

with cells as (
    select
        count(*) filter (where cell = 'both') as "both",
        count(*) filter (where cell = 'marketing_only') as marketing_only,
        count(*) filter (where cell = 'sales_only') as sales_only,
        count(*) filter (where cell = 'neither') as neither
    from judged_cycles
    where opened_at >= $conversion_from and opened_at < $conversion_to
),

agreed as (
    select
        *,
        n > 0 and sales_only + neither = 0 as is_one_sided
    from agreement('cells')
)

select
    n,                                                            -- cycles judged
    po,                                                           -- share on which both said the same
    case when not is_one_sided then kappa end as kappa,           -- agreement beyond chance, Cohen's
    case when not is_one_sided then kappa_max end as kappa_max,   -- the largest kappa the two totals allow
    case when not is_one_sided then ac1 end as ac1,               -- agreement beyond chance, Gwet's
    case when not is_one_sided then alpha end as alpha,           -- agreement beyond chance, Krippendorff's
    positive_agreement,                                           -- how far the two yeses overlap
    negative_agreement,                                           -- how far the two noes overlap
    bias,                                                         -- marketing's surplus of yeses, as a share of n
    prevalence,                                                   -- surplus of common yeses over common noes
    mcnemar_p,                                                    -- chance of such a lopsided dispute (exact)
    is_one_sided                                                  -- sales judged only what marketing picked
from agreed
