"""A company as typed Parquet tables, with what real ones have wrong."""

from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from dashboard.importing.canonical import TABLES
from dashboard.importing.run import ImportOptions, run_import
from dashboard.scope.settings import Settings, load_settings
from dashboard.warehouse.generations import Generations
from tests.oracle.company import write_company
from tests.seam.test_adding_up import AS_OF, LEADS, SEED

MOMENTS = {"touches": """* replace ("at" at time zone 'UTC' as "at")"""}
"""The table whose moments say that they are UTC, as most lakes write them; those of the others are the company's."""
OLD_MOMENTS = "lead_events"
"""The table whose moments stand in the old 96 bits, which are UTC too."""
CORNERS = Path(__file__).with_name("corners.sql")


def typed_company(folder: Path) -> tuple[Path, Settings]:
    """The folder of a company's tables, and its settings."""
    drawn = write_company(folder / "company", SEED, LEADS)
    settings = load_settings(drawn.settings)
    run_import([drawn.data], [], folder / "drawn", settings, AS_OF, ImportOptions(), lambda _: None)
    generations = Generations(folder / "drawn")
    tables = folder / "tables"
    tables.mkdir()
    with duckdb.connect() as con:
        con.execute(f"attach '{generations.file(str(generations.current()))}' as drawn (read_only)")
        for name in TABLES:
            columns = ", ".join(f'"{column.name}"' for column in TABLES[name].columns)
            con.execute(f"create table {name} as select {columns} from drawn.{name} order by rowid")
        con.execute(CORNERS.read_text(encoding="utf-8"))
        for name in TABLES:
            if len(con.table(name)):
                kept = MOMENTS.get(name, "*")
                con.execute(f"copy (select {kept} from {name} order by rowid) to '{tables}/{name}.parquet'")
    file = tables / f"{OLD_MOMENTS}.parquet"
    pq.write_table(pq.read_table(file), file, use_deprecated_int96_timestamps=True)
    return tables, settings
