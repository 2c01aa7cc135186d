-- Intervals of a share and of a difference of two shares, at 95 % (z = 1.959963984540054).
-- wilson_low, wilson_high (k of n): the score interval of k successes among n trials, as shares 0–1. The low end
-- is exactly 0 at k = 0, the high end exactly 1 at k = n; null when n is 0 or null.
-- newcombe_low, newcombe_high (k1 of n1 against k2 of n2): the interval of k1/n1 - k2/n2, null when either n is 0.
-- Sources: E. B. Wilson, JASA 22 (1927) 209–212; R. G. Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10.

create or replace macro z_of_95_percent() as 1.959963984540054::double;

-- The middle of the Wilson interval, and the way from it to either end.
create or replace macro wilson_middle(k, n) as
    (k + z_of_95_percent() * z_of_95_percent() / 2) / (n + z_of_95_percent() * z_of_95_percent());

create or replace macro wilson_reach(k, n) as
    z_of_95_percent()
    * sqrt(greatest(k * (1 - k / nullif(n, 0)::double), 0) + z_of_95_percent() * z_of_95_percent() / 4)
    / (n + z_of_95_percent() * z_of_95_percent());

create or replace macro wilson_low(k, n) as
    case when n > 0 and k = 0 then 0::double when n > 0 then wilson_middle(k, n) - wilson_reach(k, n) end;

create or replace macro wilson_high(k, n) as
    case when n > 0 and k = n then 1::double when n > 0 then wilson_middle(k, n) + wilson_reach(k, n) end;

create or replace macro newcombe_low(k1, n1, k2, n2) as
    k1 / nullif(n1, 0)::double - k2 / nullif(n2, 0)::double
    - sqrt(
        pow(k1 / nullif(n1, 0)::double - wilson_low(k1, n1), 2)
        + pow(wilson_high(k2, n2) - k2 / nullif(n2, 0)::double, 2)
    );

create or replace macro newcombe_high(k1, n1, k2, n2) as
    k1 / nullif(n1, 0)::double - k2 / nullif(n2, 0)::double
    + sqrt(
        pow(wilson_high(k1, n1) - k1 / nullif(n1, 0)::double, 2)
        + pow(k2 / nullif(n2, 0)::double - wilson_low(k2, n2), 2)
    );
