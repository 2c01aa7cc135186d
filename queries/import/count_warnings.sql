-- How often each reason was warned of, most first.

select reason, count(*) as warnings
from warnings
group by reason
order by warnings desc, reason;
