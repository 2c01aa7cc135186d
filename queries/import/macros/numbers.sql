-- Numbers and money as people write them; null where the text is no number under the decimal mark.

create or replace temp macro is_plain_number(text) as
    regexp_full_match(text, '[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?');

-- The parts of an amount: brackets or a sign for a debit, a currency before or behind, a unit.
create or replace temp macro money_parts(text) as
    regexp_extract(
        regexp_replace(text, '[\s\pZ''’]', '', 'g'),
        '^(\()?([+-])?([A-Za-z]{0,3}\p{Sc}|[A-Z]{3})?([+-])?([\d.,]+)(?i:(k|m|mm|mn|b|bn))?(\p{Sc}|[A-Z]{3})?(-)?(\))?$',
        ['open', 'sign', 'before', 'inner_sign', 'digits', 'unit', 'behind', 'end_sign', 'close']
    );

-- Digits with a decimal mark, whole or in groups of three (or the last three in groups of two before).
create or replace temp macro as_digits(digits, mark) as
    case
        when mark = '.' and regexp_full_match(digits, '\d*(\.\d+)?|\d+\.|\d{1,3}(,\d{2,3})*,\d{3}(\.\d*)?')
        then try_cast(replace(digits, ',', '') as decimal(38, 12))
        when mark = ',' and regexp_full_match(digits, '\d*(,\d+)?|\d+,|\d{1,3}(\.\d{2,3})*\.\d{3}(,\d*)?')
        then try_cast(replace(replace(digits, '.', ''), ',', '.') as decimal(38, 12))
    end;

create or replace temp macro as_unit(unit) as
    case lower(unit)
        when '' then 1
        when 'k' then 1000
        when 'm' then 1000000 when 'mm' then 1000000 when 'mn' then 1000000
        when 'b' then 1000000000 when 'bn' then 1000000000
    end;

create or replace temp macro from_parts(parts, mark) as
    case
        when (parts['open'] = '') <> (parts['close'] = '') then null
        when parts['open'] || parts['sign'] || parts['inner_sign'] || parts['end_sign'] in ('', '+')
        then as_digits(parts['digits'], mark)::double * as_unit(parts['unit'])
        when parts['open'] || parts['sign'] || parts['inner_sign'] || parts['end_sign'] in ('(', '-')
        then -as_digits(parts['digits'], mark)::double * as_unit(parts['unit'])
    end;

-- The number a text says under a decimal mark ('.' or ','). The list binds the parts once.
create or replace temp macro as_number(text, mark) as
    case
        when mark = '.' and is_plain_number(text) then try_cast(text as double)
        else list_transform([money_parts(text)], lambda parts: from_parts(parts, mark))[1]
    end + 0.0;

-- Beyond 10^15 nobody meant it; infinity and not-a-number neither.
create or replace temp macro as_sane(number) as
    case when abs(number) <= 1e15 then number end;

create or replace temp macro as_whole(number) as
    case when abs(number) <= 1e15 and number = round(number) then number::bigint end;

-- The currency an amount names itself; a bare $ could be many.
create or replace temp macro currency_in(text) as
    case
        when text is null or is_plain_number(text) then null
        else list_transform(
            [list_transform([money_parts(text)], lambda parts: upper(concat(parts['before'], parts['behind'])))[1]],
            lambda mark: case mark
                when '€' then 'EUR' when '£' then 'GBP' when '¥' then 'JPY' when '₹' then 'INR'
                when 'US$' then 'USD' when 'R$' then 'BRL' when 'C$' then 'CAD' when 'CA$' then 'CAD' when 'A$' then 'AUD'
                else nullif(regexp_extract(mark, '^[A-Z]{3}$'), '')
            end
        )[1]
    end;
