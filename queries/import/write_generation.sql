-- The one line of the table generation; the parameters are its columns.

insert into generation by name
select
    $as_of::timestamp as as_of, $imported_at::timestamp as imported_at,
    $newest_at::timestamp as newest_at, $settings as settings, $digest as digest,
    $has_personal_data as has_personal_data, $product_version as product_version;
