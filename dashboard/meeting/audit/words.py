"""What the blind audit says, in sentences that screen and command line say alike."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from dashboard.meeting.audit.criteria import CriterionAgreement
from dashboard.meeting.audit.figures import WIDEST, Audit, Estimate, Lacking, Rule
from dashboard.meeting.audit.standing import DeckStanding
from dashboard.meeting.words import SIDES
from dashboard.metrics.disagreement import Agreement
from dashboard.texts import FEWEST_FOR_RATE, count, day, percent
from dashboard.thresholds import QUARTER_WEEKS

STRATUM_WORDS = {
    "mql_accepted": "MQLs that sales accepted, or has not decided on",
    "mql_rejected": "MQLs that sales handed back",
    "near": "leads just below the threshold that were no MQL",
    "below": "leads far below the threshold",
    "no_score": "leads without a score",
}
VERDICT_WORDS = {"good": "Good", "not": "Not", "cannot_tell": "Cannot tell"}
FIGURE_WORDS = {
    "sensitivity": ("Good leads passed on", "Of the good leads, the share that marketing passed on (sensitivity)."),
    "missed": ("Good leads that never came", "Good leads a quarter that marketing did not pass on."),
    "ppv": ("Passed on and good", "Of the MQLs, the share that is good (positive predictive value)."),
    "npv": ("Kept back and not good", "Of the other leads, the share that is not good (negative predictive value)."),
    "specificity": ("Poor leads kept back", "Of the leads that are not good, the share not passed on (specificity)."),
    "po": ("The heads judge the same", "Share of all leads with the same judgement."),
    "kappa": ("Cohen's kappa", "Agreement beyond chance: 0 is chance, 1 is perfect."),
    "ac1": ("Gwet's AC1", "The same, less upset by lopsided numbers of yeses."),
    "alpha": ("Krippendorff's alpha", "The same, corrected for small numbers."),
    "positive_agreement": ("Overlap of the yeses", "Of all yeses, how far they fell on the same leads."),
    "negative_agreement": ("Overlap of the noes", "Of all noes, how far they fell on the same leads."),
    "bias": ("Marketing's surplus of yeses", "As a share of all leads; below 0: sales calls more of them good."),
}
OF_THE_RULE = ("sensitivity", "missed", "ppv", "npv", "specificity")
NUMBERS = {"kappa", "ac1", "alpha"}


def not_yet(lacking: Sequence[Lacking]) -> str:
    """What still has to be judged before there are figures."""
    parts = [
        f"{count(each.cards)} more card{'' if each.cards == 1 else 's'} among {STRATUM_WORDS[each.stratum]}"
        for each in lacking
    ]
    return f"Not yet: {', '.join(parts)}."


def missed_words(audit: Audit) -> str:
    """The finding: what marketing passed on of what sales calls good, and how many never came; then of what both do."""
    if not audit.decks:
        return "No deck is judged yet, so nobody knows how many good leads were never passed on."
    if audit.lacking_of_sales:
        return not_yet(audit.lacking_of_sales)
    if audit.sensitivity.value is None:
        return "Sales called none of the leads that it judged blind good."
    sentences = [_of_rule(audit, "the leads sales calls good")]
    if not audit.both.lacking and audit.both.sensitivity.value is not None:
        sentences.append(_of_rule(audit.both, "those both call good"))
    if audit.sensitivity.is_wide:
        sentences.append("Too few cards to be sure: the intervals are wide.")
    return "\n".join(sentences)


def claim_words(audit: Audit) -> str:
    """The same as markdown for a screen: the first line is grey where its interval is too wide to say much."""
    claim, _, more = missed_words(audit).partition("\n")
    shown = f":gray[{claim}]" if audit.decks and audit.sensitivity.is_wide else claim
    return f"{shown}\n{more}".strip()


def heads_words(audit: Audit) -> str:
    """How far the two heads agree when neither knows what became of a lead."""
    if not audit.decks or audit.lacking:
        return not_yet(audit.lacking) if audit.lacking else ""
    if audit.po.value is None:
        return "No card was judged by both heads yet."
    return (
        f"Judging blind, the heads say the same of {percent(audit.po.value)} of all leads "
        f"({_ends('po', audit.po)}); kappa {value_words('kappa', audit.kappa.value)} ({_ends('kappa', audit.kappa)})."
    )


def verdict_words(audit: Audit, verdicts: Agreement) -> str:
    """Why the heads may agree where the verdicts do not, or the other way round; empty where one of them is unknown."""
    if audit.po.value is None or verdicts.kappa is None or verdicts.n < FEWEST_FOR_RATE:
        return ""
    return (
        f"The verdicts on record agree on {percent(verdicts.po)} (kappa {value_words('kappa', verdicts.kappa)}): those "
        "are of the enquiries that sales judged in its daily work; these cards are of all leads, and neither head sees "
        "what the other says."
    )


def parting_words(criteria: Sequence[CriterionAgreement]) -> str:
    """The criterion that the heads part on most, where its interval lies below every other one's."""
    known = [each for each in criteria if each.po.value is not None]
    if len(known) < 2:
        return ""
    least, *others = known
    if any((least.po.high or 0) >= (other.po.low or 0) for other in others):
        return "By their intervals, the heads part on no criterion more than on the others."
    on_others = ", ".join(f"on {each.criterion} {percent(each.po.value)}" for each in others)
    return (
        f"They part most on {least.criterion}: there they say the same of {percent(least.po.value)} of the leads "
        f"({_ends('po', least.po)}), {on_others}."
    )


