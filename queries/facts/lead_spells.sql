-- One row per spell of being open of a lead's deals (renewals aside), and whether its end is an exit of the lead: a lost deal
-- is none while another deal of the lead is open. Open is judged after everything of that instant has happened; of several
-- deals lost at one instant the last by its id is the exit.
create temp table lead_spells as
with spells as (
    select
        k.lead_key,
        k.deal_id,
        s.*
    from deal_spells as s
    inner join deal_keys as k on s.deal_key = k.deal_key
    where k.lead_key is not null and not k.is_renewal
),

lost_without_exit as (
    select distinct
        lost.deal_key,
        lost.spell
    from spells as lost
    inner join spells as other on lost.lead_key = other.lead_key and lost.deal_key != other.deal_key
    where
        lost.outcome = 'lost'
        and other.opened_at <= lost.closed_at
        and (
            other.closed_at is null or other.closed_at > lost.closed_at
            or (other.closed_at = lost.closed_at and other.outcome = 'lost' and other.deal_id > lost.deal_id)
        )
)

select
    s.lead_key,
    s.deal_key,
    s.opened_at,
    s.closed_at,
    s.outcome,
    s.close_reason,
    s.outcome is not null and l.deal_key is null as is_exit
from spells as s
left join lost_without_exit as l on s.deal_key = l.deal_key and s.spell = l.spell;
