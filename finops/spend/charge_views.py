"""The charges behind a number, and one charge explained."""

import uuid
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from finops.accounts import selectors as accounts
from finops.accounts.permissions import Capability, require
from finops.core.date_range import date_range
from finops.core.htmx import render_page
from finops.core.periods import instants, through
from finops.core.refusals import teaches
from finops.core.tables import Column, shown_pairs, table
from finops.prices.calculation import calculate
from finops.prices.selectors import price_explain
from finops.prices.tariff import tariff_of
from finops.prices.types import Cost, PriceExplanation, Usage
from finops.spend import links, params, reasons
from finops.spend.charge_selectors import charge_by_key, charge_page
from finops.spend.charge_types import CURSOR, ChargeQuery, ChargeRow
from finops.spend.dimensions import all_dimensions, offered_dimensions
from finops.spend.links import Place
from finops.spend.selectors import spend_totals
from finops.spend.types import SpendQuery, Totals
from finops.telemetry.types import Role

PAGE = 50
COLUMNS = (
    Column("time", "Time, trace"),
    Column("model", "Model"),
    Column("whose", "Team, journey, customer", optional=True),
    Column("input", "Input", numeric=True, optional=True),
    Column("output", "Output", numeric=True, optional=True),
    Column("cost", "Cost, USD", numeric=True),
    Column("counted", "Counted", optional=True),
)
TABS = (("", "All"), ("true", "Counted"), ("false", "Not counted"))
MOST_OBSERVATIONS = 200


class ChargeLine(NamedTuple):
    """A charge in a list."""

    charge: ChargeRow
    url: str
    reason: str  # why it does not count; empty when it does


class Explanation(NamedTuple):
    """How the cost of a charge came about."""

    price: PriceExplanation
    cost: Cost | None  # None: its usage cannot be priced
    agrees: bool  # with the cost of record


@require(Capability.VIEW_SPEND)
@teaches
def charges(request: HttpRequest) -> HttpResponse:
    """The charges of a range and its filters, newest first."""
    given = request.GET
    place = Place(
        params.page_range(given, timezone.localdate(), accounts.fiscal_year_start()),
        params.filters(given, params.PAGE_FILTER),
    )
    counted, unpriced = params.flag(given, "counted"), bool(params.flag(given, "unpriced"))
    zone = accounts.time_zone()
    query = ChargeQuery(
        time=instants(place.range.days, zone),
        filters=place.filters,
        counted=counted,
        unpriced=unpriced,
        after=CURSOR.decode(str(given["cursor"])) if given.get("cursor") else None,
        limit=PAGE,
    )
    page = charge_page(query, zone)
    here = links.days_pairs(place.range.days) + ([("unpriced", "true")] if unpriced else [])
    here += links.filter_pairs(place.filters)
    here += shown_pairs(given)
    context = {
        "place": place,
        "table": table(given, COLUMNS),
        "picker": date_range(given, *place.range),
        "lines": [charge_line(charge) for charge in page.charges],
        "totals": _totals(place),
        "unpriced": unpriced,
        "tabs": [_tab(value, label, counted, here) for value, label in TABS],
        "older_url": _older(request, page.next),
        "spend_url": links.spend_url(place._replace(group_by=("team", "response_model"))),
        "chips": _chips(place, counted, unpriced),
    }
    return render_page(request, "spend/charges.html", "spend/_charges.html", context)


@require(Capability.VIEW_SPEND)
@teaches
def charge(
    request: HttpRequest, project: int, trace: uuid.UUID, span: int, fingerprint: int, line: int
) -> HttpResponse:
    """One charge: its price, why it counts or not, and what else was seen of the call."""
    found = charge_by_key(
        project_id=project, trace_id=trace, span_id=span, fingerprint=fingerprint, line=line
    )
    if found is None:
        raise Http404
    query = ChargeQuery(trace_id=trace, project_ids=(project,), limit=MOST_OBSERVATIONS)
    others = [other for other in charge_page(query, accounts.time_zone()).charges if _same_call(other, found)]
    context = {
        "charge": found,
        "reason": _why(found, others),
        "price_reason": reasons.unpriced(found.price_reason) if found.price_reason else "",
        "price_status": reasons.PRICE_STATUS.get(found.price_status, ""),
        "explanation": explain(found),
        "others": [charge_line(other) for other in others],
        "dimensions": _dimensions(found),
    }
    return render(request, "spend/charge.html", context)


def charge_line(found: ChargeRow) -> ChargeLine:
    """A charge with its address and, when it does not count, why."""
    reason = "" if found.counted else reasons.uncounted(found.uncounted_reason)
    return ChargeLine(found, links.charge_url(found.key), reason)


def explain(found: ChargeRow) -> Explanation | None:
    """The price of a charge, component by component; None when it has none."""
    price = price_explain(found.price_id) if found.price_id is not None else None
    if price is None:
        return None
    usage = Usage(*(getattr(found, field) for field in Usage._fields))
    tariff = tariff_of(price.reference.price_id, price.rates)
    cost = calculate(tariff, usage, many_calls=found.line < 0)
    computed = cost if isinstance(cost, Cost) else None
    return Explanation(price, computed, found.cost == (computed.total if computed else None))


def _totals(place: Place) -> Totals:
    return spend_totals(SpendQuery(place.range.days, filters=place.filters))


def _tab(value: str, label: str, counted: bool | None, here: links.Pairs) -> dict[str, Any]:
    chosen = {"": None, "true": True, "false": False}[value]
    pairs = here + ([("counted", value)] if value else [])
    return {"label": label, "url": links.address("charges", pairs), "current": chosen == counted}


def _older(request: HttpRequest, key: Any) -> str:
    if key is None:
        return ""
    given = request.GET.copy()
    given["cursor"] = CURSOR.encode(key)
    return f"?{given.urlencode()}"


def _chips(place: Place, counted: bool | None, unpriced: bool) -> list[links.Chip]:
    found = []
    for wanted, chip in zip(place.filters, links.chips(place), strict=True):
        rest = tuple(kept for kept in place.filters if kept != wanted)
        url = links.charges_url(place.range.days, rest, counted=bool(counted), unpriced=unpriced)
        found.append(chip._replace(url=url))
    if unpriced:
        url = links.charges_url(place.range.days, place.filters, counted=bool(counted))
        found.append(links.Chip("Price", "unpriced", url))
    return found


def _same_call(other: ChargeRow, found: ChargeRow) -> bool:
    """Whether both were settled as observations of one call."""
    return other.key != found.key and _winner(other) == _winner(found)


def _winner(found: ChargeRow) -> tuple[uuid.UUID, int]:
    if found.winner_trace_id is None or found.winner_span_id is None:
        return found.trace_id, found.span_id
    return found.winner_trace_id, found.winner_span_id


def _why(found: ChargeRow, others: list[ChargeRow]) -> str:
    if not found.counted:
        return reasons.uncounted(found.uncounted_reason)
    if found.role == Role.AGGREGATE:
        return reasons.COUNTED["aggregate_fallback"]
    return reasons.COUNTED["winner" if others else "sole_span"]


def _dimensions(found: ChargeRow) -> list[tuple[str, str | None, str]]:
    """Label, value and the spend of its day narrowed to it."""
    day = timezone.localdate(found.time)
    chosen, offered = params.Range(through(day, day), ""), offered_dimensions()
    return [
        (
            dimension.label,
            value,
            links.spend_url(Place(chosen, links.narrowed((), name, value), ("response_model",))),
        )
        for name, dimension in all_dimensions().items()
        if (value := found.value(name)) or name in offered
    ]
