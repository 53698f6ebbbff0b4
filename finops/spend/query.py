"""The one builder of SQL over the spend rollups: the page, its CSV and the API all ask through it.

The coarse rollups answer what they have names for. Otherwise facts are summed by period and dimension set
before they are joined with names: there are many more facts than sets, and numbers hash faster than names.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.core.parameters import BadParameter
from finops.core.periods import Days
from finops.spend import weekly
from finops.spend.dimensions import CUSTOMER, USER, sql_of
from finops.spend.types import Filter, Interval, Measure, Measures, Order, SpendQuery

PARTS = tuple(name for name in Measures._fields if name.startswith("cost_"))
MEASURES = tuple(name for name in Measures._fields if name not in PARTS)
SORTS = {
    "cost": "sum(f.cost)",
    "calls": "sum(f.calls)",
    "tokens": "sum(f.input_tokens + f.output_tokens)",
    "input": "sum(f.input_tokens)",
    "cached": "sum(f.cache_read_tokens)",
    "output": "sum(f.output_tokens)",
}
CLAIMED = ("calls", "unpriced_calls", "cost")  # what is told of spend without a value
LEFT = ("calls", "errors", "cost")  # a group without any of these is left out
BRIEF = ("calls", "errors", "unpriced_calls", "cost")  # of one measure, and what tells whether it is known
TOKENS = ("unknown_calls", "input_tokens", "output_tokens")


class Statement(NamedTuple):
    """SQL and its parameters."""

    sql: str
    parameters: list[Any]


ALL = Statement("true", [])


class Source(NamedTuple):
    """A rollup with a high-cardinality dimension: its table and column."""

    table: str
    column: str


SOURCES = {CUSTOMER: Source("customer_daily", "customer"), USER: Source("user_daily", "end_user")}
# What coarse rollups have names for, by dimension: those of all spend, and those of a customer or end user.
Names = dict[str, str]
PROJECT: Names = {"project": "project_id"}
COARSE: Names = PROJECT | {name: name for name in ("team", "journey", "provider", "response_model")}


class Grain(NamedTuple):
    """What facts are told apart by: period, dimension set or names, and a value with a rollup of its own."""

    interval: Interval | None
    names: tuple[str, ...] | None  # columns of a coarse rollup; None: by dimension set
    source: Source | None = None

    @property
    def sums_first(self) -> bool:
        """Whether summing by it first leaves far fewer rows than there are facts."""
        first = self.names is None if self.source is None else bool(self.names)
        return first and self.interval is not Interval.DAY


def measures(query: SpendQuery) -> tuple[str, ...]:
    """The sums that are asked for, as `Measures` names them."""
    if query.of is not None:
        return BRIEF + TOKENS if query.of is Measure.TOKENS else BRIEF
    return MEASURES + PARTS if query.parts else MEASURES


def rows(
    query: SpendQuery, *, limit: int | None = None, order: Order | None = None, offset: int = 0
) -> Statement:
    """One row per period and group: period, values, measures; the dearest first within a period."""
    keys = (["f.day"] if query.interval else []) + [sql_of(name) for name in query.group_by]
    sums = ", ".join(f"sum(f.{measure}){_cast(measure)} AS {measure}" for measure in measures(query))
    body, parameters = _body(query, _grain(query, query.dimensions), measures(query))
    sorts = [_sort(query, order)] if order else ["1"] if query.interval else []
    sorts += ["cost DESC", "calls DESC", *(f"{place} NULLS LAST" for place in range(1, len(keys) + 1))]
    sql = f"""
        SELECT {"".join(f"{key}, " for key in keys)}{sums}
        {body}
        {_grouped(keys)}
        HAVING sum(f.calls) <> 0 OR sum(f.errors) <> 0 OR sum(f.cost) <> 0
        ORDER BY {", ".join(sorts)}
        {"LIMIT " + str(int(limit)) if limit is not None else ""} OFFSET {int(offset)}"""
    return Statement(sql, parameters)


def ranks(query: SpendQuery, order: Order, *, limit: int, offset: int = 0) -> Statement:
    """The values of its one group in that order, read without the sums that do not decide it."""
    (dimension,) = query.group_by
    wanted = [name for name in MEASURES if name in SORTS.get(order.by, "")]
    # What left a row at zero is as good as gone; asked row by row, it needs no sum.
    left = " OR ".join(f"f.{name} <> 0" for name in LEFT)
    body, parameters = _body(query, _grain(query, query.dimensions), [*dict.fromkeys([*LEFT, *wanted])])
    sql = f"""
        SELECT {sql_of(dimension)}
        {body} AND ({left})
        GROUP BY 1
        ORDER BY {_sort(query, order)}, 1 NULLS LAST
        LIMIT {int(limit)} OFFSET {int(offset)}"""
    return Statement(sql, parameters)


def totals(query: SpendQuery, *, unattributed: tuple[str, ...]) -> Statement:
    """One row: all measures, then calls, unpriced calls and cost without a value, per dimension."""
    query = query._replace(interval=None)
    filtered = frozenset(wanted.dimension for wanted in query.filters)
    source = _grain(query, filtered | set(unattributed)).source
    apart = (SOURCES.keys() & set(unattributed)) - filtered
    nobody, whole = _nobody(query, filtered, source) if source and apart else (Statement("", []), "")
    sums = [f"coalesce(sum(f.{measure}), 0){_cast(measure)}" for measure in measures(query)]
    for name in unattributed:
        missing = f"coalesce(sum(f.{{0}}) FILTER (WHERE {sql_of(name)} IS NULL), 0)"
        sums += [(whole if name in apart else missing).format(measure) for measure in CLAIMED]
    body, parameters = _body(query, _grain(query, (filtered | set(unattributed)) - apart), measures(query))
    return Statement(f"{nobody.sql} SELECT {', '.join(sums)} {body}", [*nobody.parameters, *parameters])


def slices(query: SpendQuery, *, measure: str = "calls") -> Statement:
    """The days and dimension sets in which there is something to count: where the charges are."""
    query = query._replace(interval=Interval.DAY)
    grain = _grain(query, query.dimensions)._replace(names=None)
    body, parameters = _body(query, grain, (measure, "cost"))
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
        expression = sql_of(wanted.dimension)
        missing = f"{expression} IS NULL" if wanted.missing else "false"
        parts.append(f"({expression} = ANY(%s) OR {missing})" if wanted.values else f"({missing})")
        parameters += [list(wanted.values)] if wanted.values else []
    return Statement(" AND ".join(parts), parameters)


def _cast(measure: str) -> str:
    """Counts were added up as floats."""
    return "" if measure.startswith("cost") else "::bigint"


def _sort(query: SpendQuery, order: Order) -> str:
    keys = (["period"] if query.interval else []) + list(query.group_by)
    direction = "DESC" if order.descending else "ASC"
    if order.by in query.group_by:  # in the order that Python and JavaScript put texts in as well
        return f'{sql_of(order.by)} COLLATE "C" {direction} NULLS LAST'
    expression = str(keys.index(order.by) + 1) if order.by in keys else SORTS[order.by]
    return f"{expression} {direction} NULLS LAST"


def _grouped(keys: Sequence[str]) -> str:
    return "GROUP BY " + ", ".join(str(n + 1) for n in range(len(keys))) if keys else ""


def _grain(query: SpendQuery, used: frozenset[str], *, known: Names = COARSE) -> Grain:
    """The coarsest grain that can answer: only dimensions that are used are told apart."""
    own = sorted(used & SOURCES.keys())
    if len(own) > 1:
        problem = "customer and user are kept in rollups of their own and cannot be combined."
        raise BadParameter("group_by", problem)
    others = used - SOURCES.keys() | ({"project"} if query.project_ids is not None else set())
    known = PROJECT if own else known
    names = tuple(sorted(known[name] for name in others)) if others <= known.keys() else None
    return Grain(query.interval, names, SOURCES[own[0]] if own else None)


def is_coarse(query: SpendQuery) -> bool:
    """Whether a coarse rollup answers: it leads to some values without reading the others."""
    return _grain(query, query.dimensions).names is not None


def _body(query: SpendQuery, grain: Grain, wanted: Sequence[str]) -> Statement:
    """FROM and WHERE: `f` holds the facts, `d` and `p` their names."""
    return _named(query, grain, _facts(query, grain, wanted))


def _named(query: SpendQuery, grain: Grain, facts: Statement) -> Statement:
    where, values = conditions(query.filters, query.project_ids)
    sql = f"FROM ({facts.sql}) f {_names(grain)} WHERE {where}"
    return Statement(sql, facts.parameters + values)


def _names(grain: Grain) -> str:
    """What makes `d` and `p` of the facts `f`."""
    project = "LEFT JOIN accounts_project p ON p.id = d.project_id"
    if grain.names is None:
        return f"JOIN dimension_set d ON d.id = f.dimension_set_id {project}"
    if not grain.names:
        return ""
    own = f"CROSS JOIN LATERAL (SELECT {', '.join(f'f.{name}' for name in grain.names)}) d"
    return f"{own} {project}" if "project_id" in grain.names else own


def _nobody(query: SpendQuery, filtered: frozenset[str], source: Source) -> tuple[Statement, str]:
    """What nobody claims of a dimension with a rollup of its own: a WITH, and what each sum is beside it."""
    grain = _grain(query, filtered, known=PROJECT)
    coarse = grain.names is not None
    missing = Statement(f"{source.column} IS NULL", [])
    facts = _read(grain, source.table, query.days, CLAIMED, where=missing if coarse else _sets(query))
    body, parameters = _named(query, grain, facts)
    sums = ", ".join(f"coalesce(sum(f.{measure}), 0) AS {measure}" for measure in CLAIMED)
    found = "(SELECT {0} FROM apart)"
    whole = found if coarse else f"coalesce(sum(f.{{0}}), 0) - {found}"
    return Statement(f"WITH apart AS (SELECT {sums} {body})", parameters), whole


def _facts(query: SpendQuery, grain: Grain, wanted: Sequence[str]) -> Statement:
    source, shared = grain.source, grain._replace(source=None)
    where, looked_up = (_sets(query), _sets(query, looked_up=True)) if grain.names is None else (ALL, ALL)
    if source is None:
        return _read(shared, "spend_daily", query.days, wanted, where=looked_up)
    own = _read(grain, source.table, query.days, wanted, source.column, where=where)
    named = any(SOURCES.get(one.dimension) == source and not one.missing for one in query.filters)
    if grain.names is not None or named:
        return own
    # What belongs to nobody is everything less what belongs to somebody, exactly.
    nobody = f"NULL::text AS {source.column}"
    everything = _read(shared, "spend_daily", query.days, wanted, nobody, where=looked_up)
    less_named = _read(shared, source.table, query.days, wanted, nobody, sign="-", where=where)
    sql = f"{everything.sql} UNION ALL {own.sql} UNION ALL {less_named.sql}"
    return Statement(sql, [*everything.parameters, *own.parameters, *less_named.parameters])


def _sets(query: SpendQuery, *, looked_up: bool = False) -> Statement:
    """The dimension sets that are wanted: the facts of others need not be added up.

    `looked_up` in a key of day and dimension set, which an array leads through without reading the others.
    """
    shared = tuple(wanted for wanted in query.filters if wanted.dimension not in SOURCES)
    if not shared and query.project_ids is None:
        return ALL
    found = conditions(shared, query.project_ids)
    project = "LEFT JOIN accounts_project p ON p.id = d.project_id"
    sets = f"SELECT d.id FROM dimension_set d {project} WHERE {found.sql}"
    one_of = f"= ANY(ARRAY({sets}))" if looked_up else f"IN ({sets})"
    return found._replace(sql=f"dimension_set_id {one_of}")


def _read(
    grain: Grain,
    table: str,
    days: Days,
    wanted: Sequence[str],
    value: str = "",
    *,
    sign: str = "",
    where: Statement = ALL,
) -> Statement:
    """One rollup at that grain; `value` is the column of its own, or nobody's.

    Counts are added up as floats, which are exact below 9 quadrillion: thousands of sums of bigints take
    a third longer.
    """
    keys = [*(["dimension_set_id"] if grain.names is None else grain.names), *([value] if value else [])]
    source = _source(grain, table, days, [*keys, *wanted], where)
    period = "day" if grain.interval is Interval.DAY else f"date_trunc('{grain.interval}', day)::date AS day"
    keys = [period, *keys] if grain.interval else keys
    told = {name: f"{name}{'' if name.startswith('cost') else '::float8'}" for name in wanted}
    sums = [
        f"{sign}sum({told[name]}) AS {name}" if grain.sums_first else f"{sign}{told[name]} AS {name}"
        for name in wanted
    ]
    grouped = _grouped(keys) if grain.sums_first else ""
    return source._replace(sql=f"SELECT {', '.join([*keys, *sums])} FROM {source.sql} {grouped}")


def _source(grain: Grain, table: str, days: Days, columns: Sequence[str], where: Statement) -> Statement:
    """The rows that are summed, from weeks as far as they go where no day is asked for."""
    rollup = table if grain.names is None else f"{table}_coarse"
    if rollup in weekly.ROLLUPS and grain.interval is None:
        today, folded_until = timezone.localdate(), accounts.organisation().folded_until
        found = weekly.rows(rollup, columns, days, folded_until=folded_until, today=today, where=where.sql)
        return Statement(f"({found.sql}) r", [*found.parameters])
    return Statement(f"{rollup} WHERE day >= %s AND day < %s AND {where.sql}", [*days, *where.parameters])
