"""Thresholds of the contract that stand in the queries, for the words that repeat them.

Those that people set are in ``scope/settings.py``; those that are bound stand where they are bound.
``tests/test_thresholds.py`` says where the queries have each of these, and sees that it is the same there.
"""

UNANSWERED_HOURS = 48
"""A lead open for so long without a human answer is unanswered, and waits before; outcomes are looked at from then."""
UNWORKED_HOURS = 48
"""An accepted lead that nobody touched for so long is not worked."""
TRIES_DAYS = 14
"""Tries are counted in so many days, and a lead is given up when so many follow the only one."""
WORKED_DAYS = 14
"""A lead that nobody answered within so long was not worked, and calibration draws nothing from what became of it."""
OUTCOME_DAYS = 90
"""How long a lead's outcome is watched where waiting times are compared."""
QUIET_DAYS = 14
"""A deal without a human touch for so long has no activity."""
ADVANCED_SHARE = 0.8
"""A deal has stalled after the time in which this share of the visits to its stage moved on."""
FEWEST_ADVANCES = 20
"""A stage with fewer takes the limit of all stages together."""
LIMIT_DAYS = 30
"""The limit where all stages together have fewer."""
VISITS_DAYS = 365
"""Visits to a stage are looked at when they began in so many days."""
COHORT_DAYS = 180
"""How long a deal of a cohort is followed to say whether it was won."""
QUARTER_END_DAYS = 5
"""The last days of a quarter."""
FEWEST_WEEKS = 8
"""A usual range needs so many weeks; so many in a row on one side of the mean are a signal."""
CARD_DAYS = 14
"""A card of the blind audit shows what happened in so many days, and a lead is drawn when it is so old."""
QUARTER_WEEKS = 13
"""The weekly decks that figures of the blind audit are pooled over, and the weeks of a quarter."""
