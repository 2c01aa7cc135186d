-- What of a cycle's end was visible at `as_of`: a win after all counts from its own moment, until then the first close does.
-- first_exit, first_closed_at: how and when it was closed first; late_won_at: when it was won after that. Null while open.

create or replace macro visible_exit(first_exit, first_closed_at, late_won_at, as_of) as
    case when late_won_at < as_of then 'won' when first_closed_at < as_of then first_exit end;

create or replace macro visible_close(first_closed_at, late_won_at, as_of) as
    case when late_won_at < as_of then late_won_at when first_closed_at < as_of then first_closed_at end;

-- Whether that was for the sake of the records, and says nothing about the lead.
create or replace macro is_admin_close(first_exit, first_closed_at, late_won_at, as_of) as
    not coalesce(late_won_at < as_of, false)
    and coalesce(first_closed_at < as_of and first_exit in ('merged', 'duplicate', 'test', 'owner_left'), false);

-- An answer, or what it led to: none where the cycle was closed (closed_at) before anybody answered.
create or replace macro visible_answer(happened_at, answered_at, closed_at, as_of) as
    case when happened_at < as_of and (closed_at is null or answered_at <= closed_at) then happened_at end;
