"""The lower half of the Velocity screen: pipeline created per week, win rate both ways, time in stage."""

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.charts.rows import Rate, rates_chart
from dashboard.charts.velocity import BEFORE_ANY_STAGE, StageTime, created_chart, stage_times_chart
from dashboard.findings.about import of_days
from dashboard.findings.weeks import Weeks, rests_on, usual_range
from dashboard.findings.words import days_of, of_n
from dashboard.meeting.weeks import monday_of
from dashboard.metrics.changes import WEEKS_BEFORE
from dashboard.metrics.pipeline import Pipeline
from dashboard.metrics.windows import DAYS_A_WEEK, YEAR_DAYS
from dashboard.screens.drawers import MOST_RECORDS, drawer, opening_chart
from dashboard.screens.evidence import behind
from dashboard.screens.frame import current_look
from dashboard.screens.headings import finding, heading
from dashboard.screens.meeting.commenting import week_marks
from dashboard.screens.velocity.words import quarter_end, slowest_stage, variation, won_of_both
from dashboard.texts import (
    FEWEST_FOR_RANK,
    FEWEST_FOR_RATE,
    count,
    day,
    in_markdown,
    interval,
    money,
    no_formula,
    percent,
    spelled,
)
from dashboard.thresholds import ADVANCED_SHARE, COHORT_DAYS, FEWEST_ADVANCES, LIMIT_DAYS, QUARTER_END_DAYS, VISITS_DAYS

QUARTER_ENDS = {"pushed": "Close dates pushed", "won": "Deals won"}
WAYS = {"closed": "Closed in the window", "cohort": f"Created in {YEAR_DAYS // DAYS_A_WEEK} weeks"}


def created(view: View, now: Pipeline, weekly: Weeks | None) -> None:
    """Sales-qualified pipeline created per week with its usual range; a bar opens into its deals."""
    if weekly is None or now.sqp_weekly is None:
        return
    currency = view.settings.currency
    starts = view.week_starts(WEEKS_BEFORE)
    usual = usual_range(weekly, lambda value: money(value, currency))
    value = money(weekly.values[-1], currency)
    words = (
        f"{value} of pipeline created in week {view.week}\n{rests_on(weekly)[0].upper()}{rests_on(weekly)[1:]} {usual}"
    )
    finding("How much pipeline is created a week?", words, of_days(view, starts[0], "deals created"))
    band = None if weekly.lower is None or weekly.upper is None else (weekly.lower, weekly.upper)
    mondays = [view.local(start).date() for start in starts]
    marks = {monday_of(week): words for week, words in week_marks("sqp_created").items()}
    mark = opening_chart(
        created_chart(mondays, weekly.values, weekly.records, band, weekly.mean, current_look(), currency, marks),
        "created",
        f"Value of deals created in each of the last {len(starts)} weeks, with its usual range",
    )
    st.caption(
        no_formula(
            f"Blue: the review week. Band: usual range of the {WEEKS_BEFORE} weeks before; dotted: their mean. "
            f"{variation(now.sqp_weekly_cv)} In the window: {money(now.sqp_created, currency)} from "
            f"{count(now.sqp_created_count)} deals, of which {money(now.sqp_open, currency)} is still open. "
            "Click a week for its deals."
        )
    )
    behind(view, "pipeline/weekly", ask(view, "pipeline/weekly", starts=starts).rows, starts=starts)
    if mark:
        place, deals = (int(part) for part in mark["customdata"][:2])
        end = starts[place + 1] if place + 1 < len(starts) else view.as_of
        drawer(
            f"Deals created in the week of {day(view.local(starts[place]))}", view, "pipeline/created_deals", deals,
            created_from=starts[place], created_to=end,
        )  # fmt: skip


def win_rates(view: View) -> None:
    """Share of deals won, of those that closed and of those created, with intervals."""
    year_from = view.days_before(view.as_of, YEAR_DAYS)
    both = f"deals closed {days_of(view, view.window)}; {of_days(view, year_from, 'deals created')}"
    rows = ask(view, "pipeline/win_rates", year_from=year_from).rows
    if words := won_of_both(rows):
        finding("How many deals are won?", words, both)
    else:
        heading("Win rate, both ways", both)
    rates = [
        Rate(row["way"], WAYS[row["way"]], row["rate"], row["low"], row["high"], int(row["observed"]), _won(row))
        for row in rows
    ]
    mark = opening_chart(
        rates_chart(rates, current_look()),
        "win-rates",
        "; ".join(f"{rate.label}: {rate.detail}" for rate in rates),
    )
    st.caption(
        "Of the deals closed in a window the quick ones are over-represented; the second way follows each deal "
        f"created in {YEAR_DAYS // DAYS_A_WEEK} weeks for {COHORT_DAYS} days, open ones as far as they are. Bar: 95 % "
        f"interval. Below {FEWEST_FOR_RANK} deals: read the bar, not the dot; below {FEWEST_FOR_RATE}: counts only. "
        "Click a dot for its deals."
    )
    behind(view, "pipeline/win_rates", rows, year_from=year_from)
    if mark:
        way, deals = mark["customdata"]
        drawer(WAYS[way], view, "pipeline/win_rate_deals", int(deals), way=way, year_from=year_from)


