"""Looks at the files a mapping is drafted for: which sheets hold a table, where its header is, what its columns are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb

from dashboard.errors import BadInput
from dashboard.importing.drafting.grouping import repeating
from dashboard.importing.drafting.heading import heading_of, looks_like_text
from dashboard.importing.drafting.notation import filled_down
from dashboard.importing.drafting.profiling import FileProfile, profile
from dashboard.importing.drafting.questions import Interview
from dashboard.importing.drafting.summaries import take_summaries
from dashboard.importing.mapping.matching import RowsPlace
from dashboard.importing.places import files_of
from dashboard.importing.progress import ImportStep, Report
from dashboard.importing.reading.heads import first_rows, merged_in
from dashboard.importing.reading.one_file import stage
from dashboard.importing.reading.staged import ReadOptions

SHARE = 0.9
"""How much of a draft is looking; the rest is putting together."""


@dataclass(frozen=True)
class _Steps:
    """Where the look at one file stands, of several: half of it is reading, half its columns, which may be hundreds."""

    progress: Report
    label: str
    rows_before: int
    place: int
    files: int

    def of_reading(self, done: int, total: int) -> None:
        self._tell("Reading", 0.5 * done / max(total, 1))

    def of_columns(self, done: int, total: int) -> None:
        self._tell("Looking at", 0.5 + 0.5 * done / max(total, 1))

    def _tell(self, what: str, share: float) -> None:
        self.progress(ImportStep(f"{what} {self.label}", self.rows_before, SHARE * (self.place + share) / self.files))


def profiles_of(
    con: duckdb.DuckDBPyConnection, paths: Sequence[Path], options: ReadOptions, interview: Interview, progress: Report
) -> tuple[list[FileProfile], list[str]]:
    """What the files and sheets hold, and what is said of sheets that hold no table."""
    profiles: list[FileProfile] = []
    notes = []
    found_files = list(files_of(paths, []))
    for place, file in enumerate(found_files):
        parts = first_rows(file.path, file.label, options.encoding)
        wanted = {name for name in parts if name and options.sheet and name.casefold() == options.sheet.casefold()}
        for name, rows in parts.items():
            if wanted and name not in wanted:
                continue
            sheet = name if len(parts) > 1 else None
            label = f"{file.label} / {sheet}" if sheet else file.label
            if sheet and not wanted and looks_like_text(rows):
                notes.append(f"The sheet {label} holds no table; it is left out.")
                continue
            heading = heading_of(rows)
            layout = replace(options, sheet=sheet, header_row=None)
            row: int | tuple[int, int] | None = None
            if heading is not None and not heading.is_first:
                line = options.header_row or heading.row
                row = (heading.group_row, line) if heading.group_row and line == heading.row else line
                layout = replace(
                    layout, header_row=line, group_row=heading.group_row if isinstance(row, tuple) else None
                )
            steps = _Steps(progress, label, sum(each.rows for each in profiles), place, len(found_files))
            try:
                staged = stage(con, file.path, label, len(profiles) + 1, layout, len, steps.of_reading)
            except BadInput:
                if not sheet:
                    raise
                notes.append(f"The sheet {label} holds no table; it is left out.")
                continue
            staged, summaries = take_summaries(con, staged)
            profiled = profile(con, staged, RowsPlace(file.path.name, sheet), row, interview, steps.of_columns)
            merged = merged_in(file.path, label, name, heading.row if heading else 1) if _has_gaps(profiled) else []
            fill_down, doubt = filled_down(profiled, repeating(profiled, merged))
            profiles.append(replace(profiled, fill_down=fill_down, fill_doubt=doubt, summaries=summaries))
    return profiles, notes


def _has_gaps(file: FileProfile) -> bool:
    """Whether a column has blanks that may mean what stands above."""
    return any(0 < column.filled < column.rows for column in file.columns)
