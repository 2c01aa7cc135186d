-- The cycles numbered from $from up to $to, in the order they opened, behind those written before: a join keeps no
-- order, and many wide rows at once do not fit in an import's memory.
insert into cycles
select *
from cycle_rows
where cycle_id >= $from and cycle_id < $to
order by cycle_id;
