"""Claims: a TOML file named by the sentence it proves, rows in, rows out.

``question`` is a file of ``queries``; ``parameters`` binds its own parameters (``"null"`` is null); ``view`` holds
options of the look (as_of, date_from, waterfall, slice …), ``settings`` the company's, ``definitions`` its profiles by
team, and the one that is tried; every other table is rows of a canonical table (an omitted column is null, instants are
UTC); ``expect`` holds the rows that must come out, compared on the columns the first of them names.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from math import isclose
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomlkit

from icp.reading import checked
from tests.claims.company import open_company

SETTINGS_OF_A_CLAIM = {"question", "parameters", "view", "settings", "definitions", "expect"}


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    """Every TOML file below this folder is one claim."""
    return ClaimFile.from_parent(parent, path=file_path) if file_path.suffix == ".toml" else None


class ClaimFile(pytest.File):
    """One claim's file."""

    def collect(self) -> Iterator[pytest.Item]:
        yield Claim.from_parent(self, name=self.path.stem.replace("_", " "))


class WrongAnswer(AssertionError):
    """The rows that came out are not those the claim expects."""


class Claim(pytest.Item):
    """Ask the claim's question of the claim's company."""

    def runtest(self) -> None:
        prove(self.path)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, WrongAnswer):
            return f"{self.path.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"claim: {self.name}"


def prove(path: Path) -> None:
    """Ask the question of a claim's file of its company; raises WrongAnswer."""
    claim = tomllib.loads(path.read_text(encoding="utf-8"))
    tables = {name: rows for name, rows in claim.items() if name not in SETTINGS_OF_A_CLAIM}
    bound = {name: None if value == "null" else value for name, value in claim.get("parameters", {}).items()}
    with TemporaryDirectory() as folder:
        definitions = claim.get("definitions", {})
        trial = definitions.pop("trial", None)
        look = claim.get("view", {}) | _profiles(Path(folder), definitions)
        with open_company(tables, claim.get("settings", {}), look) as view:
            tried = replace(view, trial=checked(trial, "the trial")) if trial else view
            found = tried.ask(claim["question"], **bound).rows
    expected = claim["expect"]
    seen = [{column: _said(row[column]) for column in expected[0]} for row in found] if expected else found
    if not _is_same(seen, expected):
        raise WrongAnswer(f"expected {expected}\n     got {seen}")


def _said(value: Any) -> Any:
    """Instants and days as the text a claim writes; what is null is left as ``"null"``, which TOML can say."""
    if value is None:
        return "null"
    return value.isoformat() if isinstance(value, (date, datetime)) else value


def _profiles(folder: Path, definitions: dict[str, Any]) -> dict[str, Path]:
    """The option that names the shared definition, the teams' beside it; none where the claim has none."""
    for team, definition in definitions.items():
        (folder / f"{team}.toml").write_text(tomlkit.dumps(definition), encoding="utf-8")
    return {"icp_file": folder / "shared.toml"} if definitions else {}


def _is_same(seen: Any, expected: Any) -> bool:
    """Equal, numbers up to their last digits: a claim writes 0.6666666667 for two thirds."""
    if isinstance(expected, dict) and isinstance(seen, dict):
        return seen.keys() == expected.keys() and all(_is_same(seen[key], expected[key]) for key in expected)
    if isinstance(expected, list) and isinstance(seen, list):
        return len(seen) == len(expected) and all(map(_is_same, seen, expected))
    if isinstance(expected, float) and isinstance(seen, float):
        return isclose(seen, expected, rel_tol=1e-9, abs_tol=1e-12)
    return bool(seen == expected)
