"""Where a company's shared profile stands: its files, its versions, and which day it is there."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.scope.signed import held_to_signatures, signed_versions
from icp.document import Definition
from icp.reading import parse
from icp.versions import order_of, version_texts

VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")
"""What a version is called whose file is named by it."""


@dataclass(frozen=True)
class ProfilePlace:
    """The folder of a profile's files; ``versions`` are the good ones by their file, those signed as they were."""

    name: str
    file: Path
    zone: ZoneInfo
    texts: Mapping[str, str]
    faults: tuple[str, ...] = ()

    @property
    def versions(self) -> dict[str, Definition]:
        """Every version by its file's name, in the order of their days."""
        known = {file: parse(text, file) for file, text in self.texts.items()}
        return dict(sorted(known.items(), key=lambda each: order_of(each[1])))

    @property
    def newest(self) -> Definition:
        """The version with the latest day, begun or not."""
        return [*self.versions.values()][-1]

    def in_force(self, day: date) -> Definition:
        """The version in force on a day; before the first the first."""
        begun = [each for each in self.versions.values() if each.effective_from <= day]
        return begun[-1] if begun else next(iter(self.versions.values()))

    def text_of(self, definition: Definition) -> str:
        """The text that a version stands in; empty for one that is in no file."""
        return next((self.texts[file] for file, each in self.versions.items() if each == definition), "")

    def file_for(self, version: str) -> Path:
        """The file of a version that is signed here: ``shared-3.toml`` beside ``shared.toml``."""
        return self.file.with_name(f"{self.file.stem}-{version}.toml")

    def next_version(self, taken: frozenset[str] = frozenset()) -> str:
        """A number after those of every version there is, and not one of those ``taken``."""
        names = {each.version for each in self.versions.values()} | taken
        numbers = [int(match.group()) for name in names if (match := re.match(r"[0-9]{1,9}", name))]
        return str(max(numbers, default=0) + 1)

    def day_at(self, now: datetime) -> date:
        """The company's local day of an instant, naive UTC."""
        return now.replace(tzinfo=UTC).astimezone(self.zone).date()

    def next_monday(self, now: datetime) -> date:
        """The first Monday after the company's day of an instant."""
        today = self.day_at(now)
        return today + timedelta(days=7 - today.weekday())

    def earliest(self, now: datetime) -> date:
        """The first day that a proposal may take effect on: the next Monday, and after every version there is."""
        return max(self.next_monday(now), self.newest.effective_from + timedelta(days=1))


def place_of(view: View) -> ProfilePlace:
    """Where the profile of a view stands; raises BadInput where there is none, BadDocument where it cannot be read."""
    if view.icp_file is None:
        raise BadInput('No shared profile is named; write its file as `definitions.shared = "…"` in the settings.')
    signed, doubt = signed_versions(view.warehouse.folder)
    known = {each.file: each.name for each in signed}
    if not view.icp_file.is_file() and view.icp_file.name not in known:
        raise BadInput(f"The definition {view.icp_file} is gone; name another in the settings.")
    instead, changed = held_to_signatures(view.icp_file, signed)
    texts, left_out = version_texts(view.icp_file, instead)
    name = parse(texts[view.icp_file.name], view.icp_file.name).name
    faults = (*filter(None, [doubt]), *changed, *left_out)
    return ProfilePlace(name, view.icp_file, view.settings.zone, texts, faults)
