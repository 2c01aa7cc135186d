"""Companies made by chance for the blind audit, of which the truth is known, and their decks as drawn and judged."""

from collections import Counter
from typing import Any

import numpy as np

from dashboard.meeting.audit.deck import OF_MQLS, STRATA
from dashboard.meeting.audit.pooling import Pool, SelfConsistency, Stratum, VerdictPair

WEEKS = 13
PAIRS: tuple[VerdictPair, ...] = (("good", "good"), ("good", "not"), ("not", "good"), ("not", "not"))
LEADS = {"mql_accepted": 14, "mql_rejected": 10, "near": 34, "below": 45, "no_score": 8}
"""Leads of each stratum a week, on average."""
LIKELY = {
    "mql_accepted": (0.62, 0.14, 0.10, 0.14),
    "mql_rejected": (0.15, 0.40, 0.07, 0.38),
    "near": (0.12, 0.14, 0.12, 0.62),
    "below": (0.03, 0.05, 0.05, 0.87),
    "no_score": (0.10, 0.10, 0.10, 0.70),
}
"""How the two heads would judge a lead of each stratum, on average over companies."""


def simulated(seed: int) -> tuple[Pool, dict[str, float]]:
    """The judged decks of 13 weeks of a company, and the figures as they would be had every lead been judged."""
    chance = np.random.default_rng(seed)
    strata, whole = [], {}
    for name, cards in STRATA.items():
        likely = chance.dirichlet(np.array(LIKELY[name]) * 20)
        stratum, everyone = Stratum(name), np.zeros(4, dtype=int)
        for _ in range(WEEKS):
            leads = chance.multinomial(max(chance.poisson(LEADS[name]), cards), likely)
            drawn = chance.multivariate_hypergeometric(leads, cards)
            stratum.frame += int(leads.sum())
            stratum.pairs.update(Counter({pair: int(n) for pair, n in zip(PAIRS, drawn, strict=True)}))
            everyone += leads
        strata.append(stratum)
        whole[name] = everyone
    nothing: Any = {side: SelfConsistency() for side in ("marketing", "sales")}
    return Pool(WEEKS, tuple(strata), {"marketing": 0, "sales": 0}, nothing), truth(whole)


def truth(whole: dict[str, Any]) -> dict[str, float]:
    """The figures of leads that were all judged, from their definitions."""
    both, marketing, sales, neither = (float(cell) for cell in sum(whole.values()))
    n = both + marketing + sales + neither
    yes = (2 * both + marketing + sales) / (2 * n)
    po, by_chance = (both + neither) / n, 2 * yes * (1 - yes)
    pe = ((both + marketing) * (both + sales) + (sales + neither) * (marketing + neither)) / n**2
    found = {
        "po": po,
        "kappa": (po - pe) / (1 - pe),
        "ac1": (po - by_chance) / (1 - by_chance),
        "alpha": 1 - (1 - po) / (by_chance * n / (n - 0.5)),
        "positive_agreement": 2 * both / (2 * both + marketing + sales),
        "negative_agreement": 2 * neither / (2 * neither + marketing + sales),
        "bias": (marketing - sales) / n,
    }
    for prefix, good_cells in (("", (0, 2)), ("both.", (0,))):
        passed = sum(whole[name] for name in OF_MQLS)
        kept = sum(cells for name, cells in whole.items() if name not in OF_MQLS)
        good, missed = sum(passed[cell] for cell in good_cells), sum(kept[cell] for cell in good_cells)
        bad, left = passed.sum() - good, kept.sum() - missed
        found |= {
            f"{prefix}sensitivity": good / (good + missed),
            f"{prefix}specificity": left / (left + bad),
            f"{prefix}ppv": good / (good + bad),
            f"{prefix}npv": left / (left + missed),
            f"{prefix}missed": missed,
        }
    return {name: float(value) for name, value in found.items()}
