"""A company's settings: one ``funnel-review.toml``, every key optional, every default stated in the README."""

from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from dashboard.errors import BadInput
from dashboard.scope.documents import model_of, parsed, read_document

FILE_NAME = "funnel-review.toml"
HOURS_A_YEAR = 8_760


def _clock(value: object) -> object:
    """Read "09:00" as a time of day; TOML's own local time passes through."""
    if isinstance(value, str):
        try:
            return time.fromisoformat(value)
        except ValueError:
            message = f'"{value}" is no time of day; write it as "09:00"'
            raise ValueError(message) from None
    return value


def _day(value: object) -> object:
    """Read "2026-01-31" as a day; TOML's own date passes through."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_tuple(value: object) -> object:
    """TOML's lists as tuples, so that a model stays hashable; anything else is left for pydantic to refuse."""
    return tuple(value) if isinstance(value, list) else value


def _pairs(value: object) -> object:
    """A table of TOML, or the pairs that were kept of one, as tuples."""
    if isinstance(value, dict):
        return tuple(value.items())
    return tuple(map(as_tuple, value)) if isinstance(value, list) else value


PersonName = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f]+$", max_length=200)]
Address = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$", max_length=200)]
Clock = Annotated[time, BeforeValidator(_clock)]
Day = Annotated[date, BeforeValidator(_day)]


class SettingsModel(BaseModel):
    """Strict and frozen: an unknown key or a wrong type is refused, never bent."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class WorkingHours(SettingsModel):
    """When the company answers: ISO weekdays (1 = Monday) and local opening hours."""

    days: Annotated[tuple[int, ...], BeforeValidator(as_tuple)] = (1, 2, 3, 4, 5)
    open: Clock = time(9)
    close: Clock = time(18)

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if any(day not in range(1, 8) for day in self.days):
            message = "days are ISO weekdays, 1 (Monday) to 7 (Sunday)"
            raise ValueError(message)
        if self.open >= self.close:
            message = "open must be before close"
            raise ValueError(message)
        return self


class Segment(SettingsModel):
    """A company-size band: fewer than ``below`` employees; the last band has no upper end."""

    name: str
    below: int | None = None


class Target(SettingsModel):
    """A company's own target for a shared KPI, with where it comes from and since when."""

    figure: str
    value: float
    source: str
    since: Day


class Definitions(SettingsModel):
    """Files of the three ideal-customer definitions, relative to the settings file."""

    shared: str | None = None
    marketing: str | None = None
    sales: str | None = None

    def of_teams(self, shared: Path | None) -> dict[str, Path]:
        """The teams' files that are named here; beside another shared file, only for a team that has none there."""
        named = {team: Path(file) for team, file in (("marketing", self.marketing), ("sales", self.sales)) if file}
        if shared is None or (self.shared is not None and Path(self.shared) == shared):
            return named
        return {team: file for team, file in named.items() if not (shared.parent / f"{team}.toml").is_file()}


SEGMENTS = (
    Segment(name="SMB", below=100),
    Segment(name="Mid-market", below=1000),
    Segment(name="Enterprise"),
)


@cache
def _regions() -> dict[str, list[str]]:
    """The countries whose public holidays are known, with their regions."""
    from holidays import list_supported_countries

    return list_supported_countries()


def _country(text: str | None) -> str | None:
    """A country whose public holidays are known, or one of its regions: DE, DE-BY."""
    if text is None:
        return None
    country, dash, region = text.strip().upper().partition("-")
    if country not in _regions():
        message = f'no holidays are known for "{text}"; give the two letters of the country, as in DE'
        raise ValueError(message)
    known = {name.upper(): name for name in _regions()[country]}
    if dash and region not in known:
        listed = ", ".join(known) or "none"
        message = f'no holidays are known for the region "{text}"; those known of {country} are: {listed}'
        raise ValueError(message)
    return f"{country}-{known[region]}" if dash else country


@cache
def zone_names() -> frozenset[str]:
    """The names of the tz database: finding them reads hundreds of files."""
    return frozenset(available_timezones())


