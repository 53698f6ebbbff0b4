"""How a table is shown, as its address tells it: sorted by what, with which columns, how dense. Pure.

`sort=cost` ascends, `sort=-cost` descends; `column=` is repeated; `density=compact` makes rows low.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.http import QueryDict

from finops.core.parameters import one_of

COMFORTABLE, COMPACT = "comfortable", "compact"
SHOWN = ("column", "density")
PAGING = ("cursor",)  # belongs to one order of the rows, so another order begins at the first page


class Column(NamedTuple):
    """One column. An `optional` one can be hidden; `shown` says whether it is until somebody chooses."""

    name: str
    label: str
    numeric: bool = False
    sortable: bool = False
    optional: bool = False
    shown: bool = True


class Heading(NamedTuple):
    """A column that is shown; `href` sorts by it, `sort` is the value of `aria-sort`."""

    name: str
    label: str
    numeric: bool
    href: str
    sort: str


class Choice(NamedTuple):
    """An optional column in the chooser."""

    name: str
    label: str
    shown: bool


class Table(NamedTuple):
    """What the templates of a table need. `sort` is a column's name, `columns` those that are shown."""

    sort: str
    descending: bool
    columns: tuple[str, ...]
    headings: list[Heading]
    choices: list[Choice]
    kept: list[tuple[str, str]]  # every other parameter, for the form of the chooser
    compact: bool
    density_href: str


def table(
    given: QueryDict, columns: Sequence[Column], *, sort: str = "", elsewhere: Sequence[str] = ()
) -> Table:
    """The table at this address; `sort` is the order without one, empty where rows have their own.

    `elsewhere` are optional columns that another state of the page has: one may keep having chosen them.
    """
    order = _order(given, columns, sort) if sort else ""
    shown = _shown(given, columns, elsewhere)
    compact = one_of("density", given.get("density") or COMFORTABLE, (COMFORTABLE, COMPACT)) == COMPACT
    return Table(
        sort=order.removeprefix("-"),
        descending=order.startswith("-"),
        columns=tuple(column.name for column in shown),
        headings=[_heading(given, column, order) for column in shown],
        choices=[Choice(column.name, column.label, column in shown) for column in columns if column.optional],
        kept=[(name, value) for name, values in given.lists() if name != "column" for value in values],
        compact=compact,
        density_href=_address(given, "density", "" if compact else COMPACT),
    )


def row_ranks(rows: Sequence[Sequence[Any]]) -> list[str]:
    """Of each row its places in the order of every column, from the values it has in them; see order.js.

    Equal values have the same place, unknown ones, None, have none.
    """
    return [",".join(places) for places in zip(*map(_places, zip(*rows, strict=True)), strict=True)]


def _places(values: Sequence[Any]) -> list[str]:
    order = sorted({value for value in values if value is not None})
    places = {value: str(place) for place, value in enumerate(order)}
    return [places.get(value, "") for value in values]


def shown_pairs(given: QueryDict) -> list[tuple[str, str]]:
    """The columns and the density of this address, for links that lead to the same table."""
    return [(name, value) for name in SHOWN for value in given.getlist(name)]


def _order(given: QueryDict, columns: Sequence[Column], sort: str) -> str:
    names = [column.name for column in columns if column.sortable]
    return one_of("sort", given.get("sort") or sort, [*names, *(f"-{name}" for name in names)])


def _shown(given: QueryDict, columns: Sequence[Column], elsewhere: Sequence[str]) -> list[Column]:
    optional = [*(column.name for column in columns if column.optional), *elsewhere]
    if "column" not in given:
        return [column for column in columns if column.shown or not column.optional]
    chosen = {one_of("column", name, optional) for name in given.getlist("column") if name}
    return [column for column in columns if not column.optional or column.name in chosen]


def _heading(given: QueryDict, column: Column, order: str) -> Heading:
    current = order.removeprefix("-") == column.name
    descends = order.startswith("-")
    sort = ("descending" if descends else "ascending") if current else ""
    # Of numbers the largest come first at the first click, of names those that begin with A.
    wanted = (not descends) if current else column.numeric
    spelled = f"-{column.name}" if wanted else column.name
    href = _address(given, "sort", spelled) if column.sortable else ""
    return Heading(column.name, column.label, column.numeric, href, sort)


def _address(given: QueryDict, name: str, value: str) -> str:
    pairs = given.copy()
    for gone in (name, *(PAGING if name == "sort" else ())):
        pairs.pop(gone, None)
    if value:
        pairs[name] = value
    return f"?{pairs.urlencode()}"
