"""Every bad document is refused in a sentence that names the file, the line and the key."""

from pathlib import Path

import pytest

from icp.columns import KINDS
from icp.commands import check
from icp.errors import BadDocument, ProfileError
from icp.reading import parse, read
from tests.icp.documents import GOOD


def spoiled(old: str, new: str) -> str:
    """The good document with one thing replaced, which must be there."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


DEEP = "[" * 2000 + "]" * 2000
BAD = {
    # what is wrong: (document, line, key, words of the sentence)
    "nothing in it": ("", None, "", "is empty"),
    "a key twice": (GOOD.replace('version = "3"', 'version = "3"\nversion = "4"'), 3, "version", "once in its table"),
    "a table twice": (spoiled("[[criteria]]", "[tiers]\nA = 9\n[[criteria]]"), 12, "", "is not TOML"),
    "YAML's NO": (spoiled('"Shared ICP"', "NO"), 1, "name", "in quotes"),
    "YAML's list": (spoiled('["software", "bank"]', "\n  - software\n"), 15, "one_of", "is not TOML"),
    "YAML's two documents": (spoiled("[tiers]", "---"), 7, "", "is not TOML"),
    "a time for a number": (spoiled("weight = 3", "weight = 1:30"), 16, "weight", "is not TOML"),
    "a leading zero": (spoiled("weight = 3", "weight = 01234"), 16, "weight", "is not TOML"),
    "an unclosed text": (spoiled('"Shared ICP"', '"Shared ICP'), 1, "name", "is not TOML"),
    "an unclosed list": (spoiled('"bank"]', '"bank"'), 16, "", "is not TOML"),
    "a tab in a key": (spoiled("min_coverage =", "min\tcoverage ="), 5, "", "is not TOML"),
    "a number as text": (spoiled("weight = 3", 'weight = "3"'), 16, "criteria.weight", "a number, without quotes"),
    "not a number": (spoiled("weight = 3", "weight = nan"), 16, "criteria.weight", "finite"),
    "infinity": (spoiled("max = 1000", "max = inf"), 21, "criteria.between.max", "finite"),
    "true as a number": (spoiled("weight = 3", "weight = true"), 16, "criteria.weight", "a number"),
    "a weight of nothing": (spoiled("weight = 3", "weight = 0"), 16, "criteria.weight", "above 0"),
    "a weight below nothing": (spoiled("weight = 3", "weight = -1"), 16, "criteria.weight", "above 0"),
    "a weight of 400 digits": (spoiled("weight = 3", f"weight = 1{'0' * 400}"), 16, "criteria.weight", "a number"),
    "a weight of 1e9": (spoiled("weight = 3", "weight = 1e9"), 16, "criteria.weight", "at most 1e+06"),
    "no weight": (spoiled("weight = 3\n", ""), 12, "criteria.weight", "is missing"),
    "an unknown key": (
        spoiled("weight = 3", "weight = 3\nwieght = 3"),
        17,
        "criteria.wieght",
        "whose keys are name, field",
    ),
    "an unknown key at the top": (spoiled("min_coverage", "min_cover"), 5, "min_cover", "approved_by, min_coverage"),
    "an unknown tier": (spoiled("C = 40", "C = 40\nE = 2"), 11, "tiers.E", "whose keys are A, B, C"),
    "a version as a number": (spoiled('"3"', "3"), 2, "version", "text in quotes"),
    "a day in quotes": (spoiled("2025-01-01", '"2025-01-01"'), 3, "effective_from", "without quotes"),
    "a day with a time": (spoiled("2025-01-01", "2025-01-01T00:00:00"), 3, "effective_from", "without quotes or time"),
    "a day that is not": (spoiled("2025-01-01", "2025-02-30"), 3, "effective_from", "is not TOML"),
    "no name": (spoiled('name = "Shared ICP"\n', ""), 1, "name", "is missing"),
    "a blank name": (spoiled('"Shared ICP"', '"  "'), 1, "name", "blank"),
    "a name over two lines": (spoiled('"Shared ICP"', '"Shared\\nICP"'), 1, "name", "line breaks"),
    "a name without end": (spoiled('"Shared ICP"', f'"{"x" * 300}"'), 1, "name", "at most 200 characters"),
    "no criteria": (GOOD[: GOOD.index("[[criteria]]")], 1, "criteria", "is missing"),
    "criteria as a number": ("criteria = 3\n" + GOOD[: GOOD.index("[[")], 1, "criteria", "a list"),
    "an empty list of criteria": ("criteria = []\n" + GOOD[: GOOD.index("[[")], 1, "criteria", "must not be empty"),
    "101 criteria": (
        GOOD + "".join(f'[[criteria]]\nname="{n}"\nfield="need"\nis_true=true\nweight=1\n' for n in range(101)),
        12,
        "criteria",
        "at most 100",
    ),
    "a name twice": (spoiled('"size"', '"industry"'), 19, "criteria.name", "no other criterion has"),
    "a column that is not": (spoiled('field = "employees"', 'field = "staff"'), 20, "criteria.field", "employees"),
    "a column of no rule": (spoiled('field = "employees"', 'field = "lead_id"'), 20, "criteria.field", "lead columns"),
    "no rule": (spoiled("is_true = true\n", ""), 34, "criteria", "one rule of is_true"),
    "two rules": (spoiled("is_true = true", "is_true = true\nat_least = 1"), 37, "criteria", "only rule"),
    "a number's rule for text": (
        spoiled('one_of = ["software", "bank"]', "at_least = 5"),
        15,
        "criteria.at_least",
        "use one_of, not_one_of, matches",
    ),
    "text's rule for a number": (
        spoiled("between = { min = 50, max = 1000 }", 'matches = ["vp"]'),
        21,
        "criteria.matches",
        "use between",
    ),
    "a rule for the wrong answer": (
        spoiled("is_true = true", 'one_of = ["yes"]'),
        37,
        "criteria.one_of",
        "use is_true",
    ),
    "not true": (spoiled("is_true = true", "is_true = false"), 37, "criteria.is_true", "must be true"),
    "one for true": (spoiled("is_true = true", "is_true = 1"), 37, "criteria.is_true", "true or false"),
    "an empty list": (spoiled('["software", "bank"]', "[]"), 15, "criteria.one_of", "must not be empty"),
    "a text for a list": (spoiled('["software", "bank"]', '"software"'), 15, "criteria.one_of", "a list"),
    "a list in a list": (spoiled('["software", "bank"]', '[["software"]]'), 15, "criteria.one_of", "text in quotes"),
    "numbers among text": (spoiled('"bank"', "7"), 15, "criteria.one_of", "text in quotes"),
    "true among text": (spoiled('"bank"', "true"), 15, "criteria.one_of", "text in quotes"),
    "an entry without words": (spoiled('"vp"', '"--"'), 28, "criteria.matches", "at least one word"),
    "201 phrases": (spoiled('"vp"', '"vp", ' * 199 + '"vp"'), 28, "criteria.matches", "at most 200"),
    "a range without ends": (spoiled("{ min = 50, max = 1000 }", "{}"), 21, "criteria.between", "a min, a max or both"),
    "a range upside down": (spoiled("max = 1000", "max = 10"), 21, "criteria.between.max", "not be below min"),
    "a range as a list": (spoiled("{ min = 50, max = 1000 }", "[50, 1000]"), 21, "criteria.between", "a table"),
    "tiers that rise": (spoiled("B = 60", "B = 90"), 9, "tiers.B", "below A"),
    "a tier beyond 100": (spoiled("A = 80", "A = 101"), 8, "tiers.A", "at most 100"),
    "a coverage in percent": (spoiled("0.5", "50"), 5, "min_coverage", "at most 1"),
    "a signature as a flag": (spoiled('sales = "Bob"', "sales = true"), 4, "approved_by.sales", "text in quotes"),
    "2,000 brackets": (spoiled('["software", "bank"]', DEEP), 15, "", "deeper than 20"),
    "2,000 tables": (spoiled("{ min = 50, max = 1000 }", "{a=" * 2000 + "1" + "}" * 2000), 21, "", "deeper than 20"),
    "a key of 20,000 parts": (f"{GOOD}{'a.' * 20_000}a = 1\n", 39, "", "deeper than 20"),
    "a header of 20,000 parts": (f"{GOOD}[{'a.' * 20_000}a]\n", 39, "", "deeper than 20"),
}


@pytest.mark.parametrize("fault", BAD)
def test_a_bad_document_is_refused_in_one_sentence(fault: str) -> None:
    """The sentence names the file, the line of the fault, the key, and what would be right."""
    text, line, key, words = BAD[fault]
    with pytest.raises(BadDocument) as refused:
        parse(text, "icp.toml")
    sentence = refused.value.problems[0]
    place = f"icp.toml, line {line}" if line else "icp.toml"
    assert sentence.startswith(place + (f", {key}" if key else "")), sentence
    assert words in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_the_good_document_is_good() -> None:
    """What the bad ones are made from is refused for nothing else; CRLF and a byte order mark do no harm."""
    assert [criterion.rule for criterion in parse(GOOD, "icp.toml").criteria] == [
        "one_of",
        "between",
        "matches",
        "is_true",
    ]


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path: Path) -> None:
    """Notepad's file is the same document, and the line of a fault is still the one an editor shows."""
    path = tmp_path / "icp.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode())
    assert read(path) == parse(GOOD, "icp.toml")
    path.write_bytes(spoiled("weight = 3", "weight = 0").replace("\n", "\r\n").encode())
    with pytest.raises(BadDocument, match=r"line 16, criteria\.weight"):
        read(path)


