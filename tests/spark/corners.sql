-- What real tables have wrong, added to those of a company: a key with two meanings, one spelled with blanks, references to
-- nobody or to somebody else's deal, rows that lack what they need, words that are none, and a day that cannot be.

insert into leads by name
select * replace ('moved elsewhere' as account_id)
from leads
where rowid < 40 and rowid % 4 = 0;
insert into leads by name
select * from leads
where rowid in (3, 9, 27);
insert into leads by name
select * replace (null as lead_id)
from leads
where rowid in (5, 6);
insert into leads by name
select * replace (lead_id || '-new' as lead_id, null as created_at)
from leads
where rowid = 8;
insert into leads by name
select * replace ('  ' || lead_id || ' ' as lead_id)
from leads
where rowid = 11;
insert into leads by name
select * replace (lead_id || '-b' as lead_id, '1A6E-' as owner, -5 as employees)
from leads
where rowid = 12;
insert into lead_events by name
select * replace ('befriended' as event)
from lead_events where rowid % 90 = 0;
insert into lead_events by name
select * replace ('nobody' as lead_id)
from lead_events where rowid % 70 = 0;
insert into lead_events by name
select * from lead_events where rowid % 60 = 0;
insert into lead_events by name
select * replace (upper(event) as event, "at" + interval 1 hour as "at")
from lead_events
where rowid % 50 = 0;
insert into deals by name
select * replace ((select max(lead_id)
from leads) as lead_id)
from deals where rowid % 20 = 0;
insert into deals by name
select * replace (deal_id || '-x' as deal_id, 'nobody' as lead_id, -amount as amount)
from deals
where rowid % 25 = 0;
insert into deal_events by name
select * replace ('no deal' as deal_id)
from deal_events where rowid % 80 = 0;
insert into deal_events by name
select * replace ("at" + interval 9 year as "at")
from deal_events where rowid % 75 = 0;
insert into touches by name
select t.* replace (t.touch_id || '-s' as touch_id, d.deal_id as deal_id)
from touches as t
inner join deals as d on d.rowid = t.rowid % 40
where t.lead_id is not null and t.rowid % 30 = 0;
insert into touches by name
select * replace ('nobody' as lead_id, null as deal_id, touch_id || '-o' as touch_id)
from touches
where rowid % 100 = 0;
insert into touches by name
select * replace ((select min(lead_id)
from leads) as lead_id)
from touches where rowid % 110 = 0;
insert into customers by name
select * from customers where rowid % 9 = 0;
insert into customers by name
select * replace ('no deal' as deal_id)
from customers where rowid = 4;
insert into accounts by name
select * replace (name || ' AG' as name)
from accounts where rowid % 7 = 0;
