"""Claims: a TOML file named by the sentence it proves, rows in, rows out.

``question`` is a file of ``queries``; ``parameters`` binds its own parameters; ``view`` holds options of the look
(as_of, date_from, waterfall, slice …), ``settings`` the company's; every other table is rows of a canonical table (an
omitted column is null, instants are UTC); ``expect`` holds the rows that must come out, compared on the columns the
first of them names.
"""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.claims.company import open_company

SETTINGS_OF_A_CLAIM = {"question", "parameters", "view", "settings", "expect"}


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
        claim = tomllib.loads(self.path.read_text(encoding="utf-8"))
        tables = {name: rows for name, rows in claim.items() if name not in SETTINGS_OF_A_CLAIM}
        with open_company(tables, claim.get("settings", {}), claim.get("view", {})) as view:
            found = view.ask(claim["question"], **claim.get("parameters", {})).rows
        expected = claim["expect"]
        seen = [{column: _said(row[column]) for column in expected[0]} for row in found] if expected else found
        if seen != expected:
            raise WrongAnswer(f"expected {expected}\n     got {seen}")

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if isinstance(excinfo.value, WrongAnswer):
            return f"{self.path.name}\n{excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, None, str]:
        return self.path, None, f"claim: {self.name}"


def _said(value: Any) -> Any:
    """Instants and days as the text a claim writes; what is null is left as ``"null"``, which TOML can say."""
    if value is None:
        return "null"
    return value.isoformat() if isinstance(value, (date, datetime)) else value
