"""``make draft-bench``: drafts mappings for every CRM's export of the sample company and compares them with the truth.

Writes its table to the terminal, in Markdown; ``-v`` says each column that is wrong or missed.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from tests.draft_bench.company import make_company
from tests.draft_bench.figures import canonical
from tests.draft_bench.measuring import Result, measure
from tests.draft_bench.real import measure_real, real_exports
from tests.draft_bench.shapes import shapes

LEADS = 600


def main() -> int:
    """Measures the shapes and prints a table; 1 where a bar is missed."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--leads", type=int, default=LEADS)
    options.add_argument("--seed", type=int, nargs="*", default=[1])
    options.add_argument("--only", default="", help="shapes whose name has this in it")
    options.add_argument("--keep", type=Path, help="a folder for the files and drafts, which then stay")
    options.add_argument("-v", "--verbose", action="store_true")
    chosen = options.parse_args()
    folder = chosen.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    results = []
    try:
        company = make_company(folder / "company", chosen.leads)
        truth = canonical(company, folder / "canonical-warehouse")
        print(
            "| export | columns | right | wrong | missed | wrong where required | joins | outcomes | figures "
            "| questions |"
        )
        print("|---|---:|---:|---:|---:|---:|---:|---|---:|---:|")
        for name, shape in shapes().items():
            for seed in chosen.seed:
                if chosen.only in name:
                    place = folder / f"{name} {seed}"
                    shutil.rmtree(place, ignore_errors=True)
                    result = measure(name, shape, company, truth, place, seed)
                    (place / "draft.toml").write_text(result.text, encoding="utf-8")
                    results.append(result)
                    print(row(result), flush=True)
                    if chosen.verbose:
                        tell(result)
        for name, exports in real_exports().items():
            if chosen.only in name:
                results.append(measure_real(name, exports, folder / name))
                print(row(results[-1]), flush=True)
                if chosen.verbose:
                    tell(results[-1])
        print(row(together(results)))
    finally:
        if not chosen.keep:
            shutil.rmtree(folder)
    return int(any(result.failed or result.verdict.wrong_required or result.joins_missing for result in results))


def row(result: Result) -> str:
    """A line of the table."""
    verdict = result.verdict
    joins = len(result.joins) + len(result.joins_missing)
    share = f"{verdict.right / verdict.columns:.0%}" if verdict.columns else "–"
    outcomes = {True: "right", False: "**wrong**", None: "–"}[result.outcomes_right]
    figures = f"{result.figures - len(result.figures_wrong)} of {result.figures}"
    cells = (
        result.name, verdict.columns, share, len(verdict.wrong), len(verdict.missed), len(verdict.wrong_required),
        f"{len(result.joins)} of {joins}", outcomes, figures if not result.failed else "**not imported**",
        result.questions,
    )  # fmt: skip
    return f"| {' | '.join(map(str, cells))} |"


def tell(result: Result) -> None:
    """What is not right, a line each, on stderr."""
    verdict = result.verdict
    for kind, lines in (
        ("failed", [result.failed] if result.failed else []), ("wrong", verdict.wrong), ("missed", verdict.missed),
        ("join", result.joins_missing), ("figure", result.figures_wrong),
    ):  # fmt: skip
        for line in lines:
            print(f"    {kind}: {line}", file=sys.stderr)


def together(results: list[Result]) -> Result:
    """The sums."""
    whole = Result("together")
    for result in results:
        whole.verdict.right += result.verdict.right
        for name in ("wrong", "missed", "wrong_required"):
            getattr(whole.verdict, name).extend(getattr(result.verdict, name))
        whole.joins += result.joins
        whole.joins_missing += result.joins_missing
        whole.figures += result.figures
        whole.figures_wrong += result.figures_wrong
        whole.questions += result.questions
    told = [result.outcomes_right for result in results if result.outcomes_right is not None]
    whole.outcomes_right = all(told) if told else None
    return whole


if __name__ == "__main__":
    sys.exit(main())
