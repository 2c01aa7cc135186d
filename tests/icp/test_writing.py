"""A definition written back as text: it says what it said, in the layout and with the comments it came with."""

import datetime as dt
from pathlib import Path

import pytest

from icp import commands
from icp.document import Approval, Definition
from icp.errors import BadDocument
from icp.reading import checked, parse
from icp.versions import all_versions
from icp.whatif import with_criterion, without_criterion
from icp.writing import document_text, signed_text
from tests.icp.documents import GOOD

DEFINITIONS = sorted((Path(commands.__file__).parent / "definitions").glob("*.toml"))
DAY = dt.date(2026, 11, 30)
INLINE = """
name = "Ours"
version = "1"
effective_from = 2025-01-01
criteria = [{ name = "size", field = "employees", at_least = 50, weight = 1 }]
"""


def with_another(definition: Definition) -> Definition:
    """A criterion more, one less, one with another rule and weight."""
    first, second, *_ = definition.criteria
    changed = with_criterion(without_criterion(definition, first.name), second.name, weight=2.5, required=True)
    new = {"name": 'a "need" # \\ [x]', "field": "need", "is_true": True, "weight": 1.0}
    criteria = [*(each.model_dump(exclude_none=True) for each in changed.criteria), new]
    return checked(changed.model_dump(exclude_none=True) | {"criteria": criteria}, "x")


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: path.stem)
def test_what_is_written_is_what_was_meant(path: Path) -> None:
    """Unchanged, and with criteria that came, went and changed; with a text to write into and without."""
    text = path.read_text(encoding="utf-8")
    definition = parse(text, "before")
    for each in (definition, with_another(definition)):
        for like in (text, "", INLINE, "not TOML ["):
            assert parse(document_text(each, like), "after") == each
    assert document_text(definition, text).splitlines()[0] == text.splitlines()[0]


def test_comments_and_layout_live() -> None:
    """What is not changed stands as it stood."""
    text = GOOD.replace("[[criteria]]", "# Why we ask this.\n[[criteria]]", 1)
    definition = parse(text, "before")
    written = document_text(definition.model_copy(update={"version": "4", "min_coverage": 0.25}), text)
    changed = [(was, now) for was, now in zip(text.splitlines(), written.splitlines(), strict=True) if was != now]
    assert [now for _, now in changed if "approved_by" not in now] == ['version = "4"', "min_coverage = 0.25"]


def test_signatures_stand_in_the_text_with_their_days() -> None:
    """In place of whoever stood there; names are data, whatever they hold."""
    approval = Approval(marketing='Ann "the" # Head\\', marketing_on=DAY, sales="Bø", sales_on=DAY)
    for text in (GOOD, document_text(parse(GOOD, "x").model_copy(update={"approved_by": Approval()}), GOOD)):
        signed = parse(signed_text(text, approval), "signed")
        assert signed.approved_by == approval
        assert signed.model_copy(update={"approved_by": Approval()}) == parse(GOOD, "x").model_copy(
            update={"approved_by": Approval()}
        )


def test_a_day_without_a_name_is_refused_and_an_empty_day_is_nothing() -> None:
    """What was kept of a document before days were has no key for one."""
    assert set(parse(GOOD, "x").model_dump(mode="json")["approved_by"]) == {"marketing", "sales"}
    with pytest.raises(BadDocument, match=r"line 4, approved_by.sales_on: must stand beside sales"):
        parse(GOOD.replace('sales = "Bob"', "sales_on = 2025-01-01"), "x")


def test_texts_are_read_in_place_of_files(tmp_path: Path) -> None:
    """Of a file that is another by now, that is no TOML, and that is not there."""
    path = tmp_path / "shared.toml"
    path.write_text("name = NO\n", encoding="utf-8")
    (tmp_path / "shared-4.toml").write_text(GOOD.replace('"3"', '"5"'), encoding="utf-8")
    later = {f"shared-{n}.toml": GOOD.replace('"3"', f'"{n}"') for n in (4, 6)}
    versions, left_out = all_versions(path, {"shared.toml": GOOD, **later})
    assert ([each.version for each in versions], left_out) == (["3", "4", "6"], [])
