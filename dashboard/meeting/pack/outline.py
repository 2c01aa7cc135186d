"""The pack in sentences under headings, for formats without a layout: the first page, and what follows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from dashboard.findings.disagreement_words import AGREEMENT_QUESTION
from dashboard.meeting.pack.document import CalibrationMinuted, Cover, DecisionLine, Grid, KpiFigure, Pack, PartFound
from dashboard.meeting.pack.foremost import foremost, made_first
from dashboard.texts import count

NOTHING_DECIDED = "Nothing is decided yet."
NOTHING_OPEN = "No decision of an earlier review is open."


@dataclass(frozen=True)
class OutlineSection:
    """A heading with its lines, and the tables below them."""

    title: str
    lines: tuple[str, ...]
    tables: tuple[Grid, ...] = ()


def headline(cover: Cover) -> str:
    """What the pack is, in a line."""
    return f"{cover.title} {cover.week}"


def cover_lines(cover: Cover) -> tuple[str, ...]:
    """How far the review is, on what data, who signed, what a reader must know of it."""
    manifest = f" · revision {cover.revision}, manifest {cover.manifest}" if cover.manifest else ""
    state = f"{cover.state[:1].upper()}{cover.state[1:]}."
    return (state, f"{' · '.join(cover.about)}{manifest}", *cover.signatures, *cover.remarks)


def first_page(pack: Pack) -> list[OutlineSection]:
    """What somebody who was not in the room reads in a minute."""
    return [
        OutlineSection("The shared figures", tuple(map(_kpi, pack.content.kpis))),
        OutlineSection("What moved", pack.moved),
        OutlineSection(
            f"What was decided in {pack.cover.week}", _decisions(made_first(pack), pack.made, NOTHING_DECIDED)
        ),
        OutlineSection("What came of the last decisions", _decisions(foremost(pack), pack.known, NOTHING_OPEN)),
        *([OutlineSection(_calibrated(held), (_choice(held),))] if (held := pack.calibration) else []),
    ]


def other_pages(pack: Pack) -> list[OutlineSection]:
    """All that follows the first page."""
    content, debts = pack.content, pack.content.debts
    early = [_part("Early signals", content.early)] if content.early else []
    owed = [f"{side}: {line}" for side, lines in _sides(pack) for line in lines]
    return [
        *early,
        *(_part(item.question, item) for item in content.agenda),
        *([OutlineSection(AGREEMENT_QUESTION, (content.agreement,))] if content.agreement else []),
        OutlineSection(f"Decided in {pack.cover.week}", _whole(pack.made, NOTHING_DECIDED)),
        OutlineSection("What came of the last ones", _whole(pack.known, NOTHING_OPEN)),
        *([_calibration(pack.calibration)] if pack.calibration else []),
        OutlineSection("What the sides owe each other", (debts.about, *([debts.missing] if debts.missing else owed))),
        OutlineSection("What was restated", content.restated),
        OutlineSection("How far the data can be relied on", content.health),
        OutlineSection("Definitions and tables", (), (content.definitions, *content.appendix)),
    ]


def _calibrated(held: CalibrationMinuted) -> str:
    return f"Calibration of the shared profile {held.month}"


def _choice(held: CalibrationMinuted) -> str:
    return f"{held.choice}{f': “{held.why}”' if held.why else ''} · {held.by}"


def _calibration(held: CalibrationMinuted) -> OutlineSection:
    about = (held.about,) if held.about else ()
    points = tuple(" ".join([f"{each.question} {_ended(each.claim)}", *each.details]) for each in held.points)
    tables = tuple(table for each in held.points for table in each.tables)
    return OutlineSection(_calibrated(held), (_choice(held), *about, *points), tables)


def _ended(claim: str) -> str:
    return claim if claim.endswith(".") else f"{claim}."


def _sides(pack: Pack) -> Iterable[tuple[str, tuple[str, ...]]]:
    debts = pack.content.debts
    return ("Sales owes marketing", debts.sales), ("Marketing owes sales", debts.marketing)


def _kpi(kpi: KpiFigure) -> str:
    if kpi.missing:
        return f"{kpi.label}: {kpi.missing}"
    parts = [f"{kpi.label}: {kpi.written}", kpi.since, kpi.target, kpi.standing, kpi.rests_on]
    return " · ".join(part for part in parts if part)


def _part(title: str, item: PartFound) -> OutlineSection:
    tables = (item.drivers,) if item.drivers else ()
    return OutlineSection(title, (f"{item.claim or item.missing} ({item.about})", *item.details), tables)


def _decisions(shown: tuple[DecisionLine, ...], every: tuple[DecisionLine, ...], nothing: str) -> tuple[str, ...]:
    if not shown:
        return (nothing,)
    more = (f"{count(len(every) - len(shown))} more in the pack.",) if len(every) > len(shown) else ()
    return (*map(_decision, shown), *more)


def _decision(each: DecisionLine) -> str:
    return " · ".join(part for part in (each.text, each.who, each.state, each.effect) if part)


def _whole(shown: tuple[DecisionLine, ...], nothing: str) -> tuple[str, ...]:
    lines = (
        " · ".join(part for part in (_decision(each), *each.doubts, each.promise, f"decided in {each.week}") if part)
        for each in shown
    )
    return tuple(lines) or (nothing,)
