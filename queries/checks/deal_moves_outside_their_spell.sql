-- A deal moves to a stage only while it is open.
select
    m.deal_key,
    m.happened_at
from deal_moves as m
left join deal_spells as s on m.deal_key = s.deal_key and m.spell = s.spell
where m.is_move and (s.opened_at is null or m.happened_at < s.opened_at or m.happened_at > s.closed_at);
