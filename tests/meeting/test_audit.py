"""The blind audit: a deck by chance, two heads who see nothing of each other's answers, and the leads missed."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.asking.view import View
from dashboard.errors import BadInput
from dashboard.meeting.audit.criteria import agreement_by_criterion
from dashboard.meeting.audit.deck import BlindJudgement, Deck, Met, decks
from dashboard.meeting.audit.drawing import draw
from dashboard.meeting.audit.faces import faces
from dashboard.meeting.audit.figures import Estimate, audit_of
from dashboard.meeting.audit.judging import judge_blind, order_of, side_of
from dashboard.meeting.audit.paper import paper_of, take_paper
from dashboard.meeting.audit.pooling import Pool, SelfConsistency, Stratum, pool_of
from dashboard.meeting.audit.standing import audit_at, standing_of
from dashboard.meeting.audit.words import figure_rows, missed_words, verdict_words
from dashboard.meeting.commands.looking import opening_view
from dashboard.meeting.journal.entries import EntryDraft
from dashboard.meeting.person import Person, Role
from dashboard.metrics.disagreement import Agreement
from tests.claims.company import open_company
from tests.enduring import FULL
from tests.meeting.auditing import PAIRS, simulated
from tests.meeting.company import AS_OF, WEEK, Company, company
from tests.meeting.people import ANN, BO, CHAIR, READER
from tests.meeting.profiles import Clock, journal_at

RITUAL = Path(__file__).resolve().parents[3] / "shared" / "golden" / "ritual.json"
GOOD, NOT = BlindJudgement(verdict="good"), BlindJudgement(verdict="not")
PLACES = {"MQL": "mql_accepted", "not MQL": "below", "MQL accepted": "mql_accepted", "MQL rejected": "mql_rejected"}
AT = {"near": "near", "far": "below", "no score": "no_score"} | PLACES
FORMULA = "=cmd|' /C calc'!A0"


class Meeting:
    """A company with a journal whose clock stands, and the deck of its last week."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = Clock()
        self.journal = journal_at(folder, self.clock)
        self.view = opening_view(folder)

    def close(self) -> None:
        self.journal.store.close()
        self.view.warehouse.close()

    def deck(self) -> Deck:
        return decks(self.journal)[WEEK]

    def judged(self, person: Person, judgement: BlindJudgement, most: int = 99) -> None:
        """Somebody judges the first cards they see alike."""
        there = faces(self.view, self.deck())
        for place in [each for each in order_of(self.deck(), person) if each in there][:most]:
            judge_blind(self.journal, self.view, WEEK, place, judgement, person)

    def again(self, change: object, files: Path) -> None:
        """The export is imported again, changed."""
        made = company()
        assert callable(change)
        change(made)
        made.import_into(self.folder, files)
        self.view.warehouse.close()
        self.view = opening_view(self.folder)


@pytest.fixture
def meeting(own: Path) -> Iterator[Meeting]:
    """Its deck is drawn."""
    made = Meeting(own)
    draw(made.journal, made.view, CHAIR)
    yield made
    made.close()


@pytest.fixture(scope="module")
def anywhere() -> Iterator[View]:
    """A look to ask what depends on no company."""
    with open_company({"leads": [{"lead_id": "1", "created_at": "2025-05-01T00:00:00"}]}, {}, {}) as view:
        yield view


def test_a_deck_is_the_same_for_the_same_week_and_is_drawn_once(meeting: Meeting, tmp_path: Path) -> None:
    """Of the week that had ended 14 days before; whoever draws it has no say in who is on it."""
    deck = meeting.deck()
    assert (AS_OF - deck.frame_to).days == 14
    assert (deck.frame_to - deck.frame_from).days == 7
    assert deck.cards
    assert sum({card.stratum: card.frame for card in deck.cards}.values()) == 3, "three leads came in that week"
    assert draw(journal_at(tmp_path, Clock()), meeting.view, ANN).cards == deck.cards
    with pytest.raises(BadInput, match="was drawn by Cy"):
        draw(meeting.journal, meeting.view, ANN)
    with pytest.raises(BadInput, match="may not draw a deck"):
        draw(meeting.journal, meeting.view, READER)


