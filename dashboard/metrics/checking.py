"""What ``funnel-review check`` prints: figures, what was set aside, what counts for nothing, and the gaps."""

from dashboard.metrics.support import gaps, support
from dashboard.view import View


def check_lines(view: View) -> tuple[list[str], bool]:
    """The lines, and whether a file feeds something of which not one value could be used."""
    week = f"week {view.week}"
    lines = [
        f"{line.state:<8} {line.figure:<34} "
        + (line.missing or (f"nothing up to {week} feeds it" if line.is_empty else line.meaning))
        for line in support(view)
    ]
    if newest := view.newest_when_old:
        lines.append(
            f"old      the newest record is of {view.local(newest):%Y-%m-%d}: figures are of {week}; "
            "to see them as they stood then, import with --as-of."
        )
    lines += [
        f"aside    {row['records']:,} rows of {row['file']}: {row['reason']}, {row['sentence']}"
        for row in view.ask("data/quarantine_reasons").rows
    ]
    lines += [f"nothing  {row['records']:,} {row['sentence']}" for row in view.ask("data/remarks").rows]
    missing = gaps(view)
    return lines + [f"gap      {sentence}" for sentence in missing], bool(missing)
