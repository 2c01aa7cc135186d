"""Opens a view as the command line and the URL ask for it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dashboard.asking.view import HORIZON_DAYS, WINDOW_DAYS, View
from dashboard.errors import BadInput
from dashboard.scope.lastgood import last_good
from dashboard.scope.moments import FIRST_YEAR, LAST_YEAR, Window
from dashboard.scope.settings import Settings
from dashboard.scope.slices import Slice
from dashboard.scope.waterfalls import PRESETS, Waterfall, read_waterfall
from dashboard.warehouse.warehouse import Warehouse

LONGEST_HORIZON = 3_650


def open_view(
    warehouse: Warehouse,
    *,
    as_of: str | None = None,
    date_from: str | None = None,
    date_to: str | None = None,
    horizon_days: float = HORIZON_DAYS,
    waterfall: str | None = None,
    icp_file: Path | None = None,
    settings: Settings | None = None,
    chosen: Slice | None = None,
    lenient: bool = False,
) -> View:
    """The view the command line and the URL ask for; raises BadInput in one sentence.

    ``lenient``: a file of stages or of a definition that cannot be used is told in the view's ``faults`` instead, and
    stays as it could last be read.
    """
    if not 0 <= horizon_days <= LONGEST_HORIZON:  # what is no number is not either
        message = f"--horizon {horizon_days:g} is no time to convert in; give days, at most {LONGEST_HORIZON:,}."
        raise BadInput(message)
    settings = settings or warehouse.generation.settings
    stages, fault = _stages(waterfall or settings.waterfall, lenient=lenient)
    view = View(
        warehouse=warehouse,
        settings=settings,
        as_of=warehouse.generation.as_of,
        slice=chosen or Slice(),
        waterfall=stages,
        horizon_days=horizon_days,
        clock=settings.clock,
        icp_file=_there(icp_file) or (Path(settings.definitions.shared) if settings.definitions.shared else None),
        lenient=lenient,
        file_faults=(fault,) if fault else (),
    )
    moment = _moment(view, as_of, "--as-of") if as_of else view.opening_moment
    view = replace(view, as_of=moment)
    if date_from or date_to:
        end = _moment(view, date_to, "--to") if date_to else moment
        start = _moment(view, date_from, "--from") if date_from else view.days_before(end, WINDOW_DAYS)
        if end > moment:
            message = f"--to {date_to} lies after the moment looked at; name an earlier day or a later --as-of."
            raise BadInput(message)
        if start >= end:
            message = f"--from {date_from} is not before --to; swap them or leave one out."
            raise BadInput(message)
        view = replace(view, chosen=Window(start, end))
    return view


def _stages(name: str, *, lenient: bool) -> tuple[Waterfall, str | None]:
    """The waterfall of that name or file, and what is wrong with it where that is no reason to stop."""
    if not lenient:
        return read_waterfall(name), None
    stages, fault = last_good(("waterfall", name), lambda: read_waterfall(name))
    if stages is None:
        return PRESETS["v1"], f"{fault} Until then the stages of v1 are shown."
    return stages, fault


def _there(icp_file: Path | None) -> Path | None:
    if icp_file is not None and not icp_file.is_file():
        raise BadInput(f"--icp {icp_file} is not there; name the definition's TOML file.")
    return icp_file


def _moment(view: View, text: str, option: str) -> datetime:
    """A day as its local midnight, or an instant with or without its zone, as naive UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        message = f'{option} "{text}" is no day of these times; write it as 2026-11-16.'
        raise BadInput(message)
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else view.instant(moment)
