"""A number that words repeat comes from where it is defined, and says what the queries do."""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from statistics import NormalDist

import pytest

from dashboard import thresholds
from dashboard.asking import parameters, view
from dashboard.importing.converting import reasons
from dashboard.meeting import comments
from dashboard.meeting.decisions import decision
from dashboard.metrics import changes, money, options, pipeline, windows
from dashboard.screens.response.parts import TRIES
from dashboard.texts import in_parts, spelled
from dashboard.warehouse.catalogue import Query, catalogue

ROOT = Path(__file__).resolve().parents[1]
MINUTES_AN_HOUR, MINUTES_A_DAY = 60, 1_440
IN_QUERIES: dict[str, list[tuple[str, str, int]]] = {
    "UNANSWERED_HOURS": [
        ("statistics/answer_band.sql", r"watched_minutes >= (\d+) then 'never'", MINUTES_AN_HOUR),
        ("statistics/answer_band.sql", r"(?:sql|closed)_minutes > (\d+)", MINUTES_AN_HOUR),
        ("response/waiting.sql", r"waited_minutes >= (\d+) as is_never", MINUTES_AN_HOUR),
    ],
    "UNWORKED_HOURS": [("slice/handoffs.sql", r"interval (\d+) hours", 1)],
    "TRIES_DAYS": [("slice/tries.sql", r"interval (\d+) days", 1)],
    "WORKED_DAYS": [("slice/calibrated_cycles.sql", r"interval (\d+) days", 1)],
    "OUTCOME_DAYS": [
        ("statistics/answer_band.sql", r"watched_minutes >= (\d+)\n", MINUTES_A_DAY),
        ("statistics/answer_band.sql", r"closed_minutes <= (\d+)", MINUTES_A_DAY),
        ("response/bands.sql", r"sql_minutes <= (\d+)", MINUTES_A_DAY),
        ("response/outcome_leads.sql", r"sql_minutes <= (\d+)", MINUTES_A_DAY),
    ],
    "QUIET_DAYS": [("slice/company_open_deals.sql", r"to_days\((\d+)\)", 1)],
    "ADVANCED_SHARE": [("slice/company_limits.sql", r"'with_pool', ([\d.]+)\)", 1)],
    "FEWEST_ADVANCES": [("slice/company_limits.sql", r"events >= (\d+)", 1)],
    "LIMIT_DAYS": [
        ("slice/company_aged_deals.sql", r", (\d+)\) as limit_days", 1),
        ("pipeline/time_in_stage.sql", r", (\d+)\) as limit_days", 1),
    ],
    "VISITS_DAYS": [
        ("slice/company_limits.sql", r"to_days\((\d+)\)", 1),
        ("slice/company_arrivals.sql", r"to_days\((\d+)\)", 1),
        ("pipeline/time_in_stage.sql", r"to_days\((\d+)\)", 1),
    ],
    "COHORT_DAYS": [
        ("pipeline/win_rates.sql", r"(\d+) \* 86400e6", 1),
        ("pipeline/win_rate_cohort.sql", r"(\d+) \* 86400e6", 1),
    ],
    "QUARTER_END_DAYS": [("statistics/weeks.sql", r"interval (\d+) days", 1)],
    "CARD_DAYS": [("audit/card_touches.sql", r"interval (\d+) days", 1)],
    "QUARTER_WEEKS": [("audit/passed_on.sql", r"kept_good \* (\d+)", 1)],
    "FEWEST_WEEKS": [
        ("statistics/noise.sql", r"count\(\*\) filter \(where points_back > 1\) >= (\d+)", 1),
        ("statistics/noise.sql", r"values_back <= (\d+)", 1),
    ],
}
"""By threshold: the file, how the number stands there, and how many of its units make one of the threshold's."""
BOUND = {
    (view.WINDOW_DAYS, "days"), (view.WINDOW_DAYS // 7, "weeks"), (view.HORIZON_DAYS, "days"),
    (windows.CLOSE_DAYS, "days"), (money.CUSTOMER_DAYS, "days"), (windows.YEAR_DAYS // 7, "weeks"),
    (changes.WEEKS_BEFORE, "weeks"),
}  # fmt: skip
"""Spans that Python binds to questions."""
NUMBER = (
    r"(?P<number>\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|twenty|"
    r"thirty|ninety)"
)
UNIT = (
    r"(?: ?(?P<unit>%)|[ -](?P<span>days?|hours?|h|min|minutes?|weeks?|months?|[kM]B|advances|letters|in ten)"
    r"|[ -]of[ -](?P<parts>two|three|four|five|ten))\b"
)
REPEATED = re.compile(rf"(?<![\w§.,=-]){NUMBER}(?:{UNIT}|(?P<more>(?: times)? or more))", re.IGNORECASE)
MAY_STAND: dict[str, str] = {
    "95 %": "the level of every interval there is: test_every_interval_is_one_of_95_per_cent",
    "nine in ten": "the figure's own name says it: p90_minutes",
    "one in ten": "the rest of nine in ten",
    "two stages": "two of them, no threshold",
    "one week": "one of them, no threshold",
}
IN_PLACE: dict[str, tuple[str, ...]] = {
    "dashboard/charts/response.py": (
        "5 min",
        "1 h",
        "24 h",
        "48 h",
        "1 min",
        "6 h",
        "7 d",
        "28 d",
        "1 week",
        "6 times or more",
    ),
    "dashboard/meeting/commands/comments.py": (f"{comments.LONGEST_TEXT:,} letters",),
    "dashboard/meeting/commands/decisions.py": (
        f"{decision.LONGEST_TEXT} letters",
        "six weeks",
        "10%",
        "1.5 h",
        "5 points",
    ),
    "dashboard/meeting/decisions/sizes.py": ("90 min", "1.5 h", "10%", "5 points"),
    "dashboard/screens/stories/causes.py": ("4 known",),
}
"""Words a file may write out: the marks of an axis and the bands under their own names; help that must not wait for
its module, compared with it here; the example of a size."""


def sql(path: str) -> str:
    """The code of a query, without its comments."""
    text = (ROOT / "queries" / path).read_text(encoding="utf-8")
    return "\n".join(line.partition("--")[0].rstrip() for line in text.splitlines())


def test_each_threshold_is_the_queries_own() -> None:
    """What ``dashboard/thresholds.py`` says is what the SQL compares with."""
    named = {name: value for name, value in vars(thresholds).items() if name.isupper()}
    assert named.keys() == IN_QUERIES.keys(), "say in tests/test_thresholds.py where the queries have it"
    for name, places in IN_QUERIES.items():
        for path, pattern, units in places:
            numbers = [float(number) / units for number in re.findall(pattern, sql(path))]
            assert numbers, f"queries/{path} has no {pattern} any more: correct tests/test_thresholds.py"
            assert set(numbers) == {named[name]}, f"queries/{path} and {name} in dashboard/thresholds.py differ"


def test_every_interval_is_one_of_95_per_cent() -> None:
    """The z of all intervals, and no words of another level."""
    z = float(re.findall(r"z_of_95_percent\(\) as ([\d.]+)", sql("statistics/intervals.sql"))[0])
    assert z == pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-15)
    for path in python_files():
        levels = re.findall(r"(\d+) % intervals?", path.read_text(encoding="utf-8"))
        assert set(levels) <= {"95"}, path


def test_what_two_modules_must_say_alike() -> None:
    """A default that a command shows without loading what defines it; the tries that a bar of the chart stands for."""
    assert options.DEFAULT_HORIZON == view.HORIZON_DAYS
    assert pipeline.SQP_WEEKS == parameters.WEEKS_BEFORE == view.WINDOW_DAYS / windows.DAYS_A_WEEK
    assert TRIES.keys() == {"0", "1", "2", "3-5", "6+"}
    assert "1990" in reasons.REASONS["bad_timestamp"]


def test_numbers_are_spelled_as_people_write_them() -> None:
    """Words up to ten, then digits; a share as parts of ten at most."""
    assert [spelled(number) for number in (1, 5, 10, 11, 1_200)] == ["one", "five", "ten", "11", "1,200"]
    assert [in_parts(share) for share in (0.8, 0.5, 0.75)] == ["four of five", "one of two", "three of four"]


def python_files() -> Iterator[Path]:
    """The modules that say something to people."""
    for folder in ("asking", "charts", "findings", "importing", "meeting", "metrics", "screens", "serving"):
        yield from sorted((ROOT / "dashboard" / folder).rglob("*.py"))
    yield ROOT / "dashboard" / "texts.py"


def sentences(path: Path) -> Iterator[tuple[int, str]]:
    """The texts of a module by line, those that are no docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    described = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in described:
            yield node.lineno, node.value


def repeated(path: Path) -> list[str]:
    """What a module says with a number of its own."""
    may_stand = {*MAY_STAND, *IN_PLACE.get(path.relative_to(ROOT).as_posix(), ())}
    return [
        f"{path.relative_to(ROOT)}:{line}: “{words[0]}”"
        for line, text in sentences(path)
        for words in REPEATED.finditer(text)
        if not any(words[0].lower() in each or each in words[0].lower() for each in may_stand)
    ]


def test_no_sentence_repeats_a_number_of_its_own() -> None:
    """What a screen, a chart or an error says of a limit is taken from the limit."""
    found = [each for path in python_files() for each in repeated(path)]
    move = "take the number from where it is defined (a named limit, or dashboard/thresholds.py)"
    assert not found, "\n".join((move, *found))


UNITS: dict[str, Callable[[float], set[float]]] = {
    "days": lambda days: {days, days * MINUTES_A_DAY},
    "hours": lambda hours: {hours, hours * MINUTES_AN_HOUR},
    "minutes": lambda minutes: {minutes},
    "weeks": lambda weeks: {weeks, weeks + 1},
    "advances": lambda advances: {advances},
    "%": lambda percent: {percent / 100},
}
"""How a span that words name can stand in SQL."""
SPELLED = {spelled(number): float(number) for number in range(1, 11)}


@cache
def texts_by_name() -> dict[str, str]:
    """The code of each relation and of each macro."""
    known = {path.stem: sql(f"{path.parent.name}/{path.name}") for path in (ROOT / "queries" / "slice").glob("*.sql")}
    macros = "\n".join(sql(f"statistics/{path.name}") for path in (ROOT / "queries" / "statistics").glob("*.sql"))
    return known | dict(re.findall(r"create or replace macro (\w+)(.*?)(?=create or replace|\Z)", macros, re.DOTALL))


def reached(query: Query) -> str:
    """The code of a question, of the relations it stands on and of the macros it calls."""
    known = texts_by_name()
    wanted, seen, texts = [sql(f"{query.name}.sql")], set[str](), list[str]()
    while wanted:
        texts.append(wanted.pop())
        for name in set(re.findall(r"\w+", texts[-1])) & known.keys() - seen:
            seen.add(name)
            wanted.append(known[name])
    return "\n".join(texts)


def test_the_words_of_a_question_say_the_numbers_of_its_code() -> None:
    """A span or a share its words name stands in its SQL, or is bound to it."""
    unlike = [
        f"queries/{query.name}.sql says “{span}”, its code does not"
        for query in catalogue().values()
        for span in _unlike_its_code(query)
    ]
    assert not unlike, "\n".join(unlike)


def _unlike_its_code(query: Query) -> Iterator[str]:
    """The spans its words name and its code does not."""
    words = [query.title, query.question, query.caveat or "", *query.columns.values(), *query.parameters.values()]
    spans = [span for text in words for span in REPEATED.finditer(text) if span[0] != "95 %"]
    if not spans:
        return
    numbers = {float(number) for number in re.findall(r"(?<![\w.])\d+(?:\.\d+)?", reached(query))}
    for span in spans:
        number = SPELLED.get(span["number"].lower()) or float(span["number"].replace(",", ""))
        unit = (span["unit"] or span["span"] or "").lower()
        unit = unit if unit in UNITS else f"{unit}s"
        if span["parts"]:
            number, unit = 100 * number / SPELLED[span["parts"].lower()], "%"
        is_bound = (number, unit) in BOUND and query.parameters
        if unit in UNITS and not is_bound and not UNITS[unit](number) & numbers:
            yield span[0]
