-- In how many records both dates can be read, and in how many the first is no later. Stands behind a
-- `with asked as (select line, … as a, … as b)`.
-- $a_order, $b_order: the strptime formats of the order of day and month
-- $a_shape, $a_formats, $b_shape, $b_formats: the pictures

, dated as (
    select
        coalesce(
            from_picture(a, $a_shape, $a_formats),
            from_year_first(without_zone(a)),
            from_day_or_month_first(without_zone(a), $a_order)
        ) as first_at,
        coalesce(
            from_picture(b, $b_shape, $b_formats),
            from_year_first(without_zone(b)),
            from_day_or_month_first(without_zone(b), $b_order)
        ) as second_at
    from asked
)

select
    count(*) as records,
    count(*) filter (where first_at::date <= second_at::date) as earlier
from dated
where first_at is not null and second_at is not null;
