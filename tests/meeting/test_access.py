"""access.toml: who has which role, until when; whoever is not in it has none."""

from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dashboard.cli import app
from dashboard.errors import BadInput
from dashboard.meeting.people.access import FILE, Denied, read_access
from dashboard.meeting.people.command_line import shell_person
from dashboard.meeting.person import Role
from tests.meeting.company import WEEK

DAY = date(2026, 11, 16)
TEXT = """
ask = "Cy"

[roles]
"Ann@Example.com" = ["marketing_head"]
"bo@example.com" = ["sales_head"]
"@example.com" = ["reader"]
"cy@partner.example" = ["chair", "admin"]

[[deputies]]
deputy = "dan@example.com"
of = "ann@example.com"
until = 2026-11-20
"""


def written(folder: Path, text: str = TEXT) -> Path:
    """A folder with that file."""
    (folder / FILE).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("email", "day", "roles"),
    [
        ("ann@example.com", DAY, frozenset({Role.MARKETING_HEAD, Role.READER})),
        ("ANN@EXAMPLE.COM", DAY, frozenset({Role.MARKETING_HEAD, Role.READER})),
        ("zoe@example.com", DAY, frozenset({Role.READER})),
        ("cy@partner.example", DAY, frozenset({Role.CHAIR, Role.ADMIN})),
        ("dan@example.com", date(2026, 11, 20), frozenset({Role.MARKETING_HEAD, Role.READER})),
        ("dan@example.com", date(2026, 11, 21), frozenset({Role.READER})),
    ],
)
def test_roles_are_an_emails_its_domains_and_those_it_stands_in_for(
    tmp_path: Path, email: str, day: date, roles: frozenset[Role]
) -> None:
    """Letter case aside; a deputy's to the end of their last day."""
    access = read_access(written(tmp_path))
    assert access
    person = access.person(email, "", day, is_verified=True)
    assert (person.roles, person.id, person.name, person.is_verified) == (roles, email.lower(), email.lower(), True)


@pytest.mark.parametrize(
    ("email", "is_verified", "words"),
    [
        ("eve@elsewhere.example", True, "has no role here; ask Cy"),
        ("eve@notexample.com", True, "has no role"),
        ("eve@example.com.evil.example", True, "has no role"),
        ("ann@example.com", False, "is not verified; ask Cy"),
        ("@example.com@evil.example", True, "is no e-mail; ask Cy"),
        ("eve@evil.example@example.com", True, "is no e-mail"),
        ("eve\nbcc@example.com", True, "is no e-mail"),
        ("e" * 5000 + "@example.com", True, "is no e-mail"),
    ],
)
def test_everybody_else_is_denied(tmp_path: Path, email: str, is_verified: bool, words: str) -> None:
    """One sentence with whom to ask; a domain is the whole of it."""
    access = read_access(written(tmp_path))
    assert access
    with pytest.raises(Denied, match=words):
        access.person(email, "Eve", DAY, is_verified=is_verified)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[roles]\n"ann@example.com" = ["queen"]', "roles.ann@example.com.0: must be"),
        ('[roles]\n"ann@example.com" = ["marketing_head", "sales_head"]', "one person does not sign for both"),
        ('[roles]\nann = ["reader"]', "roles.ann"),
        ('rules = "x"', "rules"),
        ("[roles", "not TOML"),
        ('[[deputies]]\ndeputy = "d@x.example"\nof = "a@x.example"\nuntil = "soon"', "until"),
    ],
)
def test_a_file_that_is_wrong_lets_nobody_in(tmp_path: Path, text: str, words: str) -> None:
    """One sentence with the key."""
    with pytest.raises(BadInput, match=words):
        read_access(written(tmp_path, text))


def test_a_file_that_is_not_there_any_more_lets_nobody_in(tmp_path: Path) -> None:
    """A link that leads nowhere is no sign that there are no rules."""
    (tmp_path / FILE).symlink_to(tmp_path / "gone.toml")
    with pytest.raises(BadInput, match="cannot be read"):
        read_access(tmp_path)


def test_the_command_line_keeps_to_the_file(own: Path) -> None:
    """Each command is somebody's, in their roles; nobody is verified there."""
    written(own)

    def ran(*command: str, by: str) -> str:
        where = ["--warehouse", str(own), "--by", by]
        return CliRunner().invoke(app, [*command, *where], catch_exceptions=False).stdout

    freeze, sign = ("review", "freeze", "--week", WEEK), ("review", "sign", "--week", WEEK, "--side", "sales")
    with pytest.raises(BadInput, match="may not freeze"):
        ran(*freeze, by="ann@example.com")
    with pytest.raises(Denied, match="has no role here; ask Cy"):
        ran(*freeze, by="root")
    assert "frozen" in ran(*freeze, by="cy@partner.example")
    with pytest.raises(BadInput, match="sales head"):
        ran(*sign, by="ann@example.com")
    assert "sales signed by Bo@example.com (not verified)" in ran(*sign, by="Bo@example.com")
    with pytest.raises(BadInput, match="may not say who may what"):
        ran("journal", "erase", "--author", "bo@example.com", by="bo@example.com")
    assert "1 entries are erased" in ran("journal", "erase", "--author", "bo@example.com", by="cy@partner.example")


def test_without_a_file_everybody_is_everything_and_not_verified(tmp_path: Path) -> None:
    """As on a machine of one's own."""
    assert read_access(tmp_path) is None
    person = shell_person(" Ann ", tmp_path)
    assert (person.name, person.roles, person.is_verified) == ("Ann", frozenset(Role), False)
