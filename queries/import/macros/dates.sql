-- Dates and times as people write them, as wall clock; instants follow where the zone is known.

-- Year first: 2025-03-01, 2025-03-01T10:00:00.123456Z, 2025/3/1 9:05, 2025-03-01 10:00:00 +0100.
create or replace temp macro is_year_first(text) as
    regexp_matches(text, '^\d{4}[-/]');

-- With an offset the result is UTC, without one it is the wall clock. More than six decimals are cut.
create or replace temp macro from_year_first(text) as
    make_timestamp(epoch_us(
        case
            when text >= '1' and text < '3' and not contains(text, ' 24:') and not contains(text, 'T24:')
            then coalesce(
                try_cast(text as timestamptz),
                try_cast(regexp_replace(upper(text), '[ ]([+-]\d\d:?\d\d)$', '\1') as timestamptz),
                try_cast(regexp_replace(upper(text), '([T ]\d\d:\d\d)[ ]?(Z|[+-]\d\d:?\d\d)$', '\1:00\2') as timestamptz)
            )
        end
    ));

-- A time of day followed by a zone.
create or replace temp macro has_zone(text) as
    case
        when ends_with(text, 'Z') then true
        else regexp_matches(text, ':\d\d(\.\d+)?[ ]?(z|[uU][tT][cC]|[+-]\d\d(:?\d\d)?)$')
    end;

-- Day and month before the year, with slashes, dots or dashes: 3/4/2024, 03.04.2024 14:05, 3-4-2024 2:05 PM.
create or replace temp macro is_day_or_month_first(text) as
    regexp_full_match(
        text,
        '\d{1,2}([/.-])\d{1,2}[/.-]\d{4}(,?[ T]\d{1,2}:\d{2}(:\d{2}(\.\d{1,9})?)?([ ]?(?i:[ap]m))?)?'
    );

-- One way of writing a time of day: a blank before it and before AM or PM, at most six decimals.
create or replace temp macro with_plain_time(text) as
    regexp_replace(
        regexp_replace(
            regexp_replace(upper(text), ',?[ T]+(\d{1,2}:\d{2}(:\d{2})?(\.\d{1,6})?)\d*', ' \1'),
            '(\d)([AP]M)$', '\1 \2'
        ),
        '(\.\d{6})\d+', '\1'
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

-- A spreadsheet's day number (1900 system), fraction = time of day, to the millisecond.
create or replace temp macro from_excel(text) as
    case
        when regexp_full_match(text, '\d{1,6}(\.\d+)?')
        then timestamp '1899-12-30' + to_milliseconds(round(text::double * 86400000)::bigint)
    end;

create or replace temp macro from_epoch(text) as
    case
        when regexp_full_match(text, '-?\d{1,11}(\.\d+)?')
        then make_timestamp((text::decimal(38, 6) * 1000000)::bigint)
    end;

create or replace temp macro from_epoch_ms(text) as
    case when regexp_full_match(text, '-?\d{1,14}') then make_timestamp(text::bigint * 1000) end;

-- Whether day and month can both come first, and it matters.
create or replace temp macro reads_both_ways(text, day_first, month_first) as
    is_day_or_month_first(text)
    and from_day_or_month_first(text, day_first) <> from_day_or_month_first(text, month_first);
