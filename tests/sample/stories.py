"""What is planted in the sample company, with its true size: ``stories.toml``, ``restated.toml`` and ``audited.toml``.

``python -m tests.sample.stories`` writes them anew, after a change to the generator, and with them a digest of what is
told of the company of a run that is not full, which sees by it that there was such a change.
"""

import tomllib
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import tomlkit

from dashboard.sample.generate import LEADS, SEED, Sample, generate
from tests.sample.truths import deals_side, leads_side, waiting_side
from tests.sample.truths.audited import tell_audited
from tests.sample.truths.figures import Figure
from tests.sample.truths.restated import tell_restated

FOLDER = Path(__file__).parent
STORIES: dict[str, Callable[[Sample], tuple[dict[str, str], list[Figure]]]] = {
    "webinar_burst": leads_side.webinar_burst,
    "simpson": leads_side.simpson,
    "slow_region": waiting_side.slow_region,
    "gives_up_after_one": waiting_side.gives_up_after_one,
    "loved_by_marketing": leads_side.loved_by_marketing,
    "loved_by_sales": leads_side.loved_by_sales,
    "second_chances": leads_side.second_chances,
    "stalled_causes": deals_side.stalled_causes,
    "not_a_cause": deals_side.not_a_cause,
    "quarter_end": deals_side.quarter_end,
    "bad_fit_churn": deals_side.bad_fit_churn,
    "holiday_gap": waiting_side.holiday_gap,
    "icp_change": deals_side.icp_change,
    "longer_cycles": deals_side.longer_cycles,
    "out_of_hours": waiting_side.out_of_hours,
    "two_profiles": deals_side.two_profiles,
}
_HEAD = f"""\
The stories planted in the sample company (seed {SEED}, {LEADS:,} leads), and the figures of `funnel-review metrics
--as-of 2026-11-16` that expose them. Written by the generator from what it drew; edit tellings.toml instead.
A figure says from what it is: a size that was `drawn` must be met exactly, a `parameter` lies in the rate's interval.
`as_of`, `window` (from, to) and `slice` are given where they differ from the command's defaults.
"""


def tell(sample: Sample) -> str:
    """The stories of a sample company as TOML."""
    tellings = tomllib.loads(Path(__file__).with_name("tellings.toml").read_text(encoding="utf-8"))
    document = tomlkit.document()
    for line in _HEAD.splitlines():
        document.add(tomlkit.comment(line))
    stories: list[dict[str, Any]] = []
    for telling in tellings["stories"]:
        words, figures = STORIES[telling["id"]](sample)
        stories.append(
            {
                "id": telling["id"],
                "title": telling["title"],
                "telling": " ".join(telling["telling"].format(**words).split()),
                "figures": [figure.table() for figure in figures],
            }
        )
    document["stories"] = stories
    return tomlkit.dumps(document)


def planted(folder: Path = FOLDER) -> list[dict[str, Any]]:
    """The stories as they stand in the stories.toml of a folder: here, those of the company that the demo shows."""
    found: list[dict[str, Any]] = tomllib.loads((folder / "stories.toml").read_text(encoding="utf-8"))["stories"]
    return found


TELLERS: dict[str, Callable[[Sample], str]] = {"stories": tell, "restated": tell_restated, "audited": tell_audited}
"""By the name of a file what it says of a company."""


DIGEST = FOLDER / "told.sha256"
FEWER_LEADS = 12_000
"""Of so many leads is the sample company of a run that is not full."""


def digest(told: str) -> str:
    """The digest of what the tellers say of a company, one after the other."""
    return sha256(told.encode()).hexdigest()


if __name__ == "__main__":
    whole, fewer = generate(SEED, LEADS), generate(SEED, FEWER_LEADS)
    for name, teller in TELLERS.items():
        (FOLDER / f"{name}.toml").write_text(teller(whole), encoding="utf-8")
    of_fewer = "".join(teller(fewer) for teller in TELLERS.values())
    DIGEST.write_text(f"{digest(of_fewer)}\n", encoding="utf-8")
