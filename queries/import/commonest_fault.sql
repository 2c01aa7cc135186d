-- How many leads and deals would be loaded, and why most of the rows that were set aside were.

with aside as (
    select
        reason,
        column_name,
        count(*) as records,
        min(sentence) as sentence
    from quarantine
    group by reason, column_name
)

select
    (select count(*) from leads) + (select count(*) from deals) as loaded,
    (select coalesce(sum(records), 0)::bigint from aside) as set_aside,
    (select arg_max(sentence, (records, reason, column_name)) from aside) as sentence;
