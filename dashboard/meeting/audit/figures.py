"""The figures of the blind audit: agreement of the heads, and what marketing passed on of what is good.

Weights undo the sampling (C. B. Begg, R. A. Greenes, Biometrics 39 (1983) 207–215). For the intervals what was judged
counts as it is; of the leads nobody judged, how many are good is drawn from the Dirichlet-multinomial that follows from
Jeffreys' prior, ½ for each cell (W. A. Ericson, J. R. Stat. Soc. B 31 (1969) 195–233).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from dashboard.asking.view import View
from dashboard.meeting.audit.deck import Verdict
from dashboard.meeting.audit.pooling import Pool, SelfConsistency, Stratum
from dashboard.meeting.model import MeetingModel
from dashboard.meeting.review.review import SideName

DRAWS = 4_000
SEED = 1983
PRIOR = 0.5
WIDEST = 0.4
"""A figure whose interval is wider is greyed."""
LARGE_PART = 0.1
FEWEST_OF_A_LARGE_PART = 10
"""A stratum with more than a tenth of the leads and fewer judged cards than this refuses the figures."""
AGREEMENT, PASSED_ON = "audit/agreement", "audit/passed_on"
CELLS = ("both_good", "marketing_only", "sales_only", "neither")
CellCounts = Sequence[Sequence[int]]
"""By stratum, the judged cards in each cell."""


class Estimate(MeetingModel):
    """A figure with its 95 % interval, and what it would be with every "cannot tell" a yes, or a no.

    None where it has no value; ``if_yes`` and ``if_no`` stay where the figures are refused.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    if_yes: float | None = None
    if_no: float | None = None

    @property
    def is_wide(self) -> bool:
        """Whether it says too little to be shown as other figures are."""
        return self.low is None or self.high is None or self.high - self.low > WIDEST


class Lacking(MeetingModel):
    """How many more cards of a stratum have to be judged before there are figures."""

    stratum: str
    cards: int


class Rule(MeetingModel):
    """The rule by which a lead becomes an MQL, held against a judgement; ``missed`` counts leads a quarter."""

    sensitivity: Estimate
    specificity: Estimate
    ppv: Estimate
    npv: Estimate
    missed: Estimate
    lacking: tuple[Lacking, ...] = ()


class Audit(MeetingModel):
    """``disagreement.audit``: the rule's own figures are those against sales' judgement, ``both`` those against both.

    ``frames`` are the leads that came in by stratum, ``judged`` the cards that both judged, ``judged_by_sales`` those
    that sales did.
    """

    decks: int
    frames: dict[str, int]
    judged: dict[str, int]
    judged_by_sales: dict[str, int]
    cannot_tell: dict[SideName, int]
    self_consistency: dict[SideName, SelfConsistency]
    po: Estimate
    kappa: Estimate
    ac1: Estimate
    alpha: Estimate
    positive_agreement: Estimate
    negative_agreement: Estimate
    bias: Estimate
    sensitivity: Estimate
    specificity: Estimate
    ppv: Estimate
    npv: Estimate
    missed: Estimate
    both: Rule
    lacking: tuple[Lacking, ...] = ()
    lacking_of_sales: tuple[Lacking, ...] = ()


def audit_of(view: View, pool: Pool) -> Audit:
    """The figures of the decks put together; null where too few cards carry them: ``lacking`` says what is missing."""
    strata = [stratum for stratum in pool.strata if stratum.frame]
    cells, by_sales = [stratum.cells() for stratum in strata], [stratum.by_sales() for stratum in strata]
    lacking, lacking_of_sales = lacking_in(strata, cells), lacking_in(strata, by_sales)
    return Audit(
        decks=pool.decks,
        frames={stratum.name: stratum.frame for stratum in strata},
        judged={stratum.name: sum(counts) for stratum, counts in zip(strata, cells, strict=True)},
        judged_by_sales={stratum.name: sum(counts) for stratum, counts in zip(strata, by_sales, strict=True)},
        cannot_tell=dict(pool.cannot_tell),
        self_consistency=dict(pool.self_consistency),
        **_estimates(
            ("po", "kappa", "ac1", "alpha", "positive_agreement", "negative_agreement", "bias"),
            lambda counts, draws: agreement_of(view, strata, counts, draws),
            lambda undecided: [stratum.cells(undecided) for stratum in strata],
            is_refused=bool(lacking),
        ),
        **_rule(view, pool, strata, lambda stratum, undecided: stratum.by_sales(undecided), lacking_of_sales),
        both=Rule(
            **_rule(view, pool, strata, lambda stratum, undecided: stratum.by_both(undecided), lacking),
            lacking=lacking,
        ),
        lacking=lacking,
        lacking_of_sales=lacking_of_sales,
    )


def lacking_in(strata: Sequence[Stratum], counts: CellCounts) -> tuple[Lacking, ...]:
    """What is missing of the strata that are a large part of the leads; nothing where the counts carry figures."""
    leads = sum(stratum.frame for stratum in strata)
    return tuple(
        Lacking(stratum=stratum.name, cards=FEWEST_OF_A_LARGE_PART - sum(judged))
        for stratum, judged in zip(strata, counts, strict=True)
        if stratum.frame > LARGE_PART * leads and sum(judged) < min(FEWEST_OF_A_LARGE_PART, stratum.frame)
    )


