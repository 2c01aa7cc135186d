"""The whole answer of ``funnel-review metrics``, from the CSV folder and the specification's words."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle import changes as changes_section
from tests.oracle import disagreement as disagreement_section
from tests.oracle import icp as icp_section
from tests.oracle import money as money_section
from tests.oracle import pipeline as pipeline_section
from tests.oracle import response as response_section
from tests.oracle import stalled as stalled_section
from tests.oracle import waterfall as waterfall_section
from tests.oracle.absent import nulls_for_absent_tables
from tests.oracle.clock import iso, parse_instant, week_name
from tests.oracle.past import held_before
from tests.oracle.profile import Profile, in_force
from tests.oracle.read import Tables
from tests.oracle.window import window_of
from tests.oracle.world import Base, World

Row = dict[str, Any]


def answer(
    data_dir: Path,
    settings: Row | Path,
    as_of: str,
    icp: Path | None = None,
    slice: dict[str, list[str]] | None = None,  # noqa: A002
    date_from: str | None = None,
    date_to: str | None = None,
    horizon: float = 90,
    waterfall: str | Path = "v1",
    import_as_of: str | None = None,
    earlier: Sequence[tuple[Path, str]] = (),
) -> Row:
    """The JSON object of metrics.md §11 for a canonical folder; ``generation`` is None.

    ``earlier`` are the folders imported before it, oldest first, each with the moment of its import.
    """
    known = settings if isinstance(settings, dict) else tomllib.loads(Path(settings).read_text(encoding="utf-8"))
    zone = ZoneInfo(known.get("time_zone", "UTC"))
    t = parse_instant(as_of, zone)
    start = parse_instant(date_from, zone) if date_from else None
    end = parse_instant(date_to, zone) if date_to else None

    @cache
    def profiles(team: str, at: int) -> Profile | None:
        return in_force(definition_file(team, icp, known, settings), at, zone)

    latest = parse_instant(import_as_of, zone) if import_as_of else None
    tables = Tables(Path(data_dir), zone, known.get("currency"), latest)
    world = World(Base(tables, known, zone, slice or {}, profiles), t)
    past = [(parse_instant(at, zone), path) for path, at in earlier]
    held = None if latest is None else held_before(world, past, latest, known.get("currency"))
    unsupported: dict[str, str] = {}
    window = window_of(t, start, end, horizon, zone)
    seen = world.at(window.end)
    found = {
        "as_of": iso(t, zone),
        "week": week_name(t, zone),
        "time_zone": str(zone),
        "generation": None,
        "slice": slice or {},
        "waterfall": waterfall_section.section(world, window, waterfall),
        "response": response_section.section(world, window),
        "disagreement": disagreement_section.section(world, window, unsupported),
        "icp": icp_section.section(world, window),
        "pipeline": pipeline_section.section(seen, window, held),
        "stalled": stalled_section.section(seen),
        "money": money_section.section(seen, window),
        "changes": changes_section.section(world, window, waterfall),
        "unsupported": unsupported,
    }
    nulls_for_absent_tables(found, world, seen)
    return found


def definition_file(team: str, icp: Path | None, known: Row, settings: Row | Path) -> Path | None:
    """The file of a team's definition: beside the one given, else as the settings say, beside them."""
    if icp is not None:
        return icp if team == "shared" else icp.parent / f"{team}.toml"
    named = known.get("definitions", {}).get(team)
    return None if named is None or isinstance(settings, dict) else settings.parent / named
