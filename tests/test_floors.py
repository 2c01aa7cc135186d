"""Who may import whom: each rule of ``pyproject.toml`` is broken once here, and seen to fail."""

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
BROKEN = {
    "floors": ("dashboard/warehouse/kept.py", "import dashboard.asking.view"),
    "charts": ("dashboard/charts/rows.py", "import dashboard.asking.ask"),
    "screens": ("dashboard/screens/money/words.py", "import dashboard.screens.response.words"),
    "sections": ("dashboard/metrics/icp.py", "import dashboard.metrics.stalled"),
    "workbooks": ("dashboard/importing/reading/rejects.py", "import duckdb"),
    "importing": ("dashboard/importing/reading/staged.py", "import dashboard.importing.converting.marks"),
    "engine": ("dashboard/warehouse/kept.py", "import duckdb"),
    "spark": ("dashboard/warehouse/engines.py", "import pyspark"),
    "bucket": ("dashboard/warehouse/generations.py", "import obstore"),
    "streamlit": ("dashboard/metrics/money.py", "import streamlit"),
    "profile": ("icp/words.py", "import dashboard.errors"),
}
"""By rule: a module, and a line that must not stand in it."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages and their rules, to be spoiled."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("dashboard", "icp"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def judged(folder: Path) -> str:
    """What the linter prints of the packages in ``folder``; it must have refused them."""
    linter = Path(sys.executable).with_name("lint-imports")
    run = subprocess.run([linter, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    assert run.returncode == 1, run.stdout + run.stderr
    return run.stdout + run.stderr


def test_each_rule_can_be_broken(copy: Path) -> None:
    """One line too many for each rule: the linter names every one of them."""
    assert [contract["id"] for contract in CONTRACTS] == list(BROKEN)
    for path, line in BROKEN.values():
        with (copy / path).open("a", encoding="utf-8") as file:
            file.write(f"\n{line}\n")
    printed = " ".join(judged(copy).split())
    for contract in CONTRACTS:
        assert f"{contract['name']} BROKEN" in printed
        module = BROKEN[contract["id"]][0].removesuffix(".py").replace("/", ".")
        assert f"{module} -> {BROKEN[contract['id']][1].split()[1]}" in printed


@pytest.mark.parametrize("folder", ["dashboard", "dashboard/screens", "dashboard/importing"])
def test_a_module_stands_on_a_floor(copy: Path, folder: str) -> None:
    """A new module that no rule knows is refused, and named."""
    (copy / folder / "attic.py").write_text('"""Nowhere."""\n', encoding="utf-8")
    assert "attic" in judged(copy)
