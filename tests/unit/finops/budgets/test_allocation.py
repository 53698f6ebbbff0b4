"""Many budgets out of one query."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from finops.budgets.allocation import Row, Sums
from finops.budgets.types import Scope, Spent
from finops.spend.types import Filter

NAMES = ("journey", "team")
VALUES = st.sampled_from(["a", "b", "c", None])
ROWS = st.lists(
    st.builds(
        Row, st.tuples(VALUES, VALUES), st.builds(Spent, st.integers(0, 99).map(Decimal), st.integers(0, 9))
    ),
    max_size=12,
)
FILTERS = st.builds(Filter, st.sampled_from(NAMES), st.sets(st.sampled_from("abc")).map(tuple), st.booleans())
SCOPES = st.builds(
    Scope,
    st.lists(FILTERS, max_size=2, unique_by=lambda one: one.dimension).map(tuple),
    st.sampled_from([None, "team"]),
)


def passes(row: Row, scope: Scope) -> bool:
    found = dict(zip(NAMES, row.values, strict=True))
    return all(
        found[one.dimension] in one.values or (one.missing and found[one.dimension] is None)
        for one in scope.filters
    )


@given(ROWS, SCOPES)
def test_a_budget_has_the_rows_that_pass_its_filters(rows: list[Row], scope: Scope) -> None:
    expected: dict[str, Spent] = {} if scope.each else {"": Spent()}
    for row in (row for row in rows if passes(row, scope)):
        value = row.values[NAMES.index(scope.each)] if scope.each else ""
        if value is not None:
            expected[value] = expected.get(value, Spent()) + row.spent
    assert Sums(NAMES, rows).spent(scope) == expected
