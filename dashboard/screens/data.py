"""The Data screen: what was imported, what was set aside, how complete and fresh it is, and what it supports."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.ask import ask, section
from dashboard.errors import NoWarehouse
from dashboard.metrics.support import support
from dashboard.screens.data_upload import bring_files
from dashboard.screens.data_words import conservation, field_words, support_rows
from dashboard.screens.evidence import as_csv, behind, clicked, drawer, once
from dashboard.screens.frame import HALF, screen, warehouse_folder
from dashboard.slices import Slice
from dashboard.texts import FEWEST_FOR_RATE, count, day, in_markdown, interval, percent, plain
from dashboard.view import View
from dashboard.warehouse import current_generation

TITLE = "Data"
MOST_IN_DRAWER = 20_000
EVERYTHING = 2**62
HEADINGS = {"quarantined": "set aside"}
PERSONAL = frozenset({"email", "name"})
REASON_WIDTHS = {"records": st.column_config.NumberColumn("rows", width=70, format="localized")}
SHARE = st.column_config.ProgressColumn("filled", format="%.0f %%", min_value=0, max_value=100, width=130)


def draw() -> None:
    """Draw the screen; without a warehouse it is the place to bring the first files."""
    try:
        current_generation(warehouse_folder())
    except NoWarehouse:
        st.title(TITLE, anchor=False)
        st.info("Nothing is imported yet: bring your first files here.")
        bring_files(warehouse_folder(), None)
        return
    screen(TITLE, "Can I trust it?", _draw)


def _draw(view: View) -> None:
    whole = replace(view, slice=Slice())
    _files(whole)
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        _reasons(
            whole, "quarantine", "Rows set aside", "No row was set aside.",
            "Each breaks a rule; the other rows are loaded. Click a reason for its rows.",
        )  # fmt: skip
    with halves.cell():
        _reasons(
            whole, "warnings", "Values left empty", "Every value could be used.",
            "The row is loaded without the value. Click a reason for its values.",
        )  # fmt: skip
    with halves.cell():
        _lead_completeness(view)
    with halves.cell():
        _deal_completeness(view)
        _freshness(view)
    _support(view)
    bring_files(view.warehouse.folder, view.warehouse.generation)


def _files(view: View) -> None:
    about = view.warehouse.generation
    files = ask(view, "data/files").rows
    st.subheader("What was imported", anchor=False)
    st.markdown(f"**{conservation(files)}**")
    imported = view.local(about.imported_at)
    st.caption(
        f"Imported {day(imported)} at {imported:%H:%M}; no filter narrows an import. Skipped: the mapping's own "
        "filter, exact duplicates, footers. "
        + ("E-mails and names are stored." if about.has_personal_data else "E-mails and names are not stored."),
    )
    numbers = ("read", "loaded", "quarantined", "skipped")
    st.dataframe(
        [
            {"file": plain(row["file"]), **{name: row[name] for name in numbers}}
            | {"adds up": "no" if row["unaccounted"] else "yes", "feeds": row["feeds"], "read as": row["dialect"]}
            for row in files
        ],
        hide_index=True,
        column_config={"file": st.column_config.TextColumn(width=150)}
        | {
            name: st.column_config.NumberColumn(HEADINGS.get(name, name), width=80, format="localized")
            for name in numbers
        }
        | {"adds up": st.column_config.TextColumn(width=70)},
        alt="Rows read, loaded, set aside and skipped of each file",
    )
    behind(view, "data/files", files)


def _reasons(view: View, kind: str, title: str, none: str, how: str) -> None:
    """Reasons with their number; a click opens the rows, a button downloads all."""
    name = {"quarantine": "data/quarantine_reasons", "warnings": "data/warning_reasons"}[kind]
    rows = ask(view, name).rows
    total = sum(row["records"] for row in rows)
    st.subheader(f"{title}: {count(total)}", anchor=False)
    if not rows:
        st.caption(none)
        behind(view, name, rows)
        return
    shown = [
        {
            "records": row["records"],
            "reason": row["reason"].replace("_", " "),
            "where": plain(" · ".join(part for part in (row["file"], row["column_name"]) if part)),
            "what to do": plain(row["sentence"], 200),
        }
        for row in rows
    ]
    chosen = st.dataframe(
        shown,
        hide_index=True,
        column_config=REASON_WIDTHS,
        on_select="rerun",
        selection_mode="single-row",
        key=once(kind),
        alt=f"{title} by reason",
    )
    st.caption(how)
    _download_all(view, kind)
    behind(view, name, rows)
    if picked := chosen.selection.rows:
        clicked(kind)
        row = rows[picked[0]]
        drawer(
            f"{title}: {shown[picked[0]]['reason']}", view, f"data/{kind}", reason=row["reason"], file=row["file"],
            column_name=row["column_name"], most=MOST_IN_DRAWER,
        )  # fmt: skip


def _download_all(view: View, kind: str) -> None:
    """Every row, asked for only when somebody downloads it, and not kept in memory after."""

    def _all() -> bytes:
        return as_csv(view.ask(f"data/{kind}", reason=None, file=None, column_name=None, most=EVERYTHING).rows)

    st.download_button(
        "Download all", data=_all, file_name=f"{kind}.csv", mime="text/csv", on_click="ignore",
        icon=":material/download:", key=f"download-all-{kind}",
    )  # fmt: skip


def _lead_completeness(view: View) -> None:
    st.subheader("How complete new leads are", anchor=False)
    if not view.has("leads"):
        st.caption("There are no leads.")
        return
    rows = ask(view, "data/lead_completeness").rows
    if not view.warehouse.generation.has_personal_data:
        rows = [row for row in rows if row["field"] not in PERSONAL]
    of = max((row["leads"] for row in rows), default=0)
    _completeness(view, "data/lead_completeness", rows, of, "leads created in the window")


def _deal_completeness(view: View) -> None:
    st.subheader("How complete open deals are", anchor=False)
    if not view.has("deals"):
        st.caption("There are no deals.")
        return
    rows = ask(view, "data/deal_completeness").rows
    _completeness(view, "data/deal_completeness", rows, max((row["deals"] for row in rows), default=0), "open deals")


def _completeness(view: View, name: str, rows: Sequence[Mapping[str, Any]], of: int, whom: str) -> None:
    """Fields, the emptiest first; of fewer than ten records the counts alone."""
    if not of:
        st.caption(f"There are no {whom}; clear a filter or choose another window at the side.")
        return
    st.dataframe(
        [_field(row, of) for row in rows],
        hide_index=True,
        column_config={"filled": SHARE, "of": st.column_config.NumberColumn(width=80, format="localized")},
        height="content",
        alt=f"Share of {whom} with each field filled",
    )
    few = "" if of >= FEWEST_FOR_RATE else " Too few for a share."
    before = " Before: the same share in the window before." if any("share_before" in row for row in rows) else ""
    st.caption(f"Of {count(of)} {whom}, the emptiest field first.{before}{few}")
    behind(view, name, rows)


def _field(row: Mapping[str, Any], of: int) -> dict[str, Any]:
    known: dict[str, Any] = {"field": field_words(row["field"])}
    if of < FEWEST_FOR_RATE:
        return known | {"records": row["filled"]}
    known |= {"filled": 100 * row["share"], "95 % interval": interval(row["low"], row["high"])}
    return known | ({"before": percent(row["share_before"])} if "share_before" in row else {})


def _freshness(view: View) -> None:
    st.subheader("How fresh it is", anchor=False)
    rows = ask(view, "data/freshness").rows
    shown = [_latest(view, row) for row in rows]
    st.dataframe(
        shown,
        hide_index=True,
        column_config={
            "records": st.column_config.NumberColumn(width=80, format="localized"),
            "days before": st.column_config.NumberColumn(width=90),
        },
        alt="Records of each kind and the day of the last",
    )
    st.caption(f"Days before {day(view.local(view.as_of))}, the end of the review week. Records the filters keep.")
    behind(view, "data/freshness", rows)


def _latest(view: View, row: Mapping[str, Any]) -> dict[str, Any]:
    """When records of a kind last came, and how many days that is before the moment looked at."""
    latest = view.local(row["latest_at"]).date() if row["latest_at"] else row["latest_on"]
    known = {"what": row["kind"], "records": row["records"]}
    if latest is None:
        return known | {"last": "never", "days before": None}
    return known | {"last": f"{latest:%Y-%m-%d}", "days before": (view.local(view.as_of).date() - latest).days}


def _support(view: View) -> None:
    st.subheader("What each screen can show", anchor=False)
    rows = support_rows(support(view, section))
    halves = st.grid(2, min_column_width=HALF, gap="large")
    with halves.cell():
        st.dataframe(
            [{"Screen": row["Screen"], "Shows": row["Shows"], "Figures": row["Figures"]} for row in rows],
            hide_index=True,
            height="content",
            alt="Figures each screen can show",
        )
    with halves.cell():
        for row in rows:
            if row["missing"]:
                sentences = "".join(f"\n- {in_markdown(sentence)}" for sentence in row["missing"])
                st.markdown(f"**{row['Screen']}**\n{sentences}")
    st.caption("A figure the data cannot support is never shown as 0: its place says what is missing.")
