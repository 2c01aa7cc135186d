"""Where an import stands, and the bar that shows it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn


@dataclass(frozen=True)
class ImportStep:
    """What an import is doing, the rows read so far, and the share of the whole that is done (0 to 1)."""

    words: str
    rows: int
    share: float


Report = Callable[[ImportStep], None]


def silent(_step: ImportStep) -> None:
    """Says nothing: a report for whoever does not watch."""


@contextmanager
def progress_bar() -> Iterator[Report]:
    """A bar on stderr with file, rows and time left; nothing is drawn where nobody watches."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as bar:
        task = bar.add_task("Starting", total=1.0, rows=0)
        yield lambda step: bar.update(task, description=step.words, completed=step.share, rows=step.rows)
