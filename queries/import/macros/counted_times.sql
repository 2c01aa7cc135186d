-- Times as numbers: days, seconds or milliseconds since a first one.

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
