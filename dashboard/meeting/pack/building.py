"""The document of a pack: of an open week as its figures are now, of a frozen one as they were kept."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from dashboard.asking.values_there import refuse_nobody
from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.importing.publishing.place import has_journal
from dashboard.meeting.decisions.decision import Decision
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.pack.appendix import named_deals
from dashboard.meeting.pack.calibrating import calibration_minuted
from dashboard.meeting.pack.content import content_of, decisions_upto
from dashboard.meeting.pack.deciding import decision_lines
from dashboard.meeting.pack.document import Cover, Pack, PackContent
from dashboard.meeting.restatement.revisions import watched
from dashboard.meeting.review.manifest import Manifest, figures_of, kept_settings, read_manifest
from dashboard.meeting.review.replay import frozen_figures, frozen_view, has_data
from dashboard.meeting.review.review import Freeze, Review, review_of
from dashboard.meeting.review.words import signature_words, state_words
from dashboard.scope.moments import Moments
from dashboard.scope.settings import Settings
from dashboard.scope.slices import Slice
from dashboard.texts import as_text, count, plain

TITLE = "Weekly funnel review"
NOT_KEPT = (
    "no pack was kept when it was frozen: this one is made from the data of the freeze, whose figures are the same"
)
MANIFEST_SHOWN = 12
SHOWN_SLICE = 120


@dataclass(frozen=True)
class FrozenLook(Moments):
    """The moment of a freeze, in the zone of its settings."""

    settings: Settings
    as_of: datetime


def pack_of(
    folder: Path, journal: Journal, week: str, revision: int | None, chosen: Slice, live: Callable[[], View]
) -> tuple[Pack, Callable[[], View]]:
    """The pack of a week, and what gives the look at the data it is of: frozen, as it was kept, else as it is now.

    ``live`` gives the look at the end of an open week; ``chosen`` narrows it. Raises BadInput for a revision there is
    not, and for a slice that leaves nobody.
    """
    review = review_of(journal, week) if has_journal(folder) else Review(week=week, version=0)
    freeze = review.revision(revision) if revision else review.latest if review.is_frozen else None
    if revision and freeze is None:
        raise BadInput(f"The review of {week} has no revision {revision}; `funnel-review review list` says which.")
    if freeze is None:
        view = replace(live(), slice=chosen)
        refuse_nobody(view)
        return open_pack(folder, journal, view), lambda: view
    if chosen.is_everything:
        pack = frozen_pack(folder, journal, review, freeze)
    else:
        pack = frozen_slice(folder, journal, freeze, chosen)
    return pack, lambda: frozen_view(folder, journal, read_manifest(journal, freeze.manifest))


def open_pack(folder: Path, journal: Journal, view: View) -> Pack:
    """The pack of what ``view`` shows now: nobody has signed it."""
    is_there = has_journal(folder)
    review = review_of(journal, view.week) if is_there else Review(week=view.week, version=0)
    content = content_of(journal if is_there else None, view)
    known = decisions_upto(journal, None) if is_there else {}
    state = "not signed: this week's review is open, and its figures follow the data"
    if not view.slice.is_everything:
        state = f"not signed: a part of the company, {plain(view.slice.words(), SHOWN_SLICE)}"
    elif review.freezes:
        state = "not signed: the review was opened again, and its figures follow the data"
    return _pack(journal if is_there else None, content, _cover(content, state), known, view)


def frozen_pack(folder: Path, journal: Journal, review: Review, freeze: Freeze) -> Pack:
    """The pack of a frozen week: what was kept with it, its signatures as they stand now, its decisions as they stood.

    One that was frozen before packs were kept is made anew where that gives its figures byte for byte; raises BadInput
    where it does not.
    """
    manifest = read_manifest(journal, freeze.manifest)
    content, remarks = _kept_content(folder, journal, manifest)
    state = state_words(review) if freeze is review.latest else f"revision {freeze.revision}, opened again since"
    cover = _cover(content, state, freeze, (*remarks, *_restated_since(journal, freeze)))
    cover = cover.model_copy(update={"is_signed": freeze is review.latest and review.state == "signed"})
    look = FrozenLook(kept_settings(journal, manifest), manifest.as_of)
    return _pack(journal, content, cover, decisions_upto(journal, manifest.decisions_upto.seq), look)


def frozen_slice(folder: Path, journal: Journal, freeze: Freeze, chosen: Slice) -> Pack:
    """The pack of a part of the company on the data of a freeze; a part is never signed."""
    manifest = read_manifest(journal, freeze.manifest)
    view = replace(frozen_view(folder, journal, manifest), slice=chosen)
    try:
        refuse_nobody(view)
        content = content_of(journal, view, manifest.decisions_upto.seq)
    finally:
        view.warehouse.close()
    state = f"not signed: a part of the company, {plain(chosen.words(), SHOWN_SLICE)}, on the data of the freeze"
    return _pack(journal, content, _cover(content, state), decisions_upto(journal, manifest.decisions_upto.seq), view)


def with_names(pack: Pack, view: View) -> Pack:
    """The pack with the names and buyers of its deals as ``view`` has them: names are not kept with a frozen pack."""
    tables = tuple(named_deals(table, view) for table in pack.content.appendix)
    return pack.model_copy(update={"content": pack.content.model_copy(update={"appendix": tables})})


def _pack(
    journal: Journal | None, content: PackContent, cover: Cover, known: Mapping[str, Decision], look: Moments
) -> Pack:
    """The document; of a part of the company without the calibration of the month, which is of the whole."""
    earlier, made = decision_lines(content.judged, known, look, content.currency)
    calibration = calibration_minuted(journal, look) if journal and not content.slice else None
    return Pack(cover=cover, moved=_moved(content), known=earlier, made=made, calibration=calibration, content=content)


def _moved(content: PackContent) -> tuple[str, ...]:
    """What moved, a claim each: the week, the figures out of the usual, conversion, velocity, stalled deals."""
    signals = [f"{kpi.label} {kpi.written}: {kpi.standing}" for kpi in content.kpis if kpi.is_signal]
    claims = [part.claim or part.missing for part in (content.early, *content.agenda) if part]
    first, *others = claims or [""]
    return tuple(f"{each.removesuffix('.')}." for each in (first, *signals, *others) if each)


def _cover(content: PackContent, state: str, freeze: Freeze | None = None, remarks: Sequence[str] = ()) -> Cover:
    moment = datetime.fromisoformat(content.as_of)
    about = (
        f"Week {content.week}, {content.days}",
        f"as of {moment:%Y-%m-%d %H:%M} {content.time_zone}",
        f"data {content.generation}",
        f"Funnel Review {content.product_version}",
    )
    stale = (content.stale,) if content.stale else ()
    return Cover(
        title=TITLE,
        week=content.week,
        days=content.days,
        about=about,
        state=state,
        is_signed=False,
        signatures=tuple(as_text(signature_words(each)) for each in freeze.signatures) if freeze else (),
        manifest=freeze.manifest[:MANIFEST_SHOWN] if freeze else None,
        revision=freeze.revision if freeze else None,
        remarks=(*stale, *remarks),
    )


def _kept_content(folder: Path, journal: Journal, manifest: Manifest) -> tuple[PackContent, tuple[str, ...]]:
    if manifest.pack_sha256 is not None:
        return PackContent.model_validate_json(journal.blob(manifest.pack_sha256).content), ()
    if not has_data(folder, manifest):
        raise BadInput(
            f"No pack of {manifest.week} was kept when it was frozen, and its data is no longer kept; "
            f"`funnel-review review figures --week {manifest.week}` prints its figures."
        )
    view = frozen_view(folder, journal, manifest)
    try:
        if figures_of(view) != frozen_figures(journal, manifest):
            raise BadInput(
                f"No pack of {manifest.week} was kept when it was frozen, and this version computes other figures; "
                f"`funnel-review review figures --week {manifest.week}` prints them as frozen."
            )
        return content_of(journal, view, manifest.decisions_upto.seq), (f"Made anew: {NOT_KEPT}.",)
    finally:
        view.warehouse.close()


def _restated_since(journal: Journal, freeze: Freeze) -> tuple[str, ...]:
    """How many of its figures are others since, as far as it was asked again."""
    for each in watched(journal):
        if each.review.latest == freeze and each.moved and (moved := each.moved[max(each.moved)]):
            figures = f"{count(len(moved))} figure{'' if len(moved) == 1 else 's'}"
            why = f"`funnel-review review restated --week {each.review.week}` says why"
            return (f"{figures} of this week {'is' if len(moved) == 1 else 'are'} another since it was frozen; {why}.",)
    return ()
