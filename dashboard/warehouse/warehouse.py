"""One generation, open for questions: composed with what stands in front of them, run by its engine."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.scope.settings import Settings
from dashboard.warehouse.calendars import CalendarTables
from dashboard.warehouse.catalogue import Query
from dashboard.warehouse.engine import EngineFault, Statement, Table, UnansweredEngine, UnknownNames, UnreadableFiles
from dashboard.warehouse.engines import open_engine
from dashboard.warehouse.generation import read_generation
from dashboard.warehouse.generations import Generations
from dashboard.warehouse.kept import KeptTables, named, parameters_of
from dashboard.warehouse.memory import Memory
from dashboard.warehouse.prelude import Prelude, with_prelude

CALENDAR = "{calendar}"  # where a text names the working time it reads


class Warehouse:
    """One generation, open for questions until closed; safe to share between threads."""

    def __init__(self, folder: Path, generation: str | None = None) -> None:
        """Open ``generation`` of the warehouse at ``folder``, the current one by default; raises NoWarehouse."""
        self.folder = folder
        self.memory = Memory()
        self.is_broken = False
        generations = Generations(folder)
        name = generation or generations.pointer().generation
        path = generations.path(name)
        path = path.parent.resolve() / path.name
        try:
            self._engine = open_engine(path)
            try:
                self.generation = read_generation(self._engine, name)
            except BaseException:
                self._engine.close()
                raise
        except EngineFault as error:
            message = f"Generation {name} of {folder} cannot be read ({_first_line(error)}); import again."
            raise NoWarehouse(message) from None
        self._kept = KeptTables(self._engine)
        self._calendars = CalendarTables(self._engine)

    def run(self, query: Query, prelude: Prelude, parameters: Mapping[str, object], settings: Settings) -> Table:
        """Answer one question; raises FunnelReviewError naming the file when it cannot.

        Raises NoWarehouse when the generation's files can no longer be read; then ``is_broken``.
        """
        sql = with_prelude(query, prelude)
        bound = {**parameters, **prelude.parameters}
        kept = prelude.kept
        try:
            if any(CALENDAR in text for text in (sql, *kept.values())):
                calendar = self._calendars.name_of(settings, self.generation.as_of, cast("datetime", bound["as_of"]))
                sql, kept = (
                    sql.replace(CALENDAR, calendar),
                    {name: text.replace(CALENDAR, calendar) for name, text in kept.items()},
                )
            with self._kept.read(kept, bound) as names:
                own = {name: bound[name] for name in parameters_of(sql)}
                return self.select(Statement(named(sql, names), own, query.name))
        except (UnreadableFiles, UnansweredEngine) as error:
            raise self._broken(error) from error
        except UnknownNames as error:
            made = f"Generation {self.generation.id}, imported by version {self.generation.product_version},"
            message = f"{made} does not hold what {query.path.name} reads; import again. ({_line(error)})"
            raise FunnelReviewError(message) from error
        except EngineFault as error:
            message = f"{query.path.name}: {_line(error)}"
            raise FunnelReviewError(message) from error

    def select(self, statement: Statement) -> Table:
        """The rows of a statement; raises NoWarehouse, and ``is_broken``, when the files can no longer be read."""
        try:
            return self._engine.run(statement)
        except (UnreadableFiles, UnansweredEngine) as error:
            raise self._broken(error) from error

    def check(self) -> None:
        """Read something of the generation; raises NoWarehouse, and ``is_broken``, when its file cannot be read."""
        try:
            self._engine.run(Statement("from warehouse.generation"))
        except EngineFault as error:
            self.is_broken = True
            raise NoWarehouse(f"Generation {self.generation.id} can no longer be read; put its file back.") from error

    def retire(self) -> None:
        """Keep no answer any more, so that the last reader's going lets the generation's file go."""
        self.memory.retire()

    def close(self) -> None:
        """Let the generation's file go at once, whoever still reads it."""
        self._engine.close()

    def _broken(self, error: UnreadableFiles | UnansweredEngine) -> NoWarehouse:
        self.is_broken = True
        why = _first_line(error)
        if isinstance(error, UnansweredEngine):
            return NoWarehouse(
                f"The cluster that reads generation {self.generation.id} is gone ({why}); start it again."
            )
        return NoWarehouse(f"The file of generation {self.generation.id} can no longer be read ({why}); put it back.")


def _line(error: EngineFault) -> str:
    """What the database says, in one line."""
    return " ".join(str(error).split())


def _first_line(error: EngineFault) -> str:
    return str(error).splitlines()[0]
