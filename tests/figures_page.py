"""``docs/figures.md``, made of the questions' own words; ``make figures`` writes it anew after a change to them."""

from pathlib import Path

from dashboard.warehouse.catalogue import ROWS, Query, catalogue

PAGE = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
SECTIONS = {
    "waterfall": ("§3", "Waterfall", "What became of every cycle of a cohort: stages reached, conversions, fates."),
    "response": ("§4", "Response", "How long a buyer waits for a first human answer, those who still wait counted."),
    "disagreement": ("§5", "Disagreement", "Whether marketing and sales agree on what a good lead is, beyond chance."),
    "audit": ("", "Blind audit", "Leads drawn by chance and judged blind by both heads: what was never passed on."),
    "icp": ("§6", "Shared ICP", "How well the profile both teams signed tells good leads from others."),
    "pipeline": ("§7", "Pipeline and velocity", "What open deals are worth, how deals end, how fast money comes."),
    "owed": ("", "Who owes what", "Leads that wait and deals that have stalled, by who works them."),
    "stalled": ("§8", "Stalled deals", "Open deals past the usual time of their stage, and why."),
    "money": ("§9", "Money", "What leads cost and what customers bring, stay and leave."),
    "changes": ("§10", "Change and noise", "What moved since the window before, of what, and what is chance."),
    "explore": ("", "Explore", "Leads and deals sliced ad hoc."),
    "lead": ("", "A lead", "Everything that is known of one lead."),
    "data": ("", "Data", "What was imported, what was set aside and why, how fresh and how complete it is."),
    "frame": ("", "Filters", "What can be chosen."),
    "receipt": ("", "Receipts", "Who is in a figure and who is left out."),
    "reconcile": ("", "Two figures of one thing", "How one becomes the other, record by record."),
    "restatement": ("", "Restatement", "What a ratio's parts contribute to its move."),
}  # fmt: skip
HEAD = """\
# Figures

Every question Funnel Review asks, in the words that stand beside its figure on the screen. Made of the files in
[`queries/`](../queries) by `make figures`; edit those. What the words mean is in [concepts](concepts.md).

"""
AS_JSON = """\
## §11 As JSON

`funnel-review metrics` prints the sections §3 to §10 as one object, each figure under the name of its column. What the
data cannot support is null, and `unsupported` says why by `section.figure`; a section without its data keeps its keys.
The same moment, generation, slice and definitions give the same bytes.
"""


def figures_page() -> str:
    """The page as it should stand."""
    topics: dict[str, list[Query]] = {topic: [] for topic in SECTIONS}
    for name, query in catalogue().items():
        if (topic := name.partition("/")[0]) in topics:  # of one that has no place a test says where it gets it
            topics[topic].append(query)
    return HEAD + "".join(_section(topic, questions) for topic, questions in topics.items()) + AS_JSON


def _section(topic: str, questions: list[Query]) -> str:
    number, title, words = SECTIONS[topic]
    return f"## {number} {title}".replace("  ", " ") + f"\n\n{words}\n\n" + "".join(map(_question, questions))


def _question(query: Query) -> str:
    caveat = f" *{query.caveat}*" if query.caveat else ""
    caveat += f" Over the values of a filter add up: {_adding(query)}." if query.is_sliced else ""
    columns = "".join(f"| `{name}` | {_cell(words)} |\n" for name, words in query.columns.items())
    return (
        f"### {query.title}\n\n`{query.name}`: {query.question} One answer has {query.grain}.{caveat}\n\n"
        f"| column | meaning |\n|---|---|\n{columns}\n"
    )


def _adding(query: Query) -> str:
    if query.why_not:
        return f"nothing; {query.why_not}"
    return "its rows" if query.adds_up == (ROWS,) else ", ".join(f"`{column}`" for column in query.adds_up)


def _cell(words: str) -> str:
    return words.replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(figures_page(), encoding="utf-8")
