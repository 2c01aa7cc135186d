-- How much of the change of a product each of its factors made: the log-mean split (LMDI I).
-- Source: B. W. Ang, Energy Policy 32 (2004) 1131–1139.

-- The logarithmic mean of two positive numbers, in their unit; null unless both are positive. Of numbers
-- near each other the logarithm of the ratio is 2 atanh of their relative difference: ln of nearly 1 has few digits.
create or replace macro log_mean(x, y) as
    case
        when x > 0 and y > 0 and x = y then x::double
        when x > 0 and y > 0 and abs(x - y) < (x + y) / 4.0 then (x - y) / (2 * atanh((x - y) / (x + y)::double))
        when x > 0 and y > 0 then (x - y) / (ln(x) - ln(y))
    end;

-- What one factor adds to current_total - previous_total, in the unit of the totals. Over all factors of the product
-- the parts sum to the change; a divisor's factor is given the other way round (its current before its previous).
-- Null when a total or a factor is null or not positive.
create or replace macro log_mean_part(previous_total, current_total, previous_factor, current_factor) as
    log_mean(current_total, previous_total)
    * case when previous_factor > 0 and current_factor > 0 then ln(current_factor / previous_factor::double) end;
