-- Deals as they stood at $as_of: in their last spell of being open, or closed by its outcome.
-- $as_of: the moment looked at
select
    d.deal_key,
    d.deal_id,
    d.created_at,
    d.lead_key,
    d.lead_id,
    d.cycle_id,
    d.cycle_number,
    d.cycle_opened_at,
    case
        when d.cycle_response_at < $as_of and coalesce(
            d.cycle_response_at <= case
                when d.cycle_late_won_at < $as_of then d.cycle_late_won_at
                when d.cycle_first_closed_at < $as_of then d.cycle_first_closed_at
            end, true
        ) then d.cycle_response_at
    end as cycle_response_at,
    d.is_renewal,
    s.spell,
    s.opened_at as spell_opened_at,
    case when s.spell > 1 then s.opened_at end as reopened_at,
    case when s.closed_at < $as_of then s.closed_at end as closed_at,
    case when s.closed_at < $as_of then s.outcome else 'open' end as status,
    case when s.closed_at < $as_of then s.close_reason end as close_reason,
    d.deal_name,
    d.deal_owner,
    d.amount,
    d.currency,
    d.expected_close_on,
    d.next_step,
    d.next_step_on,
    d.contacts,
    d.source,
    d.campaign,
    d.email,
    d.name,
    d.title,
    d.company,
    d.domain,
    d.industry,
    d.employees,
    d.annual_revenue,
    d.country,
    d.region,
    d.account_id,
    d.owner,
    d.engagement_score,
    d.readiness_score,
    d.budget,
    d.authority,
    d.need,
    d.timing
from warehouse.deal_facts as d
inner join warehouse.deal_spells as s on d.deal_key = s.deal_key
where
    d.created_at < $as_of and s.opened_at < $as_of
    and (s.next_opened_at is null or s.next_opened_at >= $as_of)