def _rule(
    view: View,
    pool: Pool,
    strata: Sequence[Stratum],
    judged: Callable[[Stratum, Verdict | None], tuple[int, int]],
    lacking: Sequence[Lacking],
) -> dict[str, Estimate]:
    return _estimates(
        ("sensitivity", "specificity", "ppv", "npv", "missed"),
        lambda counts, draws: _passed_on(view, pool.decks, strata, counts, draws),
        lambda undecided: [judged(stratum, undecided) for stratum in strata],
        is_refused=bool(lacking),
    )


def _estimates(
    names: Sequence[str],
    ask: Callable[[CellCounts, int], dict[str, dict[str, Any]]],
    counts: Callable[[Verdict | None], CellCounts],
    *,
    is_refused: bool,
) -> dict[str, Estimate]:
    """Each figure by its name, as estimated and with its bounds."""
    if not any(map(sum, counts("good"))):
        return {name: Estimate() for name in names}
    nothing = {"value": None, "low": None, "high": None}
    rows = {} if is_refused else ask(counts(None), DRAWS)
    if_yes, if_no = ask(counts("good"), 0), ask(counts("not"), 0)
    return {
        name: Estimate(**rows.get(name, nothing), if_yes=if_yes[name]["value"], if_no=if_no[name]["value"])
        for name in names
    }


def bound_of(pool: Pool) -> dict[str, dict[str, Any]]:
    """What is bound to the questions of the figures of ``pool``, by their names: for their receipts.

    Of the rule that against sales' judgement. A question that too few cards carry is not asked, and not there.
    """
    strata = [stratum for stratum in pool.strata if stratum.frame]
    cells, by_sales = [stratum.cells() for stratum in strata], [stratum.by_sales() for stratum in strata]
    bound: dict[str, dict[str, Any]] = {}
    if any(map(sum, by_sales)) and not lacking_in(strata, by_sales):
        bound[PASSED_ON] = _bound_to_rule(pool.decks, strata, by_sales, DRAWS)
    if any(map(sum, cells)) and not lacking_in(strata, cells):
        bound[AGREEMENT] = _bound_to_agreement(strata, cells, DRAWS)
    return bound


def agreement_of(view: View, strata: Sequence[Stratum], counts: CellCounts, draws: int) -> dict[str, dict[str, Any]]:
    """Each figure of agreement by its name: its value, and its interval where there are draws."""
    return _by_figure(view.ask(AGREEMENT, **_bound_to_agreement(strata, counts, draws)).rows)


def _bound_to_agreement(strata: Sequence[Stratum], counts: CellCounts, draws: int) -> dict[str, Any]:
    shares = _shares([stratum.frame for stratum in strata], counts, draws)
    bound: dict[str, Any] = {"frames": [stratum.frame for stratum in strata]}
    for place, cell in enumerate(CELLS):
        bound |= {cell: [each[place] for each in counts], f"{cell}_shares": shares[:, place].tolist()}
    return bound


def _passed_on(
    view: View, decks: int, strata: Sequence[Stratum], counts: CellCounts, draws: int
) -> dict[str, dict[str, Any]]:
    return _by_figure(view.ask(PASSED_ON, **_bound_to_rule(decks, strata, counts, draws)).rows)


def _bound_to_rule(decks: int, strata: Sequence[Stratum], counts: CellCounts, draws: int) -> dict[str, Any]:
    shares = _shares([stratum.frame for stratum in strata], counts, draws)
    return {
        "frames": [stratum.frame for stratum in strata],
        "is_mql": [stratum.is_mql for stratum in strata],
        "good": [good for good, _ in counts],
        "not_good": [not_good for _, not_good in counts],
        "good_shares": shares[:, 0].tolist(),
        "not_good_shares": shares[:, 1].tolist(),
        "decks": decks,
    }


def _by_figure(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["figure"]: {name: row[name] for name in ("value", "low", "high")} for row in rows}


def _shares(frames: Sequence[int], counts: CellCounts, draws: int) -> Any:
    """A row for each stratum as estimated, then for each stratum of each draw: the unjudged leads' shares by cell.

    As estimated, they are as those judged were; a stratum of which nobody judged a card then counts for nothing.
    """
    judged = np.array(counts, dtype=np.int64)
    cards = judged.sum(axis=1, keepdims=True)
    estimated = judged / np.maximum(cards, 1)
    chance = np.random.default_rng(SEED)
    drawn = np.empty((draws, *judged.shape))
    for place, frame in enumerate(frames):
        unjudged = frame - int(cards[place, 0])
        likely = chance.dirichlet(judged[place] + PRIOR, size=draws)
        drawn[:, place] = chance.multinomial(unjudged, likely) / max(unjudged, 1)
    return np.concatenate([estimated[None], drawn]).reshape(-1, judged.shape[1])
