"""The tables at the end of the pack: the weeks of the KPIs, conversions, causes, stalled deals, definitions."""

from collections.abc import Sequence

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.stalled import CAUSE_WORDS, VERDICT_WORDS
from dashboard.findings.agenda import ConversionItem, StalledItem
from dashboard.findings.kpi_words import kpis_of
from dashboard.meeting.pack.document import Grid, KpiFigure
from dashboard.meeting.pack.parts import grid
from dashboard.meeting.weeks import week_after
from dashboard.scope.profiles import Profiles
from dashboard.texts import FEWEST_FOR_RATE, count, days, interval, limit_words, money, percent, plain

MOST_DEALS = 200
DEAL = "Deal"
LONGEST_ID = 40


def appendix(
    view: View, kpis: Sequence[KpiFigure], conversion: ConversionItem, stalled: StalledItem
) -> tuple[Grid, ...]:
    """The tables that hold something."""
    tables = (_weeks(view, kpis), _conversions(conversion), _causes(view, stalled), _deals(view, stalled))
    return tuple(each for each in tables if each.rows)


def definitions(view: View, questions: str) -> Grid:
    """What the words mean here, each with its version; ``questions`` is the digest of all that asks."""
    settings = view.settings
    rows = [
        {"What": "Waterfall", "Version": view.waterfall.name, "Meaning": " → ".join(_stage_names(view))},
        *(
            {"What": f"Customer definition, {whose}", "Version": version, "Meaning": "who fits, by the company's file"}
            for whose, version in _versions(view.profiles).items()
        ),
        *(
            {"What": kpi.label, "Version": f"questions {questions[:12]}", "Meaning": kpi.meaning}
            for kpi in kpis_of(settings.currency).values()
        ),
        {
            "What": "Agreed times", "Version": "settings",
            "Meaning": f"first answer within {limit_words(settings.response_sla_hours, settings.sla_clock)}, verdict "
            f"within {limit_words(settings.acceptance_sla_hours, settings.sla_clock)}; clock from {settings.clock}",
        },
    ]  # fmt: skip
    return grid("Definitions", rows, ())


def named_deals(table: Grid, view: View) -> Grid:
    """The table with the names and buyers of its deals beside their ids; another table as it is."""
    if not table.columns or table.columns[0] != DEAL:
        return table
    deals = {
        plain(row["deal_id"], LONGEST_ID): (plain(row["deal_name"] or "–"), plain(row["company"] or "–"))
        for row in ask(view.pipeline_view(), "stalled/deals").rows
    }
    rows = tuple((first, *deals.get(first, ("–", "–")), *others) for first, *others in table.rows)
    return table.model_copy(
        update={
            "columns": (DEAL, "Name", "Buyer", *table.columns[1:]),
            "rows": rows,
            "numbers": tuple(place + 2 for place in table.numbers),
        }
    )


def _stage_names(view: View) -> list[str]:
    return [plain(stage.name) for stage in view.waterfall.stages]


def _versions(profiles: Profiles) -> dict[str, str]:
    shared = {"shared": profiles.shared} if profiles.shared else {}
    return {plain(whose): plain(each.version) for whose, each in {**shared, **profiles.teams}.items()}


def _weeks(view: View, kpis: Sequence[KpiFigure]) -> Grid:
    words, drawn = kpis_of(view.settings.currency), [kpi for kpi in kpis if kpi.line is not None]
    lines = {kpi.name: kpi.line.values for kpi in drawn if kpi.line is not None}
    longest = max((len(values) for values in lines.values()), default=0)
    rows = [
        {"Week": week_after(view.week, -back)}
        | {words[name].label: _written(words[name].write, values, back) for name, values in lines.items()}
        for back in range(longest)
    ]
    return grid("The shared figures, week by week", rows)


def _written(write: object, values: Sequence[float | None], back: int) -> str:
    value = values[-1 - back]
    return "–" if value is None or not callable(write) else str(write(value))


def _conversions(item: ConversionItem) -> Grid:
    before = {(step.from_stage, step.to_stage): step for step in item.before}
    rows = []
    for step in item.now:
        has_rate, then = (step.mature or 0) >= FEWEST_FOR_RATE, before.get((step.from_stage, step.to_stage))
        rows.append(
            {
                "Step": f"{plain(step.from_stage)} → {plain(step.to_stage)}",
                "Mature": count(step.mature),
                "Converted": count(step.converted),
                "Rate": percent(step.rate) if has_rate else "–",
                "95 % interval": interval(step.low, step.high) if has_rate else "–",
                "Before": percent(then.rate) if then and (then.mature or 0) >= FEWEST_FOR_RATE else "–",
                "Mature before": count(then.mature) if then else "–",
            }
        )
    return grid("Conversions of those that have had their days", rows)


def _causes(view: View, item: StalledItem) -> Grid:
    rows = [
        {
            "Cause": CAUSE_WORDS[cause["cause"]],
            "Stalled deals": count(cause["deals"]),
            "Their value": money(cause["value"], view.settings.currency),
            "Of stalled": percent(cause["stalled_share"]),
            "Of healthy": percent(cause["healthy_share"]),
            "Verdict": VERDICT_WORDS.get(cause["verdict"], "a cause"),
        }
        for cause in item.causes
    ]
    return grid("What holds stalled deals back", rows, (1, 2, 3, 4))


def _deals(view: View, item: StalledItem) -> Grid:
    if not item.totals:
        return grid("", [])
    deals = sorted(
        ask(view.pipeline_view(), "stalled/deals").rows, key=lambda row: (-(row["value"] or 0), row["deal_id"])
    )
    rows = [
        {
            DEAL: plain(row["deal_id"], LONGEST_ID),
            "Stage": plain(row["stage"] or "before the first"),
            "In it for": days(row["age_days"]),
            "Limit": days(row["limit_days"]),
            "Value": money(row["value"], view.settings.currency),
            "Causes": "; ".join(CAUSE_WORDS[cause] for cause in row["causes"]) or "–",
        }
        for row in deals[:MOST_DEALS]
    ]
    more = f"{count(len(deals) - MOST_DEALS)} more, each worth less." if len(deals) > MOST_DEALS else ""
    return grid("Stalled deals, the largest first", rows, (2, 3, 4), more)
