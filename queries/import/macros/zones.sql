-- The zone a time is followed by, and the instant (UTC) of a wall clock in one.

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
