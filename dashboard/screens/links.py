"""What a link asks for that is not there: names that are no filter, weeks and windows, values not in the data."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from difflib import get_close_matches

from dashboard.asking.values_there import absent_values
from dashboard.asking.view import View
from dashboard.scope.moments import Window
from dashboard.scope.slices import FIELDS, FIRST_CYCLES, Slice
from dashboard.screens.address import NOTHING_OPEN, OF_SCREENS, in_vain, names, values_of
from dashboard.screens.refusals import LONGEST
from dashboard.texts import day, in_markdown, plain

WEEK, WINDOW, REVISION, GENERATION = "week", "window", "revision", "generation"
OF_THE_BAR = (WEEK, WINDOW, REVISION, GENERATION, "compare", "waterfall", FIRST_CYCLES)
MOST_NEAR = 3


@dataclass(frozen=True)
class LinkFault:
    """A part of a link that cannot be followed: its name in the address, and the sentence in Markdown."""

    name: str
    sentence: str


def unknown_names() -> Iterator[LinkFault]:
    """Names in the address that neither filter nor belong to a screen, and filters without a value."""
    known = (*FIELDS, *OF_THE_BAR, *sorted(OF_SCREENS), *NOTHING_OPEN)
    for name in names():
        if name not in known:
            near = _near(name, known)
            yield LinkFault(name, f"The link filters by “{in_markdown(name)}”, which is no field of a lead.{near}")
        elif not all(value.strip() for value in values_of(name)):
            yield LinkFault(
                name, f"The link names {in_markdown(name)} without a value; leads without one are “(none)”."
            )


def unknown_choice(label: str, name: str, options: Sequence[str], words: Callable[[str], str]) -> Iterator[LinkFault]:
    """What the address asks of a box in vain."""
    if value := in_vain(name, options, words):
        yield LinkFault(name, f"The link asks for “{in_markdown(value)}” in {label}, which is none of its choices.")


def end_of_week(view: View, week: str) -> datetime | None:
    """The moment an ISO week written as 2026-W46 ends; None for what is no week, or ends after the moment."""
    try:
        monday = datetime.strptime(f"{week}-1", "%G-W%V-%u")  # noqa: DTZ007 — local; the view knows the zone
    except ValueError:
        return None
    end = view.instant(monday + timedelta(days=7))
    return end if end <= view.as_of else None


def window_of(view: View, days: Sequence[str]) -> Window | str:
    """The window two days say, the last one in it; a sentence where they cannot."""
    try:
        first, last = (date.fromisoformat(text) for text in days)
    except ValueError:
        return "A window is a first and a last day, written as window=2026-07-01&window=2026-09-30 in a link."
    if last < first:
        return f"The window ends on {day(last)}, before it begins on {day(first)}."
    start, end = (view.instant(datetime.combine(edge, datetime.min.time())) for edge in (first, last + timedelta(1)))
    if end > view.as_of:
        latest = view.local(view.as_of - timedelta(microseconds=1))
        return (
            f"The window ends on {day(last)}, but the review week ends on {day(latest)}, and nothing later is looked "
            "at. Choose a window that ends by then, or a later review week."
        )
    return Window(start, end)


def absent_filters(
    view: View, filters: Mapping[str, Sequence[str]], offered: Mapping[str, Sequence[str]]
) -> tuple[list[LinkFault], list[str]]:
    """What is filtered by and not in the data: a fault per field with no other value, else a sentence per value.

    What a box offers is in the data, so only fields with another value are looked for.
    """
    doubtful = {field: values for field, values in filters.items() if not set(values) <= set(offered.get(field, ()))}
    alone: dict[str, list[str]] = {}
    warnings: list[str] = []
    for absent in absent_values(replace(view, slice=Slice.of(doubtful))):
        sentences = alone.setdefault(absent.field, []) if absent.is_alone else warnings
        sentences.append(in_markdown(absent, LONGEST))
    return [LinkFault(field, " ".join(sentences)) for field, sentences in alone.items()], warnings


def _near(value: str, known: Sequence[str]) -> str:
    """What looks like a value, as a sentence; empty when nothing does."""
    by_case = {plain(each).casefold(): each for each in known}
    near = get_close_matches(plain(value).casefold(), by_case, MOST_NEAR)
    return f" Close to it: {', '.join(f'“{in_markdown(by_case[each])}”' for each in near)}." if near else ""
