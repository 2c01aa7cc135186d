"""Drafts for real exports, where they lie beside the project: their figures beside those of mappings by hand."""

from pathlib import Path

from dashboard.errors import BadInput
from dashboard.importing.drafting.mapdraft import draft
from dashboard.importing.mapping.files import load_mapping, read_mapping
from dashboard.importing.reading.staged import ReadOptions
from tests.draft_bench.figures import Figures, figures, imported
from tests.draft_bench.measuring import Result
from tests.shared import SHARED

MAPPINGS = Path(__file__).resolve().parents[1] / "mappings"
BY_HAND = {
    "olist": str(MAPPINGS / "olist.toml"), "maven": str(MAPPINGS / "maven.toml"), "hubspot_ui": "hubspot",
    "salesforce_fivetran": "salesforce", "hubspot_fivetran": "hubspot",
}  # fmt: skip
KINDS = ("leads", "leads by week", "deals", "won", "lost", "amount won", "linked")


def real_exports() -> dict[str, Path]:
    """The folders that are there, by name."""
    return {name: folder for name in BY_HAND if (folder := SHARED / "data" / name).is_dir()}


def measure_real(name: str, folder: Path, place: Path) -> Result:
    """How many figures of a draft are those of the mapping written by hand; columns have no truth here."""
    result = Result(f"{name} (real files)")
    try:
        made = draft([folder], ReadOptions())
        result.text, result.questions = made.text, len(made.open_questions)
        if made.nothing or made.required:
            result.failed = made.nothing or made.required[0].sentence
            return result
        drafted = figures(imported(folder, read_mapping(made.text, "draft.toml"), place / "drafted", settings={}))
    except BadInput as refused:
        result.failed = str(refused)
        return result
    by_hand = figures(imported(folder, load_mapping(BY_HAND[name]), place / "by hand", settings={}))
    for kind in KINDS:
        result.figures += 1
        found, right = _number(drafted, kind), _number(by_hand, kind)
        if found != right:
            result.figures_wrong.append(f"{kind}: {str(found)[:60]} for {str(right)[:60]}")
    result.outcomes_right = all(_number(drafted, kind) == _number(by_hand, kind) for kind in ("won", "lost"))
    return result


def _number(of: Figures, kind: str) -> object:
    """A figure; of records how many: two mappings may tell the same ones apart by different columns."""
    figure = of.of(kind)
    return len(figure) if kind in {"won", "lost", "linked"} else figure
