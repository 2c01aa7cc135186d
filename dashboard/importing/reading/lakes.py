"""Tables of a lake: folders whose own log says which of their files count, so that no file counts by itself."""

from pathlib import Path

from dashboard.errors import BadInput

DELTA_LOG = "_delta_log"
DELTA, HUDI, ICEBERG = "a Delta table", "a Hudi table", "an Iceberg table"
MOVES = {
    DELTA: "import it on a cluster, with --engine, under the name of a canonical table (docs/spark.md)",
    HUDI: "have its rows written as plain Parquet files, and import those",
    ICEBERG: "have its rows written as plain Parquet files, and import those",
}


def lake_table(path: Path) -> tuple[Path, str] | None:
    """The table of a lake that a file or folder is, or lies in, and what that is; None where it is of none."""
    place = path.absolute()
    return next(((folder, kind) for folder in (place, *place.parents) if (kind := lake_kind(folder))), None)


def lake_kind(folder: Path) -> str | None:
    """What a folder is that is a table of a lake; None for any other."""
    if (folder / DELTA_LOG).is_dir():
        return DELTA
    if (folder / ".hoodie").is_dir():
        return HUDI
    return ICEBERG if next((folder / "metadata").glob("*.metadata.json"), None) is not None else None


def refuse_lake_table(path: Path) -> None:
    """Raises BadInput for what is, or is of, such a table: its files hold deleted rows and lack what the log says."""
    folder, kind = lake_table(path) or (path, None)
    if kind is None:
        return
    which = "this is" if folder == path.absolute() else f"{folder} is"
    raise BadInput(f"{path}: {which} {kind}, whose log alone says which of its rows count; {MOVES[kind]}.")
