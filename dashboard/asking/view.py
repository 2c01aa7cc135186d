"""What is being looked at: a warehouse, a moment, windows of time, a slice and the definitions in force."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path

from dashboard.asking.answer import Answer
from dashboard.asking.names import names_somebody, without_names
from dashboard.asking.parameters import given_parameters
from dashboard.errors import BadInput
from dashboard.scope.moments import Moments, Window
from dashboard.scope.profiles import Profiles, last_profiles, profiles
from dashboard.scope.settings import Settings
from dashboard.scope.signed import signed_versions
from dashboard.scope.slices import Slice
from dashboard.scope.waterfalls import PRESETS, Waterfall
from dashboard.warehouse.catalogue import near, question
from dashboard.warehouse.made import Scope
from dashboard.warehouse.prelude import prelude_of
from dashboard.warehouse.relations import relations
from dashboard.warehouse.warehouse import Warehouse
from icp.document import Definition
from icp.scoring import scored

WINDOW_DAYS = 91
HORIZON_DAYS = 90.0


@dataclass(frozen=True)
class View(Moments):
    """One way of looking: everything a question's answer depends on."""

    warehouse: Warehouse
    settings: Settings
    as_of: datetime
    slice: Slice
    waterfall: Waterfall
    horizon_days: float = HORIZON_DAYS
    chosen: Window | None = None
    icp_file: Path | None = None
    clock: str = "inquiry"
    trial: Definition | None = None
    lenient: bool = False
    """Whether a definition that cannot be read is told in ``faults`` instead of raised: on a screen."""
    shows_names: bool = True
    """Whether answers name people: names and e-mails of leads, and what an import quotes of its files."""
    file_faults: tuple[str, ...] = ()
    """What is wrong with the other files this look depends on, where it goes on as they said before."""
    kept_profiles: Profiles | None = field(default=None, compare=False, repr=False)
    """The definitions of a past review, in place of what their files say now; ``documents`` tells two looks apart."""
    profiles_read: dict[Hashable, Profiles] = field(default_factory=dict, compare=False, repr=False)
    """What the files of the definitions said to this look or to one it was made from: a screen reads them once."""

    # -- time ---------------------------------------------------------------------------------------------------

    @cached_property
    def window(self) -> Window:
        """The chosen window, else the 13 weeks before the moment."""
        return self.chosen or Window(self.days_before(self.as_of, WINDOW_DAYS), self.as_of)

    @cached_property
    def conversion_window(self) -> Window:
        """The chosen window, else the 13 weeks that end a horizon before the moment, so that they are mature."""
        if self.chosen:
            return self.chosen
        end = self.as_of - timedelta(days=self.horizon_days)
        return Window(self.days_before(end, WINDOW_DAYS), end)

    def before(self, window: Window) -> Window:
        """The window just before, as long on the local clock."""
        start, end = (self.local(edge).replace(tzinfo=None) for edge in (window.start, window.end))
        return Window(self.instant(start - (end - start)), window.start)

    @property
    def opening_moment(self) -> datetime:
        """Where a review opens: the generation's last Monday, of an old export the end of its last week with any."""
        about = self.warehouse.generation
        last_monday = self.monday(about.as_of)
        if about.newest_at is None or about.newest_at >= self.days_before(last_monday, 7):
            return last_monday
        return min(self.days_before(self.monday(about.newest_at), -7), last_monday)

    @property
    def newest_when_old(self) -> datetime | None:
        """When the newest record happened, if before the review week the generation would open on; else None."""
        about = self.warehouse.generation
        return about.newest_at if self.opening_moment < self.monday(about.as_of) else None

    # -- what is recorded ---------------------------------------------------------------------------------------

    def records(self, *what: str) -> bool:
        """Whether any of these was recorded by the moment: entry events, ``won``, ``verdict``, ``outcome``."""
        recorded = self.warehouse.generation.recorded
        return any(name in recorded and recorded[name] < self.as_of for name in what)

    def records_stage(self, name: str) -> bool:
        """Whether the company records who reaches a stage of the waterfall v1: its MQL, SAL, SQL or Won."""
        return self.records(*PRESETS["v1"].events_of(name))

    @cached_property
    def recorded_waterfall(self) -> Waterfall:
        """The waterfall without its unrecorded stages; the first is always recorded."""
        first, *others = self.waterfall.stages
        return self.waterfall.of((first, *(stage for stage in others if self.records(*stage.events))))

    # -- definitions --------------------------------------------------------------------------------------------

    @cached_property
    def definition(self) -> tuple[Definition | None, str | None]:
        """The shared definition in force or tried in its place, and what to say when it is not yet."""
        return (self.trial, None) if self.trial is not None else (self.profiles.shared, self.profiles.note)

    @property
    def teams(self) -> Mapping[str, Definition]:
        """The teams' own definitions by team, those there are."""
        return self.profiles.teams

    @cached_property
    def profiles(self) -> Profiles:
        """What the files of the definitions say, or said when the review looked at was held."""
        if self.kept_profiles is not None:
            return self.kept_profiles
        key = (self.icp_file, self._in_force_on, self.lenient)
        if key not in self.profiles_read:
            self.profiles_read[key] = self._read_profiles()
        return self.profiles_read[key]

    @property
    def anew(self) -> "View":
        """The same look, which reads the files of the definitions once more."""
        return replace(self, profiles_read={})

    def _read_profiles(self) -> Profiles:
        named = self.settings.definitions.of_teams(self.icp_file)
        signed, doubt = signed_versions(self.warehouse.folder) if self._is_companys_own else ((), None)
        find = last_profiles if self.lenient else profiles
        return find(self.icp_file, self._in_force_on, named, signed, doubt)

    @property
    def faults(self) -> tuple[str, ...]:
        """A sentence for each file this look depends on that cannot be used now."""
        return self.file_faults + self.profiles.faults

    @cached_property
    def documents(self) -> str:
        """The definitions in force, whole: an answer holds as long as they do, not as long as their file's name.

        Beside one that is tried stands the one it is held against.
        """
        shared, note = self.definition
        known = (shared, self.profiles.shared if self.trial is not None else None, *self.teams.values())
        return "\n".join([note or "", *(each.model_dump_json() if each is not None else "" for each in known)])

    @property
    def _is_companys_own(self) -> bool:
        """Whether the shared definition is the one the settings name: what was signed is signed of that one alone."""
        own = self.settings.definitions.shared
        return self.icp_file is not None and own is not None and Path(own).resolve() == self.icp_file.resolve()

    @property
    def _in_force_on(self) -> date:
        """The last day that had begun at the moment."""
        return self.local(self.as_of).date()

    # -- asking -------------------------------------------------------------------------------------------------

    @cached_property
    def scope(self) -> Scope:
        """What the sliced relations depend on."""
        shared, _ = self.definition
        before = replace(self, trial=None).definition[0] if self.trial else None
        named = {prefix: each for prefix, each in (("icp", shared), ("before", before)) if each} | dict(self.teams)
        definitions = tuple(scored(definition, prefix) for prefix, definition in named.items())
        return Scope(self.slice, self.settings.segments, self.recorded_waterfall, definitions)

    def ask(self, name: str, **extra: object) -> Answer:
        """The answer to the question in ``queries/<name>.sql``; ``extra`` binds parameters of its own."""
        if not self.slice.is_everything and not question(name).is_sliced:
            return self._whole.ask(name, **extra)
        if not self.shows_names and not names_somebody(question(name)):
            return replace(self, shows_names=True).ask(name, **extra)  # one answer for all readers
        options = tuple(sorted((option, _hashable(value)) for option, value in extra.items()))
        key = self, self.documents, name, options
        answer: Answer = self.warehouse.memory.get(key, lambda: self._find(name, extra), _weight)
        return answer

    @cached_property
    def _whole(self) -> "View":
        """The same look without the slice, which answers what is the company's for every slice at once."""
        return replace(self, slice=Slice())

    def _find(self, name: str, extra: Mapping[str, object]) -> Answer:
        query = question(name)
        prelude = prelude_of(query, self.scope)
        known = {**self.parameters, **extra}
        for parameter in extra:
            if parameter not in query.parameters:
                of_its_own = near(parameter, query.parameters) if query.parameters else "it has none"
                raise BadInput(f'{name} has no parameter "{parameter}"; {of_its_own}.')
        for parameter, words in query.parameters.items():
            if parameter not in known:
                raise BadInput(f"{name} needs {parameter} ({words}); give it a value.")
        bound = {parameter: known[parameter] for parameter in query.parameters}
        table = self.warehouse.run(query, prelude, known, self.settings)
        return Answer(query, table if self.shows_names else without_names(table, query), query.sql, bound)

    @cached_property
    def parameters(self) -> dict[str, object]:
        """The parameters a question may name without passing them, all instants naive UTC."""
        return given_parameters(self)

    def pipeline_view(self) -> "View":
        """The view of deals and money: a window that ends before the moment moves the moment there."""
        if self.chosen and self.chosen.end < self.as_of:
            return replace(self, as_of=self.chosen.end)
        return self

    def can_slice(self, relation: str) -> bool:
        """Whether a relation has what the slice filters by; it holds nothing where it has not."""
        return relations()[relation].slicing.suits(self.slice)

    def has(self, *tables: str) -> bool:
        """True when every one of these canonical tables has rows."""
        return all(table in self.warehouse.generation.tables for table in tables)

    def has_column(self, table: str, column: str) -> bool:
        """True when the column has a value in some row of the canonical table."""
        return column in self.warehouse.generation.columns[table]


def _hashable(value: object) -> Hashable:
    return tuple(value) if isinstance(value, list) else value


def _weight(answer: Answer) -> int:
    return answer.weight
