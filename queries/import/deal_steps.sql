-- One row per step of a deal's history, with how the deal stood after it. A step before the deal's creation counts at
-- the creation. Of a deal that others were merged into, its own history, where it has one.

create or replace temp table deal_steps as
with named as (
    select
        history.* exclude (event, is_closed, is_won),
        coalesce(meanings.event, history.event) as event,
        coalesce(history.is_closed, meanings.is_closed) as is_closed,
        coalesce(history.is_won, meanings.is_won) as is_won
    from loading_deal_history as history
    left join stage_meanings as meanings on lower(history.event) = meanings.folded
    qualify dense_rank() over (partition by deal_id order by merged_from nulls first) = 1
),

kinds as (
    select *, outcome_of(event, is_closed, is_won) as kind
    from (select distinct event, is_closed, is_won from named) as stages
)

select
    named.deal_id,
    greatest(named.at, deals.created_at) as happened_at,
    case when kinds.kind = 'unclear' then 'open' else kinds.kind end as kind,
    named.event,
    named.is_closed is not null as is_flagged,
    named.is_won is null and not is_standard_outcome(named.event) as is_by_name,
    named.actor,
    named.reason,
    named.file_number,
    named.line,
    named.at as recorded_at,
    named.day_only
from named
inner join loading_deals as deals on named.deal_id = deals.deal_id
inner join kinds
    on
        named.event = kinds.event
        and named.is_closed is not distinct from kinds.is_closed
        and named.is_won is not distinct from kinds.is_won;
