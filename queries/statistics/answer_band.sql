-- answer_band: how long a lead waited for a human answer, as a band; minutes waited until it (null without one), whether
-- the cycle closed, minutes watched until now. 2,880 minutes are 48 hours.
-- is_outcome_known: whether a lead's outcome counts where bands are compared: watched for 90 days (129,600 minutes),
-- neither at SQL nor closed in the first 48 hours (the landmark), and not closed administratively before SQL.

create or replace macro answer_band(waited_minutes, is_closed, watched_minutes) as
    case
        when waited_minutes <= 5 then '<=5m'
        when waited_minutes <= 60 then '<=1h'
        when waited_minutes <= 1440 then '<=24h'
        when waited_minutes <= 2880 then '<=48h'
        when waited_minutes is not null then '>48h'
        when is_closed then 'closed_unanswered'
        when watched_minutes >= 2880 then 'never'
        else 'waiting'
    end;

create or replace macro is_outcome_known(watched_minutes, sql_minutes, closed_minutes, is_admin) as
    watched_minutes >= 129600
    and coalesce(sql_minutes > 2880, true) and coalesce(closed_minutes > 2880, true)
    and not coalesce(is_admin and sql_minutes is null and closed_minutes <= 129600, false);