def test_all_faults_are_told_in_the_order_of_lines() -> None:
    """``problems`` holds every fault; the error's own sentence is the first and says how many more there are."""
    text = spoiled("weight = 3", "weight = 0").replace('field = "title"', 'field = "job"').replace("A = 80", 'A = "x"')
    with pytest.raises(BadDocument) as refused:
        parse(text, "icp.toml")
    assert [sentence.split(", ")[1] for sentence in refused.value.problems] == ["line 8", "line 16", "line 27"]
    assert "2 more" in str(refused.value)


def test_check_tells_all_faults_at_once(tmp_path: Path) -> None:
    """A line for each, so that one run is enough to mend the document."""
    path = tmp_path / "icp.toml"
    path.write_text(spoiled("weight = 3", "weight = 0").replace("A = 80", 'A = "x"'), encoding="utf-8")
    with pytest.raises(ProfileError) as refused:
        check(path)
    assert [line.split(":")[0] for line in refused.value.sentences] == [
        "icp.toml, line 8, tiers.A",
        "icp.toml, line 16, criteria.weight",
    ]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"#" * (64 * 1024 + 1), "larger than 64 kB"),
        (GOOD.encode() + b"# caf\xe9\n", "line 39: is not UTF-8"),
        (GOOD.encode("utf-16"), "line 1: is not UTF-8"),
        (b"\x00" * 10, "line 1"),
    ],
)
def test_a_file_that_is_no_document_is_refused(tmp_path: Path, content: bytes | None, words: str) -> None:
    """Absent, too large, not UTF-8, or binary: one sentence that begins with the file's name."""
    path = tmp_path / "icp.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(BadDocument, match=words) as refused:
        read(path)
    assert str(refused.value).startswith("icp.toml")


def test_every_column_can_be_asked_about_by_every_rule_of_its_kind() -> None:
    """No column is refused a rule that suits it."""
    rules = {
        "text": ['one_of = ["x"]', 'not_one_of = ["x"]', 'matches = ["x"]'],
        "number": ["between = { min = 1 }", "at_least = 1", "at_most = 1", "one_of = [1, 2.5]", "not_one_of = [1]"],
        "boolean": ["is_true = true"],
    }
    head = GOOD[: GOOD.index("[[")]
    for field, kind in KINDS.items():
        for rule in rules[kind]:
            criterion = f'[[criteria]]\nname = "a"\nfield = "{field}"\n{rule}\nweight = 1\n'
            assert parse(head + criterion, "icp.toml").criteria[0].rule == rule.split()[0]
