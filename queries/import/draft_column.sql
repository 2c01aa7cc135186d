-- Whether a column tells the rows of a file apart. Stands behind a `with asked as (select line, … as a)`; what two
-- spellings of a value have in common is what the macro `draft_key` says.

select
    count(*) as "rows",
    count(a) as filled,
    count(distinct draft_key(a)) as "distinct",
    coalesce(bool_or(regexp_matches(a, '0[0-2][a-zA-Z0-9]{13}')), false) as may_be_salesforce
from asked;
