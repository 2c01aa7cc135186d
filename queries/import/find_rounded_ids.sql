-- The ids that a spreadsheet wrote out after it had rounded them to 15 digits: from the 16th on all their digits are 0.
-- One such id may be true; a file whose every long id is one, with four such digits or more between them, was rounded.

create or replace temp table rounded_ids as
with long as (
    select
        row_id,
        file_number,
        line,
        feed,
        reference,
        rtrim(substr(reference, 16), '0') = '' as is_round,
        length(reference) - 15 as digits
    from loading
    where length(reference) > 15 and regexp_full_match(reference, '\d+')
)

select *
from long
qualify bool_and(is_round) over (partition by file_number) and sum(digits) over (partition by file_number) >= 4;
