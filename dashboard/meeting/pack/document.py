"""The pack as one document: what a renderer writes stands in it, in words and in numbers, and nothing else does."""

from typing import Any

from dashboard.charts.early import Age, YoungLine
from dashboard.charts.weeks import WeekLine
from dashboard.meeting.decisions.effect import Effect
from dashboard.meeting.model import MeetingModel
from dashboard.metrics.pipeline import Change
from dashboard.metrics.waterfall import Conversion

Sentences = tuple[str, ...]


class Grid(MeetingModel):
    """A table of the pack: cells as people read them, a row longer than that in ``more`` words below."""

    title: str
    columns: Sentences
    rows: tuple[Sentences, ...]
    numbers: tuple[int, ...] = ()
    """The places of the columns that hold numbers."""
    more: str = ""


class KpiFigure(MeetingModel):
    """A shared KPI: its value and how it is written, whence it came, its usual range, its target, its weeks.

    ``missing`` says why nothing is known of it; all else but label and meaning is then empty.
    """

    name: str
    label: str
    meaning: str
    value: float | None = None
    written: str = "–"
    since: str = ""
    standing: str = ""
    target: str = ""
    rests_on: str = ""
    is_signal: bool = False
    line: WeekLine | None = None
    spoken: str = ""
    missing: str = ""


class EarlyFigure(MeetingModel):
    """The young weeks of a stage, as the chart draws them."""

    stage: str
    label: str
    ages: tuple[Age, ...]
    lines: tuple[YoungLine, ...]
    spoken: str


class ConversionsDrawn(MeetingModel):
    """What the chart of the conversions draws."""

    now: tuple[Conversion, ...]
    before: tuple[Conversion, ...]


class CausesDrawn(MeetingModel):
    """What the chart of the causes of stalling draws."""

    causes: tuple[dict[str, Any], ...]
    currency: str | None


class VelocityDrawn(MeetingModel):
    """What the bridge of velocity draws."""

    change: Change
    currency: str | None


class PartFound(MeetingModel):
    """A part of the review: its question, its claim, what stands below it, its chart and its table.

    ``missing`` says why there is nothing to look at.
    """

    question: str
    about: str
    missing: str = ""
    claim: str = ""
    details: Sentences = ()
    conversions: ConversionsDrawn | None = None
    velocity: VelocityDrawn | None = None
    causes: CausesDrawn | None = None
    early: tuple[EarlyFigure, ...] = ()
    spoken: str = ""
    caption: str = ""
    drivers: Grid | None = None


class Debts(MeetingModel):
    """What the sides owe each other, in sentences; ``missing`` says why nobody can tell."""

    about: str
    sales: Sentences = ()
    marketing: Sentences = ()
    missing: str = ""


class DecisionJudged(MeetingModel):
    """What came of a decision of a review: its words are the journal's, where a person's text can be erased."""

    id: str
    week: str
    effect: Effect
    is_final: bool
    is_overdue: bool
    carried: int
    together_with: tuple[str, ...]
    restated: float | None


class PackContent(MeetingModel):
    """What the figures of a week come to: all of a pack that is frozen with the week."""

    week: str
    days: str
    as_of: str
    time_zone: str
    generation: str
    currency: str | None
    slice: dict[str, list[str]]
    product_version: str
    stale: str = ""
    """The sentence where the data is older than the week."""
    kpis: tuple[KpiFigure, ...]
    early: PartFound | None
    agenda: tuple[PartFound, ...]
    agreement: str
    debts: Debts
    restated: Sentences
    health: Sentences
    unsupported: dict[str, str]
    definitions: Grid
    appendix: tuple[Grid, ...]
    judged: tuple[DecisionJudged, ...]


class DecisionLine(MeetingModel):
    """A decision as the pack says it."""

    id: str
    week: str
    text: str
    who: str
    state: str
    effect: str
    doubts: Sentences
    promise: str


class CalibrationPoint(MeetingModel):
    """A point of the agenda of a calibration review: its question, its claim, what stands below, its tables.

    ``curve`` are fit, share that reached SQL, and leads, as its chart draws them, ``spoken`` what that shows.
    """

    question: str
    claim: str
    details: Sentences
    tables: tuple[Grid, ...] = ()
    curve: tuple[tuple[float, float, int], ...] = ()
    spoken: str = ""


class CalibrationMinuted(MeetingModel):
    """The calibration review of the month as it was saved last: what was decided, by whom and why, on which figures.

    Without points the figures were erased.
    """

    month: str
    choice: str
    why: str
    by: str
    about: str
    points: tuple[CalibrationPoint, ...] = ()


class Cover(MeetingModel):
    """What the pack is: which week, on what data, signed by whom; ``remarks`` are what a reader must know of it."""

    title: str
    week: str
    days: str
    about: Sentences
    state: str
    is_signed: bool
    signatures: Sentences
    manifest: str | None
    revision: int | None
    remarks: Sentences


class Pack(MeetingModel):
    """The document. ``known`` are decisions of earlier reviews, the foremost first; ``made`` those of the week.

    ``moved`` says on the first page what moved: a claim each, in the order of the review. ``calibration`` is that of
    the week's month, None where none was saved yet.
    """

    cover: Cover
    moved: Sentences
    known: tuple[DecisionLine, ...]
    made: tuple[DecisionLine, ...]
    calibration: CalibrationMinuted | None = None
    content: PackContent