def criterion_rows(criteria: Sequence[CriterionAgreement]) -> list[dict[str, str]]:
    """The table: each criterion, how far the heads say the same of it."""
    return [
        {
            "Criterion": each.criterion.capitalize(),
            "The heads say the same": value_words("po", each.po.value),
            "95 % interval": _ends("po", each.po) if each.po.low is not None else "–",
            "Cohen's kappa": value_words("kappa", each.kappa.value),
            "Cards": f"{count(each.same)} of {count(each.cards)}",
        }
        for each in criteria
    ]


def again_words(audit: Audit) -> list[str]:
    """How often each head said the same of a card that came back."""
    return [
        f"Of {count(each.judged)} cards that came back {SIDES[side].lower()} judged {count(each.same)} as before."
        for side, each in audit.self_consistency.items()
        if each.judged
    ]


def left_open_words(audit: Audit) -> str:
    """How many cards each side could not judge; they are in no figure."""
    parts = [f"{SIDES[side].lower()} {count(cards)}" for side, cards in audit.cannot_tell.items()]
    return f"“Cannot tell”, left out: {', '.join(parts)}."


def _of_rule(rule: Audit | Rule, whose: str) -> str:
    return (
        f"Marketing passed on {percent(rule.sensitivity.value)} of {whose} "
        f"({_ends('sensitivity', rule.sensitivity)}); {value_words('missed', rule.missed.value)} a quarter never came "
        f"({_ends('missed', rule.missed)})."
    )


def value_words(figure: str, value: float | None) -> str:
    """A figure in its unit; a dash for what is not known."""
    if value is None:
        return "–"
    if figure == "missed":
        return count(round(value))
    return f"{value:.2f}".replace("-", "−") if figure in NUMBERS else percent(value).replace("-", "−")


def _ends(figure: str, estimate: Estimate) -> str:
    """The interval of a figure, its unit once: 64–158, 41–63 %, −0.12 to 0.30."""
    low, high = (value_words(figure, end) for end in (estimate.low, estimate.high))
    joined = " to " if "−" in low + high else "–"
    return f"{low.removesuffix(' %')}{joined}{high}" if high.endswith(" %") else f"{low}{joined}{high}"


def figure_rows(audit: Audit) -> list[dict[str, str]]:
    """The table: each figure against whom, its interval, its bounds, and whether it is too wide to count on."""
    rows = []
    for name, (words, meaning) in FIGURE_WORDS.items():
        of_whom: dict[str, Audit | Rule] = {"heads": audit}
        if name in OF_THE_RULE:
            of_whom = {"sales": audit, "both": audit.both}
        for whom, holder in of_whom.items():
            estimate: Estimate = getattr(holder, name)
            # As many as were missed are known as well as what share of the good ones was passed on.
            width = holder.sensitivity if name == "missed" else estimate
            note = "wide" if estimate.value is not None and width.is_wide else ""
            rows.append(
                {
                    "Figure": words,
                    "Judged by": whom,
                    "Value": value_words(name, estimate.value),
                    "95 % interval": _ends(name, estimate) if estimate.low is not None else "–",
                    "“Cannot tell” as yes": value_words(name, estimate.if_yes),
                    "“Cannot tell” as no": value_words(name, estimate.if_no),
                    "": note,
                    "What it says": meaning,
                }
            )
    return rows


def stratum_rows(audit: Audit) -> list[dict[str, object]]:
    """The strata: how many leads came in, and how many cards of them were judged."""
    return [
        {
            "Leads": STRATUM_WORDS[name][0].upper() + STRATUM_WORDS[name][1:],
            "Came in": frame,
            "Judged by both": audit.judged[name],
            "Judged by sales": audit.judged_by_sales[name],
        }
        for name, frame in audit.frames.items()
    ]


def caveat() -> str:
    """How the figures come about, in one line."""
    return (
        f"Over the last {QUARTER_WEEKS} weeks' decks. Each judged card stands for the leads of its stratum; "
        f"“wide”: an interval of more than {percent(WIDEST)}."
    )


def standing_line(deck: DeckStanding) -> str:
    """How a deck stands, in one line, for the command line; nothing of what anybody said."""
    waiting = ", ".join(f"{SIDES[side].lower()} {deck.cards - deck.gone - left} of {deck.cards - deck.gone}"
                        for side, left in deck.waiting.items())  # fmt: skip
    gone = f", {deck.gone} no longer in the data" if deck.gone else ""
    state = "revealed" if deck.is_revealed else f"open until {deck.closes_at:%Y-%m-%d %H:%M} UTC"
    return f"{deck.week}  {state}  drawn by {deck.author_name}; judged: {waiting}{gone}"


def open_words(deck: DeckStanding, closes: datetime) -> str:
    """Until when a deck can be judged, for the screen; ``closes`` is local."""
    return f"The deck of {deck.week}: {count(deck.cards)} cards, open until {day(closes)} {closes:%H:%M}"


def lines_of(audit: Audit, standing: Iterable[DeckStanding]) -> list[str]:
    """The audit on the command line: what it says, then the decks."""
    sentences = [*missed_words(audit).splitlines(), heads_words(audit), *again_words(audit)]
    return [sentence for sentence in sentences if sentence] + [standing_line(deck) for deck in standing]
