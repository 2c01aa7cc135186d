"""The list of screens, in the order of the navigation; the first is home."""

from collections.abc import Callable
from dataclasses import dataclass

from dashboard.screens.data import screen as data
from dashboard.screens.disagreement import screen as disagreement
from dashboard.screens.explore import screen as explore
from dashboard.screens.icp import screen as icp
from dashboard.screens.money import screen as money
from dashboard.screens.response import screen as response
from dashboard.screens.review import screen as review
from dashboard.screens.stalled import screen as stalled
from dashboard.screens.velocity import screen as velocity
from dashboard.screens.waterfall import screen as waterfall


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
