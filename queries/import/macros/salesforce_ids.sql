-- Salesforce ids: 15 characters whose case matters, or 18 with a check that survives loss of case.

-- The check character of five characters: which of them are upper case, as a number from 0 to 31. A list writes them out
-- once: as a sum of five terms, an id took twice as long to plan.
create or replace temp macro salesforce_check(five) as
    substr(
        'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345',
        1 + list_sum(
            list_transform([1, 2, 3, 4, 5], lambda place: case when five[place] between 'A' and 'Z' then 1 << (place - 1) else 0 end)
        )::bigint,
        1
    );

create or replace temp macro salesforce_checks(id) as
    salesforce_check(substr(id, 1, 5)) || salesforce_check(substr(id, 6, 5)) || salesforce_check(substr(id, 11, 5));

-- null = nothing wrong. Ids of another length are taken as they are: not every system's ids are Salesforce's. No id
-- of theirs is a number that a spreadsheet cannot hold: 18 characters without a letter fail the check.
create or replace temp macro salesforce_id_defect(id) as
    case
        when is_mangled_id(id) or regexp_full_match(id, '\d+[eE]\+?\d+') then 'id_mangled_by_spreadsheet'
        when regexp_full_match(id, '\d{16,}') and (length(id) > 16 or id >= '9007199254740992') then 'id_mangled_by_spreadsheet'
        when regexp_full_match(id, '[a-zA-Z0-9]{18}') and salesforce_checks(id) <> upper(substr(id, 16)) then 'bad_id'
    end;

-- The 18 characters of a 15-character id; null where something is wrong with it.
create or replace temp macro salesforce_id(id) as
    case
        when salesforce_id_defect(id) is not null then null
        when regexp_full_match(id, '[a-zA-Z0-9]{15}') then id || salesforce_checks(id)
        when regexp_full_match(id, '[a-zA-Z0-9]{18}') then substr(id, 1, 15) || upper(substr(id, 16))
        else id
    end;

-- Whether it is the id of another object than those whose ids begin so. Ids of another length are no object's.
create or replace temp macro is_of_another_object(id, beginnings) as
    not list_contains(beginnings, substr(id, 1, 3)) and regexp_full_match(id, '[a-zA-Z0-9]{15}([a-zA-Z0-9]{3})?');

-- Several ids in one text, each in its long form, without those that are none or of another object.
create or replace temp macro salesforce_ids(text, beginnings) as
    nullif(
        array_to_string(
            list_filter(
                list_transform(
                    list_filter(
                        string_split(text, chr(31)),
                        lambda id: beginnings is null or not is_of_another_object(id, beginnings)
                    ),
                    lambda id: salesforce_id(id)
                ),
                lambda id: id is not null
            ),
            chr(31)
        ),
        ''
    );
