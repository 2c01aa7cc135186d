-- The one line of the table generation; the parameters are its columns.

insert into generation by name
select
    $as_of::timestamp as as_of, $imported_at::timestamp as imported_at,
    greatest(
        (select max(created_at) from leads where created_at < $as_of),
        (select max(created_at) from deals where created_at < $as_of),
        (select max("at") from lead_events where "at" < $as_of),
        (select max("at") from deal_events where "at" < $as_of),
        (select max("at") from touches where "at" < $as_of)
    ) as newest_at, $settings as settings, $digest as digest,
    $has_personal_data as has_personal_data, $product_version as product_version;
