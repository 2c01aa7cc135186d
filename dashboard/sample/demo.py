"""The demo's warehouse: the sample company, generated and imported once."""

from datetime import UTC
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

from dashboard.errors import BadInput
from dashboard.importing.progress import Report, Step
from dashboard.importing.publishing.place import refuse_foreign
from dashboard.importing.run import ImportOptions, run_import
from dashboard.sample import SAMPLE_AS_OF, write_sample
from dashboard.sample.generate import LEADS
from dashboard.scope.settings import FILE_NAME, load_settings
from dashboard.warehouse.generations import Generations

_MAKING = 0.3  # the share of the time that generating takes; the rest is the import


def build_demo(warehouse: Path, progress: Report) -> None:
    """Build the sample company's warehouse in ``warehouse``; nothing to do when there is one already.

    Raises BadInput or BusyWarehouse in one sentence, and then nothing has changed.
    """
    if Generations(warehouse).current() is None:
        _build(warehouse, progress)


def _build(warehouse: Path, progress: Report) -> None:
    refuse_foreign(warehouse)
    with TemporaryDirectory(prefix="funnel-review-") as name:
        folder = Path(name) / "sample"
        write_sample(
            folder,
            progress=lambda share: progress(Step("Making the sample company", round(LEADS * share), _MAKING * share)),
        )
        _copy(folder, warehouse)
        run_import(
            [folder],
            [],
            warehouse,
            load_settings(warehouse / FILE_NAME),
            SAMPLE_AS_OF.astimezone(UTC).replace(tzinfo=None),
            ImportOptions(),
            lambda step: progress(Step(step.words, step.rows, _MAKING + (1 - _MAKING) * step.share)),
        )


def _copy(sample: Path, warehouse: Path) -> None:
    """The sample's settings and definitions, beside its warehouse; raises BadInput where others stand there."""
    files = [sample / FILE_NAME, *sorted((sample / "definitions").iterdir())]
    targets = [warehouse / file.relative_to(sample) for file in files]
    for file, target in zip(files, targets, strict=True):
        if target.exists() and target.read_bytes() != file.read_bytes():
            raise BadInput(f"{target} is not the sample company's; name another folder for the demo by --warehouse.")
    (warehouse / "definitions").mkdir(parents=True, exist_ok=True)
    for file, target in zip(files, targets, strict=True):
        copyfile(file, target)
