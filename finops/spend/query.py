"""The one builder of SQL over the spend rollups: the page, its CSV and the API all ask through it."""

from typing import Any, NamedTuple

from finops.core.parameters import BadParameter
from finops.spend.dimensions import CUSTOMER, DIMENSIONS, USER
from finops.spend.types import Filter, Measures, Order, SpendQuery

MEASURES = Measures._fields
SORTS = {
    "cost": "sum(f.cost)",
    "calls": "sum(f.calls)",
    "tokens": "sum(f.input_tokens + f.output_tokens)",
    "input": "sum(f.input_tokens)",
    "cached": "sum(f.cache_read_tokens)",
    "output": "sum(f.output_tokens)",
}
CLAIMED = ("calls", "unpriced_calls", "cost")  # what is told of spend without a value


class Statement(NamedTuple):
    """SQL and its parameters."""

    sql: str
    parameters: list[Any]


class Source(NamedTuple):
    """A rollup with a high-cardinality dimension: its table and column."""

    table: str
    column: str


SOURCES = {CUSTOMER: Source("customer_daily", "customer"), USER: Source("user_daily", "end_user")}


def rows(
    query: SpendQuery, *, limit: int | None = None, order: Order | None = None, offset: int = 0
) -> Statement:
    """One row per period and group: period, values, measures; the dearest first within a period."""
    keys = ([_period(query)] if query.interval else []) + [DIMENSIONS[name].sql for name in query.group_by]
    sums = ", ".join(f"sum(f.{measure}) AS {measure}" for measure in MEASURES)
    body, parameters = _body(query)
    sorts = [_sort(query, order)] if order else ["1"] if query.interval else []
    sorts += ["cost DESC", "calls DESC", *(f"{place} NULLS LAST" for place in range(1, len(keys) + 1))]
    sql = f"""
        SELECT {"".join(f"{key}, " for key in keys)}{sums}
        {body}
        {"GROUP BY " + ", ".join(str(n + 1) for n in range(len(keys))) if keys else ""}
        HAVING sum(f.calls) <> 0 OR sum(f.errors) <> 0 OR sum(f.cost) <> 0
        ORDER BY {", ".join(sorts)}
        {"LIMIT " + str(int(limit)) if limit is not None else ""} OFFSET {int(offset)}"""
    return Statement(sql, parameters)


def totals(query: SpendQuery, *, unattributed: tuple[str, ...]) -> Statement:
    """One row: all measures, then calls, unpriced calls and cost without a value, per dimension."""
    sums = [f"coalesce(sum(f.{measure}), 0)" for measure in MEASURES]
    for name in unattributed:
        missing = f"FILTER (WHERE {DIMENSIONS[name].sql} IS NULL)"
        sums += [f"coalesce(sum(f.{measure}) {missing}, 0)" for measure in CLAIMED]
    body, parameters = _body(query, also=unattributed)
    return Statement(f"SELECT {', '.join(sums)} {body}", parameters)


def slices(query: SpendQuery, *, measure: str = "calls") -> Statement:
    """The days and dimension sets in which there is something to count: where the charges are."""
    body, parameters = _body(query)
    # Fees cost something and are no calls.
    fees = "sum(f.cost) <> 0" if measure == "calls" else "false"
    sql = f"""
        SELECT f.day, f.dimension_set_id, sum(f.{measure}) AS amount
        {body} GROUP BY 1, 2 HAVING sum(f.{measure}) > 0 OR {fees}"""
    return Statement(sql, parameters)


def conditions(filters: tuple[Filter, ...], project_ids: tuple[int, ...] | None) -> Statement:
    """What must hold of `d`, `p` and `f`, for a rollup row as for a charge."""
    parts, parameters = ["true"], list[Any]()
    if project_ids is not None:
        parts.append("d.project_id = ANY(%s)")
        parameters.append(list(project_ids))
    for wanted in filters:
        expression = DIMENSIONS[wanted.dimension].sql
        missing = f"{expression} IS NULL" if wanted.missing else "false"
        parts.append(f"({expression} = ANY(%s) OR {missing})" if wanted.values else f"({missing})")
        parameters += [list(wanted.values)] if wanted.values else []
    return Statement(" AND ".join(parts), parameters)


def _sort(query: SpendQuery, order: Order) -> str:
    keys = (["period"] if query.interval else []) + list(query.group_by)
    expression = str(keys.index(order.by) + 1) if order.by in keys else SORTS[order.by]
    return f"{expression} {'DESC' if order.descending else 'ASC'} NULLS LAST"


def _period(query: SpendQuery) -> str:
    return f"date_trunc('{query.interval}', f.day)::date"


def _body(query: SpendQuery, *, also: tuple[str, ...] = ()) -> Statement:
    facts, parameters = _facts(query, also)
    where, wanted = conditions(query.filters, query.project_ids)
    sql = f"""
        FROM ({facts}) f
        JOIN dimension_set d ON d.id = f.dimension_set_id
        LEFT JOIN accounts_project p ON p.id = d.project_id
        WHERE {where}"""
    return Statement(sql, parameters + wanted)


def _facts(query: SpendQuery, also: tuple[str, ...]) -> Statement:
    used = sorted((query.dimensions | set(also)) & SOURCES.keys())
    days = [query.days.start, query.days.end]
    if len(used) > 1:
        problem = "customer and user are kept in rollups of their own and cannot be combined."
        raise BadParameter("group_by", problem)
    columns = ", ".join(MEASURES)
    daily = f"SELECT day, dimension_set_id, {{}} {columns} FROM spend_daily WHERE day >= %s AND day < %s"
    if not used:
        return Statement(daily.format(""), days)
    source = SOURCES[used[0]]
    named = f"""
        SELECT day, dimension_set_id, {source.column}, {columns}
        FROM {source.table} WHERE day >= %s AND day < %s"""
    if _only_named(query, used[0]):
        return Statement(named, days)
    # What belongs to nobody is everything less what belongs to somebody, exactly.
    negative = ", ".join(f"-{measure}" for measure in MEASURES)
    rest = daily.format(f"NULL::text AS {source.column},")
    less = named.replace(f"{source.column}, {columns}", f"NULL::text, {negative}")
    return Statement(f"{rest} UNION ALL {named} UNION ALL {less}", days * 3)


def _only_named(query: SpendQuery, name: str) -> bool:
    return any(wanted.dimension == name and not wanted.missing for wanted in query.filters)
