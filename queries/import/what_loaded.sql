-- Whether there is anything to review in what was read, and what kept most of the rows out, with the first such row.

select
    (select count(*) from leads) + (select count(*) from deals) as records,
    (select count(*) from quarantine) as set_aside,
    (
        select first(reason || ': ' || sentence order by file, line, table_name, column_name)
        from quarantine
        group by reason
        order by count(*) desc, reason
        limit 1
    ) as commonest;
