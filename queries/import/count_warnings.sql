-- How many records each reason was warned of, with what the first of them says, most first.

select reason, sum(records)::bigint as records, min(sentence) as sentence
from warnings
group by reason
order by records desc, reason;