def test_nobody_sees_anything_of_a_deck_until_both_have_finished(meeting: Meeting) -> None:
    """Not a figure, not a count of answers by what they say; then nothing is changed any more."""
    meeting.judged(ANN, GOOD)
    meeting.judged(BO, NOT, most=2)
    now = meeting.clock()
    assert audit_at(meeting.view, meeting.view, decks(meeting.journal), now).decks == 0
    assert standing_of(meeting.view, meeting.deck(), now).waiting == {"marketing": 0, "sales": 1}
    meeting.judged(ANN, NOT)
    meeting.judged(ANN, GOOD)
    meeting.judged(BO, NOT, most=3)
    audit = audit_at(meeting.view, meeting.view, decks(meeting.journal), now)
    assert (audit.decks, sum(audit.judged.values())) == (1, 3)
    assert {pair for stratum in pool_of([meeting.deck()]).strata for pair in stratum.pairs} == {("good", "not")}
    with pytest.raises(BadInput, match="not changed afterwards"):
        meeting.judged(ANN, NOT)


def test_a_deck_closes_after_seven_days(meeting: Meeting) -> None:
    """Whoever has not finished by then has not; what was judged counts."""
    meeting.judged(BO, GOOD, most=1)
    meeting.clock.on(days=7)
    with pytest.raises(BadInput, match="closed on 2026-12-02"):
        meeting.judged(ANN, GOOD)
    audit = audit_at(meeting.view, meeting.view, decks(meeting.journal), meeting.clock())
    assert sum(audit.judged_by_sales.values()) == 1
    assert sum(audit.judged.values()) == 0


def test_only_one_head_of_one_side_judges(meeting: Meeting) -> None:
    """A reader does not, who heads both does not, and neither does who has judged for the other side."""
    both = Person(id="x", name="X", roles={Role.MARKETING_HEAD, Role.SALES_HEAD})
    with pytest.raises(BadInput, match="X has the roles of both heads"):
        side_of(both)
    with pytest.raises(BadInput, match="has the roles of both heads"):
        judge_blind(meeting.journal, meeting.view, WEEK, 0, GOOD, both)
    with pytest.raises(BadInput, match="may not judge leads blind"):
        judge_blind(meeting.journal, meeting.view, WEEK, 0, GOOD, READER)
    meeting.judged(ANN, GOOD, most=1)
    turncoat = ANN.model_copy(update={"roles": frozenset({Role.SALES_HEAD})})
    with pytest.raises(BadInput, match="has judged the deck of 2026-W46 for marketing"):
        judge_blind(meeting.journal, meeting.view, WEEK, 0, NOT, turncoat)


def test_a_lead_erased_after_the_draw_waits_for_nobody(meeting: Meeting, tmp_path: Path) -> None:
    """Its card is no longer shown or judged, and the deck is finished without it."""
    gone = meeting.deck().cards[0].lead_id
    meeting.again(lambda made: made.remove(gone), tmp_path / "again")
    assert 0 not in faces(meeting.view, meeting.deck())
    with pytest.raises(BadInput, match="no longer in the data"):
        judge_blind(meeting.journal, meeting.view, WEEK, 0, GOOD, ANN)
    meeting.judged(ANN, GOOD)
    meeting.judged(BO, GOOD)
    standing = standing_of(meeting.view, meeting.deck(), meeting.clock())
    assert (standing.gone, standing.is_revealed) == (1, True)


