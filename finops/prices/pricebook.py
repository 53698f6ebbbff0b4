"""All prices in force, in memory: finds the price of a call and what the call costs."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from finops.prices import reading
from finops.prices.calculation import calculate
from finops.prices.clauses import NameIndex
from finops.prices.matching import LONGEST_NAME, canonical_provider
from finops.prices.model_names import spellings
from finops.prices.reading import Cursor, ModelRow, PriceRow
from finops.prices.schedule import NS_PER_DAY, Schedule, Slot, Window, in_force
from finops.prices.tariff import Tariff, tariff_of
from finops.prices.tiers import STANDARD, canonical_tier, tier_asks_for
from finops.prices.types import Cost, PricedCall, PriceReason, PriceStatus, Quote, Rate, Usage

REMEMBERED = 16_384  # combinations of names and day
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class _Model(NamedTuple):
    provider: str
    standard: Schedule
    variants: tuple[tuple[Mapping[str, str], Schedule], ...]


class _Resolved(NamedTuple):
    windows: tuple[Window, ...]  # the prices of the day; empty: none
    reason: str | None


class PriceBook:
    """The prices of one revision. Immutable: load another one when `latest_version` has moved on."""

    def __init__(
        self,
        version: int,
        models: Iterable[ModelRow],
        prices: Iterable[PriceRow],
        rates: Mapping[int, list[Rate]],
    ) -> None:
        """Build the book from rows, models in the order in which they are to be tried."""
        self.version = version
        self._rates = rates
        self._tariffs: dict[int, Tariff] = {}
        self._fallback: dict[str, tuple[str, ...]] = {}
        self._indexes = self._index(models, _schedules(prices))
        # Whoever sends telemetry chooses the names, so what is remembered is bounded.
        self._find = lru_cache(REMEMBERED)(self._find_model)
        self._resolve = lru_cache(REMEMBERED)(self._resolve_call)

    @classmethod
    def load(cls, cursor: Cursor) -> "PriceBook":
        """Read the book with a psycopg or Django cursor that returns tuples."""
        # The version first: a book mixed from two revisions is then replaced at the next look.
        version = reading.read_version(cursor)
        models = list(reading.read_models(cursor))
        prices = list(reading.read_prices(cursor))
        return cls(version, models, prices, reading.read_rates(cursor))

    @staticmethod
    def latest_version(cursor: Cursor) -> int:
        """The version a book loaded now would have: one index look-up."""
        return reading.read_version(cursor)

    def cost(
        self,
        *,
        provider: str | None,
        response_model: str | None,
        request_model: str | None,
        service_tier: str | None,
        start_ns: int,
        usage: Usage,
        explain: bool = False,
        many_calls: bool = False,
    ) -> PricedCall:
        """Price one call that began at `start_ns` (Unix, UTC), by its response model if that is known.

        `provider` is a canonical name. Never raises for what an emitter sent. The components of the cost
        are filled in on request only.
        """
        day, ns_of_day = divmod(start_ns, NS_PER_DAY)
        names = _clip(provider), _clip(response_model), _clip(request_model)
        windows, reason = self._resolve(*names, canonical_tier(service_tier), day)
        if not windows:
            return PricedCall(PriceStatus.UNPRICED, None, reason, None)
        price_id = windows[0].price_id if len(windows) == 1 else in_force(windows, ns_of_day)
        cost = calculate(self.price(price_id), usage, explain=explain, many_calls=many_calls)
        if isinstance(cost, Cost):
            return PricedCall(PriceStatus.PRICED, price_id, reason, cost)
        return PricedCall(PriceStatus.UNPRICED, price_id, cost.value, None)

    def quote(
        self, provider: str | None, model: str | None, at: dt.datetime, service_tier: str | None = None
    ) -> Quote:
        """The price in force for one model at an aware moment, or why there is none."""
        day, ns_of_day = divmod((at - EPOCH) // dt.timedelta(microseconds=1) * 1000, NS_PER_DAY)
        windows, reason = self._resolve(
            _clip(provider), _clip(model), None, canonical_tier(service_tier), day
        )
        return Quote(in_force(windows, ns_of_day) if windows else None, reason)

    def price(self, price_id: int) -> Tariff:
        """A price in force, ready to calculate with."""
        tariff = self._tariffs.get(price_id)
        if tariff is None:
            tariff = self._tariffs[price_id] = tariff_of(price_id, self._rates.get(price_id, ()))
        return tariff

    def _index(
        self, rows: Iterable[ModelRow], schedules: Mapping[int, list[tuple[Mapping[str, str], Schedule]]]
    ) -> dict[str, NameIndex[_Model]]:
        entries: dict[str, list[tuple[Mapping[str, object], _Model]]] = {}
        for row in rows:
            self._fallback[row.provider] = row.fallback
            entries.setdefault(row.provider, []).append((row.match, _model(row, schedules)))
        return {provider: NameIndex(models) for provider, models in entries.items()}

    def _resolve_call(
        self, provider: str | None, response: str | None, request: str | None, tier: str, day: int
    ) -> _Resolved:
        reason = PriceReason.MISSING_MODEL
        for name in _names(response, request):
            model = self._find(provider, name)
            if isinstance(model, _Model):
                return _on_day(model, canonical_provider(provider, None, name), tier, day)
            reason = model
        return _Resolved((), reason.value)

    def _find_model(self, provider: str | None, name: str) -> _Model | PriceReason:
        seller = canonical_provider(provider, None, name)
        if seller not in self._indexes:
            return PriceReason.UNKNOWN_PROVIDER
        if len(name) <= LONGEST_NAME:
            sellers = [self._indexes[seller], *self._fallbacks(seller)]
            for spelling in spellings(name):
                for index in sellers:
                    if model := index.find(spelling):
                        return model
        return PriceReason.UNKNOWN_MODEL

    def _fallbacks(self, seller: str) -> Iterator[NameIndex[_Model]]:
        return (self._indexes[name] for name in self._fallback[seller] if name in self._indexes)


def _schedules(rows: Iterable[PriceRow]) -> dict[int, list[tuple[Mapping[str, str], Schedule]]]:
    slots: dict[int, dict[tuple[tuple[str, str], ...], list[Slot]]] = {}
    for row in rows:
        context = tuple(sorted(row.context.items()))
        slots.setdefault(row.model_id, {}).setdefault(context, []).append(row.slot)
    return {
        model_id: [(dict(context), Schedule(of_context)) for context, of_context in sorted(contexts.items())]
        for model_id, contexts in slots.items()
    }


def _model(row: ModelRow, schedules: Mapping[int, list[tuple[Mapping[str, str], Schedule]]]) -> _Model:
    of_model = schedules.get(row.model_id, [])
    standard = next((schedule for context, schedule in of_model if not context), Schedule(()))
    return _Model(row.provider, standard, tuple(variant for variant in of_model if variant[0]))


def _on_day(model: _Model, seller: str | None, tier: str, day: int) -> _Resolved:
    # The special rates of a maker are not those of a cloud that sells its models.
    for context, schedule in model.variants if seller == model.provider else ():
        if tier_asks_for(tier, context) and (windows := schedule.windows(day)):
            return _Resolved(windows, None)
    windows = model.standard.windows(day)
    if not windows:
        return _Resolved((), PriceReason.UNKNOWN_MODEL.value)
    return _Resolved(windows, None if tier == STANDARD else PriceReason.TIER_UNKNOWN.value)


def _names(response: str | None, request: str | None) -> Iterator[str]:
    """The names to try: what answered before what was asked for, unless only that names the variant."""
    if response and request and request.startswith(f"{response}:"):
        response, request = request, response
    return (name for name in (response, request) if name)


def _clip(name: str | None) -> str | None:
    return name if name is None or len(name) <= LONGEST_NAME else name[: LONGEST_NAME + 1]
