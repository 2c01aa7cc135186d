-- part_lift (k of n in a part, all_k of all_n in the whole that holds it): how many times the whole's rate the part's is;
-- null without records in the part or successes in the whole.
create or replace macro part_lift(k, n, all_k, all_n) as
    (k / nullif(n, 0)::double) / nullif(all_k / nullif(all_n, 0)::double, 0);

-- An end of its 95 % interval, the lower for a way of -1, the upper for 1: the delta method on the logarithm, all four
-- counts drawn together, so that a part that is the whole is exactly 1. Null where the part has no success.
-- Source: variance of a smooth function of multinomial counts, A. Agresti, Categorical Data Analysis (2013), 16.1.
create or replace macro part_lift_end(k, n, all_k, all_n, way) as
    part_lift(k, n, all_k, all_n) * exp(
        way * z_of_95_percent() * sqrt(greatest(
            1 / nullif(k, 0)::double - 1 / nullif(n, 0)::double - 1 / nullif(all_k, 0)::double
            + 2 * k / nullif(n * all_k, 0)::double - 1 / nullif(all_n, 0)::double,
            0
        ))
    );
