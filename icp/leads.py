"""Leads as the database takes them: rows of Python as bound lists, and a CSV file as such rows."""

import csv
import re
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from icp.columns import KINDS, Kind, Value
from icp.errors import BadLeads
from icp.patterns import WHITE_SPACE

Lead = dict[str, Value]
"""A lead's values by column; a missing one is unknown."""

_TYPES: Final[dict[Kind, str]] = {"text": "varchar", "number": "double", "boolean": "boolean"}
_TRUTHS: Final = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]+)?([eE][+-]?[0-9]{1,2})?")
_TOGETHER: Final = 10_000


@dataclass(frozen=True)
class LeadRows:
    """A relation made of bound values alone: a select in brackets, and what it binds."""

    source: str
    parameters: dict[str, Any]

    @classmethod
    def of(cls, leads: Sequence[Mapping[str, Value]]) -> "LeadRows":
        """``leads`` in their order, each with ``lead_number`` from 0 and every column a criterion may ask about."""
        columns = [f"unnest($lead_{name}::{_TYPES[kind]}[]) as {name}" for name, kind in KINDS.items()]
        bound: dict[str, Any] = {f"lead_{name}": [lead.get(name) for lead in leads] for name in KINDS}
        bound["lead_number"] = list(range(len(leads)))
        return cls(f"(select unnest($lead_number::bigint[]) as lead_number, {', '.join(columns)})", bound)


def read_leads(path: Path) -> Iterator[list[tuple[str, Lead]]]:
    """The leads of a CSV file with the canonical headers, as (lead_id, values), ten thousand at a time.

    Headers are compared without regard to case, text is trimmed, and an empty cell is unknown. Raises BadLeads naming
    the line and the column.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a pipe would be waited for, a device never ends
            raise BadLeads(f"{path.name}: is no file; give the path of a CSV file.")
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            headers = [name.strip().lower() for name in reader.fieldnames or ()]
            if "lead_id" not in headers:
                raise BadLeads(f"{path.name}, line 1: has no column lead_id; the headers are those of leads.csv.")
            if repeated := [name for name in ("lead_id", *KINDS) if headers.count(name) > 1]:
                raise BadLeads(f"{path.name}, line 1: has the column {repeated[0]} more than once; leave one.")
            reader.fieldnames = headers
            rows = (_lead(path.name, reader.line_num, row) for row in reader)
            while batch := list(islice(rows, _TOGETHER)):
                yield batch
    except OSError as error:
        raise BadLeads(f"{path.name}: cannot be read ({error.strerror}); give the path of a CSV file.") from None
    except UnicodeDecodeError:
        raise BadLeads(f"{path.name}: is not UTF-8 text; save it as CSV in UTF-8.") from None
    except csv.Error as error:
        raise BadLeads(f"{path.name}: is not CSV ({error}); save it as CSV with commas.") from None


def _lead(file: str, line: int, row: Mapping[str | None, Any]) -> tuple[str, Lead]:
    if None in row or None in row.values():
        raise BadLeads(f"{file}, line {line}: has not as many fields as the header; quote fields that hold commas.")
    cells = {str(name): str(cell).strip(WHITE_SPACE) for name, cell in row.items()}
    lead = {name: _value(file, line, name, cell) for name, cell in cells.items() if name in KINDS}
    return cells["lead_id"], lead


def _value(file: str, line: int, name: str, cell: str) -> Value:
    if cell == "":
        return None
    kind = KINDS[name]
    if kind == "text":
        return cell
    if kind == "number" and _NUMBER.fullmatch(cell):
        return float(cell)
    if kind == "boolean" and cell.lower() in _TRUTHS:
        return _TRUTHS[cell.lower()]
    wanted = "a number such as 1200.5" if kind == "number" else "true or false"
    raise BadLeads(f'{file}, line {line}, {name}: must be {wanted}, but is "{cell[:60]}".')
