-- What the rows of all parts must agree on: how stages are spelled, and the currencies amounts are in.

select
    (select coalesce(list(distinct event order by event), []) from deal_events) as stages,
    (
        select coalesce(list(distinct upper(currency) order by upper(currency)), [])
        from deals
        where currency is not null
    ) as currencies;
