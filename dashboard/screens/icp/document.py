"""The signed document as people read it, with its versions."""

from dataclasses import replace

import streamlit as st

from dashboard.asking.ask import ask
from dashboard.asking.view import View
from dashboard.meeting.profile.words import IN_FILE_ONLY
from dashboard.scope.signed import signed_versions
from dashboard.screens.icp.words import fit_by_version, thresholds
from dashboard.texts import FEWEST_FOR_RATE, day, in_markdown, percent
from icp.document import Criterion, Definition
from icp.versions import differences
from icp.words import rule_in_words, signatures_in_words

LONGEST_RULE = 2_000


def document(view: View, definition: Definition) -> None:
    """What both teams signed, in words; the versions before with what each changed."""
    st.subheader(f"{in_markdown(definition.name)}, version {in_markdown(definition.version)}", anchor=False)
    signed = signatures_in_words(definition)
    only = f" ({IN_FILE_ONLY})" if definition.approved_by.is_by_both and not _is_in_journal(view, definition) else ""
    st.markdown(f"In effect from {day(definition.effective_from)}, {in_markdown(signed)}{only}.")
    if not definition.approved_by.is_by_both:
        st.warning("It is not signed by both teams: what it says is one side's view.", icon=":material/draw:")
    total = sum(criterion.weight for criterion in definition.criteria)
    st.markdown("\n".join(_criterion(criterion, total) for criterion in definition.criteria))
    st.caption(thresholds(definition))
    if compared := fit_by_the_one_before(view, definition):
        st.markdown(compared)
    _versions(view)


def fit_by_the_one_before(view: View, definition: Definition) -> str | None:
    """What the last change of the definition did to the leads of the window; None without a version before."""
    versions = view.profiles.versions if view.has("leads") else ()
    earlier = [each for each in versions if each.effective_from < definition.effective_from]
    if not earlier:
        return None
    views = replace(view, trial=earlier[-1]), replace(view, trial=definition)
    before, now = (ask(each, "icp/purity").rows[:1] for each in views)  # the first stage: all that came in
    if not (before and now) or min(before[0]["leads"], now[0]["leads"]) < FEWEST_FOR_RATE:
        return None
    return fit_by_version(earlier[-1].version, before[0], definition.version, now[0])


def _is_in_journal(view: View, definition: Definition) -> bool:
    """Whether the journal knows its signatures; of a past review, or where it cannot be read, nothing is said."""
    if view.kept_profiles is not None:
        return True
    signed, doubt = signed_versions(view.warehouse.folder)
    known = {(each.name, each.version) for each in signed}
    return doubt is not None or (definition.name, definition.version) in known


def _criterion(criterion: Criterion, total: float) -> str:
    """A criterion as a line of a list."""
    share = percent(criterion.weight / total)
    weight = f"{share} of the weight" + (", a must" if criterion.required else "")
    rule = in_markdown(rule_in_words(criterion), LONGEST_RULE)
    return f"- **{in_markdown(criterion.name)}** ({weight}): {rule}"


def _versions(view: View) -> None:
    """Every version, the latest first, with what it changed."""
    versions = view.profiles.versions
    if not versions:
        return
    with st.expander(f"Versions: {len(versions)}"):
        for before, after in reversed([*zip([None, *versions[:-1]], versions, strict=True)]):
            st.markdown(f"**Version {in_markdown(after.version)}**, in effect from {day(after.effective_from)}")
            changes = differences(before, after) if before else ["The first version."]
            for sentence in changes or ["Nothing a lead would feel."]:
                st.caption(in_markdown(sentence, LONGEST_RULE))
        for fault in view.profiles.left_out:
            st.caption(in_markdown(fault))
