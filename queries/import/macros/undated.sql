-- When what a record says without a date counts, so that it is there by the time it is known to be: at the record's last
-- change where that is known; else at the end of the last whole week, or behind what is known to have come before it.
create or replace temp macro undated_at(known_at, modified_at, week_closed_at, last_at) as
    case
        when modified_at is not null then greatest(modified_at, known_at)
        when known_at <= week_closed_at then week_closed_at
        else greatest(last_at, known_at)
    end;

create or replace temp macro is_exit(event) as
    list_contains(['won', 'lost', 'rejected', 'recycled', 'disqualified', 'merged', 'duplicate', 'test', 'owner_left'], event);