def test_an_earlier_import_reveals_nothing(meeting: Meeting, tmp_path: Path) -> None:
    """Which may not have had the leads of a deck that is being judged: they are not gone."""
    earlier, made = tmp_path / "earlier", company()
    for card in meeting.deck().cards:
        made.remove(card.lead_id)
    made.import_into(earlier, tmp_path / "files")
    meeting.judged(BO, GOOD)
    view = opening_view(earlier)
    known, now = decks(meeting.journal), meeting.clock()
    assert not faces(view, meeting.deck())
    assert audit_at(view, meeting.view, known, now).decks == 0
    view.warehouse.close()


def test_cards_come_back_after_four_weeks_and_count_once(own: Path) -> None:
    """They say whether a head says the same again."""
    made = Meeting(own)
    card = {"lead_id": "L100", "cycle_number": 1, "stratum": "no_score", "frame": 3, "cards": 1}
    for week in ("2026-W42", "2026-W43"):
        body = {"frame_from": "2026-09-28T00:00:00", "frame_to": "2026-10-05T00:00:00", "cards": [card]}
        made.journal.append(EntryDraft(subject=f"deck:{week}", action="drawn", body=body), CHAIR, Role.CHAIR)
        card = card | {"lead_id": "L103"}
        judge_blind(made.journal, made.view, week, 0, GOOD, ANN)
    deck = draw(made.journal, made.view, ANN)
    assert [(each.lead_id, each.returned_from) for each in deck.cards if each.returned_from] == [("L100", "2026-W42")]
    made.judged(ANN, GOOD)
    pool = pool_of(decks(made.journal).values())
    assert pool.self_consistency["marketing"] == SelfConsistency(same=1, judged=1)
    assert sum(sum(stratum.pairs.values()) for stratum in pool.strata) == 2 + 3
    made.close()


def test_a_deck_goes_out_on_paper_and_comes_back(meeting: Meeting, tmp_path: Path) -> None:
    """In the order its judge sees it, with no cell a spreadsheet runs; a wrong word is named with its line."""
    lead = meeting.deck().cards[0].lead_id

    def disguise(made: Company) -> None:
        made.row("leads", "lead_id", lead)["company"] = FORMULA

    meeting.again(disguise, tmp_path / "again")
    path = tmp_path / "deck.csv"
    path.write_bytes(paper_of(meeting.view, meeting.deck(), BO))
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert [int(row["card"]) - 1 for row in rows] == order_of(meeting.deck(), BO)
    assert f"'{FORMULA}" in [row["company"] for row in rows]
    assert not {"source", "campaign", "owner", "stratum"} & rows[0].keys()

    def filled(*verdicts: str) -> None:
        lines = [row | {"verdict": verdict, "need": "Yes"} for row, verdict in zip(rows, verdicts, strict=False)]
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(lines)

    filled("good", "perhaps")
    with pytest.raises(BadInput, match='line 3: verdict "perhaps" is none'):
        take_paper(meeting.journal, meeting.view, path, BO)
    assert not meeting.deck().verdicts
    filled("good", "", "Cannot tell")
    assert take_paper(meeting.journal, meeting.view, path, BO) == 2
    assert take_paper(meeting.journal, meeting.view, path, BO) == 0, "the same file again adds nothing"
    first, _, last = order_of(meeting.deck(), BO)
    given = [meeting.deck().verdict("sales", place) for place in (first, last)]
    assert [(each.judgement.verdict, each.judgement.need) for each in given if each and each.judgement] == [
        ("good", "yes"),
        ("cannot_tell", "yes"),
    ]


@pytest.mark.skipif(not RITUAL.is_file(), reason="the worked figures are not here")
@pytest.mark.parametrize("case", ["two strata", "five strata"])
def test_the_figures_are_the_worked_ones(anywhere: View, case: str) -> None:
    """Each judged card has the weight N of its stratum over those judged."""
    worked = json.loads(RITUAL.read_text(encoding="utf-8"))["audit"][case]
    strata = [
        Stratum(AT[name], about["N"], Counter(dict(zip(PAIRS, about["cells"], strict=True))))
        for name, about in worked.pop("strata").items()
    ]
    audit = audit_of(anywhere, _pool(*strata))
    assert {name: getattr(audit, name).value for name in worked} == pytest.approx(worked, rel=1e-12)
    for estimate in (getattr(audit, name) for name in worked):
        assert estimate.low < estimate.value < estimate.high


