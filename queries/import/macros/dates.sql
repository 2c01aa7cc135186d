-- Dates and times as people write them, as wall clock; an instant follows where the zone is known (zones.sql).

-- One way of writing a time of day: a blank before it and before AM or PM, at most six decimals.
create or replace temp macro with_plain_time(text) as
    regexp_replace(
        regexp_replace(
            regexp_replace(upper(text), ',?[ T]+(\d{1,2}:\d{2}(:\d{2})?)(?:[.,](\d{1,6}))?\d*', ' \1.\3'),
            '(\d)\.? ?([AP])\.? ?M\.?$', '\1 \2M'
        ),
        '\.$', ''
    );

-- Year first: 2025-03-01, 2025-03-01T10:00:00.123456, 2025/3/1 9:05, 2025.03.01, 2025-03-01 9:05 PM.
create or replace temp macro is_year_first(text) as
    regexp_matches(text, '^\d{4}[-/.]\d');

-- The text has the shape of a date, and a time of day if any, before anything casts it: a cast is lenient, and what it
-- takes from one text it may keep for the next. More than six decimals are cut.
create or replace temp macro from_year_first(text) as
    case
        when regexp_full_match(text, '\d{4}([-/])\d{1,2}[-/]\d{1,2}([T ]+([01]?\d|2[0-3]):\d\d(:\d\d(\.\d+)?)?)?')
        then try_cast(text as timestamp)
        when regexp_full_match(text, '\d{4}([-/.])\d{1,2}[-/.]\d{1,2},?([T ]+\d{1,2}:\d\d(:\d\d([.,]\d+)?)?( ?(?i:[ap])\.? ?(?i:m)\.?)?)?')
        then try_strptime(
            regexp_replace(with_plain_time(text), '^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})', '\1-\2-\3'),
            ['%Y-%m-%d', '%Y-%m-%d %H:%M', '%Y-%m-%d %H:%M:%S', '%Y-%m-%d %H:%M:%S.%f', '%Y-%m-%d %I:%M %p', '%Y-%m-%d %I:%M:%S %p']
        )
    end;

-- Day and month before the year, with slashes, dots or dashes: 3/4/2024, 03.04.2024 14:05, 3-4-2024 2:05 PM.
create or replace temp macro is_day_or_month_first(text) as
    regexp_full_match(
        text,
        '\d{1,2}([/.-])\d{1,2}[/.-]\d{4}(,?[ T]+\d{1,2}:\d{2}(:\d{2}([.,]\d{1,9})?)?( ?(?i:[ap])\.? ?(?i:m)\.?)?)?'
    );

create or replace temp macro with_slashes(text) as
    regexp_replace(text, '^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})', '\1/\2/\3');

-- The wall clock under an order, the strptime formats of which are given.
create or replace temp macro from_day_or_month_first(text, formats) as
    case
        when is_day_or_month_first(text)
        then try_strptime(with_slashes(with_plain_time(text)), formats)
    end;

-- A picture of the mapping: the text must have its shape, then one of its strptime formats reads it.
create or replace temp macro from_picture(text, shape, formats) as
    case when regexp_full_match(text, shape) then try_strptime(text, formats) end;

-- Whether day and month can both come first, and it matters.
create or replace temp macro reads_both_ways(text, day_first, month_first) as
    is_day_or_month_first(text)
    and from_day_or_month_first(text, day_first) <> from_day_or_month_first(text, month_first);
