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
from dashboard.screens.titles import TITLES
from dashboard.screens.velocity import screen as velocity
from dashboard.screens.waterfall import screen as waterfall


@dataclass(frozen=True)
class Screen:
    """A screen: where it lives, and what draws it."""

    path: str
    draw: Callable[[], None]

    @property
    def title(self) -> str:
        """What it is called in the navigation."""
        return TITLES.get(self.path, self.path)


TAKES_FILES = "data"
"""Where the screen lives that has a box for files."""
SCREENS = (
    Screen("review", review.draw),
    Screen("waterfall", waterfall.draw),
    Screen("response", response.draw),
    Screen("disagreement", disagreement.draw),
    Screen("icp", icp.draw),
    Screen("velocity", velocity.draw),
    Screen("stalled", stalled.draw),
    Screen("money", money.draw),
    Screen("explore", explore.draw),
    Screen(TAKES_FILES, data.draw),
)
