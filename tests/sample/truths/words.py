"""Numbers as people say them, for the tellings."""


def percent(share: float) -> str:
    """23 %."""
    return f"{share:.0%}".replace("%", " %")


def points(change: float) -> str:
    """5.8 points."""
    return f"{abs(change) * 100:.1f} points"


def euros(amount: float) -> str:
    """€21,000."""
    return f"€{abs(round(amount, -2)):,.0f}"


def wait(minutes: float | None) -> str:
    """85 minutes, 3.2 hours, 25 hours."""
    if minutes is None:
        return "for ever"
    hours = minutes / 60
    return f"{minutes:.0f} minutes" if hours < 2 else f"{hours:.1f} hours" if hours < 10 else f"{hours:.0f} hours"
