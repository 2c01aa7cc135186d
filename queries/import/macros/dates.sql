-- Dates and times as people write them, as wall clock; instants follow where the zone is known.

-- Blanks of any width as plain ones: a browser writes a narrow one before AM and PM.
create or replace temp macro with_plain_blanks(text) as
    case when strlen(text) <> length(text) then regexp_replace(text, '\pZ', ' ', 'g') else text end;

-- The zone a time of day is followed by: Z, UTC, GMT, an offset up to 14 hours, or the full name of one; '' without. Most
-- times end in Z or in a digit without a sign near the end: they are told without a search.
create or replace temp macro zone_in(text) as
    case
        when ends_with(text, 'Z') and contains(text, ':') then 'Z'
        when not contains(text, ':') then ''
        when right(text, 1) <= '9' and not contains(substr(text, 12), '+') and not contains(substr(text, 12), '-') then ''
        else regexp_extract(
            text,
            ':\d\d(?:[.,]\d+)?(?: ?[AaPp]\.? ?[Mm]\.?)? ?((?i:Z|UTC|GMT)|[+-](?:0\d|1[0-4])(?::?[0-5]\d)?|[A-Z][A-Za-z_]+(?:/[A-Za-z0-9_+-]+)+)$',
            1
        )
    end;

-- The abbreviation a time of day is followed by; '' without. It may stand for several zones.
create or replace temp macro zone_abbreviation(text) as
    list_transform(
        [regexp_extract(text, ':\d\d(?:[.,]\d+)?(?: ?[AaPp]\.? ?[Mm]\.?)? ?\b([A-Za-z]{2,5})$', 1)],
        lambda word: case when list_contains(['AM', 'PM', 'Z', 'UTC', 'GMT'], upper(word)) then '' else word end
    )[1];

-- What stands before a zone.
create or replace temp macro before_zone(text, zone) as
    case when zone = '' then text else rtrim(left(text, length(text) - length(zone))) end;

-- A time without its zone, as it is read.
create or replace temp macro without_zone(text) as
    before_zone(with_plain_blanks(text), zone_in(with_plain_blanks(text)));

-- An offset as an interval; null where the zone is a name.
create or replace temp macro offset_of(zone) as
    case
        when zone in ('Z', 'z') or upper(zone) in ('UTC', 'GMT') then interval 0 seconds
        when starts_with(zone, '+') or starts_with(zone, '-')
        then to_seconds(
            (case when starts_with(zone, '-') then -60 else 60 end)
            * list_transform(
                [regexp_extract(zone, '^[+-](\d{1,2}):?(\d\d)?$', ['hours', 'minutes'])],
                lambda part: 60 * part['hours']::integer + coalesce(try_cast(part['minutes'] as integer), 0)
            )[1]
        )
    end;

-- The instant (UTC) of a wall clock in a zone of the tz database: the first, where the clock showed the time twice; with
-- the offset before, where it never showed it. The engine alone would take the last: DST moves by 30 to 120 minutes.
create or replace temp macro instant_in(wall, zone) as
    list_transform(
        [timezone(zone, wall)],
        lambda last: timezone('UTC', case
            when timezone(zone, last - interval 2 hours) = wall then last - interval 2 hours
            when timezone(zone, last - interval 1 hour) = wall then last - interval 1 hour
            when timezone(zone, last - interval 30 minutes) = wall then last - interval 30 minutes
            else last
        end)
    )[1];

-- The instant (UTC) of a wall clock that names its zone, an offset or one of `names`; null of any other.
create or replace temp macro with_zone(wall, zone, names) as
    case
        when zone = 'Z' then wall
        else coalesce(wall - offset_of(zone), case when list_contains(names, zone) then instant_in(wall, zone) end)
    end;

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
