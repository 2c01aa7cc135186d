"""Reads a workbook in a process of its own (``sheets``): one made to fill the memory ends that process alone."""

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from dashboard.errors import BadInput
from dashboard.importing.reading.apart import MEMORY, own_environment
from dashboard.importing.reading.staged import Progress, Tally


class SheetReader:
    """A workbook that another process holds open; used as a context, at whose end the process has ended."""

    def __init__(self, path: Path, label: str, memory: int = MEMORY) -> None:
        """Opens the workbook at ``path``, called ``label`` in the sentences; raises BadInput when it cannot be read."""
        self._label = label
        self._process = subprocess.Popen(
            [sys.executable, "-m", "dashboard.importing.reading.sheets"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # a reader that ends for want of memory says much
            env=own_environment(),
            text=True,
            encoding="utf-8",
        )
        try:
            names = self._ask({"path": str(path), "memory": memory})
        except BaseException:
            self._end()
            raise
        self.names: list[str] = names["all"]
        self.visible: list[str] = names["visible"]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @property
    def has_ended(self) -> bool:
        """Whether the process has ended, so that nothing can be asked any more."""
        return self._process.poll() is not None

    def first_rows(self, name: str, most: int) -> tuple[list[list[str]], list[int]]:
        """The first rows of a sheet as texts, and how many cells each has."""
        answer = self._ask({"do": "first_rows", "name": name, "most": most})
        return answer["rows"], answer["widths"]

    def merged(self, name: str, header_row: int) -> list[int]:
        """The columns of a sheet, counted from 0, in which cells of several rows below the header are one."""
        columns: list[int] = self._ask({"do": "merged", "name": name, "header_row": header_row})["columns"]
        return columns

    def write(
        self, name: str, header_row: int, width: int, clean: Path, rejected: Path, tally: Tally, progress: Progress
    ) -> None:
        """Writes the rows below the header into two files of CSV, those to load and those to set aside, and counts."""
        request = {"do": "write", "name": name, "header_row": header_row, "width": width}
        counted = self._ask({**request, "clean": str(clean), "rejected": str(rejected)}, progress)
        for what in ("accepted", "rejected", "blank", "titles", "stripped"):
            setattr(tally, what, getattr(tally, what) + counted[what])

    def _ask(self, request: dict[str, Any], progress: Progress | None = None) -> dict[str, Any]:
        assert self._process.stdin  # noqa: S101 — pipes, for the type checker
        assert self._process.stdout  # noqa: S101
        with suppress(BrokenPipeError):
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        for line in self._process.stdout:
            message = json.loads(line)
            if "damaged" in message:
                raise damaged(self._label, message["damaged"])
            if "answer" in message:
                answer: dict[str, Any] = message["answer"]
                return answer
            if progress is not None:
                progress(message["done"], message["total"])
        self._process.wait()
        raise BadInput(
            f"{self._label}: this workbook takes more memory than one may, or breaks its reader; delete cells that "
            "stand far out, or save the sheet with the records as CSV."
        )

    def _end(self) -> None:
        self._process.kill()
        self._process.communicate()


def damaged(label: str, words: str) -> BadInput:
    """The refusal of a workbook that cannot be read."""
    return BadInput(f"{label}: this workbook is damaged or protected ({words}); save it again as .xlsx.")
