"""Writes the company in the shape of a CRM's export, and says what each of its columns is."""

import csv
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl

from tests.draft_bench.company import Company, Record
from tests.draft_bench.ids import id_of
from tests.draft_bench.truth import Truth, truth_of

FOLDER = Path(__file__).parent / "shapes"
AMOUNTS = {"amount", "revenue", "expected_revenue", "actual"}
WORDED = {
    "status", "stage", "stage_open", "lifecycle", "kind", "direction", "connected", "event", "before", "currency",
    "field",
}  # fmt: skip
"""Fields whose values a CRM has words of its own for."""
OF = {"id": None, "lead_id": "leads", "deal_id": "deals", "account_id": "accounts", "contact_id": "contacts",
      "converted_account_id": "accounts", "owner_id": "users"}  # fmt: skip
"""Fields that hold ids, and of which records."""


@dataclass(frozen=True)
class WrittenFile:
    """One file or sheet as the draft names it: the truth of each of its headers."""

    label: str
    records: str
    truths: dict[str, Truth]


@dataclass
class Written:
    """A whole export: what its files are, and which canonical record each id, address or name means."""

    name: str
    folder: Path
    files: list[WrittenFile] = field(default_factory=list)
    known: dict[str, dict[str, str]] = field(default_factory=dict)
    fields: dict[str, set[str]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)


def shapes() -> dict[str, dict[str, Any]]:
    """The shapes by name: the name of its file, and behind it the language where it has several."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        shape = tomllib.loads(path.read_text(encoding="utf-8"))
        for language in shape.get("languages", [""]):
            found[f"{path.stem} {language}".strip()] = {**shape, "language": language or "en"}
    return found


def write(name: str, shape: Mapping[str, Any], company: Company, folder: Path, seed: int) -> Written:
    """The export of a shape, its columns shuffled and its files named by ``seed``."""
    folder.mkdir(parents=True)
    written = Written(name, folder)
    chance = random.Random(f"{name} {seed}")
    book = openpyxl.Workbook() if shape.get("workbook") else None
    for one in shape["files"]:
        columns = dict(_columns(one, shape["language"]))
        if not columns:
            continue
        order = _shuffled(columns, one.get("group", []), chance)
        rows = list(_rows(one, shape, company, order))
        header = [columns[key] for key in order]
        stem = chance.choice(_in(one["names"], shape["language"]))
        lines = [*([title] for title in one.get("titles", [])), *([[]] if one.get("titles") else [])]
        lines += [header, *rows, *_totals(one, order, len(rows))]
        label = _save(lines, stem, one, shape, folder, book)
        own = {**_without_accounts(shape), **one.get("truth", {})}
        truths = {columns[key]: truth_of(one["records"], key, own) for key in order}
        written.files.append(WrittenFile(label, one["records"], truths))
        written.fields.setdefault(one["records"], set()).update(order)
        written.kinds |= set(one.get("only", {}).get("kind", []))
        _learn(written, one["records"], shape, company)
    if book is not None:
        book.remove(book.worksheets[0])
        book.save(folder / shape["workbook"])
    return written


def _without_accounts(shape: Mapping[str, Any]) -> dict[str, list[str]]:
    """An account's id names nothing where the accounts are not exported."""
    return {} if any(one["records"] == "accounts" for one in shape["files"]) else {"account_id": []}


def _columns(one: Mapping[str, Any], language: str) -> Iterator[tuple[str, str]]:
    for key, label in one["columns"].items():
        text = label.get(language) if isinstance(label, dict) else label
        if text:
            yield key, text


def _in(value: Any, language: str) -> Any:
    """What a shape says of a language, or the same for all."""
    return value.get(language, value.get("en")) if isinstance(value, dict) else value


def _shuffled(columns: Mapping[str, str], first: Sequence[str], chance: random.Random) -> list[str]:
    rest = [key for key in columns if key not in first]
    chance.shuffle(rest)
    return [*first, *rest]


