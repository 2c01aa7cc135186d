"""The two judges on the Disagreement screen: matrix, agreement, scores, criteria, the disputed leads."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.cells import CELL_WORDS, DISPUTED, matrix_chart
from dashboard.charts.disagreement import criteria_chart, scores_chart, tens
from dashboard.findings.about import of_conversion_window
from dashboard.findings.disagreement_words import agreement_means, number
from dashboard.findings.words import enquiries
from dashboard.metrics.disagreement import Agreement, Disagreement, Matrix, Scores, criteria_names
from dashboard.screens.address import box
from dashboard.screens.disagreement.words import agreement_cannot, criteria_mean, disputed_leads, scores_mean
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart, opening_table
from dashboard.screens.evidence import SHOWN_RECORDS, behind, rest_of
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding, heading
from dashboard.screens.opening import FitChart
from dashboard.screens.stories.record import open_story
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, percent, plain

LIST = "disputed-leads"
LIST_HEIGHT = 420
FINDING_WIDTH = 640
FIGURES = {
    "po": ("Said the same", "Share of enquiries with the same verdict; high by itself when both say mostly no."),
    "kappa": ("Cohen's kappa", "Agreement beyond chance: 0 is chance, 1 is perfect."),
    "kappa_max": ("Highest kappa possible", "What kappa could reach with these numbers of yeses."),
    "ac1": ("Gwet's AC1", "The same, less upset by lopsided numbers of yeses."),
    "alpha": ("Krippendorff's alpha", "The same, corrected for small numbers."),
    "positive_agreement": ("Overlap of the yeses", "Of all yeses, how far they fell on the same enquiries."),
    "negative_agreement": ("Overlap of the noes", "Of all noes, how far they fell on the same enquiries."),
    "bias": ("Marketing's surplus of yeses", "As a share of the enquiries judged; below 0: sales wants more."),
    "prevalence": ("Common yeses over common noes", "As a share of the enquiries judged."),
    "mcnemar_p": ("Chance of so lopsided a dispute", "Exact (McNemar); below 0.05 it is hardly chance."),
}
SHARES = {"po", "positive_agreement", "negative_agreement", "bias", "prevalence"}
SMALLEST_SHOWN = 0.001


def matrix(view: View, cells: Matrix, agreement: Agreement) -> None:
    """Marketing's verdict against sales'; a cell opens into its leads."""
    question = "Do marketing and sales agree on who is good?"
    if not agreement.n:
        heading(question, of_conversion_window(view))
        st.info(agreement_means(agreement, cells))
        return
    finding(question, agreement_means(agreement, cells), of_conversion_window(view))
    draw_matrix(view, cells)
    st.caption(
        f"{agreement_cannot(agreement)} Marketing's yes: an MQL before the verdict; sales' yes: an SQL, its no: "
        "rejected or disqualified. Hatched: disputed. Click a cell for its leads."
    )
    with st.container(horizontal=True, gap="small"):
        behind(view, "disagreement/matrix", [cells.model_dump()])
        if agreement.n >= FEWEST_FOR_RATE:
            with st.popover("Agreement figures", icon=":material/balance:", type="tertiary"):
                _figures(agreement)


def draw_matrix(view: View, cells: Matrix, fit: FitChart | None = None) -> None:
    """The four cells; one opens into its leads. ``fit`` draws them otherwise than the screen does."""
    mark = opening_chart(
        matrix_chart(cells.model_dump(), current_look()),
        "matrix",
        "; ".join(f"{CELL_WORDS[cell]}: {leads}" for cell, leads in cells.model_dump().items()),
        fit=fit,
    )
    if mark:
        cell, judged = mark["customdata"]
        drawer(CELL_WORDS[cell], view, "disagreement/cell_leads", int(judged), cells=[cell], rows=MOST_RECORDS)


def _figures(agreement: Agreement) -> None:
    """Every agreement figure with what it means."""
    st.caption(f"n {enquiries(agreement.n)} judged by sales")
    st.dataframe(
        [
            {"Figure": name, "Value": _value(key, getattr(agreement, key)), "What it says": words}
            for key, (name, words) in FIGURES.items()
        ],
        hide_index=True,
        column_config={
            "Figure": st.column_config.TextColumn(width=210),
            "Value": st.column_config.TextColumn(width=70),
            "What it says": st.column_config.TextColumn(width=470),
        },
        width="content",
        alt="Agreement figures and what each says",
    )


def _value(key: str, value: float | None) -> str:
    if key in SHARES:
        return percent(value).replace("-", "−")
    if key == "mcnemar_p" and value is not None:
        return "< 0.001" if value < SMALLEST_SHOWN else f"{value:.3f}"
    return number(value)


def scores(view: View, now: Scores) -> None:
    """Marketing's score against sales' score."""
    question = "Do the two scores rank leads alike?"
    if not now.n:
        heading(question, of_conversion_window(view))
        st.info("No lead here has both marketing's and sales' score.")
        return
    finding(question, scores_mean(now), of_conversion_window(view))
    rows = ask(view, "disagreement/score_grid").rows
    mark = opening_chart(
        scores_chart(rows, view.settings.score_threshold, current_look()),
        "scores",
        f"Leads by marketing's and sales' score. {scores_mean(now)}".replace("\n", " "),
    )
    st.caption(
        f"Stronger colour: more enquiries. Dotted: high begins at {view.settings.score_threshold:g}. If both scores "
        "meant the same, the strong squares would run from bottom left to top right. Sales' score is readiness, else "
        "25 points for each of budget, authority, need and timing. Scores are the import's, not the verdict day's. "
        "Click a square for its leads."
    )
    behind(view, "disagreement/score_grid", rows)
    if mark:
        place, scored = (int(part) for part in mark["customdata"][:2])
        square = rows[place]
        bands = {name: square[name] for name in ("marketing_band", "sales_band")}
        title = f"Marketing {tens(bands['marketing_band'])}, sales {tens(bands['sales_band'])}"
        drawer(title, view, "disagreement/score_leads", scored, **bands, rows=MOST_RECORDS)


def criteria(view: View, now: Disagreement, unsupported: Mapping[str, str]) -> None:
    """Which criteria of either team tell the disputed leads apart."""
    question = "What tells the disputed leads apart?"
    if now.criteria is None or now.matrix is None:
        heading(question, of_conversion_window(view))
        st.info(in_markdown(unsupported["disagreement.criteria"]))
        return
    fewest = min(now.matrix.marketing_only, now.matrix.sales_only)
    if fewest < FEWEST_FOR_RATE:
        heading(question, of_conversion_window(view))
        st.info(
            f"Only marketing wanted {enquiries(now.matrix.marketing_only)}, only sales "
            f"{count(now.matrix.sales_only)}: too few on one side to compare."
        )
        return
    names = criteria_names(view)
    rows = ask(view, "disagreement/criteria", **names).rows
    finding(question, criteria_mean(rows), of_conversion_window(view))
    mark = opening_chart(
        criteria_chart(rows, current_look()),
        "criteria",
        "; ".join(
            f"{plain(row['name'])} ({row['team']}): {percent(row['marketing_only'])} against "
            f"{percent(row['sales_only'])}"
            for row in rows
        ),
    )
    st.caption(
        f"Hollow square: share meeting the criterion of the {enquiries(now.matrix.marketing_only)} only marketing "
        f"wanted; dot: of the {count(now.matrix.sales_only)} only sales wanted; each of those where it is known. "
        "Widest gap first. It shows what the two look at, not which of them is right. Click a mark for its leads."
    )
    behind(view, "disagreement/criteria", rows, **names)
    if mark:
        place, cell, known = mark["customdata"]
        criterion = rows[int(place)]
        drawer(
            f"{CELL_WORDS[cell]}: {criterion['name']}", view, "disagreement/criterion_leads", int(known),
            cell=cell, team=criterion["team"], place=criterion["position"], rows=MOST_RECORDS,
        )  # fmt: skip


def disputed(view: View, cells: Matrix) -> None:
    """The leads only one of the two wanted, the latest verdict first."""
    with st.container(horizontal=True, vertical_alignment="bottom"):  # side by side: the list belongs in the first fold
        with st.container(width=FINDING_WIDTH):  # narrower, the two stand below each other
            finding("Which leads do they dispute?", disputed_leads(cells), of_conversion_window(view))
        chosen = box(
            st.segmented_control, "Wanted by", "disputed", list(DISPUTED), CELL_WORDS.__getitem__, usual=None,
            label_visibility="collapsed",
        )  # fmt: skip
    shown = [chosen] if chosen else list(DISPUTED)
    rows = ask(view, "disagreement/cell_leads", cells=shown, rows=MOST_RECORDS).rows
    if not rows:
        st.info("No lead here is disputed.")
        return
    place = opening_table(
        [_row(view, row) for row in rows[:SHOWN_RECORDS]],
        LIST,
        "Leads only one side wanted, the latest verdict first",
        [row["lead_id"] for row in rows],
        height=min(LIST_HEIGHT, 35 * len(rows) + 38),
        column_config=_COLUMNS,
    )
    st.caption(
        f"{enquiries(len(rows))}, the latest verdict first.{rest_of(rows)} Click a row for the story of the lead."
    )
    behind(view, "disagreement/cell_leads", rows, cells=shown, rows=MOST_RECORDS)
    if place is not None:
        open_story(view, rows, place, LIST)


def _row(view: View, lead: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": plain(lead["name"] or lead["lead_id"]),
        "cell": CELL_WORDS[lead["cell"]],
        "reason": plain(lead["reason"] or "–"),
        "judged": f"{view.local(lead['judged_at']):%Y-%m-%d}",
        "marketing": lead["engagement_score"],
        "sales": lead["readiness_score"],
        "tier": lead["icp_tier"],
        "source": plain(lead["source"] or "–"),
        "owner": plain(lead["owner"] or "nobody"),
        "company": plain(lead["company"] or "–"),
    }


_COLUMNS = {
    "name": st.column_config.TextColumn("Lead", width=170),
    "cell": st.column_config.TextColumn("Wanted by", width=120),
    "reason": st.column_config.TextColumn("Sales' reason", width=170),
    "judged": st.column_config.TextColumn("Judged", width=95),
    "marketing": st.column_config.NumberColumn("Marketing's score", width=120, format="%.0f"),
    "sales": st.column_config.NumberColumn("Sales' score", width=95, format="%.0f"),
    "tier": st.column_config.TextColumn("ICP tier", width=75),
    "source": st.column_config.TextColumn("Source", width=130),
    "owner": st.column_config.TextColumn("Owner", width=130),
    "company": st.column_config.TextColumn("Company", width=200),
}
