-- The amounts of deals in another currency than the company's: sums over currencies mean nothing.
-- A deal without a currency is in the company's.
-- $currency: the setting, null for the commonest of the deals

insert into emptied
select 'deals', row_id, file_number, line, 'amount', 'mixed_currency', amount::varchar || ' ' || currency
from (select rowid as row_id, file_number, line, amount, currency from loading_deals) as priced
where
    amount is not null
    and upper(currency) <> coalesce(
        upper($currency),
        (
            select upper(currency)
            from loading_deals
            where currency is not null
            group by upper(currency)
            order by count(*) desc, upper(currency)
            limit 1
        )
    );
