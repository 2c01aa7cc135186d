"""One generation, open for questions: composed with what stands in front of them, run by its engine."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import cast

from dashboard.errors import FunnelReviewError, NoWarehouse
from dashboard.scope.settings import Settings
from dashboard.warehouse.bucket.place import ObjectPath
from dashboard.warehouse.calendars import CalendarTables
from dashboard.warehouse.catalogue import Query
from dashboard.warehouse.engine import (
    BrokenEngine,
    EngineFault,
    Statement,
    Table,
    UnansweredEngine,
    UnknownNames,
    UnreadableFiles,
)
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
        self._path = path if isinstance(path, ObjectPath) else path.parent.resolve() / path.name
        self._turn = threading.Lock()
        try:
            self._open = _Open(self._path)
            try:
                self.generation = read_generation(self._open.engine, name)
            except BaseException:
                self._open.engine.close()
                raise
        except EngineFault as error:
            message = f"Generation {name} of {generations.place} cannot be read ({_first_line(error)}); import again."
            raise NoWarehouse(message) from None

    def run(self, query: Query, prelude: Prelude, parameters: Mapping[str, object], settings: Settings) -> Table:
        """Answer one question; raises FunnelReviewError naming the file when it cannot.

        Raises NoWarehouse when the generation's files can no longer be read; then ``is_broken``.
        """
        try:
            return self._answer(lambda opened: self._rows(opened, query, prelude, parameters, settings))
        except UnknownNames as error:
            made = f"Generation {self.generation.id}, imported by version {self.generation.product_version},"
            message = f"{made} does not hold what {query.path.name} reads; import again. ({_line(error)})"
            raise FunnelReviewError(message) from error
        except EngineFault as error:
            message = f"{query.path.name}: {_line(error)}"
            raise FunnelReviewError(message) from error

    def select(self, statement: Statement) -> Table:
        """The rows of a statement; raises NoWarehouse, and ``is_broken``, when the files can no longer be read."""
        return self._answer(lambda opened: opened.engine.run(statement))

    def check(self) -> None:
        """Read something of the generation; raises NoWarehouse, and ``is_broken``, when its file cannot be read."""
        try:
            self._answer(lambda opened: opened.engine.run(Statement("from warehouse.generation")))
        except EngineFault as error:
            self.is_broken = True
            raise NoWarehouse(f"Generation {self.generation.id} can no longer be read; put its file back.") from error

    def _rows(
        self,
        opened: "_Open",
        query: Query,
        prelude: Prelude,
        parameters: Mapping[str, object],
        settings: Settings,
    ) -> Table:
        """The rows of a question, what it reads of kept tables made first."""
        sql = with_prelude(query, prelude)
        bound = {**parameters, **prelude.parameters}
        kept = prelude.kept
        if any(CALENDAR in text for text in (sql, *kept.values())):
            calendar = opened.calendars.name_of(settings, self.generation.as_of, cast("datetime", bound["as_of"]))
            sql, kept = (
                sql.replace(CALENDAR, calendar),
                {name: text.replace(CALENDAR, calendar) for name, text in kept.items()},
            )
        with opened.kept.read(kept, bound) as names:
            own = {name: bound[name] for name in parameters_of(sql)}
            return opened.engine.run(Statement(named(sql, names), own, query.name))

    def _answer(self, ask: Callable[["_Open"], Table]) -> Table:
        """What is asked, asked once more of the generation opened anew where the database broke by a fault of its own.

        DuckDB 1.5 has one: a window over few rows, on several threads, now and then.
        """
        opened = self._open
        try:
            try:
                return ask(opened)
            except BrokenEngine:
                return ask(self._opened_anew(opened))
        except (UnreadableFiles, UnansweredEngine) as error:
            raise self._broken(error) from error

    def _opened_anew(self, broken: "_Open") -> "_Open":
        """The generation open in another database; those who still read the broken one let it go by themselves."""
        with self._turn:
            if self._open is broken:
                try:
                    self._open = _Open(self._path)
                except EngineFault as error:
                    raise UnreadableFiles(str(error)) from error
            return self._open

    def retire(self) -> None:
        """Keep no answer any more, so that the last reader's going lets the generation's file go."""
        self.memory.retire()

    def close(self) -> None:
        """Let the generation's file go at once, whoever still reads it."""
        self._open.engine.close()

    def _broken(self, error: UnreadableFiles | UnansweredEngine) -> NoWarehouse:
        self.is_broken = True
        why = _first_line(error)
        if isinstance(error, UnansweredEngine):
            return NoWarehouse(
                f"The cluster that reads generation {self.generation.id} is gone ({why}); start it again."
            )
        return NoWarehouse(f"The file of generation {self.generation.id} can no longer be read ({why}); put it back.")


class _Open:
    """A database open on a generation, and what is kept in it."""

    def __init__(self, path: Path) -> None:
        self.engine = open_engine(path)
        self.kept = KeptTables(self.engine)
        self.calendars = CalendarTables(self.engine)


def _line(error: EngineFault) -> str:
    """What the database says, in one line; where it broke, without how it got there."""
    return _first_line(error) if isinstance(error, BrokenEngine) else " ".join(str(error).split())


def _first_line(error: EngineFault) -> str:
    return str(error).splitlines()[0]
