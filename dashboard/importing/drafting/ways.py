"""The ways from a file's records to those of another: by a key, backwards, through a third, an address or a name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from dashboard.importing.drafting.items import Item
from dashboard.importing.drafting.joins import (
    Joins,
    Link,
    counts_records,
    is_of_owner,
    names_record_of,
    points_to,
)
from dashboard.importing.drafting.profiling import ColumnProfile, FileProfile
from dashboard.importing.drafting.writing import inline, quoted, read

SALESFORCE = re.compile(r"0[0-2][a-zA-Z0-9]{13}(?:[a-zA-Z0-9]{3})?")
SURE = 0.5
LEAST = 0.1
MOSTLY = 0.8
FEW_NAMES = 20


@dataclass(frozen=True)
class Way:
    """One way to another record: what it is called, the TOML of it, which share of what names one it finds.

    ``reach`` is the share of all records it leads somewhere. ``is_column``: it gives what the column says, there or
    not, so nothing that comes behind it counts.
    """

    name: str
    value: str
    share: float
    reach: float
    looked_up: tuple[tuple[FileProfile, ColumnProfile], ...] = ()
    doubt: str = ""
    is_column: bool = False


class Ways:
    """Finds the ways between the files of a draft, of two files at a time."""

    def __init__(self, items: Sequence[Item], joins: Joins) -> None:
        self._items = items
        self._joins = joins

    def key_keys(self, column: ColumnProfile) -> dict[str, str]:
        """How ids are read: where some have 15 and some 18 characters, they meet only as Salesforce's."""
        return {"salesforce_id": "true"} if self._mixes_lengths and _is_salesforce(column) else {}

    @cached_property
    def _mixes_lengths(self) -> bool:
        keys = [item.key for item in self._items if item.key is not None and _is_salesforce(item.key)]
        links = [link.column for item in self._items for link in self._joins.into(item.file) if link.key is item.key]
        lengths = {len(sample) for column in (*keys, *links) if _is_salesforce(column) for sample in column.samples}
        return len(lengths) > 1

    def between(self, item: Item, target: Item) -> list[Way]:
        """All ways from the one to the other; by an address or a name only where none is sure."""
        ways = [
            *self._direct(item, target),
            *self._reverse(item, target),
            *self._by_person(item, target),
            *self._through_others(item, target),
        ]
        if any(way.share >= SURE for way in ways):
            return ways
        return [*ways, *self._by_address(item, target), *self._by_name(item, target)]

    def pointing(self, item: Item, target: Item) -> list[Link]:
        """The links of a file's columns to the key of another, those that find most first."""
        return [
            link
            for link in self._joins.links(item.file, target.file)
            if link.key is target.key
            and link.column is not item.key
            and not is_of_owner(link.column)
            and (points_to(link) or names_record_of(link.column, _alike(target)))
        ]

    def _direct(self, item: Item, target: Item) -> list[Way]:
        """A column that holds the other's key; the best, with what it calls itself before what it could be."""
        links = sorted(
            self.pointing(item, target),
            key=lambda link: (-round(link.share, 1), not names_record_of(link.column, _alike(target)), link.column.at),
        )
        ways = []
        for link in links[:1]:
            ids = '";"' if link.column.several else ""
            value = read(link.column, ids=ids, **_of_link(link), **self.key_keys(link.column))
            ways.append(Way(link.column.header, value, link.share, link.share * link.column.fill, is_column=True))
        return ways

    def _reverse(self, item: Item, target: Item) -> list[Way]:
        """A column of the other that holds this file's key, one in a cell: a lead names the deal it became."""
        links = [link for link in self.pointing(target, item) if not counts_records(link)]
        return [
            _looked_up(
                target.file, link.column, item.key, target.key,
                (link.share, link.covered * (1 - link.column.several / link.column.filled)),
                _of_link(link) | self.key_keys(target.key),
            )
            for link in links[:1]
            if item.key is not None and target.key is not None
        ]  # fmt: skip

    def _by_person(self, item: Item, target: Item) -> list[Way]:
        """By the person that a lead became: what names it in both is neither one's key, whatever it is called."""
        became = target.role.column("contact_id")
        if target.key is None:
            return []
        links = [
            link
            for link in self._joins.links(item.file, target.file)
            if points_to(link) and (link.key is became or (became is None and _names_neither(link, item, target)))
        ]
        return [
            _looked_up(
                target.file, link.key, link.column, target.key,
                (link.share, link.share * link.column.fill), _of_link(link) | self.key_keys(link.column),
            )
            for link in links[:1]
            if link.share >= LEAST
        ]  # fmt: skip

    def _through_others(self, item: Item, target: Item) -> list[Way]:
        """Through one more file: one that names both, or a person both name."""
        ways = []
        for other in self._items:
            if other in {item, target} or item.key is None or target.key is None:
                continue
            to_item, to_target = self.pointing(other, item)[:1], self.pointing(other, target)[:1]
            is_pair = to_item and to_target and to_item[0].column is not to_target[0].column
            if is_pair and other.table is None and not to_target[0].part:
                share = min(to_item[0].covered, to_target[0].share)
                way = _looked_up(
                    other.file, to_item[0].column, item.key, to_target[0].column, (share, share), _of_link(to_item[0])
                )
                ways.append(way)
            if other.key is None or other.table not in {"leads", None}:
                continue
            if item.table == "touches" and target.table == "deals":  # a person may have several
                continue
            ours, theirs = self.pointing(item, other)[:1], self.pointing(target, other)[:1]
            if ours and theirs:
                share = ours[0].share * min(theirs[0].covered * 2, 1)
                shares = (share, share * ours[0].column.fill)
                more = _of_link(ours[0], theirs[0])
                ways.append(_looked_up(target.file, theirs[0].column, ours[0].column, target.key, shares, more))
            elif ours:
                ways += self._through_address(ours[0], other, target)
        return ways

    def _through_address(self, ours: Link, other: Item, target: Item) -> list[Way]:
        """To a person, and from the person's address to the record that has it."""
        for link in self._joins.links(other.file, target.file):
            if link.column.is_email and link.key.is_email and target.key is not None:
                by = inline(
                    source=quoted(other.file.label), key=quoted(ours.key.header), by=quoted(ours.column.header),
                    value=quoted(link.column.header), **_of_link(ours),
                )  # fmt: skip
                lookup = inline(
                    source=quoted(target.file.label), key=quoted(link.key.header), value=quoted(target.key.header),
                    email="true", by=by,
                )  # fmt: skip
                used = (
                    (other.file, ours.key),
                    (other.file, link.column),
                    (target.file, link.key),
                    (target.file, target.key),
                )
                name = f"{ours.column.header}, {link.column.header} of {other.file.label}"
                share = ours.share * link.share
                return [Way(name, inline(lookup=lookup), share, share * ours.column.fill, used)]
        return []

    def _by_address(self, item: Item, target: Item) -> list[Way]:
        """By an e-mail address of both."""
        for link in self._joins.links(item.file, target.file):
            is_address = link.column.is_email or link.part == "address"
            if is_address and link.key.is_email and target.key is not None and not is_of_owner(link.column):
                shares = (link.share, link.share * link.column.fill)
                more = {"email": "true", **_of_link(link)}
                return [_looked_up(target.file, link.key, link.column, target.key, shares, more)]
        return []

    def _by_name(self, item: Item, target: Item) -> list[Way]:
        """By a name that only one of the others has: in the column that is called so, else in one that holds theirs."""
        wanted = {"leads": ("contact_name", "lead_id"), "accounts": ("company",)}.get(target.table or "", ())
        called = [item.role.column(name) for name in wanted]
        name = _whole_name(target)
        links = [link for link in self._joins.links(item.file, target.file) if link.key is name]
        links = [link for link in links if link.column in called] or [
            link for link in links if _holds_people(link, item)
        ]
        if not wanted or not links or target.key is None:
            return []
        link = links[0]
        shares = (link.share, link.share * link.column.fill)
        more = {"ignore_case": "true", **_of_link(link)}
        way = _looked_up(target.file, link.key, link.column, target.key, shares, more)
        return [replace(way, doubt="" if target.table == "accounts" else "told by the name alone")]


