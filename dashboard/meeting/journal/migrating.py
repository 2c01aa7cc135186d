"""Brings a journal to this version's tables: numbered files, each once, under the lock that writers take."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, inspect

from dashboard.errors import JournalUnavailable
from dashboard.meeting.journal.entries import INSTANT
from dashboard.meeting.journal.store import FOLDER, Store, rows, run, script


@cache
def migrations() -> Mapping[int, Path]:
    """The files of ``queries/journal/migrations`` by their number."""
    return {int(path.stem.partition("_")[0]): path for path in sorted((FOLDER / "migrations").glob("*.sql"))}


def migrate(store: Store) -> None:
    """Run the migrations the journal has not had, all or none; raises JournalUnavailable for one of a later version."""
    with store.reading() as connection:
        if inspect(connection).has_table("migrations") and not _missing(store, connection):
            return
    with store.writing() as connection:
        connection.exec_driver_sql(script(FOLDER / "create_migrations.sql")[0])
        for number in _missing(store, connection):  # another process may just have done it
            path = migrations()[number]
            own = FOLDER / store.dialect / "migrations" / path.name
            for statement in (*script(path), *(script(own) if own.is_file() else ())):
                connection.exec_driver_sql(statement)
            applied_at = f"{datetime.now(UTC):{INSTANT}}"
            run(connection, "note_migration", {"number": number, "name": path.stem, "applied_at": applied_at})


def _missing(store: Store, connection: Connection) -> list[int]:
    """The numbers of the migrations the journal has not had, in order."""
    applied = {row["number"] for row in rows(connection, "migrations_applied")}
    if unknown := applied - migrations().keys():
        raise JournalUnavailable(
            f"The journal {store.place} was written by a later version of the product (its table {max(unknown)}); "
            "use that version."
        )
    return [number for number in migrations() if number not in applied]
