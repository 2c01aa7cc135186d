"""The marks of a pass: ``problem`` (the first rule a row breaks) and ``flaws`` (values that became null or doubted).

Both are numbers, so that a row without a fault costs a few comparisons with null and nothing more.
"""

from dataclasses import dataclass, field

from dashboard.importing.canonical import CanonicalTable
from dashboard.importing.converting.column_sql import ColumnSql


@dataclass(frozen=True)
class ValueFault:
    """A rule a value can break: the code stored for it (of a flaw, its bit), the column, and the reason."""

    code: int
    column: str
    reason: str


@dataclass
class Marks:
    """The faults noted so far, each with a code of its own."""

    first: int
    faults: list[ValueFault] = field(default_factory=list)

    def note(self, column: str, reason: str) -> int:
        """The code of one more fault."""
        code = self.first + len(self.faults)
        self.faults.append(ValueFault(code, column, reason))
        return code


def problem_sql(table: CanonicalTable, columns: list[ColumnSql]) -> tuple[str, tuple[ValueFault, ...]]:
    """The expression of ``problem`` over layer four, null for a good row, and what its codes mean."""
    marks, cases = Marks(1), []
    for item in columns:
        name = item.column.name
        if not item.column.required:
            continue
        cases.append(f"when t_{name} is null then {marks.note(name, 'missing_required')}")
        inner = " ".join(f"when {condition} then {marks.note(name, reason)}" for condition, reason in item.unread)
        cases.append(f"when v_{name} is null then case {inner} end")
        cases += [f"when {condition} then {marks.note(name, reason)}" for condition, reason in item.beyond]
    if table.name == "touches":
        cases.append(_of_nobody(marks, [item for item in columns if item.column.refers_to]))
    return f"(case {' '.join(cases)} end)::utinyint", tuple(marks.faults)


def _of_nobody(marks: Marks, references: list[ColumnSql]) -> str:
    """The case of a touch that names neither lead nor deal: what is wrong with one it gives, else that it is empty."""
    lost = " and ".join(f"v_{item.column.name} is null" for item in references) or "true"
    wrong = [
        f"when t_{item.column.name} is not null and {condition} then {marks.note(item.column.name, reason)}"
        for item in references
        for condition, reason in item.unread
    ]
    wrong.append(f"when true then {marks.note('lead_id', 'missing_required')}")
    return f"when {lost} then case {' '.join(wrong)} end"


def flaws_sql(table: CanonicalTable, columns: list[ColumnSql], *, looks_up: bool) -> tuple[str, tuple[ValueFault, ...]]:
    """The expression of ``flaws`` over layer four, 0 for a flawless row, and what its bits mean."""
    marks, terms = Marks(0), ["0"]
    for item in columns:
        name = item.column.name
        terms += [
            f"case when {condition} then {1 << marks.note(name, reason)} else 0 end"
            for condition, reason in item.doubts
        ]
        if item.column.required:
            continue
        inner = " ".join(f"when {condition} then {1 << marks.note(name, reason)}" for condition, reason in item.unread)
        terms.append(f"case when t_{name} is not null and v_{name} is null then case {inner} end else 0 end")
        terms += [
            f"case when {condition} then {1 << marks.note(name, reason)} else 0 end"
            for condition, reason in item.beyond
        ]
    if looks_up:
        code = marks.note(table.columns[0].name, "lookup_several")
        terms.append(f"case when found_several then {1 << code} else 0 end")
    return f"({' + '.join(f'({term})::ubigint' for term in terms)})", tuple(marks.faults)