class Settings(SettingsModel):
    """Everything a company may set; the defaults hold for a company that sets nothing."""

    time_zone: str = "UTC"
    currency: str | None = None
    country: Annotated[str | None, AfterValidator(_country)] = None
    holidays: Annotated[tuple[Day, ...], BeforeValidator(as_tuple)] = ()
    working_hours: WorkingHours = WorkingHours()
    outbound_sources: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    clock: Literal["inquiry", "mql"] = "inquiry"
    response_sla_hours: float = Field(default=24.0, gt=0, le=HOURS_A_YEAR)
    acceptance_sla_hours: float = Field(default=24.0, gt=0, le=HOURS_A_YEAR)
    sla_clock: Literal["elapsed", "working"] = "elapsed"
    score_threshold: float = Field(default=50.0, allow_inf_nan=False)
    deal_stages: Annotated[tuple[str, ...], BeforeValidator(as_tuple)] = ()
    segments: Annotated[tuple[Segment, ...], BeforeValidator(as_tuple)] = SEGMENTS
    waterfall: str = "v1"
    definitions: Definitions = Definitions()
    targets: Annotated[tuple[Target, ...], BeforeValidator(as_tuple)] = ()
    keep_generations: int = Field(default=12, ge=1)
    keep_signed_weeks: int = Field(default=13, ge=0)
    people: Annotated[tuple[tuple[PersonName, Address], ...], BeforeValidator(_pairs)] = ()
    """Names and e-mails of those who hold the review on one machine; without its own sign-in they choose one."""

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        if self.time_zone not in zone_names():
            message = f'time_zone "{self.time_zone}" is not a zone of the tz database; write one like "Europe/Berlin"'
            raise ValueError(message)
        bounds = [band.below for band in self.segments]
        if not bounds or bounds[-1] is not None or None in bounds[:-1]:
            message = "every segment but the last needs below, and the last has none"
            raise ValueError(message)
        if bounds[:-1] != sorted(set(bounds[:-1]), key=lambda bound: bound or 0):
            message = "segments go from small to large"
            raise ValueError(message)
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)


def read_settings(table: dict[str, Any], where: str) -> Settings:
    """Settings from a parsed table; raises BadInput naming ``where``, the key and what is wrong."""
    no_setting = {"extra_forbidden": "is no setting; the README lists the keys"}
    return model_of(Settings, table, where, "the settings", no_setting)


def load_settings(path: Path | None) -> Settings:
    """The settings of a file, or the defaults for None; raises BadInput in one sentence."""
    if path is None:
        return Settings()
    table = parsed(read_document(path, "the settings"), str(path))
    definitions = table.get("definitions")
    if isinstance(definitions, dict):
        for team, name in definitions.items():
            if isinstance(name, str):
                definitions[team] = _whole_path(path, f"definitions.{team}", name)
    if isinstance(waterfall := table.get("waterfall"), str) and waterfall.endswith(".toml"):
        table["waterfall"] = _whole_path(path, "waterfall", waterfall)
    return read_settings(table, str(path))


def _whole_path(path: Path, key: str, name: str) -> str:
    """The whole path of a file that the settings name relative to themselves."""
    try:
        resolved = str((path.parent / name).resolve())
        resolved.encode()
    except (OSError, ValueError, RuntimeError) as error:  # a NUL, bytes that are no UTF-8, links that go in a circle
        raise BadInput(f"{path}: {key}: is no path ({error}); name a TOML file.") from None
    return resolved


def settings_to_json(settings: Settings) -> str:
    """The settings as the JSON a generation keeps."""
    return settings.model_dump_json()


def settings_from_json(text: str) -> Settings:
    """The settings a generation was imported with."""
    return Settings.model_validate_json(text)


def settings_file(option: Path | None, warehouse: Path) -> Path | None:
    """The file of ``--settings``, else ``funnel-review.toml`` in the warehouse's folder, else None."""
    default = warehouse / FILE_NAME
    return option or (default if default.is_file() else None)


def settings_at_query_time(path: Path | None, imported: Settings) -> Settings:
    """The settings of ``path`` in place of those of the import; what shaped the import must not differ.

    Raises BadInput when the time zone or the currency is another one: those are part of the data.
    """
    if path is None:
        return imported
    settings = load_settings(path)
    for key in ("time_zone", "currency"):
        given, stored = getattr(settings, key), getattr(imported, key)
        if given != stored:
            raise BadInput(
                f"{path}: {key} is {given}, but the data was imported with {stored}; import again to change it.",
            )
    return settings
