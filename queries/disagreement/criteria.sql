-- title: Criteria that tell the disputed apart
-- question: Which criteria of either team do leads meet that only marketing, or only sales, wanted?
-- grain: one row per criterion of either team, the widest gap first
-- caveat: Shares are of the leads whose answer is known.
-- adds up: marketing_only_known, sales_only_known
-- needs: leads; There are no leads, so there is nothing to disagree on.
-- needs: stage MQL
-- needs: verdict
-- needs: teams; Both teams' own definitions are needed: marketing.toml and sales.toml beside the shared one, or named
--   under [definitions] in the settings.
-- $conversion_from: cycles that opened at or after this instant
-- $conversion_to: and before this one, so that sales has had time
-- $marketing_criteria: names of the criteria of marketing's definition, in its order
-- $sales_criteria: names of the criteria of sales' definition, in its order

with criteria as (
    select
        'marketing' as team,
        unnest($marketing_criteria::varchar[]) as name,
        unnest(range(len($marketing_criteria::varchar[]))) as position
    union all
    select
        'sales' as team,
        unnest($sales_criteria::varchar[]) as name,
        unnest(range(len($sales_criteria::varchar[]))) as position
),

disputed as materialized (
    select
        cell,
        marketing_verdicts,
        sales_verdicts
    from verdicts
    where opened_at >= $conversion_from and opened_at < $conversion_to and cell in ('marketing_only', 'sales_only')
),

met as (
    select
        'marketing' as team,
        cell,
        unnest(marketing_verdicts) as is_met,
        unnest(range(len(marketing_verdicts))) as position
    from disputed
    union all
    select
        'sales' as team,
        cell,
        unnest(sales_verdicts) as is_met,
        unnest(range(len(sales_verdicts))) as position
    from disputed
),

shares as (
    select
        team,
        position,
        avg(is_met::integer) filter (where cell = 'marketing_only') as marketing_only,
        avg(is_met::integer) filter (where cell = 'sales_only') as sales_only,
        count(is_met) filter (where cell = 'marketing_only') as marketing_only_known,
        count(is_met) filter (where cell = 'sales_only') as sales_only_known
    from met
    group by team, position
)

select
    c.team,                                             -- whose criterion
    c.position + 1 as position,                         -- its place in that team's definition, from 1
    c.name,                                             -- the criterion
    s.marketing_only,                                   -- share meeting it of the leads only marketing wanted
    s.sales_only,                                       -- share meeting it of the leads only sales wanted
    coalesce(s.marketing_only_known, 0) as marketing_only_known,    -- leads only marketing wanted of which it is known
    coalesce(s.sales_only_known, 0) as sales_only_known,            -- leads only sales wanted of which it is known
    s.marketing_only - s.sales_only as gap              -- the difference
from criteria as c
left join shares as s on c.team = s.team and c.position = s.position
order by round(abs(gap), 12) desc nulls last, c.team, c.name, c.position
