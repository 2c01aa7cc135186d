-- Conversions of the window, from one wide row per cycle; instants are microseconds. SQLite and PostgreSQL.
select
    source,
    count(*) as entered,
    sum(case when opened + 7776000000000 <= 1794783600000000 then 1 else 0 end) as mature,
    sum(case when opened + 7776000000000 <= 1794783600000000 and mql <= opened + 7776000000000 then 1 else 0 end) as mqls,
    sum(case when mql + 7776000000000 <= 1794783600000000 and sal <= mql + 7776000000000 then 1 else 0 end) as sals,
    sum(case when sal + 7776000000000 <= 1794783600000000 and sqls <= sal + 7776000000000 then 1 else 0 end) as sqls,
    sum(case when sqls + 7776000000000 <= 1794783600000000 and won <= sqls + 7776000000000 then 1 else 0 end) as wins
from cycles
where opened >= 1779145200000000 and opened < 1787007600000000
group by source
