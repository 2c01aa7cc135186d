"""What each screen must show of what ``funnel-review metrics`` prints of the same slice."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from playwright.sync_api import Page, expect

from dashboard.asking.opening import open_view
from dashboard.charts.stalled import CAUSE_WORDS
from dashboard.texts import FEWEST_FOR_RATE, count, interval, money, percent, waiting_time
from dashboard.warehouse.warehouse import Warehouse
from tests.browser.reading import PANEL, charts_say, cohort_of, says, shows, table

Figures = dict[str, Any]
EUR = "EUR"
WEBINAR = "source=Webinar"


@dataclass(frozen=True)
class Look:
    """A screen in the browser, and what the command says of the same slice of the same warehouse."""

    page: Page
    figures: Figures
    folder: Path


def _opens_its_records(look: Look) -> None:
    """A card opens the records it rests on, wherever it is clicked."""
    card = look.page.locator(".stGridCell:has(.st-key-kpi-sqp_created)")
    button = card.get_by_role("button", name="deals created")
    records = re.findall(r"[\d,]+ deals", button.inner_text())[0]
    card.evaluate("card => card.scrollIntoView({block: 'center'})")
    card.get_by_test_id("stMetricValue").click(force=True)  # the button that reaches over the card takes it
    panel = look.page.locator(PANEL)
    expect(panel.get_by_text(records)).to_be_visible()
    table, side = (each.bounding_box() for each in (panel.get_by_test_id("data-grid-canvas"), panel))
    assert table
    assert side
    assert side["x"] <= table["x"] <= table["x"] + table["width"] <= side["x"] + side["width"]
    look.page.keyboard.press("Escape")
    expect(panel).to_be_hidden()


def review(look: Look) -> None:
    """Four KPIs, each of this week or of four where a week is mostly noise, the conversions, what has stalled."""
    said: dict[str, tuple[str, Callable[[Any], str]]] = {
        "sqp_created": ("Sales-qualified pipeline a week", lambda value: money(value, EUR)),
        "lead_to_close": ("Lead to close, 90 days", percent),
        "velocity_realised": ("Won per day", lambda value: money(value, EUR)),
        "median_minutes": ("Median first response", waiting_time),
    }
    for name, (label, words) in said.items():
        weekly = look.figures["changes"]["weekly"][name]
        before, now = weekly["weeks"][-2:]
        written = "–" if now is None else words(now)
        if weekly["upper"] is None or weekly["upper"] <= 1.5 * weekly["mean"] or None in weekly["weeks"][-8:]:
            shows(look.page, label, written)
            if before is not None:
                says(look.page, f"{words(before)} the week before")
            continue
        says(look.page, f"{written} this week")
        if name in {"sqp_created", "velocity_realised"}:
            shows(look.page, label, words(mean(weekly["weeks"][-4:])))
            says(look.page, f"{words(mean(weekly['weeks'][-8:-4]))} the four weeks before")
    _opens_its_records(look)
    charts_say(look.page, *(percent(step["rate"]) for step in look.figures["waterfall"]["conversions"]))
    says(look.page, f"{count(len(look.figures['stalled']['deals']))} of {count(open_deals(look))} open deals")


def waterfall(look: Look) -> None:
    """Every bar, every conversion, the fates that sum to the cohort."""
    found = look.figures["waterfall"]
    says(look.page, f"{count(found['cohort'])} enquiries came in")
    charts_say(look.page, *(count(stage["reached"]) for stage in found["stages"]))
    charts_say(look.page, *(percent(step["rate"]) for step in found["conversions"]))
    fates = [count(cycles) for cycles in found["fates"].values() if cycles]
    assert sum(found["fates"].values()) == found["cohort"]
    summed = look.page.get_by_text(f"= {count(found['cohort'])}.")
    expect(summed).to_be_visible()
    assert sorted(re.findall(r"(?<![\d,])\d[\d,]*(?= [a-z])", summed.inner_text())) == sorted(fates)


def response(look: Look) -> None:
    """The four waits, the bands, the shares answered in time."""
    found = look.figures["response"]
    shows(look.page, "Half answered within", waiting_time(found["median_minutes"]))
    shows(look.page, "In working time, half within", waiting_time(found["working_median_minutes"]))
    shows(look.page, "Nine in ten within", waiting_time(found["p90_minutes"]))
    shows(look.page, "Median of the answered alone", waiting_time(found["naive_median_minutes"]))
    says(look.page, f"The bands sum to the {count(found['n'])} enquiries")
    total = found["n"]
    charts_say(look.page, *(f"{count(band['n'])} · {percent(band['n'] / total)}" for band in found["bands"].values()))
    charts_say(look.page, *(share_of(limit) for limit in found["within"].values()))


def disagreement(look: Look) -> None:
    """The hand-off, the reasons, the four cells."""
    handoff = look.figures["disagreement"]["handoff"]
    decided = handoff["accepted"] + handoff["rejected"]
    accepted = percent(handoff["acceptance_rate"])
    few = f"{count(handoff['accepted'])} of {count(decided)}"
    shows(look.page, "Accepted, of the decided", accepted if decided >= FEWEST_FOR_RATE else few)
    shows(look.page, "Verdict within 24 h", percent(handoff["coverage"]))
    shows(look.page, "Accepted, not worked", count(handoff["accepted_unworked"]))
    shows(look.page, "Undecided", count(handoff["undecided"]))
    reasons = look.figures["disagreement"]["reasons"][:12]
    charts_say(look.page, *(f"{count(row['count'])} · {percent(row['cumulative_share'])} so far" for row in reasons))
    charts_say(look.page, *(count(leads) for leads in look.figures["disagreement"]["matrix"].values()))


def icp(look: Look) -> None:
    """Tiers with their SQL rate, the share that fits by stage, the quadrants."""
    found = look.figures["icp"]
    for tier in found["tiers"]:
        reached = tier["sql"]
        counts = f"{count(reached['converted'])} of {count(reached['mature'])}"
        enough = reached["mature"] >= FEWEST_FOR_RATE
        charts_say(look.page, f"{percent(reached['rate'])} · {counts}" if enough else counts)
    charts_say(look.page, *(f"{percent(share)} ·" for share in found["purity"].values()))
    charts_say(look.page, *(count(quadrant["leads"]) for quadrant in found["quadrants"].values()))


def velocity(look: Look) -> None:
    """Three velocities, open pipeline, the bridge of the week, pipeline created."""
    found = look.figures["pipeline"]
    shows(look.page, "Velocity, per day", money(found["velocity"], EUR))
    shows(look.page, "Textbook, per day", money(found["velocity_textbook"], EUR))
    shows(look.page, "Won per day", money(found["velocity_realised"], EUR))
    shows(look.page, "Open pipeline", money(found["open_value"], EUR))
    says(look.page, f"{count(found['open_count'])} deals", f"= {found['bridge']['end']:,.0f} EUR ✓")
    created = f"{money(found['sqp_created'], EUR)} from {count(found['sqp_created_count'])} deals"
    says(look.page, f"In the window: {created}, of which {money(found['sqp_open'], EUR)} is still open")


def stalled(look: Look) -> None:
    """How many have stalled, worth what, on which causes."""
    deals = look.figures["stalled"]["deals"]
    value = sum(deal["value"] or 0 for deal in deals)
    shows(look.page, "Stalled deals", count(len(deals)))
    shows(look.page, "Of the open deals", percent(len(deals) / open_deals(look)))
    shows(look.page, "Value stalled", money(value, EUR))
    shows(look.page, "Of the open value", percent(value / look.figures["pipeline"]["open_value"]))
    for cause in look.figures["stalled"]["causes"]:
        words = look.page.get_by_test_id("stPlotlyChart").locator("text", has_text=CAUSE_WORDS[cause["cause"]])
        expect(words.first).to_contain_text(f"· {count(cause['deals'])} deals, {money(cause['value'], EUR)}")


def money_screen(look: Look) -> None:
    """The siloed and the shared KPIs, costs and waste."""
    found = look.figures["money"]
    current = {name: kpi["current"] for name, kpi in found["incentives"].items() if name != "aligned"}
    shows(look.page, "Leads created", count(round(current["lead_volume"])))
    shows(look.page, "Revenue won", money(current["revenue"], EUR))
    shows(look.page, "Mean deal won", money(current["mean_won"], EUR))
    shows(look.page, "Pipeline created", money(current["sqp_created"], EUR))
    shows(look.page, "Lead to close", percent(current["lead_to_close"]))
    shows(look.page, "Cost per lead", money(found["cpl"], EUR))
    shows(look.page, "Cost per MQL", money(found["cost_per_mql"], EUR))
    shows(look.page, "Cost per SQL", money(found["cost_per_sql"], EUR))
    shows(look.page, "Cost per customer won", money(found["cac"], EUR))
    says(look.page, f"{money(found['wasted_spend'], EUR)}, {percent(found['wasted_spend'] / found['spend'])} of ")


def explore(look: Look) -> None:
    """Leads by source: the rows sum to the cohort, and a row is the cohort of its own slice."""
    rows = {part: int(leads.replace(",", "")) for part, leads in table(look.page, "Source")}
    assert sum(rows.values()) == look.figures["waterfall"]["cohort"]
    assert rows["Webinar"] == cohort_of(look.folder, WEBINAR)


def data(look: Look) -> None:
    """Rows read are rows loaded, set aside and skipped, of all the sample's rows, whatever the filters."""
    files = open_view(Warehouse(look.folder)).ask("data/files").rows
    read, loaded, aside, skipped = (
        sum(row[part] for row in files) for part in ("read", "loaded", "quarantined", "skipped")
    )
    assert read == loaded + aside + skipped
    whole = f"{count(read)} rows read = {count(loaded)} loaded + {count(aside)} set aside + {count(skipped)} skipped."
    says(look.page, f"{whole} This holds for each of the {len(files)} files")
    leads = str(next(row["read"] for row in files if row["file"] == "leads.csv"))
    assert ["leads.csv", leads, leads, "0", "0", "yes"] in [row[:6] for row in table(look.page, "adds up")]


def open_deals(look: Look) -> int:
    """The deals open at the end of the window."""
    return int(look.figures["pipeline"]["open_count"])


def share_of(limit: Figures) -> str:
    """A share with its interval and number; counts alone below ten."""
    if limit["n"] < FEWEST_FOR_RATE:
        return f"{count(limit['met'])} of {count(limit['n'])}"
    return f"{percent(limit['rate'])} ({interval(limit['low'], limit['high'])}), n {count(limit['n'])}"


CLAIMS: dict[str, Callable[[Look], None]] = {
    "review": review,
    "waterfall": waterfall,
    "response": response,
    "disagreement": disagreement,
    "icp": icp,
    "velocity": velocity,
    "stalled": stalled,
    "money": money_screen,
    "explore": explore,
    "data": data,
}
