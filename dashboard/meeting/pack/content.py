"""What the figures of a week come to, asked once and kept: the content of its pack."""

from collections.abc import Iterable
from dataclasses import replace

from dashboard.asking.view import HORIZON_DAYS, View
from dashboard.findings.agenda import conversion_item, stalled_item, velocity_item
from dashboard.findings.words import days_of
from dashboard.meeting.decisions.carrying import is_live, is_told_by
from dashboard.meeting.decisions.decision import KIND, Decision, fold
from dashboard.meeting.decisions.judging import JudgedDecision, judged
from dashboard.meeting.journal.canonical import canonical
from dashboard.meeting.journal.journal import Blob, Journal
from dashboard.meeting.pack import parts
from dashboard.meeting.pack.appendix import appendix, definitions
from dashboard.meeting.pack.document import DecisionJudged, PackContent
from dashboard.meeting.pack.health import health_lines, restated_part, stale_words
from dashboard.meeting.review.manifest import JSON, queries_sha256
from dashboard.metrics.changes import Changes
from dashboard.metrics.report import section
from dashboard.scope.moments import Window
from dashboard.scope.slices import Slice
from dashboard.version import product_version

SECTIONS = ("changes", "waterfall", "disagreement", "pipeline", "stalled")
"""The sections of the contract that a pack is made from."""


def content_of(journal: Journal | None, view: View, upto: int | None = None) -> PackContent:
    """The content of the pack of what ``view`` shows; ``journal`` is None where nobody has written yet.

    ``upto``: the last entry of the journal that its decisions stand on; the last there is by default.
    """
    unsupported = {path: why for name in SECTIONS for path, why in section(view, name).unsupported.items()}
    changes: Changes = section(view, "changes").section
    kpis = parts.kpi_figures(view, changes, unsupported)
    conversion, velocity, stalled = conversion_item(view, changes), velocity_item(view), stalled_item(view)
    restated, moved = restated_part(journal, view.week) if journal else ((NEVER_FROZEN,), None)
    tables = appendix(view, kpis, conversion, stalled)
    return PackContent(
        week=view.week,
        days=days_of(view, Window(view.week_start, view.as_of)),
        as_of=view.local(view.as_of).isoformat(),
        time_zone=view.settings.time_zone,
        generation=view.warehouse.generation.id,
        currency=view.settings.currency,
        slice=view.slice.chosen(),
        product_version=product_version(),
        stale=stale_words(view),
        kpis=kpis,
        early=parts.early_part(view, changes),
        agenda=(
            parts.conversion_part(view, conversion),
            parts.velocity_part(view, velocity),
            parts.stalled_part(view, stalled),
        ),
        agreement=parts.agreement(view),
        debts=parts.debts_of(view),
        restated=restated,
        health=health_lines(view, unsupported),
        unsupported=unsupported,
        definitions=definitions(view, queries_sha256()),
        appendix=(*tables, moved) if moved and moved.rows else tables,
        judged=tuple(map(_judged, _decisions(view, decisions_upto(journal, upto).values()))) if journal else (),
    )


NEVER_FROZEN = "No week was frozen yet."


def decisions_upto(journal: Journal, upto: int | None) -> dict[str, Decision]:
    """Every decision as it stood after the entry ``upto``; as it stands where that is None."""
    return fold(each for each in journal.kind(KIND) if upto is None or each.seq <= upto)


def blob_of(content: PackContent) -> Blob:
    """The content as it is kept: the same content, the same bytes."""
    return Blob(JSON, canonical(content.model_dump(mode="json")).encode())


def _decisions(view: View, known: Iterable[Decision]) -> list[JudgedDecision]:
    """What came of the decisions that the review looks at, for the whole company whatever part is looked at."""
    whole = replace(view, slice=Slice(), chosen=None, trial=None, horizon_days=HORIZON_DAYS)
    made = [each for each in known if each.week <= view.week]
    shown = [each for each in made if each.week == view.week or is_live(each, view) or is_told_by(each, view)]
    return judged(whole, shown, made)


def _judged(each: JudgedDecision) -> DecisionJudged:
    return DecisionJudged(
        id=each.decision.id,
        effect=each.effect,
        is_final=each.is_final,
        is_overdue=each.is_overdue,
        carried=each.carried,
        together_with=each.together_with,
        restated=each.restated,
    )
