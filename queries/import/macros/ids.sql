-- What holds for the ids of any system: whether a spreadsheet made a number of one, and the spellings that are one id.

-- A number with an exponent, or whole with a point: 4.88E+18, 4,88E+18, 4e+18, 123.0. Its digits are lost, or may be.
-- The first tests are cheap and mostly false.
create or replace temp macro is_mangled_id(text) as
    case
        when contains(text, '.') or contains(text, ',') or contains(text, '+')
        then regexp_full_match(text, '\d[.,]\d+[eE]\+?\d{1,3}|\d[eE]\+\d{1,3}|\d+[.,]0+')
        else false
    end;

-- A GUID, in braces or without: the letters of its digits have no case.
create or replace temp macro is_guid(text) as
    strlen(text) between 36 and 38
    and regexp_full_match(text, '(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\{[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\}');

-- A key: in Unicode's composed form, without characters of no width, a GUID in small letters and without braces; what a
-- spreadsheet was kept from rounding by a formula, ="0123", is what stands in the formula.
create or replace temp macro as_key(text) as
    case
        when strlen(text) <> length(text)
        then nullif(nfc_normalize(regexp_replace(text, '[\x{200b}-\x{200d}\x{2060}\x{feff}]', '', 'g')), '')
        when is_guid(text) then lower(trim(text, '{}'))
        when starts_with(text, '="') and ends_with(text, '"') then nullif(trim(text, '="'), '')
        else text
    end;

-- What two spellings of one id have in common, where a lookup compares them; rounded ids are alike without being one.
create or replace temp macro lookup_id(text) as
    case when is_mangled_id(text) and contains(lower(text), 'e') then null else as_key(text) end;
