-- step_verdict: whether the next step of an open deal is in time: overdue from the day after it was due, none without a
-- step, in time, or no day to it; null where the data cannot say. judged_causes: the causes of stalling it can judge.

create or replace macro step_verdict(next_step, next_step_on, as_of_day, judged_causes) as
    case
        when next_step_on < as_of_day then 'overdue'
        when next_step is null and list_contains(judged_causes, 'no_next_step') then 'none'
        when next_step_on is not null then 'in time'
        when next_step is not null and list_contains(judged_causes, 'next_step_overdue') then 'no day'
    end;
