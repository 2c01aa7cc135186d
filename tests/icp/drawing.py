"""Documents and leads for hypothesis to draw, full of the text that goes wrong."""

import datetime as dt
from typing import Any

from hypothesis import strategies as st

from icp.columns import KINDS, Value

Strategy = st.SearchStrategy[Any]

# Letters with unusual case (İ ı ß ẞ Σ ς ǅ, the Kelvin and Ångström signs, Å decomposed), several kinds of white space,
# digits that are no ASCII, signs that mean something in a pattern, and scripts without case.
LETTERS = "aAbBiIİıßẞΣσςǅǆKkÅåsSſµé\u0301\u0307"  # noqa: RUF001
OTHERS = "0\u0661²_ \t\n\xa0\u2003\u3000\u200b-.,/\\^$*+?|()[]{}'\"%#😀中ก"
TEXTS: Strategy = st.text(alphabet=LETTERS + OTHERS, max_size=8)
PRINTED = LETTERS + OTHERS.replace("\t", "").replace("\n", "")
ENTRIES: Strategy = st.text(alphabet=PRINTED, min_size=1, max_size=5).filter(str.strip)
WORDS = ["a", "bB", "İi", "aİ", "ß", "Σς", "k", "中", "0", "-", "i"]
PHRASES: Strategy = (
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join).filter(lambda text: text.strip("- "))
)
NUMBERS: Strategy = st.sampled_from([-1, 0, 0.1, 0.3, 1, 2, 49.5, 50, 1000, 10**15]) | st.integers(-100, 100)
WEIGHTS: Strategy = st.sampled_from([0.1, 0.2, 0.3, 0.7, 1, 1.5, 2, 3, 10, 1e-9, 1e6])


def rules(field: str) -> Strategy:
    """A criterion's field and rule, as a TOML table."""
    kind = KINDS[field]
    if kind == "boolean":
        return st.just({"field": field, "is_true": True})
    listed: Strategy = st.lists(ENTRIES if kind == "text" else NUMBERS, min_size=1, max_size=4)
    choices: list[Strategy] = [st.fixed_dictionaries({"one_of": listed}), st.fixed_dictionaries({"not_one_of": listed})]
    if kind == "text":
        choices.append(st.fixed_dictionaries({"matches": st.lists(PHRASES, min_size=1, max_size=4)}))
    else:
        choices += [st.fixed_dictionaries({"at_least": NUMBERS}), st.fixed_dictionaries({"at_most": NUMBERS})]
        ranges: Strategy = st.tuples(NUMBERS, NUMBERS).map(sorted).map(lambda ends: {"min": ends[0], "max": ends[1]})
        open_ranges: Strategy = st.fixed_dictionaries({"min": NUMBERS}) | st.fixed_dictionaries({"max": NUMBERS})
        choices.append(st.fixed_dictionaries({"between": ranges | open_ranges}))
    return st.one_of(choices).map(lambda rule: {"field": field} | rule)


FIELDS = ["title", "industry", "employees", "engagement_score", "budget", "need"]
DOCUMENTS: Strategy = st.fixed_dictionaries(
    {
        "name": st.just("drawn"),
        "version": st.just("1"),
        "effective_from": st.just(dt.date(2025, 1, 1)),
        "min_coverage": st.sampled_from([0, 0.1, 0.5, 0.6, 1]),
        "tiers": st.sampled_from(
            [{"A": 80, "B": 60, "C": 40}, {"A": 100, "B": 50, "C": 0}, {"A": 66.7, "B": 33.3, "C": 20}]
        ),
        "criteria": st.lists(
            st.tuples(st.sampled_from(FIELDS).flatmap(rules), WEIGHTS, st.sampled_from([False, False, True])),
            min_size=1,
            max_size=6,
        ).map(
            lambda drawn: [
                {"name": f"c{number}", **rule, "weight": weight, "required": required}
                for number, (rule, weight, required) in enumerate(drawn)
            ]
        ),
    }
)
VALUES: dict[str, Strategy] = {"text": TEXTS, "number": NUMBERS, "boolean": st.booleans()}


@st.composite
def documents_with_leads(draw: st.DrawFn) -> tuple[dict[str, Any], list[dict[str, Value]]]:
    """A document, and leads whose text is often one of its entries in another case."""
    document = draw(DOCUMENTS)
    entries = [e for c in document["criteria"] for e in c.get("one_of", c.get("matches", ())) if isinstance(e, str)]
    near = st.sampled_from(
        [form(e) for e in entries for form in (str.upper, str.lower, str.title, "\xa0{}\t".format)] or [""]
    )
    lead = {
        field: st.none() | (VALUES["text"] | near if KINDS[field] == "text" else VALUES[KINDS[field]])
        for field in FIELDS
    }
    return document, draw(st.lists(st.fixed_dictionaries(lead), min_size=1, max_size=12))
