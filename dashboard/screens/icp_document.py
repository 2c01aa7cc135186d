"""The signed document as people read it, its versions, and what changing one criterion would do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from dashboard.ask import ask
from dashboard.screens.evidence import behind
from dashboard.screens.icp_words import SAME_DEALS, is_same_deals, thresholds
from dashboard.texts import FEWEST_FOR_RATE, count, in_markdown, interval, percent, plain
from dashboard.view import View
from icp.document import Criterion, Definition
from icp.errors import BadDocument
from icp.versions import all_versions, differences
from icp.whatif import with_criterion, without_criterion
from icp.words import rule_in_words, signatures_in_words

DAY = "%Y-%m-%d"
LONGEST_RULE = 2_000
NUMBER_RULES = ("at_least", "at_most", "between")


def document(view: View, definition: Definition) -> None:
    """What both teams signed, in words; the versions before with what each changed."""
    st.subheader(f"{plain(definition.name)}, version {plain(definition.version)}", anchor=False)
    signed = signatures_in_words(definition)
    st.markdown(f"In effect from {definition.effective_from:{DAY}}, {in_markdown(signed)}.")
    if None in definition.approved_by.model_dump().values():
        st.warning("It is not signed by both teams: what it says is one side's view.", icon=":material/draw:")
    total = sum(criterion.weight for criterion in definition.criteria)
    st.markdown("\n".join(_criterion(criterion, total) for criterion in definition.criteria))
    st.caption(thresholds(definition))
    _versions(view)


def _criterion(criterion: Criterion, total: float) -> str:
    """A criterion as a line of a list."""
    share = percent(criterion.weight / total)
    weight = f"{share} of the weight" + (", a must" if criterion.required else "")
    rule = in_markdown(rule_in_words(criterion), LONGEST_RULE)
    return f"- **{in_markdown(criterion.name)}** ({weight}): {rule}"


def _versions(view: View) -> None:
    """Every version, the latest first, with what it changed."""
    if view.icp_file is None:
        return
    versions, faults = all_versions(view.icp_file)
    with st.expander(f"Versions: {len(versions)}"):
        for before, after in reversed([*zip([None, *versions[:-1]], versions, strict=True)]):
            st.markdown(f"**Version {in_markdown(after.version)}**, in effect from {after.effective_from:{DAY}}")
            changes = differences(before, after) if before else ["The first version."]
            for sentence in changes or ["Nothing a lead would feel."]:
                st.caption(in_markdown(sentence, LONGEST_RULE))
        for fault in faults:
            st.caption(in_markdown(fault))


def what_if(view: View, definition: Definition) -> None:
    """One criterion changed, nothing saved: leads, precision and recall before and after."""
    st.subheader("What if one criterion were different?", anchor=False)
    if not (view.has("deals") or view.has("lead_events")):
        st.info("Nothing says which leads were won, so a change cannot be judged.")
        return
    names = [criterion.name for criterion in definition.criteria]
    name = str(st.selectbox("Criterion", names, format_func=plain, key="what-if"))
    criterion = definition.criterion(name)
    if criterion is None:
        return
    try:
        changed = _changed(definition, criterion)
    except BadDocument as error:
        st.error(in_markdown(error))
        return
    before, after = (ask(replace(view, trial=tried), "icp/picking").one() for tried in (definition, changed))
    rows = [_row(words, key, before, after) for key, words in FIGURES.items()]
    st.dataframe(rows, hide_index=True, height="content", alt="Before and after the change")
    same = changed == definition
    st.caption(
        ("Nothing is changed yet. " if same else "Nothing is saved. ")
        + "In the profile: tier A or B. Precision: of these, the share won. Recall: of the leads won, the share in the "
        "profile. In brackets the 95 % interval." + (f" {SAME_DEALS}" if is_same_deals(view, definition) else ""),
    )
    behind(replace(view, trial=changed), "icp/picking", [{"profile": "before"} | before, {"profile": "after"} | after])


FIGURES = {"inside": "Leads in the profile", "precision": "Precision", "recall": "Recall"}


def _changed(definition: Definition, criterion: Criterion) -> Definition:
    """The definition with what the boxes say; raises BadDocument."""
    key = f"what-if-{definition.version}-{criterion.name}"
    left, right = st.columns(2, vertical_alignment="bottom")
    with left:
        weight = st.number_input(
            "Weight", min(0.001, criterion.weight), 1e6, float(criterion.weight), 1.0, key=f"{key}-weight"
        )
    with right:
        required = st.checkbox("A must", criterion.required, key=f"{key}-required")
        gone = st.checkbox("Leave it out", key=f"{key}-gone", disabled=len(definition.criteria) == 1)
    changes: dict[str, Any] = {"weight": weight, "required": required}
    if criterion.rule in NUMBER_RULES:
        changes |= _range(criterion, key)
    if gone:
        return without_criterion(definition, criterion.name)
    return with_criterion(definition, criterion.name, **changes)


def _range(criterion: Criterion, key: str) -> dict[str, Any]:
    """The ends of a rule about a number; an end left empty is open."""
    between = criterion.between
    low = between.min if between else criterion.at_least
    high = between.max if between else criterion.at_most
    left, right = st.columns(2)
    with left:
        low = st.number_input("At least", value=None if low is None else float(low), key=f"{key}-low")
    with right:
        high = st.number_input("At most", value=None if high is None else float(high), key=f"{key}-high")
    if low is not None and high is not None:
        return {"between": {"min": low, "max": high}}
    if low is None and high is None:
        return {}
    return {"at_least": low} if high is None else {"at_most": high}


def _row(words: str, key: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    return {"figure": words, "before": _said(key, before), "after": _said(key, after)}


def _said(key: str, row: Mapping[str, Any]) -> str:
    """A number of leads, or a share with its interval; of fewer than ten leads the counts alone."""
    if key == "inside":
        return count(row["inside"])
    of = row["inside"] if key == "precision" else row["won"]
    if of < FEWEST_FOR_RATE:
        return f"{count(row['inside_won'])} of {count(of)}"
    return f"{percent(row[key])} ({interval(row[f'{key}_low'], row[f'{key}_high'])})"