def _rows(
    one: Mapping[str, Any], shape: Mapping[str, Any], company: Company, order: Sequence[str]
) -> Iterator[list[object]]:
    records: list[Record] = getattr(company, one["records"])
    wanted = one.get("only", {})
    records = [record for record in records if all(record.get(key) in words for key, words in wanted.items())]
    group = one.get("group", [])
    if group:
        records = sorted(records, key=lambda record: [str(record.get(key) or "") for key in group])
    above: list[object] = []
    for record in records:
        cells = [_cell(key, record, one, shape) for key in order]
        heads = cells[: len(group)]
        if above and one.get("blanks"):
            same = 0
            while same < len(group) and heads[same] == above[same]:
                same += 1
            cells[:same] = [""] * same
        above = heads
        yield cells


def _cell(key: str, record: Record, one: Mapping[str, Any], shape: Mapping[str, Any]) -> object:  # noqa: PLR0911
    name = key.partition("#")[0]
    value = record.get(name)
    language = shape["language"]
    words = shape.get("words", {})
    if value is None:
        return ""
    if name in WORDED and name in words:
        said = words[name].get(str(value), value)
        return _in(said, language)
    if name in OF:
        kind = OF[name] or one["records"]
        return id_of(str(value), shape["ids"].get(kind, ""))
    if isinstance(value, bool):
        return _in(shape.get("yes_no", {"en": ["true", "false"]}), language)[0 if value else 1]
    if isinstance(value, datetime):
        form = _in(shape["dates"]["day" if name in one.get("days", []) else "moment"], language)
        return value.replace(microsecond=0) if form == "excel" else value.strftime(form)  # excel: a date of the sheet
    if name in AMOUNTS:
        return _amount(float(str(value)), _in(shape.get("amounts", "0.00"), language))
    return str(value)


def _amount(value: float, form: str) -> str:
    plain = f"{value:,.2f}"
    if form.endswith(",00"):
        plain = plain.replace(",", "\0").replace(".", ",").replace("\0", ".")
    return plain if "1" in form else plain.replace("." if form.endswith(",00") else ",", "")


def _totals(one: Mapping[str, Any], order: Sequence[str], rows: int) -> Iterator[list[object]]:
    if "total" in one:
        yield [one["total"], *(rows if at == 1 else "" for at in range(1, len(order)))]


def _save(
    lines: Sequence[Sequence[object]], stem: str, one: Mapping[str, Any], shape: Mapping[str, Any], folder: Path,
    book: openpyxl.Workbook | None,
) -> str:  # fmt: skip
    """Writes a file or a sheet; what the draft calls it."""
    if book is not None or one.get("xlsx"):
        target = book or openpyxl.Workbook()
        sheet = target.create_sheet(stem) if book is not None else target.worksheets[0]
        for line in lines:
            sheet.append([None if cell == "" else cell for cell in line])
        if book is not None:
            return f"{shape['workbook']} / {stem}"
        target.save(folder / f"{stem}.xlsx")
        return f"{stem}.xlsx"
    sign = _in(shape.get("delimiter", ","), shape["language"])
    with (folder / f"{stem}.csv").open("w", encoding=shape.get("encoding", "utf-8"), newline="") as out:
        csv.writer(out, delimiter=sign).writerows(lines)
    return f"{stem}.csv"


def _learn(written: Written, records: str, shape: Mapping[str, Any], company: Company) -> None:
    """Which canonical record an id of the shape means, or an address, or a name."""
    kind = "leads" if records == "contacts" else records
    known = written.known.setdefault(kind, {})
    for record in getattr(company, records):
        canonical = str(record["key"] if "key" in record else record["id"])
        known[id_of(str(record["id"]), shape["ids"].get(records, ""))] = canonical
        for name in ("email", "name"):
            if record.get(name):
                known.setdefault(str(record[name]), canonical)
