-- title: What a fit of the weights rests on
-- question: Which answers to the criteria came with which outcome, company by company?
-- grain: one row per make-up of a company's worked leads, the commonest first
-- caveat: Companies with leads alike are one row, so that as few are drawn from as there are kinds of them.
-- adds up: no; a company's leads may lie in two parts
-- needs: definition
-- needs: leads; There are no leads to judge.
-- needs: touches; There are no touches, so nothing says which leads were worked; of the others there is no outcome.
-- needs: stage SQL
-- $blocks: the window is cut by time into so many blocks of equal numbers of cycles

with blocked as (
    select
        coalesce('account ' || account_id, 'lead ' || lead_key) as company,
        ntile($blocks::bigint) over (order by opened_at, cycle_id) as block,
        array_to_string(
            list_transform(icp_verdicts, lambda is_met: coalesce(is_met::integer::varchar, '?')), ''
        ) as answers,
        is_sql::integer as outcome
    from calibrated_cycles
    where is_worked
),

companies as (
    select list(format('{}:{}:{}', block, answers, outcome) order by block, answers, outcome) as leads
    from blocked
    group by company
)

select
    leads,                       -- of each worked cycle: its block, an answer per criterion (1, 0, ?), reached SQL (1, 0)
    count(*) as companies        -- companies with these
from companies
group by leads
order by companies desc, leads
