-- A deal is open from its creation or reopening to its outcome, and open once at a time.
select
    s.deal_key,
    s.spell
from deal_spells as s
left join deal_facts as d on s.deal_key = d.deal_key
where
    s.closed_at < s.opened_at
    or s.next_opened_at < coalesce(s.closed_at, timestamp 'infinity')
    or (s.closed_at is null) <> (s.outcome is null)
    or (s.spell = 1 and s.opened_at is distinct from d.created_at);
