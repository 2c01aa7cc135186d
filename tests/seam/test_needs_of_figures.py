"""What the figures of fit, opinions, waits and reconciliations need: each need missing once, and its sentence."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from dashboard.asking.view import View
from dashboard.metrics.asking import answer_of
from dashboard.metrics.changes import changes
from dashboard.metrics.icp import icp
from dashboard.metrics.reconcile import PAIRS, reconciled
from dashboard.metrics.recorded import (
    NO_AMOUNTS,
    NO_DEFINITION,
    NO_MQL,
    NO_SAL,
    NO_SQL,
    NO_VERDICT,
    NO_WON,
    Origin,
    unmet,
    unmet_figures,
)
from tests.claims.company import open_company
from tests.metrics.conftest import profile

LEAD = {"lead_id": "L", "created_at": "2025-01-10", "region": "north"}
DEAL = {"deal_id": "D", "lead_id": "L", "created_at": "2025-01-20", "amount": 10.0}
EVENTS = [{"lead_id": "L", "at": f"2025-01-{day}", "event": event} for day, event in ((12, "mql"), (14, "sal"))]
WHOLE: Mapping[str, Any] = {
    "leads": [LEAD],
    "lead_events": EVENTS,
    "touches": [{"lead_id": "L", "at": "2025-01-11"}],
    "deals": [DEAL],
    "deal_events": [{"deal_id": "D", "at": "2025-02-01", "event": "won"}],
    "customers": [{"deal_id": "D", "started_on": "2025-02-02"}],
}
ALL = ("icp", "marketing", "sales")
NO_TEAMS = "There are no definitions of marketing's and sales' own"
ACCOUNTS = 'unit = "account"\n' + "".join(
    f'[[stages]]\nname = "{name}"\nevents = ["{event}"]\n' for name, event in (("In", "inquiry"), ("Met", "tal"))
)
NO_LEADS = "There are no leads"


@contextmanager
def looking(change: Mapping[str, Any], settings: Mapping[str, Any], profiles: tuple[str, ...] = ALL) -> Iterator[View]:
    """The whole company with ``change``; ``waterfall`` names a preset, or is that of accounts that nobody met."""
    tables = {name: rows for name, rows in {**WHOLE, **change}.items() if name != "waterfall" and rows}
    with TemporaryDirectory() as place:
        folder = Path(place)
        for name in profiles:
            (folder / f"{name}.toml").write_text(profile(name), encoding="utf-8")
        (folder / "accounts.toml").write_text(ACCOUNTS, encoding="utf-8")
        options = {"waterfall": change["waterfall"].format(folder=folder)} if "waterfall" in change else {}
        shared = {"icp_file": folder / "icp.toml"} if "icp" in profiles else {}
        with open_company(tables, settings, options | shared) as view:
            yield view


NO_MQLS = {"lead_events": EVENTS[1:]}
NO_DEALS: Mapping[str, Any] = {"deals": [], "deal_events": [], "customers": []}
OWN = {"waterfall": "{folder}/accounts.toml"}
Expected = tuple[str, str | None, str]
ANSWERS = ("response/bands", "response/within", "response/attempts", "response/by_source_and_owner")
OPINIONS = tuple(
    f"disagreement/{name}"
    for name in ("handoff", "reasons", "matrix", "agreement", "criteria", "criterion_leads", "by_source")
)
CASES: dict[str, tuple[Mapping[str, Any], Mapping[str, Any], tuple[str, ...], list[Expected]]] = {
    "no leads": ({"leads": []}, {}, ALL, [
        *(
            (f"icp/{name}", None, f"{NO_LEADS} to judge.")
            for name in ("cycles", "tiers", "churned", "purity", "calibration", "quadrants", "overlap")
        ),
        ("disagreement/scores", None, f"{NO_LEADS}, so there is nothing to disagree on."),
        *((name, None, f"{NO_LEADS}, so there is nothing to disagree on.") for name in OPINIONS),
        *((name, "n", f"{NO_LEADS}, so nobody waits for an answer.") for name in ("response/times", *ANSWERS)),
        *(
            (f"waterfall/{name}", None, f"{NO_LEADS}, so there is no waterfall of leads.")
            for name in ("conversions", "fates", "strays", "weekly")
        ),
        ("changes/conversions", None, f"{NO_LEADS}."),
        ("reconcile/acceptance", None, f"{NO_LEADS}, so there is nothing to accept."),
        ("reconcile/lead_to_close", None, f"{NO_LEADS}."),
        ("reconcile/leads", None, f"{NO_LEADS}, so nothing came in."),
        ("reconcile/churn", None, f"{NO_LEADS}, or no ideal-customer definition"),
    ]),
    "no definition at all": ({}, {}, (), [("icp/cycles", None, NO_DEFINITION)]),
    "no shared definition": ({}, {}, ("marketing", "sales"), [
        ("icp/tiers", None, NO_DEFINITION),
        ("icp/purity", None, NO_DEFINITION),
        ("icp/calibration", None, NO_DEFINITION),
        ("icp/churned", None, NO_DEFINITION),
        ("reconcile/churn", None, f"{NO_LEADS}, or no ideal-customer definition"),
    ]),
    "a definition of one team alone": ({}, {}, ("icp", "sales"), [
        ("icp/quadrants", None, NO_TEAMS),
        ("icp/overlap", None, NO_TEAMS),
        ("disagreement/criteria", None, "Both teams' own definitions are needed"),
        ("disagreement/criterion_leads", None, "Both teams' own definitions are needed"),
    ]),
    "no MQL": (NO_MQLS, {"clock": "mql"}, ALL, [
        ("icp/tiers", "mql_rate", NO_MQL),
        ("icp/purity", "stage=MQL", NO_MQL),
        *((name, None, NO_MQL) for name in OPINIONS),
        ("response/times", "n", NO_MQL),
        ("reconcile/acceptance", None, NO_MQL),
        ("reconcile/waiting", None, NO_MQL),
    ]),
    "nothing beyond MQL": ({**NO_DEALS, "lead_events": EVENTS[:1]}, {}, ALL, [
        ("icp/tiers", "sal_rate", NO_SAL),
        ("icp/tiers", "lift", NO_SQL),
        ("icp/tiers", "won_rate", NO_WON),
        ("icp/purity", "stage=SAL", NO_SAL),
        ("icp/purity", "stage=SQL", NO_SQL),
        ("icp/purity", "stage=Won", NO_WON),
        ("icp/quadrants", "won", NO_WON),
        ("icp/calibration", "sql", NO_SQL),
        ("icp/calibration", "won", NO_WON),
        ("disagreement/matrix", None, NO_VERDICT),
        ("disagreement/agreement", None, NO_VERDICT),
        ("disagreement/criteria", None, NO_VERDICT),
        ("disagreement/criterion_leads", None, NO_VERDICT),
        ("icp/tiers", "mean_won", "There are no deals"),
        ("icp/quadrants", "won_value", "There are no deals"),
        ("icp/churned", "churned_share", "There are no customers"),
        ("response/bands", "rate", NO_SQL),
        ("waterfall/fates", "fate=lost", NO_WON),
        ("reconcile/acceptance", None, NO_SAL),
        ("reconcile/lead_to_close", None, NO_WON),
        ("reconcile/churn", None, "There are no customers"),
    ]),
    "nothing beyond the inquiry": ({**NO_DEALS, "lead_events": []}, {}, ALL, [
        ("waterfall/conversions", None, NO_MQL),
        ("icp/tiers", "rejected_share", "There are no lead events"),
        ("changes/conversions", None, NO_MQL),
    ]),
    "no touches": ({"touches": []}, {}, ALL, [
        ("response/times", "median_minutes", "There are no touches"),
        *((name, None, "There are no touches") for name in ANSWERS),
        ("icp/tiers", "response_median_minutes", "There are no touches"),
        ("disagreement/handoff", "accepted_unworked", "There are no touches"),
        ("waterfall/fates", "fate=active", "There are no touches"),
        ("reconcile/waiting", None, "There are no touches"),
    ]),
    "another waterfall": ({"waterfall": "v2"}, {}, ALL, [("reconcile/acceptance", None, "The waterfall is not v1")]),
    "a waterfall of accounts": (OWN, {}, ALL, [
        ("changes/conversions", None, NO_MQL),
        ("reconcile/leads", None, "The waterfall counts accounts."),
        ("reconcile/waiting", None, "The waterfall counts accounts."),
    ]),
    "no amounts": ({"deals": [{**DEAL, "amount": None}]}, {}, ALL, [("reconcile/velocity", None, NO_AMOUNTS)]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_without_what_it_needs_it_says_so(case: str) -> None:
    """And two figures of one thing are not compared."""
    change, settings, profiles, expected = CASES[case]
    with looking(change, settings, profiles) as view:
        missing = {(name, part): unmet(view, name, part) or "nothing" for name, part, _ in expected}
        for name, part, sentence in expected:
            assert missing[name, part].startswith(sentence), (name, part)
        names = {name for name, part, _ in expected if part is None}
        for pair in (pair for pair, each in PAIRS.items() if each.question in names):
            assert reconciled(view, pair) == [], pair


def test_with_all_of_it_nothing_is_missing() -> None:
    """Each of the cases is missing what it changes, and no more."""
    cases = [(name, part) for *_, expected in CASES.values() for name, part, _ in expected]
    origins: dict[str, Origin] = {f"{name} {part}": (name, part) for name, part in cases}
    with looking({}, {}) as view:
        assert unmet_figures(view, origins) == ({}, [])


def test_rows_that_need_a_stage_are_null_without_it_and_the_others_stand() -> None:
    """Asked by its name the answer says so by the row; whoever reached MQL is unknown, and no zero."""
    with looking(NO_MQLS, {}) as view:
        answer = answer_of(view, "icp/purity", {})
        assert answer["unsupported"] == {"stage=MQL": NO_MQL}
        rows = {row["stage"]: row for row in answer["rows"]}
        assert (rows["Inquiry"]["leads"], rows["SAL"]["fitting"]) == (1, 1)
        assert [value for column, value in rows["MQL"].items() if column != "stage"] == [None] * 5
        assert (icp(view).section.purity or {})["MQL"] is None
        assert icp(view).unsupported == {"icp.tiers.mql": NO_MQL, "icp.purity.MQL": NO_MQL}


def test_a_waterfall_of_ones_own_whose_stages_nobody_records_does_not_say_there_are_no_leads() -> None:
    """There is one, and v1's stages are all recorded: only this waterfall's are not."""
    with looking(OWN, {}) as view:
        assert changes(view).section.conversions is None
        assert changes(view).unsupported["changes.conversions"] == NO_MQL
