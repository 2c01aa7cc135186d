"""Comments on a place and verdicts on stalled deals: written on the screens, listed, marked on the weeks they name."""

import json
from typing import Any

from streamlit.testing.v1 import AppTest

from dashboard.meeting import comments
from dashboard.meeting.comments import CommentPlace
from dashboard.meeting.decisions import writing
from dashboard.meeting.verdicts import judge, judgement, verdicts
from tests.meeting.company import WEEK
from tests.meeting.people import ANN, BO
from tests.screens.clicking import choose_row
from tests.screens.meeting import HOSTILE, SHOWN, Table, all_words, press, unfold


def test_a_comment_stands_where_it_was_written(table: Table) -> None:
    """With its screen, week and part; every screen's panel lists it, and only its author changes it."""
    app = unfold(table.screen("response", BO.id, source="webinar"), "comments")
    app.text_area("comment-text").set_value(HOSTILE)
    app = press(app, "comment-say", "comments")
    (kept,) = comments.comments(table.journal)
    assert kept.written
    assert kept.written.text == HOSTILE
    assert kept.written.place == CommentPlace(screen="Response", slice={"source": ["webinar"]}, week=WEEK)
    app = unfold(table.screen("money", ANN.id), "comments")
    assert SHOWN in all_words(app)
    assert f"Response · {WEEK} · source webinar" in all_words(app)
    assert not [each for each in app.button if each.key == f"back-comment-{kept.id}"]
    app = unfold(table.screen("money", BO.id), "comments")
    app = press(app, f"back-comment-{kept.id}", "comments")
    assert SHOWN not in all_words(app)
    assert comments.comment(table.journal, kept.id).is_withdrawn


def test_an_empty_comment_is_none(table: Table) -> None:
    """It is said, and nothing is kept."""
    app = unfold(table.screen("money"), "comments")
    app = press(app, "comment-say", "comments")
    assert app.error
    assert table.journal.head() == 0


def annotations(app: AppTest, chart: str) -> list[dict[str, Any]]:
    """The words on a chart."""
    found = next(each for each in app.get("plotly_chart") if f"-{chart}-" in each.proto.id)
    return list(json.loads(found.proto.spec)["layout"]["annotations"])


def test_a_comment_on_a_week_is_marked_on_the_figures_lines(table: Table) -> None:
    """On the chart, under the KPI's line, and on no other figure or week."""
    for figure, week in (("sqp_created", "2026-W44"), ("sqp_created", "2020-W01"), ("mql", "2026-W45")):
        comments.write(table.journal, f"{HOSTILE} {week}", CommentPlace(figure=figure, week=week), ANN)
    (mark,) = [each for each in annotations(table.screen("velocity"), "created") if each["text"] == "◆"]
    assert mark["x"] == "2026-10-29"
    assert mark["hovertext"].startswith("Ann: &#60;script&#62;")
    (mark,) = [each for each in annotations(table.screen("waterfall"), "flow") if each["text"] == "◆"]
    assert mark["x"] == -1
    words = [each.value for each in table.home().caption if each.value.startswith("◆")]
    assert len(words) == 1
    assert words[0].startswith(f"◆ W44 Ann: {SHOWN}")


def test_a_verdict_is_kept_and_its_next_move_decided(table: Table) -> None:
    """Each cause right or wrong; the screen then says how often each was right."""
    app = choose_row(table.screen("stalled", BO.id), 0, 0)
    deals = sorted(table.view().ask("stalled/deals").rows, key=lambda deal: (-(deal["value"] or 0), deal["deal_id"]))
    deal = deals[0]
    name = f"verdict-{deal['deal_id']}"
    app.session_state[f"part-{name}"] = True
    app = choose_row(app, 0, 0)
    cause = deal["causes"][0]
    app.session_state[f"{name}-cause-{cause}"] = False
    app.text_input(f"{name}-other_cause").set_value("Budget $cut$")
    app.checkbox(f"{name}-decide").set_value(True)
    app.text_input(f"{name}-owner").set_value("Bo")
    app.button(f"keep-{name}").click().run()
    assert not verdicts(table.journal)
    assert table.journal.head() == 0
    app.session_state[f"part-{name}"] = True
    app = choose_row(app, 0, 0)
    assert "takes a next move" in all_words(app)
    app.text_input(f"{name}-next_move").set_value("Call the CFO")
    app.checkbox(f"{name}-decide").set_value(True)
    app.session_state[f"{name}-cause-{cause}"] = False
    app.button(f"keep-{name}").click().run()
    kept = verdicts(table.journal)[deal["deal_id"]].judgement
    assert kept
    assert (kept.causes, kept.other_cause, kept.next_move) == ({cause: False}, "Budget $cut$", "Call the CFO")
    (decided,) = writing.decisions(table.journal).values()
    assert decided.typed
    assert (decided.typed.text, decided.typed.records) == ("Call the CFO", (f"deal {deal['deal_id']}",))
    assert "right in 0 of 1 judged (0–79 %)" in all_words(app)


def test_two_verdicts_on_one_deal(table: Table) -> None:
    """The second sees the first beside their own."""
    deal = table.view().ask("stalled/deals").rows[0]
    app = table.screen("stalled", BO.id)
    place = [
        row["deal_id"]
        for row in sorted(
            table.view().ask("stalled/deals").rows, key=lambda each: (-(each["value"] or 0), each["deal_id"])
        )
    ].index(deal["deal_id"])
    name = f"verdict-{deal['deal_id']}"
    app.session_state[f"part-{name}"] = True
    app = choose_row(app, 0, place)
    judge(table.journal, table.view(), deal["deal_id"], judgement(next_move="Theirs"), ANN, 0)
    app.text_input(f"{name}-next_move").set_value("Mine")
    app.button(f"keep-{name}").click().run()
    app = choose_row(app, 0, place)
    assert "**Next move**: theirs “Theirs” · yours “Mine”" in all_words(app)
    app.button(f"mine-{name}").click().run()
    now = verdicts(table.journal)[deal["deal_id"]]
    assert now.judgement
    assert (now.version, now.judgement.next_move) == (2, "Mine")
