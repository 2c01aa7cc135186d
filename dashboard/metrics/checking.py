"""What ``funnel-review check`` and ``warnings`` print: figures, what was set aside, doubted, or counts for nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.metrics.support import gaps, support


def check_lines(view: View) -> tuple[list[str], bool]:
    """The lines, and whether a file feeds something of which not one value could be used."""
    week = f"week {view.week}"
    lines = [
        f"{line.state:<8} {line.figure:<34} "
        + (line.missing or (f"nothing up to {week} feeds it" if line.is_empty else line.meaning))
        for line in support(view)
    ]
    if newest := view.newest_when_old:
        lines.append(
            f"old      the newest record is of {view.local(newest):%Y-%m-%d}: figures are of {week}; "
            "to see them as they stood then, import with --as-of."
        )
    lines += [
        f"aside    {row['records']:,} rows of {row['file']}: {row['reason']}, {row['sentence']}"
        for row in view.ask("data/quarantine_reasons").rows
    ]
    lines += [f"nothing  {row['records']:,} {row['sentence']}" for row in view.ask("data/remarks").rows]
    missing = gaps(view)
    return lines + [f"gap      {sentence}" for sentence in missing], bool(missing)


def warnings_of(view: View, reason: str | None, examples: int) -> list[dict[str, Any]]:
    """Each reason with its file, column, records and sentence, and the first ``examples`` values with their lines.

    Only of ``reason``, if one is given; BadInput when no warning has it.
    """
    rows = view.ask("data/warning_reasons").rows
    if reason is not None:
        known = sorted({row["reason"] for row in rows})
        rows = [row for row in rows if row["reason"] == reason]
        if not rows:
            move = f"use one of {', '.join(known)}" if known else "there are no warnings at all"
            raise BadInput(f'There is no warning "{reason}" here; {move}.')
    return [{**row, "examples": _examples(view, row, examples)} for row in rows]


def _examples(view: View, row: Mapping[str, Any], most: int) -> list[dict[str, Any]]:
    which = {name: row[name] for name in ("reason", "file", "column_name")}
    warnings = view.ask("data/warnings", **which, most=most).rows
    return [{"line": each["line"], "value": each["value"]} for each in warnings if each["line"] is not None]


def warning_lines(warnings: Sequence[Mapping[str, Any]]) -> list[str]:
    """The same as lines for people."""
    lines = []
    for row in warnings:
        where = " ".join(str(part) for part in (row["file"], row["column_name"]) if part)
        lines.append(f"{row['records']:>9,} {row['reason']}{f' ({where})' if where else ''}: {row['sentence']}")
        lines += [f"{'':>9}   line {each['line']:,}: {each['value']!r}" for each in row["examples"]]
    return lines or ["Every value could be used, and nothing was remarked."]
