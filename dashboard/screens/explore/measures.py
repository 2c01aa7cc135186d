"""What can be explored: every figure that has a value per group, with the question that answers it and its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dashboard.asking.view import View
from dashboard.metrics.changes import EARLY_DAYS
from dashboard.texts import FEWEST_FOR_RANK, FEWEST_FOR_RATE, waiting_time

STAGES = {"mql": "MQL", "sal": "SAL", "sql": "SQL", "won": "Won"}
STEPS = {"mql_sal": ("MQLs", "SAL"), "sal_sql": ("SALs", "SQL"), "sql_won": ("SQLs", "Won")}
LIMIT_MINUTES = {"5m": 5, "1h": 60, "24h": 1_440, "48h": 2_880}


@dataclass(frozen=True)
class Measure:
    """A figure: its ``kind`` is ``count``, ``share``, ``money``, ``minutes`` or ``days``, ``figure`` its column.

    A row opens as many records, called ``noun``, as its column ``opened`` says; ``hits`` is the column of those that
    a share counts, or whose amounts are known. Of fewer than ten in ``enough`` there is no share and no mean.
    """

    label: str
    question: str
    records: str
    noun: str
    kind: str = "count"
    figure: str = "records"
    opened: str = "records"
    hits: str | None = None
    enough: str | None = None
    bound: Mapping[str, object] = field(default_factory=dict)
    of_records: Mapping[str, object] = field(default_factory=dict)
    tables: Sequence[str] = ("leads",)
    stages: Sequence[str] = ()
    is_mature: bool = False
    is_standing: bool = False

    def is_offered(self, view: View) -> bool:
        """Whether the data says anything of it."""
        return view.has(*self.tables) and all(view.records_stage(stage) for stage in self.stages)

    def n(self, row: Mapping[str, Any]) -> int:
        """What the figure of a row rests on."""
        return int(row[self.enough or self.opened])

    def value(self, row: Mapping[str, Any]) -> float | None:
        """The figure of a row; None for a share or a mean of fewer than ten."""
        figure: float | None = None if not self.is_sum and self.n(row) < FEWEST_FOR_RATE else row[self.figure]
        return figure

    def is_sure(self, row: Mapping[str, Any]) -> bool:
        """Whether a row may be compared with others: thirty records or more, where it is a share or a mean."""
        return self.is_sum or self.n(row) >= FEWEST_FOR_RANK

    @property
    def is_sum(self) -> bool:
        """Whether the figure is 0 where there is nothing: a count, or money that is summed."""
        return self.kind in {"count", "money"} and self.enough is None

    @property
    def has_interval(self) -> bool:
        """Whether the figure is a share, which has a 95 % interval."""
        return self.kind == "share"


def _of_leads(label: str, measure: str, noun: str = "Enquiries", **more: Any) -> Measure:
    bound = {"measure": measure, **more.pop("bound", {})}
    return Measure(label, "explore/leads", "explore/lead_records", noun, bound=bound, **more)


def _share_of_leads(label: str, measure: str, noun: str = "Enquiries", **more: Any) -> Measure:
    return _of_leads(
        label, measure, noun, kind="share", figure="rate", opened="mature", hits="reached",
        of_records={"is_mature": True}, **more,
    )  # fmt: skip


def _of_deals(label: str, way: str, outcome: str | None = None, **more: Any) -> Measure:
    return Measure(
        label, "explore/deals", "explore/deal_records", "Deals", bound={"way": way}, of_records={"outcome": outcome},
        tables=("deals",), **more,
    )  # fmt: skip


def _of_open(label: str, *, stalled: bool, **more: Any) -> Measure:
    return Measure(
        label, "explore/open_deals", "explore/open_deal_records", "Deals", of_records={"only_stalled": stalled},
        tables=("deals",), is_standing=True, **more,
    )  # fmt: skip


def _of_waits(label: str, minutes: int, *, due: bool, **more: Any) -> Measure:
    return Measure(
        label, "explore/waits", "explore/wait_records", "Enquiries on the clock", bound={"limit_minutes": minutes},
        of_records={"is_due": due}, tables=("leads", "touches"), **more,
    )  # fmt: skip


def _of_verdicts(label: str, *verdicts: str, **more: Any) -> Measure:
    return Measure(
        label, "explore/verdicts", "explore/verdict_records", "MQLs", of_records={"verdicts": list(verdicts)},
        stages=("MQL",), **more,
    )  # fmt: skip


NO_STAGE = {"is_mature": False}
MEASURES: dict[str, Measure] = {
    "leads": _of_leads("Enquiries that came in", "leads", of_records=NO_STAGE),
    **{
        stage: _share_of_leads(f"Enquiries that reached {name} in time", stage, stages=(name,), is_mature=True)
        for stage, name in STAGES.items()
    },
    **{
        step: _share_of_leads(
            f"{noun} that reached {name} in time", step, noun, stages=(noun[:-1], name), is_mature=True
        )
        for step, (noun, name) in STEPS.items()
    },
    **{
        f"reached_{stage}": _of_leads(
            f"Enquiries that became {name}, whenever they came in",
            f"reached_{stage}",
            stages=(name,),
            of_records=NO_STAGE,
        )
        for stage, name in STAGES.items()
    },
    **{
        f"{stage}_{days}": _share_of_leads(
            f"Enquiries that reached {STAGES[stage]} within {days} days",
            stage,
            stages=(STAGES[stage],),
            bound={"horizon_seconds": 86_400.0 * days},
        )
        for stage in ("mql", "sal", "sql")
        for days in EARLY_DAYS
    },
    **{
        f"within_{name}": _of_waits(
            f"Answered by a person within {waiting_time(minutes)}",
            minutes,
            due=True,
            kind="share",
            figure="rate",
            opened="due",
            hits="met",
        )
        for name, minutes in LIMIT_MINUTES.items()
    },
    "median_minutes": _of_waits("Half answered within", 60, due=False, kind="minutes", figure="median_minutes"),
    "p90_minutes": _of_waits("Nine in ten answered within", 60, due=False, kind="minutes", figure="p90_minutes"),
    "handed": _of_verdicts("MQLs handed over", "accepted", "rejected", "undecided"),
    "acceptance": _of_verdicts(
        "MQLs with a verdict that sales accepted",
        "accepted",
        "rejected",
        kind="share",
        figure="rate",
        opened="decided",
        hits="accepted",
    ),
    "deals": _of_deals("Deals created", "created"),
    "value": _of_deals("Pipeline created", "created", kind="money", figure="value", hits="valued"),
    "deals_won": _of_deals("Deals won", "closed", "won", figure="won", opened="won"),
    "deals_lost": _of_deals("Deals lost", "closed", "lost", figure="lost", opened="lost"),
    "revenue": _of_deals(
        "Amount won", "closed", "won", kind="money", figure="revenue", opened="won", hits="won_valued"
    ),
    "win_rate": _of_deals("Won of the deals that closed", "closed", kind="share", figure="rate", hits="won"),
    "mean_won": _of_deals(
        "Mean amount won",
        "closed",
        "won",
        kind="money",
        figure="mean_won",
        opened="won",
        hits="won_valued",
        enough="won_valued",
    ),
    "cycle_won_days": _of_deals(
        "Days from creation to won", "closed", "won", kind="days", figure="cycle_won_days", opened="won"
    ),
    "open_deals": _of_open("Deals open", stalled=False),
    "open_value": _of_open("Open pipeline", stalled=False, kind="money", figure="value", hits="valued"),
    "stalled_deals": _of_open("Deals stalled", stalled=True, figure="stalled", opened="stalled"),
    "stalled_value": _of_open(
        "Value of the stalled deals",
        stalled=True,
        kind="money",
        figure="stalled_value",
        opened="stalled",
        hits="stalled_valued",
    ),
    "stalled_share": _of_open("Stalled of the open deals", stalled=False, kind="share", figure="rate", hits="stalled"),
}
"""By the name that stands in a link."""
