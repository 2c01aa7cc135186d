"""What marketing and sales owe each other, and what their agreement means, in words."""

from dashboard.findings.words import enquiries, mqls
from dashboard.metrics.disagreement import ONE_SIDED, Agreement, Disagreement, Matrix
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, percent
from dashboard.thresholds import UNWORKED_HOURS

NO_REASON = "(no reason given)"
CHANCE = 0.05
LEVELS = ((0.0, "no better than chance"), (0.2, "hardly better than chance"), (0.4, "somewhat better than chance"),
          (0.6, "clearly better than chance"), (0.8, "far better than chance"))  # fmt: skip

AGREEMENT_QUESTION = "Do the two agree?"


def debts(now: Disagreement, limit: str, due: int) -> tuple[list[str], list[str]]:
    """What sales owes and what marketing owes, in words; sales' first. ``due``: MQLs whose agreed time has passed."""
    return _of_sales(now, limit, due), _of_marketing(now)


def _of_sales(now: Disagreement, limit: str, due: int) -> list[str]:
    handoff = now.handoff
    owed = []
    if handoff and handoff.coverage is not None and handoff.coverage < 1 and due >= FEWEST_FOR_RATE:
        late = f"{percent(1 - handoff.coverage)} of the {mqls(due)} whose time has passed"
        owed.append(f"{late} had no verdict within the agreed {limit}.")
    if handoff and handoff.undecided:
        owed.append(f"{mqls(handoff.undecided)} still without a verdict.")
    if handoff and handoff.accepted_unworked:
        owed.append(f"{mqls(handoff.accepted_unworked)} accepted, then not touched for {UNWORKED_HOURS} hours.")
    silent = next((reason for reason in now.reasons or () if reason.reason == NO_REASON), None)
    if silent:
        owed.append(f"{mqls(silent.count)} handed back without a reason: marketing can learn nothing from them.")
    return owed or ["Nothing that these figures show."]


def _of_marketing(now: Disagreement) -> list[str]:
    owed = []
    if now.handoff and now.handoff.rejected:
        owed.append(f"{mqls(now.handoff.rejected)} handed over that sales handed back.")
    named = [reason for reason in now.reasons or () if reason.reason != NO_REASON]
    if named and named[0].count >= FEWEST_FOR_RATE:
        owed.append(f"The most frequent reason it can act on: {in_markdown(named[0].reason)}, {mqls(named[0].count)}.")
    if now.matrix and now.matrix.sales_only:
        owed.append(f"{enquiries(now.matrix.sales_only)} that sales took had been missed: never an MQL before.")
    return owed or ["Nothing that these figures show."]


def agreement_means(now: Agreement, matrix: Matrix) -> str:
    """What the agreement of the two means here."""
    if not now.n:
        return "Sales has judged none of these enquiries yet, so there is nothing to agree on."
    if now.n < FEWEST_FOR_RATE:
        return f"Sales has judged {enquiries(now.n)}: too few to speak of agreement."
    same = f"The two said the same of {percent(now.po)} of the {enquiries(now.n)} sales judged"
    if now.kappa is None:
        return f"{same}.\nMore cannot be said: {ONE_SIDED}."
    level = next((words for top, words in LEVELS if now.kappa <= top), "nearly always")
    sentence = f"{same}, which is {level} (kappa {number(now.kappa)}).\n"
    if now.mcnemar_p is not None and now.mcnemar_p < CHANCE and matrix.marketing_only != matrix.sales_only:
        more, fewer = ("marketing", "sales") if matrix.marketing_only > matrix.sales_only else ("sales", "marketing")
        sentence += (
            f"The dispute is lopsided, by more than chance: only {more} wanted "
            f"{count(max(matrix.marketing_only, matrix.sales_only))} of the enquiries, only {fewer} "
            f"{count(min(matrix.marketing_only, matrix.sales_only))}."
        )
    elif now.mcnemar_p is not None:
        sentence += "Neither side wants clearly more enquiries than the other: the lopsidedness may be chance."
    return sentence.rstrip("\n")


def number(value: float | None) -> str:
    """0.08, −0.26; a dash for what is not known."""
    return "–" if value is None else f"{value:.2f}".replace("-", "−")
