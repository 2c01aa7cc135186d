"""The list of screens, in the order of the navigation; the first is home."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.screens import data, disagreement, explore, icp, money, response, review, stalled, velocity, waterfall


@dataclass(frozen=True)
class Screen:
    """A screen: its name, where it lives, and what draws it."""

    title: str
    path: str
    draw: Callable[[], None]


TAKES_FILES = "data"
"""Where the screen lives that has a box for files."""
SCREENS = (
    Screen("Review", "review", review.draw),
    Screen("Waterfall", "waterfall", waterfall.draw),
    Screen("Response", "response", response.draw),
    Screen("Disagreement", "disagreement", disagreement.draw),
    Screen("Shared ICP", "icp", icp.draw),
    Screen("Velocity", "velocity", velocity.draw),
    Screen("Stalled deals", "stalled", stalled.draw),
    Screen("Money", "money", money.draw),
    Screen("Explore", "explore", explore.draw),
    Screen("Data", TAKES_FILES, data.draw),
)
