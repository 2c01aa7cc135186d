-- How the text of a cell is cleaned before anything else is made of it.
-- Lists of words are asked by list_contains: a long `in (…)` becomes a join, which would lose the rows' order.

-- Trimmed of Unicode white space; nothing left is null. The first test is cheap and mostly false.
create or replace temp macro cleaned(cell) as
    nullif(
        case
            when cell < '!' or strlen(cell) <> length(cell)
                or ends_with(cell, ' ') or ends_with(cell, chr(9)) or ends_with(cell, chr(10))
                or ends_with(cell, chr(11)) or ends_with(cell, chr(12)) or ends_with(cell, chr(13))
                or ends_with(cell, chr(28)) or ends_with(cell, chr(29)) or ends_with(cell, chr(30)) or ends_with(cell, chr(31))
            then regexp_replace(
                cell,
                '^[\s\pZ\x{0b}\x{1c}-\x{1f}\x{85}\x{feff}]+|[\s\pZ\x{0b}\x{1c}-\x{1f}\x{85}\x{feff}]+$',
                '', 'g'
            )
            else cell
        end,
        ''
    );

-- Text in Unicode's composed form: a letter and its accent are one character, however they were typed.
create or replace temp macro composed(text) as
    case when strlen(text) <> length(text) then nfc_normalize(text) else text end;

create or replace temp macro is_decomposed(text) as
    case when strlen(text) <> length(text) then nfc_normalize(text) <> text else false end;

-- What a spreadsheet writes where a formula failed.
create or replace temp macro is_spreadsheet_error(text) as
    starts_with(text, '#')
    and list_contains(
        [
            '#N/A', '#REF!', '#VALUE!', '#DIV/0!', '#NAME?', '#NULL!', '#NUM!', '#SPILL!', '#CALC!', '#FIELD!', '#BLOCKED!',
            '#CONNECT!', '#UNKNOWN!', '#GETTING_DATA', '#EXTERNAL!', '#BUSY!', '#PYTHON!', '#TIMEOUT!'
        ],
        upper(text)
    );

-- One part of a key made of several columns: no two lists of parts give the same key.
create or replace temp macro key_part(text) as
    replace(replace(coalesce(text, ''), '\', '\\'), '|', '\|');

create or replace temp macro as_boolean(text) as
    case
        when list_contains(['true', 't', 'yes', 'y', '1', 'on'], lower(text)) then true
        when list_contains(['false', 'f', 'no', 'n', '0', 'off'], lower(text)) then false
    end;

-- HMAC-SHA256 (RFC 2104) of a text, hexadecimal; the pads are the key xor 0x36… and 0x5c….
create or replace temp macro keyed_hash(text, inner_pad, outer_pad) as
    sha256(outer_pad || unhex(sha256(inner_pad || encode(text))));

-- A text with every e-mail in it blotted out.
create or replace temp macro blotted(text) as
    regexp_replace(text, '[^\s,;:<>"''()=]+@[^\s,;:<>"''()=]+', '***', 'g');

-- A cell as a CSV file writes it.
create or replace temp macro raw_cell(cell) as
    case
        when cell is null then ''
        when regexp_matches(cell, '[",\r\n]') then '"' || replace(cell, '"', '""') || '"'
        else cell
    end;
