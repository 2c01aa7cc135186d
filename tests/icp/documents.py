"""Documents for tests: a good one to spoil, and one made from criteria."""

import datetime as dt
from typing import Any

from icp.document import Definition

GOOD = """\
name = "Shared ICP"
version = "3"
effective_from = 2025-01-01
approved_by = { marketing = "Ann", sales = "Bob" }
min_coverage = 0.5

[tiers]
A = 80
B = 60
C = 40

[[criteria]]
name = "industry"
field = "industry"
one_of = ["software", "bank"]
weight = 3

[[criteria]]
name = "size"
field = "employees"
between = { min = 50, max = 1000 }
weight = 2
required = true

[[criteria]]
name = "decides"
field = "title"
matches = [
    "vp",
    "head of sales",
]
weight = 2

[[criteria]]
name = "budget"
field = "budget"
is_true = true
weight = 1
"""


def definition(*criteria: dict[str, Any], **keys: Any) -> Definition:
    """A definition of these criteria; each is named by its position and weighs 1 unless it says otherwise."""
    table = {"name": "test", "version": "1", "effective_from": dt.date(2025, 1, 1)} | keys
    listed = [{"name": f"c{number}", "weight": 1} | each for number, each in enumerate(criteria)]
    return Definition.model_validate(table | {"criteria": listed})
