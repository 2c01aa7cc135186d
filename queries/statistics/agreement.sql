-- Agreement of two yes/no judges, marketing and sales, beyond what chance would give.
-- `cells` is the name, as a string, of a relation whose rows have the counts both, marketing_only, sales_only, neither.
-- Returns each row with n, po and pe (observed agreement, and Cohen's by chance), kappa, kappa_max (the largest kappa
-- the two totals allow), ac1 (Gwet), alpha (Krippendorff, nominal, small sample), positive_agreement and
-- negative_agreement, bias, prevalence, mcnemar_p (exact, two-sided; 1 when nothing is discordant).
-- All null at n = 0, each null where its own denominator is 0. The figures are bare: when sales judged nothing but
-- marketing's picks (sales_only + neither = 0), it is for the question to refuse the four chance-corrected ones.
-- Sources: J. Cohen, Educ. Psychol. Meas. 20 (1960) 37–46; K. L. Gwet, Br. J. Math. Stat. Psychol. 61 (2008) 29–48;
-- K. Krippendorff, Content Analysis (2004) ch. 11; D. Cicchetti, A. Feinstein, J. Clin. Epidemiol. 43 (1990) 551–558;
-- T. Byrt et al., J. Clin. Epidemiol. 46 (1993) 423–429; Q. McNemar, Psychometrika 12 (1947) 153–157.

-- The chance of at most k heads in m throws, or of at most k tails: the two-sided exact binomial p at one half.
create or replace macro two_sided_binomial_p(k, m) as
    least(1, 2 * list_sum(list_transform(
        range(0, k::bigint + 1),
        lambda j: exp(lgamma(m + 1) - lgamma(j + 1) - lgamma(m - j + 1) - m * ln(2))
    )));

create or replace macro agreement(cells) as table
with
counted as (
    select
        *,
        nullif("both" + marketing_only + sales_only + neither, 0)::double as n,
        ("both" + neither)::double as agreed,
        (marketing_only + sales_only)::double as discordant,
        ("both" + marketing_only)::double as marketing_yes,
        ("both" + sales_only)::double as sales_yes
    from query_table(cells)
),

-- Whole numbers, so that no chance-corrected figure is the difference of two rounded shares.
chances as (
    select
        *,
        marketing_yes * sales_yes + (n - marketing_yes) * (n - sales_yes) as by_chance,
        n - abs(marketing_yes - sales_yes) as most_agreed,
        (marketing_yes + sales_yes) * (2 * n - marketing_yes - sales_yes) as yes_by_no
    from counted
)

select
    * exclude (n, agreed, discordant, marketing_yes, sales_yes, by_chance, most_agreed, yes_by_no),
    coalesce(n, 0)::bigint as n,
    agreed / n as po,
    by_chance / (n * n) as pe,
    (n * agreed - by_chance) / nullif(n * n - by_chance, 0) as kappa,
    (n * most_agreed - by_chance) / nullif(n * n - by_chance, 0) as kappa_max,
    (2 * n * agreed - yes_by_no) / (2 * n * n - yes_by_no) as ac1,
    (yes_by_no - (2 * n - 1) * discordant) / nullif(yes_by_no, 0) as alpha,
    2 * "both" / nullif(2 * "both" + discordant, 0) as positive_agreement,
    2 * neither / nullif(2 * neither + discordant, 0) as negative_agreement,
    (marketing_only - sales_only) / n as bias,
    ("both" - neither) / n as prevalence,
    case when n > 0 then two_sided_binomial_p(least(marketing_only, sales_only), discordant) end as mcnemar_p
from chances;
