-- The deals from the key $from up to $to behind those written before: many wide rows at once do not fit in an
-- import's memory.
insert into deal_facts
select *
from deal_rows
where deal_key >= $from and deal_key < $to
order by deal_key;
