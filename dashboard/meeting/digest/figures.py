"""What of the shared figures and of the conversions is not as usual in a week."""

from collections.abc import Iterator, Mapping

from dashboard.asking.view import View
from dashboard.findings.agenda import conversion_item
from dashboard.findings.kpi_cards import KpiCard, kpi_cards
from dashboard.findings.kpi_words import kpis_of
from dashboard.findings.standing import distance, is_outside
from dashboard.findings.weeks import usual_range
from dashboard.meeting.digest.item import DigestItem
from dashboard.metrics.changes import WEEKS_BEFORE, Changes
from dashboard.metrics.report import section
from dashboard.texts import as_text, in_markdown, money, no_formula, plain, spelled

LONGEST_CLAIM, LONGEST_NAME = 300, 30
SOURCES = "pipeline/week_sources"
OF_DEALS = {"sqp_created": "created", "velocity_realised": "won"}
"""The figures that are sums of deals, by what they sum."""


def exceptions(view: View) -> Iterator[DigestItem]:
    """The shared figures that are a signal, then the step of the waterfall that moved most beyond chance."""
    changes: Changes = section(view, "changes").section
    for card in kpi_cards(view, changes).values():
        if card.weeks.signal:
            yield _figure(view, card)
    item = conversion_item(view, changes)
    if item.beyond:
        _, step, _ = item.beyond[0]
        way = "rose" if (step.change or 0) > 0 else "fell"
        name = f"{in_markdown(step.from_stage)} to {in_markdown(step.to_stage)}"
        claim = as_text(item.claim.partition("\n")[0])
        yield DigestItem(
            "conversion", f"{step.from_stage}>{step.to_stage} {way}", plain(claim, LONGEST_CLAIM),
            as_text(f"{name} {way} beyond chance"), abs(step.change or 0),
        )  # fmt: skip


def usual_words(view: View) -> str:
    """That all shared figures are within their usual range; or how many are, and of which it is not known."""
    kpis, cards = kpis_of(view.settings.currency), kpi_cards(view, section(view, "changes").section)
    unknown = [kpi.label for name, kpi in kpis.items() if not _is_known(cards.get(name))]
    if not unknown:
        return f"All {spelled(len(kpis))} shared figures are within their usual range."
    known = len(kpis) - len(unknown)
    subject = f"{spelled(known).capitalize()} of {spelled(len(kpis))} shared figures" if known else "No shared figure"
    verb = "are" if known > 1 else "is"
    return f"{subject} {verb} known to be within the usual range; not told of: {', '.join(unknown)}."


def unsupported(view: View) -> Mapping[str, str]:
    """Why the data has no figure, by each shared figure of which that is so."""
    why = section(view, "changes").unsupported
    return {name: why[path] for name in kpis_of(None) if (path := f"changes.weekly.{name}") in why}


def _figure(view: View, card: KpiCard) -> DigestItem:
    now, mean = card.weeks.values[-1], card.weeks.mean
    side = "above" if (now or 0) > (mean or 0) else "below"
    where = f"{side} its usual range" if is_outside(card.weeks) else f"for weeks {side} its mean"
    written = "–" if now is None else card.kpi.write(now)
    standing = as_text(no_formula(f"{card.kpi.label} {written}. {usual_range(card.weeks, card.kpi.write)}"))
    text = f"{standing}{_driver(view, card, 1 if side == 'above' else -1)}"
    subject = f"{card.kpi.label} {where}"
    return DigestItem("figure", f"{card.name} {where}", text, subject, distance(card.weeks))


def _driver(view: View, card: KpiCard, sign: int) -> str:
    """The source that moved a sum of deals most, as a sentence; empty for another figure, and where none did."""
    if card.name not in OF_DEALS:
        return ""
    sum_of_week, more = OF_DEALS[card.name], f"{OF_DEALS[card.name]}_more"
    sources = view.ask(SOURCES, starts=view.week_starts(WEEKS_BEFORE)).rows
    most = max(sources, key=lambda row: sign * row[more], default=None)
    if most is None or sign * most[more] <= 0:
        return ""
    now, moved = (money(abs(most[each]), view.settings.currency) for each in (sum_of_week, more))
    verb = "more" if sign > 0 else "less"
    return f" Above all {plain(most['source'], LONGEST_NAME)}: {now} in the week, {moved} {verb} than its mean."


def _is_known(card: KpiCard | None) -> bool:
    return card is not None and card.weeks.lower is not None and card.weeks.values[-1] is not None