def test_the_heads_agreement_is_given_by_criterion(anywhere: View) -> None:
    """Weighted as the verdicts are: answers that are the verdicts agree as far; "unknown" is left out and refuses."""
    pool, _ = simulated(3)
    for stratum in pool.strata:
        for (first, second), cards in stratum.pairs.items():
            answers: tuple[Met, Met] = "yes" if first == "good" else "no", "yes" if second == "good" else "no"
            stratum.answers["authority"][answers] += cards
            stratum.answers["budget"][answers[0], "unknown"] += cards
    by_name = {each.criterion: each for each in agreement_by_criterion(anywhere, pool)}
    audit, authority = audit_of(anywhere, pool), by_name["authority"]
    for name in ("po", "kappa"):
        estimate, other = getattr(authority, name), getattr(audit, name)
        assert (estimate.value, estimate.low, estimate.high) == (other.value, other.low, other.high)
    assert (by_name["budget"].cards, by_name["budget"].po) == (0, Estimate())


def test_too_few_cards_are_refused_in_words_and_wide_ones_are_greyed(anywhere: View) -> None:
    """The bounds stay: with all that could not be told a yes, and a no."""
    many = Stratum("mql_accepted", 500, Counter({("good", "good"): 9, ("not", "not"): 8}))
    few = Stratum("no_score", 100, Counter({("good", "not"): 1, ("cannot_tell", "cannot_tell"): 7}))
    audit = audit_of(anywhere, _pool(many, few))
    assert missed_words(audit) == "Not yet: 9 more cards among leads without a score."
    assert audit.missed == Estimate(if_yes=87.5, if_no=0.0)
    assert audit.both.sensitivity.value is None
    enough = Stratum("no_score", 100, Counter({("good", "good"): 1, ("not", "not"): 9}))
    sure = audit_of(anywhere, _pool(many, enough))
    assert missed_words(sure).startswith("Marketing passed on 96 % of the leads sales calls good (")
    assert [row["Value"] for row in figure_rows(sure) if row["Figure"] == "Good leads that never came"] == ["10", "10"]
    verdicts = dict.fromkeys(Agreement.model_fields) | {"n": 3037, "po": 0.47, "kappa": 0.1}
    assert verdict_words(sure, Agreement(**verdicts)).startswith("The verdicts on record agree on 47 % (kappa 0.10): ")
    assert verdict_words(audit, Agreement(**verdicts)) == verdict_words(sure, Agreement(**verdicts | {"n": 9})) == ""
    wide = {row["Figure"] for row in figure_rows(sure) if row[""] == "wide"}
    assert "Passed on and good" in wide
    assert "Good leads passed on" not in wide


def test_intervals_hold_the_truth(anywhere: View) -> None:
    """In 92 to 98 of 100 companies of which the truth is known; in the usual run a few, and in most of them."""
    companies = 300 if FULL else 8
    hits: Counter[str] = Counter()
    for seed in range(companies):
        pool, truth = simulated(seed)
        audit = audit_of(anywhere, pool)
        for name, value in truth.items():
            holder = audit.both if name.startswith("both.") else audit
            estimate: Estimate = getattr(holder, name.removeprefix("both."))
            assert estimate.low is not None
            assert estimate.high is not None
            hits[name] += estimate.low <= value + 1e-9 and value - 1e-9 <= estimate.high
    shares = {name: hits[name] / companies for name in hits}
    if FULL:
        assert {name: share for name, share in shares.items() if not 0.92 <= share <= 0.98} == {}
    assert sum(shares.values()) / len(shares) > 0.85


def _pool(*strata: Stratum) -> Pool:
    nothing = SelfConsistency()
    return Pool(13, strata, {"marketing": 0, "sales": 0}, {"marketing": nothing, "sales": nothing})
