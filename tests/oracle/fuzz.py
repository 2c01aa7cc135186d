"""Ask the product and the oracle the same of many random companies: ``python -m tests.oracle.fuzz --seeds 0:50``."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.oracle.answer import answer
from tests.oracle.company import Company, write_company
from tests.oracle.compare import differences

Row = dict[str, Any]
HEAD = ("as_of", "week", "time_zone", "slice")
SECTIONS = ("waterfall", "response", "disagreement", "icp", "pipeline", "stalled", "money", "changes")


NOBODY = "--slice: There is no "
"""How the product refuses a slice that names nobody."""


class ProductError(Exception):
    """The product refused what it should have answered."""


def run(arguments: list[str]) -> str:
    """What the command line prints on stdout; in this process where the commands can be imported."""
    if os.environ.get("FUZZ_SUBPROCESS"):
        command = [str(Path(sys.executable).with_name("funnel-review")), *arguments]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise ProductError(f"{' '.join(arguments[:1])}: status {done.returncode}: {done.stderr.strip()[-2000:]}")
        return done.stdout
    from typer.testing import CliRunner

    from dashboard.cli import app

    result = CliRunner().invoke(app, arguments)
    if result.exit_code:
        trouble = result.stderr.strip() or repr(result.exception)
        raise ProductError(f"{arguments[0]}: status {result.exit_code}: {trouble[-2000:]}")
    return result.stdout


def ask_product(company: Company, warehouse: Path, sections: list[str]) -> Row:
    """Import the company, what was exported before it first, and ask its question."""
    for data, as_of in (*company.earlier, (company.data, company.import_as_of)):
        run(["import", str(data), "--settings", str(company.settings), "--warehouse", str(warehouse),
             "--as-of", as_of, "--json"])  # fmt: skip
    question = company.question
    arguments = ["metrics", "--warehouse", str(warehouse), "--as-of", question["as_of"]]
    for option, name in (
        ("--from", "date_from"),
        ("--to", "date_to"),
        ("--horizon", "horizon"),
        ("--waterfall", "waterfall"),
    ):
        if name in question:
            arguments += [option, str(question[name])]
    if len(company.question) % 2:
        arguments += ["--settings", str(company.settings)]
    if company.icp is not None:
        arguments += ["--icp", str(company.icp)]
    for field, values in question.get("slice", {}).items():
        texts = (f'"{value}"' if "," in value else value for value in values)
        arguments += ["--slice", f"{field}={','.join(texts)}"]
    for section in sections:
        arguments += ["--section", section]
    answered: Row = json.loads(run(arguments))
    return answered


def ask_oracle(company: Company) -> Row:
    """The oracle's answer to the same."""
    return answer(
        company.data, company.settings, icp=company.icp, import_as_of=company.import_as_of, earlier=company.earlier,
        **company.question,
    )  # fmt: skip


def hollow(value: Any) -> Any:
    """The value, with what holds nothing but nulls as null: both say that a figure is not supported."""
    if isinstance(value, dict):
        inner = {key: hollow(one) for key, one in value.items()}
        return None if inner and all(one is None for one in inner.values()) else inner
    if isinstance(value, list):
        items = [hollow(one) for one in value]
        return None if items and all(one is None for one in items) else items
    return value


def check_seed(seed: int, sections: list[str], leads: int, root: Path) -> list[str]:
    """The differences of one seed's company."""
    company = write_company(root, seed, leads)
    expected = ask_oracle(company)
    try:
        actual = ask_product(company, root / "warehouse", sections)
    except ProductError as error:
        if NOBODY in str(error) and not expected["waterfall"]["cohort"] and not expected["pipeline"]["open_count"]:
            return []
        raise
    found: list[str] = []
    for name in (*HEAD, *(sections or SECTIONS)):
        found += differences(hollow(expected[name]), hollow(actual.get(name)), name)
    return found


def main() -> int:
    """Print the differences by seed; status 1 when there are any."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", default="0:20", help="first:end, or one seed")
    parser.add_argument("--section", action="append", default=[], choices=SECTIONS)
    parser.add_argument("--leads", type=int, default=80)
    parser.add_argument("--show", type=int, default=12, help="differences shown per seed")
    parser.add_argument("--keep", type=Path, help="write the companies here and keep them")
    given = parser.parse_args()
    first, _, end = given.seeds.partition(":")
    bad = 0
    for seed in range(int(first), int(end or int(first) + 1)):
        with tempfile.TemporaryDirectory() as temporary:
            root = Path(temporary) / str(seed) if given.keep is None else given.keep / str(seed)
            try:
                found = check_seed(seed, given.section, given.leads, root)
            except ProductError as error:
                found = [str(error)]
            bad += bool(found)
            lines = [f"seed {seed}: {len(found) or 'no'} differences"]
            lines += [f"    {line[:300]}" for line in found[: given.show]]
            sys.stdout.write("\n".join(lines) + "\n")
            sys.stdout.flush()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
