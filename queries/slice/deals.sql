-- holds: Deals as they stood at $as_of: in their last spell of being open, or closed by its outcome; with the columns
--   they have of their own, else of their lead.
-- sliced by: columns of the lead, cycle
-- judged as: source, company, name, owner, account_id from lead_facts by lead_key
-- values of: deal_facts
-- counts: deals
-- personal: email, name, deal_name
-- $as_of: the moment looked at
select
    s.spell,
    case when s.closed_at < $as_of then s.closed_at end as closed_at,
    case when s.closed_at < $as_of then s.outcome else 'open' end as status,
    case when s.closed_at < $as_of then s.close_reason end as close_reason,
    d.* exclude (cycle_first_closed_at, cycle_late_won_at) replace (
        visible_answer(
            d.cycle_response_at,
            d.cycle_response_at,
            visible_close(d.cycle_first_closed_at, d.cycle_late_won_at, $as_of),
            $as_of
        ) as cycle_response_at
    )
from warehouse.deal_facts as d
inner join warehouse.deal_spells as s on d.deal_key = s.deal_key
where
    d.created_at < $as_of and s.opened_at < $as_of
    and (s.next_opened_at is null or s.next_opened_at >= $as_of)
