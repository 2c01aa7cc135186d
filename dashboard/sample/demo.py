"""The demo's warehouse: the sample company, generated and imported once, with twelve reviews and thirteen decks."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event

from sqlalchemy import URL

from dashboard import stopping
from dashboard.errors import BadInput
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.publishing.place import JOURNAL, alone, refuse_foreign
from dashboard.importing.publishing.scratch import make_scratch, sweep
from dashboard.importing.run import ImportOptions, run_import
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import close_journal
from dashboard.meeting.journal.store import Store
from dashboard.sample import SAMPLE_AS_OF, write_sample
from dashboard.sample.audits import HeldAudits, judged_weeks, leads_since
from dashboard.sample.clock import AS_OF_DAY
from dashboard.sample.earlier import EARLIER, earlier_export, restatement
from dashboard.sample.generate import LEADS, SEED, generate
from dashboard.sample.minutes import minutes
from dashboard.sample.past import Dated, HeldReviews, play
from dashboard.sample.profiles import HeldCalibrations
from dashboard.sample.records import SampleLead
from dashboard.sample.writing import export_of, settings_and_definitions, write_files
from dashboard.scope.settings import FILE_NAME, Settings, load_settings
from dashboard.warehouse.bucket.place import ObjectPath, published_at
from dashboard.warehouse.disk import sync
from dashboard.warehouse.generations import FOLDER, POINTER, Generations

EARLIER_AS_OF = datetime.fromtimestamp(EARLIER, tz=UTC).replace(tzinfo=None)
AS_OF = SAMPLE_AS_OF.astimezone(UTC).replace(tzinfo=None)
STORY_ENDS = timedelta(days=4)
"""So long after the moment of the export it ends: the last deck is judged in part, and open for three more days."""
IMPORTED = timedelta(hours=6)
"""How long after the moment of an export it was imported, in the story."""
WORDS = "Making the sample company"
MAKING = 0.2
"""The share of the time that it takes; the imports and the reviews take the rest."""


def build_demo(warehouse: Path, progress: Report, leads: int = LEADS, today: date | None = None) -> None:
    """Build the sample company's warehouse with its past in ``warehouse``; nothing to do when there is one already.

    What waits in it for somebody, a deck to judge and a version to sign, waits on the day it is built, ``today``.

    The reviews are held on the export of a week before; what that said otherwise is restated by the export served. A
    journal that is there already stays, and then there is no past. Raises BadInput or BusyWarehouse in one sentence,
    and then nothing has changed.
    """
    if isinstance(published_at(warehouse), ObjectPath):
        raise BadInput("The sample company is kept in a folder, with a journal of its own; name one by --warehouse.")
    if Generations(warehouse).current() is not None:
        return
    if (warehouse / JOURNAL).exists():
        build_company(warehouse, progress, leads)
        return
    with _files(warehouse) as folder, alone(warehouse):
        sweep(warehouse, warehouse / FOLDER)
        built = make_scratch(warehouse, "") / "warehouse"
        try:
            known = write_exports(folder, leads, _part(progress, 0, MAKING))
            late = lateness(today or datetime.now(UTC).date())
            _import_both(folder, built, load_settings(warehouse / FILE_NAME), known, progress, late)
            _move(built, warehouse)
            progress(ImportStep("The demo is ready", 0, 1.0))
        finally:
            sweep(warehouse, warehouse / FOLDER)


def build_company(warehouse: Path, progress: Report, leads: int = LEADS) -> None:
    """Build the warehouse of the sample company as it is, without a past, in ``warehouse``.

    Raises BadInput or BusyWarehouse in one sentence, and then nothing has changed.
    """
    with _files(warehouse) as folder:
        making = _part(progress, 0, MAKING)
        write_sample(folder, leads=leads, progress=lambda share: making(ImportStep(WORDS, round(leads * share), share)))
        settings = load_settings(warehouse / FILE_NAME)
        run_import([folder], [], warehouse, settings, AS_OF, ImportOptions(), _part(progress, MAKING, 1))


def lateness(today: date) -> timedelta:
    """How much later than in the story what still waits is written, so that it waits on the day: whole days."""
    return max(today - AS_OF_DAY - STORY_ENDS, timedelta())


@contextmanager
def _files(warehouse: Path) -> Iterator[Path]:
    """A folder for exports that is gone afterwards; settings and definitions stand beside the warehouse then."""
    refuse_foreign(warehouse)
    _put_beside(warehouse)
    with TemporaryDirectory(prefix="funnel-review-") as name:
        yield Path(name)


def write_exports(folder: Path, leads: int, progress: Report) -> dict[str, SampleLead]:
    """Write both exports, ``earlier`` and ``later``; gives what is known of the leads that the audits may draw."""
    sample = generate(SEED, leads, lambda share: progress(ImportStep(WORDS, round(leads * share), share)))
    later = export_of(sample.world, sample.accounts, sample.spend)
    for name, export in (("earlier", earlier_export(later, restatement(sample.world))), ("later", later)):
        (folder / name).mkdir()
        write_files(folder / name, export)
    return leads_since(sample.world, minutes())


def _import_both(
    folder: Path,
    warehouse: Path,
    settings: Settings,
    known: Mapping[str, SampleLead],
    progress: Report,
    late: timedelta,
) -> None:
    """The earlier export, then the reviews held on it while the later one is imported already: they share nothing.

    The last deck of the audits is drawn of the later one, when it is there.
    """

    def bring_in(name: str, as_of: datetime, first: float, last: float) -> None:
        options, to = ImportOptions(), _part(progress, first, last)
        run_import([folder / name], [], warehouse, settings, as_of, options, to, now=as_of + IMPORTED)
        stopping.enable()

    bring_in("earlier", EARLIER_AS_OF, MAKING, 0.5)
    journal = Dated(Store(URL.create("sqlite+pysqlite", database=str(warehouse / JOURNAL))))
    views = [week_view(warehouse)]
    reviews, audits = HeldReviews(journal, views[0], minutes()), HeldAudits(journal, minutes(), known)
    *weeks, last = judged_weeks(minutes())
    profile = HeldCalibrations(journal, views[0], minutes(), late)
    steps = [*reviews.steps(), *audits.steps(views[0], weeks), *profile.steps()]
    is_given_up = Event()
    try:
        with ThreadPoolExecutor(1) as pool:
            past = pool.submit(play, journal, steps, is_given_up.is_set)
            try:
                bring_in("later", AS_OF, 0.5, 0.8)
                progress(ImportStep("Holding the reviews of twelve weeks", 0, 0.8))
                past.result()
            finally:
                is_given_up.set()
        views.append(week_view(warehouse))
        play(journal, audits.steps(views[-1], [last], late))
    finally:
        for view in views:
            view.warehouse.close()
        journal.store.close()
        close_journal(warehouse)  # who looked up what is signed; the last to close it leaves the file without its log


def _move(built: Path, warehouse: Path) -> None:
    """What was built takes its place, the pointer last: before that there is no warehouse."""
    stopping.disable()
    for path in (built / FOLDER).iterdir():
        path.replace(warehouse / FOLDER / path.name)
    for name in (JOURNAL, POINTER):
        sync(warehouse / FOLDER)
        (built / name).replace(warehouse / name)
    sync(warehouse)


def _part(progress: Report, first: float, last: float) -> Report:
    """Where a part of the work reports to, which begins at one share of the whole and ends at another."""
    return lambda step: progress(ImportStep(step.words, step.rows, first + (last - first) * step.share))


def _put_beside(warehouse: Path) -> None:
    """The sample's settings and definitions beside its warehouse; raises BadInput where others stand there."""
    contents = settings_and_definitions()
    for name, content in contents.items():
        target = warehouse / name
        if target.exists() and target.read_bytes() != content:
            raise BadInput(f"{target} is not the sample company's; name another folder for the demo by --warehouse.")
    (warehouse / "definitions").mkdir(parents=True, exist_ok=True)
    for name, content in contents.items():
        (warehouse / name).write_bytes(content)
