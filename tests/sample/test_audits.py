"""The sample company's blind audits: thirteen decks, and in their figures what the generator planted."""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.meeting.audit.criteria import agreement_by_criterion
from dashboard.meeting.audit.deck import CRITERIA, Deck, decks
from dashboard.meeting.audit.figures import Audit, Estimate, audit_of
from dashboard.meeting.audit.pooling import pool_of
from dashboard.meeting.audit.standing import audit_at
from dashboard.meeting.audit.words import parting_words
from dashboard.meeting.commands.looking import week_view
from dashboard.meeting.journal.journal import Journal
from dashboard.meeting.journal.store import Store, place_of
from dashboard.sample.audits import judged_weeks
from dashboard.sample.demo import AS_OF
from dashboard.sample.minutes import minutes

FEWEST_PAIRS = 30


@pytest.fixture(scope="module")
def view(demo_folder: Path) -> View:
    """The look of the review that is about to be held."""
    return week_view(demo_folder)


@pytest.fixture(scope="module")
def held(demo_folder: Path) -> dict[str, Deck]:
    """The decks by their week."""
    return decks(Journal(Store(place_of(demo_folder))))


@pytest.fixture(scope="module")
def truth(sample_exports: Path) -> Mapping[str, int]:
    """Leads of all frames by what marketing did and what they are."""
    return tomllib.loads((sample_exports / "audited.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def audit(view: View, held: dict[str, Deck]) -> Audit:
    """What they say when the last one is closed."""
    return audit_of(view, pool_of(held.values()))


def test_thirteen_decks_were_judged_by_both_heads_and_the_last_in_part(view: View, held: dict[str, Deck]) -> None:
    """By a person of each side, some cards a second time; of the deck that is open no figure holds anything."""
    assert list(held) == judged_weeks(minutes())
    assert len(held) == 13
    *whole, last = held.values()
    for deck in whole:
        assert {side: len(given) for side, given in deck.verdicts.items()} == dict.fromkeys(
            ("marketing", "sales"), len(deck.cards)
        )
        assert all(given.at < deck.closes_at for each in deck.verdicts.values() for given in each.values())
    assert 0 < len(last.verdicts["sales"]) < len(last.cards)
    authors = {(side, each.author) for deck in whole for side, by in deck.verdicts.items() for each in by.values()}
    assert len(authors) == len({author for _, author in authors}) == 2
    assert any(card.returned_from for card in last.cards)
    assert last.is_open(AS_OF)
    assert audit_at(view, view, held, last.drawn_at).decks == len(whole)


def test_what_marketing_missed_is_as_many_as_were_planted(audit: Audit, truth: Mapping[str, int]) -> None:
    """Every lead of the frames is one that the generator drew; its true sizes lie in the intervals."""
    assert sum(audit.frames.values()) == sum(truth.values())
    assert audit.frames["mql_accepted"] + audit.frames["mql_rejected"] == truth["passed_good"] + truth["passed_not"]
    good = truth["passed_good"] + truth["kept_good"]
    assert holds(audit.missed, truth["kept_good"])
    assert holds(audit.sensitivity, truth["passed_good"] / good)
    assert holds(audit.ppv, truth["passed_good"] / (truth["passed_good"] + truth["passed_not"]))


def test_the_heads_part_on_who_decides(view: View, held: dict[str, Deck]) -> None:
    """On authority they say the same of far fewer cards than on any other criterion."""
    same = {name: [pair[0] == pair[1] for deck in held.values() for pair in pairs(deck, name)] for name in CRITERIA}
    shares = {name: sum(each) / len(each) for name, each in same.items()}
    authority = shares.pop("authority")
    assert authority < min(shares.values()) - 0.1, (authority, shares)
    criteria = agreement_by_criterion(view, pool_of(held.values()))
    assert parting_words(criteria).startswith("They part most on authority")
    assert all(len(each) > FEWEST_PAIRS for each in same.values())


def holds(estimate: Estimate, truth: float) -> bool:
    """Whether an interval holds the truth."""
    return estimate.low is not None and estimate.high is not None and estimate.low <= truth <= estimate.high


def pairs(deck: Deck, criterion: str) -> list[tuple[str, str]]:
    """What both said of a criterion, of the cards on which neither left it open."""
    found = []
    for place in range(len(deck.cards)):
        given = [deck.verdict(side, place) for side in ("marketing", "sales")]
        answers = [getattr(each.judgement, criterion) for each in given if each is not None]
        if len(answers) == 2 and "unknown" not in answers:
            found.append((answers[0], answers[1]))
    return found