def _whole_name(item: Item) -> ColumnProfile | None:
    """The column of a file's whole names; one that is called a first or a last name is that where no other is there."""
    parts = [part for part in (item.role.column("first_name"), item.role.column("last_name")) if part is not None]
    return item.role.column("name") or (parts[0] if len(parts) == 1 else None)


def _names_neither(link: Link, item: Item, target: Item) -> bool:
    """Whether ids that two files share are neither one's own."""
    is_code = link.key.codes == link.key.filled and not link.key.is_email
    return is_code and link.key is not target.key and link.column is not item.key and not is_of_owner(link.column)


def _holds_people(link: Link, item: Item) -> bool:
    """Whether a column of no known name holds the full names of the others' people."""
    own = {item.role.column(name) for name in ("owner", "rep", "name")}
    return (
        item.table in {"deals", "touches"}
        and link.share >= MOSTLY
        and link.column not in own
        and not is_of_owner(link.column)
        and all(" " in sample for sample in link.key.samples[:FEW_NAMES])
    )


def _looked_up(
    source: FileProfile,
    key: ColumnProfile,
    by: ColumnProfile | None,
    value: ColumnProfile,
    shares: tuple[float, float],
    more: dict[str, str],
) -> Way:
    assert by is not None  # noqa: S101 — callers have seen to it
    lookup = inline(
        source=quoted(source.label), key=quoted(key.header), by=quoted(by.header), value=quoted(value.header), **more
    )
    share, reach = shares
    used = ((source, key), (source, value))
    return Way(f"{by.header}, {key.header} of {source.label}", inline(lookup=lookup), share, reach, used)


def _of_link(*links: Link) -> dict[str, str]:
    """Which part of a link is compared, where the values of a column are links."""
    part = next((link.part for link in links if link.part), "")
    return {"of_link": quoted(part)} if part else {}


def _is_salesforce(column: ColumnProfile) -> bool:
    """Whether a column's values look like Salesforce's ids."""
    return bool(column.samples) and all(SALESFORCE.fullmatch(sample) for sample in column.samples)


def _alike(item: Item) -> list[str]:
    return ["leads", "contacts"] if item.table == "leads" else [item.table or ""]
