"""What the Disagreement screen says in words: what the figures mean here, and what they cannot mean."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.charts.disagreement import WHOSE
from dashboard.findings.disagreement_words import number
from dashboard.findings.words import enquiries, mqls
from dashboard.metrics.disagreement import Agreement, HandOff, Matrix, Scores
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, count, in_markdown, interval, percent

NAMED_SOURCES = 2
WEAK, CLEAR = 0.1, 0.3


def handed_over(now: HandOff) -> str:
    """What sales made of marketing's leads, as far as it said."""
    if now.decided < FEWEST_FOR_RATE:
        return (
            f"Marketing handed over {mqls(now.mql)}: {count(now.accepted)} accepted, {count(now.rejected)} handed "
            f"back, {count(now.undecided)} undecided.\nToo few verdicts for a rate."
        )
    rate = f"**{percent(now.acceptance_rate)}** ({interval(now.low, now.high)})"
    return (
        f"Sales accepted {rate} of the {mqls(now.decided)} it decided on.\nOf the {mqls(now.mql)} marketing handed "
        f"over {count(now.undecided)} are undecided and in no rate."
    )


def agreement_cannot(now: Agreement) -> str:
    """What the figures cannot mean: who is right, and anything of the leads nobody judged."""
    cannot = (
        "None of this says who is right: only what is won in the end can. Sales mostly judges what marketing passes "
        "on, so leads neither looked at are not here, and two of the four cells are thin by construction."
    )
    if now.kappa is None and now.n:
        return f"{cannot} With only marketing's picks judged, kappa would be 0 whatever the truth; it is left out."
    if now.kappa_max is not None and now.kappa_max < 1:
        cannot += (
            f" With so different numbers of yeses kappa cannot rise above {number(now.kappa_max)}: "
            "first agree on how many, then on which."
        )
    return cannot


def most_frequent(reason: str, leads_of_it: int, total: int) -> str:
    """The reason sales gives most, of all handed back."""
    return f"The most frequent reason is {in_markdown(reason)}: {count(leads_of_it)} of the {count(total)} handed back"


def scores_mean(now: Scores) -> str:
    """Whether the two scores rank leads alike."""
    if now.n < FEWEST_FOR_RATE or now.spearman is None:
        return f"{enquiries(now.n)} have both scores: too few to say whether they rank alike."
    rank = f"(rank correlation {number(now.spearman)}, n {count(now.n)})"
    if now.n < FEWEST_FOR_RANK or abs(now.spearman) < WEAK:
        words = f"The two scores have little to do with each other {rank}."
    elif now.spearman < 0:
        words = (
            f"The two scores pull in opposite directions{_much(now.spearman)}: what marketing scores high, sales tends "
            f"to score low {rank}."
        )
    else:
        words = f"The two scores rank leads alike{_much(now.spearman)} {rank}."
    return (
        f"{words}\nHigh on both: {count(now.both_high)}; on one alone: {count(now.one_high)}; "
        f"on neither: {count(now.both_low)}."
    )


def _much(correlation: float) -> str:
    return ", if weakly" if abs(correlation) < CLEAR else ""


def criteria_mean(criteria: Sequence[Mapping[str, Any]]) -> str:
    """Which criterion tells the disputed leads apart most, of those known on thirty enquiries of either side."""
    known = [row for row in criteria if min(row["marketing_only_known"], row["sales_only_known"]) >= FEWEST_FOR_RANK]
    if not known:
        return f"No criterion is known on {FEWEST_FOR_RANK} of either kind of disputed enquiries, so none is named."
    widest = known[0]
    return (
        f"What parts the two most is {WHOSE[widest['team']]} “{in_markdown(widest['name'])}”: where it is "
        f"known, it holds for {percent(widest['marketing_only'])} of the {count(widest['marketing_only_known'])} "
        f"enquiries only marketing wanted and for {percent(widest['sales_only'])} of the "
        f"{count(widest['sales_only_known'])} only sales wanted."
    )


def handed_back_most(rows: Sequence[Mapping[str, Any]]) -> str:
    """The sources of which sales accepts least, where they differ from all the others by more than chance."""
    low = [
        row
        for row in rows
        if min(row["decided"], row["others_decided"]) >= FEWEST_FOR_RANK and (row["gap_high"] or 0) < 0
    ]
    if not low:
        return "Sales accepts of no source less than of the others by more than chance."
    clauses = [
        f"**{in_markdown(row['part'])}**: {percent(row['rate'])} of {count(row['decided'])} decided, against "
        f"{percent(row['others_rate'])} elsewhere"
        for row in sorted(low, key=lambda row: row["rate"])[:NAMED_SOURCES]
    ]
    return f"Sales accepts least of {'; then of '.join(clauses)}."


def overlooked_most(rows: Sequence[Mapping[str, Any]]) -> str:
    """The sources of which marketing overlooks most of what sales wants, where they differ by more than chance."""
    high = [
        row
        for row in rows
        if min(row["wanted"], row["others_wanted"]) >= FEWEST_FOR_RANK and (row["overlooked_gap_low"] or 0) > 0
    ]
    if not high:
        return "Marketing overlooks of no source more than of the others by more than chance."
    clauses = [
        f"**{in_markdown(row['part'])}**: {percent(row['overlooked_rate'])} of {count(row['wanted'])}, against "
        f"{percent(row['others_overlooked_rate'])} elsewhere"
        for row in sorted(high, key=lambda row: -row["overlooked_rate"])[:NAMED_SOURCES]
    ]
    return f"Of the enquiries sales wanted, marketing had passed over most of {'; then of '.join(clauses)}."


def disputed_leads(cells: Matrix) -> str:
    """How many enquiries only one of the two wanted."""
    if not cells.marketing_only and not cells.sales_only:
        return "No enquiry is wanted by one of the two alone"
    parts = [
        (who, f"{count(number)}")
        for number, who in ((cells.marketing_only, "marketing"), (cells.sales_only, "sales"))
        if number
    ]
    (first, wanted), *others = parts
    more = "".join(f", only {who} {number}" for who, number in others)
    return f"Only {first} wanted {wanted} of the enquiries sales judged{more}"
