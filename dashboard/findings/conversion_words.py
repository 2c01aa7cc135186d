"""What the Review screen says, made from figures by rules; never more than the intervals allow."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.findings.drivers import main_driver
from dashboard.findings.words import noun_at
from dashboard.metrics.changes import ConversionChange
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, percent, plain, points

SHOWN_DRIVERS = 6
ALL_SOURCES = "All sources"
"""The last row of the drivers, which makes the sum."""
WORTH_NAMING = 0.25
MOST_NAMED = 4


def conversion_finding(
    step: ConversionChange | None,
    moved: Mapping[str, float | None],
    drivers: Sequence[Mapping[str, Any]],
    burst: Mapping[str, Any] | None,
) -> str:
    """The step that moved beyond chance, by how much, and whether mix or rate did it; or that none did."""
    if step is None:
        return "No step of the waterfall moved by more than chance between the two windows."
    name = f"{in_markdown(step.from_stage)} to {in_markdown(step.to_stage)}"
    text = (
        f"**{name} {_direction(step)} {_size(step)} to {percent(step.current)}**{_above_all(step, drivers)}.\n"
        f"It was {percent(step.previous)} (95 % interval of the change: {points(moved['low'])} to "
        f"{points(moved['high'])}). {_what_did_it(step, drivers, burst)}"
    )
    if step.simpson:
        better = "converted worse" if (step.change or 0) > 0 else "converted better"
        text += (
            f" Every single source {better} than before: only their mix moved the total, so judge the sources, "
            "not the sum."
        )
    return text


def also_moved(steps: Sequence[tuple[ConversionChange, Sequence[Mapping[str, Any]]]]) -> str:
    """The other steps that moved by more than chance, each with its main driver; empty when there are none."""
    clauses = []
    for step, drivers in steps:
        name = f"{in_markdown(step.from_stage)} to {in_markdown(step.to_stage)}"
        kind, first = main_driver(step, drivers)
        why = {
            "mix": "mostly the mix of sources",
            "rate": "mostly the sources' own rates",
            "both": "mix of sources and their own rates both",
        }.get(kind, "")
        most = f", {in_markdown(first['part'])} most of all" if first else ""
        clauses.append(
            f"{name} {_direction(step)} {_size(step)} to {percent(step.current)}{f' ({why}{most})' if why else ''}"
        )
    return f"Also beyond chance: {'; '.join(clauses)}." if clauses else ""


def _direction(step: ConversionChange) -> str:
    return "rose" if (step.change or 0) > 0 else "fell"


def _size(step: ConversionChange) -> str:
    return points(abs(step.change or 0)).lstrip("+")


def _above_all(step: ConversionChange, drivers: Sequence[Mapping[str, Any]]) -> str:
    """The source that did most of the change, by its share or by its own rate, where one did."""
    kind, first = main_driver(step, drivers)
    if first is None or kind not in {"mix", "rate"}:
        return ""
    before, now = ("share_before", "share_now") if kind == "mix" else ("own_before", "own_now")
    whose = f" of the {noun_at(step.from_stage)}" if kind == "mix" else ""
    return f": {in_markdown(first['part'])} went from {percent(first[before])} to {percent(first[now])}{whose}"


def _what_did_it(step: ConversionChange, drivers: Sequence[Mapping[str, Any]], burst: Mapping[str, Any] | None) -> str:
    """Mix of sources or their own rates, the source that did most, and its new campaigns."""
    kind, first = main_driver(step, drivers)
    if first is None:
        return ""
    source = in_markdown(first["part"])
    if kind == "both":
        return f"Mix of sources and their own rates both have a part in it; {source} moved it most."
    change = step.change or 0.0
    if kind == "mix":
        cause = f"The mix of sources explains {_part((step.mix or 0.0) / change)}"
        shares = f"{percent(first['share_before'])} to {percent(first['share_now'])}"
        detail = f"{source} went from {shares} of the {noun_at(step.from_stage)}, which alone {_made(first['mix'])}"
    else:
        cause = f"How each source converts explains {_part((step.rate or 0.0) / change)}"
        rates = f"{percent(first['own_before'])} to {percent(first['own_now'])}"
        detail = f"{source} went from {rates}, which alone {_made(first['rate'])}"
    return f"{cause}: above all, {detail}.{_burst(source, noun_at(step.from_stage), burst)}"


def _made(part: float) -> str:
    return f"{'added' if part > 0 else 'took'} {points(abs(part)).lstrip('+')}"


def _burst(source: str, whose: str, burst: Mapping[str, Any] | None) -> str:
    """The campaigns of the source that were not there before, where they brought a good part of it."""
    if not burst or burst["of_new"] < max(FEWEST_FOR_RATE, WORTH_NAMING * burst["leads"]):
        return ""
    names = [in_markdown(name) for name in burst["campaigns"][:MOST_NAMED]]
    more = f" and {burst['new_campaigns'] - len(names)} more" if burst["new_campaigns"] > len(names) else ""
    new = "a campaign" if burst["new_campaigns"] == 1 else f"{burst['new_campaigns']} campaigns"
    return (
        f" {count(burst['of_new'])} of the {count(burst['leads'])} {whose} of {source} come from {new} not there "
        f"before: {', '.join(names)}{more}."
    )


def _part(share: float) -> str:
    if share > 1.1:
        return "more than all of it"
    if share >= 0.9:
        return "nearly all of it"
    return "about three quarters of it" if share >= 0.7 else "about two thirds of it"


def driver_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A source that moved the step, the others as one, or their sum, as people read it."""
    several = ALL_SOURCES if row["is_all"] else f"{row['sources']} others"
    is_of_others = row["part"] is None and not row["is_all"]
    return {
        "Source": plain(several if row["part"] is None else row["part"]),
        "Mature": f"{count(row['leads_before'])} → {count(row['leads_now'])}",
        "Converted": "various" if is_of_others else f"{_rate(row, 'before')} → {_rate(row, 'now')}",
        "By its share": points(row["mix"]).removesuffix(" points"),
        "By its rate": points(row["rate"]).removesuffix(" points"),
    }


def _rate(row: Mapping[str, Any], when: str) -> str:
    return percent(row[f"own_{when}"]) if row[f"leads_{when}"] >= FEWEST_FOR_RATE else "–"
