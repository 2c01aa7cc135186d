"""The second kind of store for a test: what one file holds, as a folder of Parquet files in its place."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from dashboard.importing.publishing.parquet import write_parquet
from dashboard.importing.publishing.pointing import point_at
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.stores import digest_of_generation


def as_parquet(file: Path) -> Path:
    """The folder that a generation's file becomes."""
    folder = file.with_suffix(".parquet")
    with TemporaryDirectory(dir=file.parent) as scratch:
        write_parquet(file, folder, Path(scratch))
    file.unlink()
    return folder


def parquet_copy(source: Path, folder: Path) -> Path:
    """A warehouse like ``source``, of the same generations under the same ids, all of them Parquet."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns("journal*", ".*"))
    generations = Generations(folder)
    current = str(generations.current())
    made = {name: digest_of_generation(as_parquet(generations.file(name))) for name in generations.all()}
    with TemporaryDirectory(dir=folder) as scratch:
        point_at(generations, current, made, Path(scratch))
    return folder
