"""Who may do what, every role with every action."""

import pytest

from dashboard.errors import BadInput
from dashboard.meeting.people.matrix import MATRIX, Action, may, role_for
from dashboard.meeting.person import Person, Role

# READ COMMENT SEE_NAMES DECIDE CLOSE_ANY JUDGE IMPORT SIGN PROPOSE CALIBRATE FREEZE ADMINISTER DRAW JUDGE_BLIND
TABLE = {
    Role.READER: "11............",
    Role.ANALYST: "1111.11.....1.",
    Role.MARKETING_HEAD: "1111.1.111..11",
    Role.SALES_HEAD: "1111.1.111..11",
    Role.CHAIR: "111111...11.1.",
    Role.ADMIN: "11....1....1..",
}
COLUMNS = (
    Action.READ, Action.COMMENT, Action.SEE_NAMES, Action.DECIDE, Action.CLOSE_ANY_DECISION, Action.JUDGE,
    Action.IMPORT, Action.SIGN, Action.PROPOSE, Action.CALIBRATE, Action.FREEZE, Action.ADMINISTER, Action.DRAW,
    Action.JUDGE_BLIND,
)  # fmt: skip


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_each_role_may_what_the_table_says(role: Role, action: Action) -> None:
    """And whoever may not is told who may."""
    person = Person(id="x", name="X", roles={role})
    allowed = TABLE[role][COLUMNS.index(action)] == "1"
    assert may(person, action) is allowed
    if allowed:
        assert role_for(person, action) == role
    else:
        with pytest.raises(BadInput, match="takes one of these roles"):
            role_for(person, action)


def test_every_action_is_in_the_matrix_and_nobody_may_nothing_by_default() -> None:
    """A new action is refused to all until it has a row."""
    assert set(MATRIX) == set(Action)
    assert not any(may(Person(id="x", name="X"), action) for action in Action)
