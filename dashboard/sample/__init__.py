"""The sample company: a seeded generator with planted stories of known size.

A software vendor with three regions, twelve people and three years of leads, up to Monday 2026-11-16 00:00 in Berlin.
``stories.toml`` beside this file says what is planted and how large it truly is.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.sample.clock import AS_OF, ZONE
from dashboard.sample.generate import LEADS, SEED, generate
from dashboard.sample.writing import export_of, write_files

SAMPLE_AS_OF = datetime.fromtimestamp(AS_OF, tz=ZoneInfo(ZONE))


def write_sample(
    folder: Path, seed: int = SEED, leads: int = LEADS, progress: Callable[[float], None] | None = None
) -> None:
    """Write the sample company into ``folder`` (made when missing): CSV files, settings, definitions.

    The same seed and number of leads give the same bytes. ``progress`` is called with the share that is done.
    """
    folder.mkdir(parents=True, exist_ok=True)
    sample = generate(seed, leads, progress)
    write_files(folder, export_of(sample.world, sample.accounts, sample.spend))
    if progress is not None:
        progress(1.0)
