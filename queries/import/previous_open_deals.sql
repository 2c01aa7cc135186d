-- The deals (renewals aside) that were open at the end of the generation before, with what they were worth there.

insert into previous_open_deals
select deal_facts.deal_id, deal_facts.amount
from previous.deal_spells
inner join previous.deal_facts on deal_facts.deal_key = deal_spells.deal_key
where deal_spells.closed_at is null and not deal_facts.is_renewal
order by deal_facts.deal_key;
