"""A true size and the figure that must show it: where it stands, in which slice, and how close it must come."""

from dataclasses import dataclass, field
from math import isclose
from typing import Any

EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of ``funnel-review metrics``.

    ``path`` has dots between keys, ``[key=value]`` or ``[number]`` for a row of a list and a last ``#`` for its length.
    A size that was drawn must be met to 1e-9. The size of a parameter must lie in the interval (``low`` to ``high``)
    beside the rate, because the figure is one draw of it.
    """

    path: str
    value: float | str | bool
    is_parameter: bool = False
    slice: dict[str, list[str]] = field(default_factory=dict)
    as_of: str | None = None
    window: tuple[str, str] | None = None

    def table(self) -> dict[str, Any]:
        """The figure as it stands in stories.toml."""
        found: dict[str, Any] = {"path": self.path, "value": self.value}
        found["from"] = "parameter" if self.is_parameter else "drawn"
        found["holds_when"] = "inside low and high" if self.is_parameter else "equal to 1e-9"
        if self.slice:
            found["slice"] = self.slice
        if self.as_of:
            found["as_of"] = self.as_of
        if self.window:
            found["window"] = list(self.window)
        return found


def read(answer: Any, path: str) -> Any:
    """What stands at a path in the object ``funnel-review metrics`` prints; KeyError when nothing does."""
    for step in path.rstrip("#").replace("[", ".[").split("."):
        if not step.startswith("["):
            answer = answer[step]
        elif "=" in step:
            key, wanted = step[1:-1].split("=")
            answer = {row[key]: row for row in answer}[wanted]
        else:
            answer = answer[int(step[1:-1])]
    return len(answer) if path.endswith("#") else answer


def holds(answer: Any, figure: dict[str, Any]) -> bool:
    """Whether an answer shows the true size of a figure, given as its table in stories.toml."""
    value, shown = figure["value"], read(answer, figure["path"])
    if figure["from"] == "parameter":
        beside = read(answer, figure["path"].rpartition(".")[0])
        return bool(beside["low"] <= value <= beside["high"])
    if isinstance(value, bool | str):
        return bool(shown == value)
    return shown is not None and isclose(shown, value, rel_tol=EXACT, abs_tol=1e-12)
