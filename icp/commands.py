"""What ``icp check``, ``icp score`` and ``icp diff`` answer, as lines to print."""

from collections.abc import Iterator
from pathlib import Path

from icp.errors import AllFaults, BadDocument
from icp.explain import explain_all
from icp.leads import read_leads
from icp.reading import read
from icp.scoring import Executor
from icp.versions import all_versions, differences
from icp.words import criterion_in_words, number_in_words, signatures_in_words


def check(path: Path) -> list[str]:
    """What the definition at ``path`` says, and its versions. Raises ProfileError with a line for every fault."""
    try:
        definition = read(path)
    except BadDocument as error:
        raise AllFaults(error.problems) from None
    versions, faults = all_versions(path)
    tiers = definition.tiers.model_dump()
    thresholds = ", ".join(f"{tier} from {number_in_words(fit)}" for tier, fit in tiers.items())
    signed = signatures_in_words(definition)
    lines = [
        f"{definition.name}, version {definition.version}, from {definition.effective_from}, {signed}.",
        f"Tiers: {thresholds}, D below; Unknown under {definition.min_coverage:.0%} of the weight known.",
    ]
    lines += [f"- {criterion.name}: {criterion_in_words(criterion)}" for criterion in definition.criteria]
    if len(versions) > 1:
        listed = ", ".join(f"{version.version} (from {version.effective_from})" for version in versions)
        lines.append(f"Versions in this folder: {listed}.")
    return lines + faults


def score(path: Path, leads: Path, run: Executor) -> Iterator[str]:
    """A line for each lead of the CSV file ``leads``: its id, its tier under the definition at ``path``, and why.

    Raises BadDocument or BadLeads.
    """
    definition = read(path)
    for batch in read_leads(leads):
        explanations = explain_all(definition, [lead for _, lead in batch], run)
        for (lead_id, _), explanation in zip(batch, explanations, strict=True):
            yield f"{lead_id}: {explanation.words}"


def diff(before: Path, after: Path) -> list[str]:
    """What changed between two definitions, a sentence for each change. Raises BadDocument."""
    return differences(read(before), read(after)) or ["Nothing changed."]