def _won(row: Mapping[str, float]) -> str:
    of_n = f"{count(int(row['won']))} of {count(int(row['observed']))}"
    if row["observed"] < FEWEST_FOR_RATE:
        return of_n
    return f"{percent(row['rate'])} ({interval(row['low'], row['high'])}), n {count(int(row['observed']))}"


def quarter_ends(view: View) -> None:
    """How many close dates are pushed, and deals won, in the last days of a quarter; a dot opens into the deals."""
    year = {"year_from": view.days_before(view.as_of, YEAR_DAYS)}
    rows = ask(view, "pipeline/quarter_ends", **year).rows
    if not rows:
        return
    finding(
        "Do quarters' ends crowd?", quarter_end(rows), of_days(view, year["year_from"], "dates pushed and deals won")
    )
    rates = [
        Rate(row["what"], QUARTER_ENDS[row["what"]], row["rate"], row["low"], row["high"], row["n"],
             of_n({**row, "met": row["late"]}))
        for row in rows
    ]  # fmt: skip
    mark = opening_chart(
        rates_chart(rates, current_look()), "quarter-ends", "; ".join(f"{rate.label}: {rate.detail}" for rate in rates)
    )
    st.caption(
        f"Share that fell in the last {spelled(QUARTER_END_DAYS)} days of a calendar quarter, over the last "
        f"{YEAR_DAYS // DAYS_A_WEEK} weeks. Bar: 95 % interval. Click a dot for the deals."
    )
    behind(view, "pipeline/quarter_ends", rows, **year)
    if mark:
        what, n = mark["customdata"]
        drawer(QUARTER_ENDS[what], view, "pipeline/quarter_end_deals", int(n), what=what, rows=MOST_RECORDS, **year)


def time_in_stage(view: View) -> None:
    """How long deals stay in each stage, and from when on they count as stalled."""
    year_ago = view.as_of - timedelta(days=VISITS_DAYS)
    question, about = "How long do deals stay in a stage?", of_days(view, year_ago, "visits begun")
    here = Counter(deal["stage"] for deal in ask(view, "pipeline/open", stage=None, is_unvalued=False).rows)
    rows = [{**row, "open_deals": here[row["stage"]]} for row in ask(view, "pipeline/time_in_stage").rows]
    stages = [StageTime(**{name: row[name] for name in StageTime.__dataclass_fields__}) for row in rows]
    finding(question, slowest_stage(rows, _name), about)
    if not any(stage.visits for stage in stages):
        st.info("No deal entered a stage in the year before this week.")
        return
    mark = opening_chart(
        stage_times_chart(stages, current_look()),
        "stage-times",
        "; ".join(f"{stage.name}: limit {stage.limit_days:.0f} days, {stage.visits} visits" for stage in stages),
    )
    sizes = " · ".join(f"{_name(row)} {count(row['visits'])} visits, {count(row['open_deals'])} open" for row in rows)
    st.caption(
        f"Dot: half of the visits advanced by then; bar: the limit, by which {percent(ADVANCED_SHARE)} had; longer is "
        f"stalled. Visits by all the company's deals, whatever the filters; those still "
        f"going on and those that ended otherwise are allowed for (Kaplan–Meier). {sizes}; open: those the filters "
        f"keep. {_borrowed(rows)}Click a bar or a dot for the deals open in it."
    )
    behind(view, "pipeline/time_in_stage", rows)
    if mark:
        stage, deals = str(mark["customdata"][0]), int(mark["customdata"][1])
        drawer(f"Open deals: {stage or BEFORE_ANY_STAGE}", view, "pipeline/open", deals, stage=stage, is_unvalued=False)


def _name(row: Mapping[str, Any]) -> str:
    return BEFORE_ANY_STAGE if row["stage"] is None else in_markdown(row["stage"])


def _borrowed(rows: list[dict[str, float | None]]) -> str:
    """Say when a limit is not the stage's own."""
    if all(row["own_limit_days"] is not None for row in rows):
        return ""
    alone = f"A stage with fewer than {FEWEST_ADVANCES} advances"
    return f"{alone} takes the limit of all stages together, else {LIMIT_DAYS} days. "
