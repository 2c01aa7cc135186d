"""The demo's warehouse: the sample company, generated and imported once."""

from datetime import UTC
from pathlib import Path
from shutil import copyfile, copytree
from tempfile import TemporaryDirectory

from dashboard.errors import NoWarehouse
from dashboard.importing.progress import Report, Step
from dashboard.importing.run import ImportOptions, run_import
from dashboard.sample import SAMPLE_AS_OF, write_sample
from dashboard.sample.generate import LEADS
from dashboard.settings import FILE_NAME, load_settings
from dashboard.warehouse import current_generation

_MAKING = 0.3  # the share of the time that generating takes; the rest is the import


def build_demo(warehouse: Path, progress: Report) -> None:
    """Build the sample company's warehouse in ``warehouse``; nothing to do when there is one already.

    Raises BadInput or BusyWarehouse in one sentence, and then nothing has changed.
    """
    try:
        current_generation(warehouse)
    except NoWarehouse:
        _build(warehouse, progress)


def _build(warehouse: Path, progress: Report) -> None:
    with TemporaryDirectory(prefix="funnel-review-") as name:
        folder = Path(name) / "sample"
        write_sample(
            folder,
            progress=lambda share: progress(Step("Making the sample company", round(LEADS * share), _MAKING * share)),
        )
        warehouse.mkdir(parents=True, exist_ok=True)
        copyfile(folder / FILE_NAME, warehouse / FILE_NAME)
        copytree(folder / "definitions", warehouse / "definitions", dirs_exist_ok=True)
        run_import(
            [folder],
            [],
            warehouse,
            load_settings(warehouse / FILE_NAME),
            SAMPLE_AS_OF.astimezone(UTC).replace(tzinfo=None),
            ImportOptions(),
            lambda step: progress(Step(step.words, step.rows, _MAKING + (1 - _MAKING) * step.share)),
        )
