-- The open deals that no flag calls so and that nothing of their own makes look closed: their stage may, once it is known
-- what all deals in it tell.

create or replace temp table perhaps_closed as
select
    files.file,
    endings.line,
    endings.stage,
    lower(endings.stage) as folded
from deal_endings as endings
inner join files on endings.file_number = files.file_number
where
    coalesce(endings.state, endings.last_kind) = 'open' and not endings.is_flagged
    and not coalesce(has_closing_name(endings.stage), false)
    and endings.deal_id not in (select deal_id from deal_turns where kind = 'won' and is_kept);
