"""Where a sum of days is going to be, from the days before. Pure.

Exponential smoothing (statsmodels), with a weekly season where days show one, its interval from simulated
paths; a run rate while there are only about two weeks to learn from. Money becomes a float here, as an
estimate has no last digit. `tests/performance/forecasts.py` prints how often ends lie in the interval.
"""

import math
import warnings
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from finops.budgets.types import Forecast

WEEK, LONGEST = 7, 119  # days
SHORTEST = 16  # from which a season can be told: statsmodels refuses less
FEWEST = 3  # days from which a run rate can be told
INSIDE = 0.8  # of all ends lie between low and high
PATHS = 1000
SEED = 20_260_101  # the same days give the same forecast
DIGITS = Decimal("0.0000000001")
TINY = 1e-12
RUN_RATE, SEASONAL = "run rate", "exponential smoothing"
KINDS = ((None, None), (None, "add"), ("add", "add"))  # trend and season of the models that are tried


def forecast(days: Sequence[Decimal], ahead: int) -> Forecast | None:
    """The sum of the `ahead` days that follow these whole ones, which are in order and without gaps.

    None while there are less than three days.
    """
    known = [float(day) for day in days[-LONGEST:]]
    if len(known) < FEWEST:
        return None
    if len(known) < SHORTEST or min(known) == max(known):
        expected, low, high = run_rate(known, ahead)
        method = RUN_RATE
    else:
        expected, low, high = seasonal(known, ahead)
        method = SEASONAL
    return Forecast(_exact(expected), _exact(low), _exact(high), method, len(known))


def _exact(value: float) -> Decimal:
    return Decimal(value).quantize(DIGITS)


def run_rate(days: Sequence[float], ahead: int) -> tuple[float, float, float]:
    """As many times the mean day; days vary, and so does what their mean is known by."""
    from scipy.stats import t

    mean = sum(days) / len(days)
    variance = sum((day - mean) ** 2 for day in days) / (len(days) - 1)
    spread = math.sqrt(variance * ahead * (1 + ahead / len(days)))
    margin = float(t.ppf((1 + INSIDE) / 2, len(days) - 1)) * spread
    return mean * ahead, max(mean * ahead - margin, 0.0), mean * ahead + margin


def seasonal(days: Sequence[float], ahead: int) -> tuple[float, float, float]:
    """Mean and bounds of the sums of simulated paths."""
    import numpy

    sums = _paths(days, ahead).clip(min=0).sum(axis=0)
    low, high = numpy.quantile(sums, [(1 - INSIDE) / 2, (1 + INSIDE) / 2])
    return float(sums.mean()), float(low), float(high)


class Fit(NamedTuple):
    """A fitted model, how many numbers it was given to fit the days with, and what it left unexplained."""

    model: Any
    free: int
    squares: float
    days: int

    @property
    def criterion(self) -> float:
        """Akaike's information criterion, corrected for few days: the lower the better."""
        penalty = 2 * self.free + 2 * self.free * (self.free + 1) / max(self.days - self.free - 1, 1)
        return self.days * math.log(max(self.squares, TINY) / self.days) + penalty

    @property
    def spread(self) -> float:
        """Of days around what was expected of them; what was estimated takes its share of the days."""
        return math.sqrt(self.squares / max(self.days - self.free, FEWEST))


def _paths(days: Sequence[float], ahead: int) -> Any:
    """Possible courses, one a column, of the model that explains the days best."""
    import numpy

    best = min((_fit(days, *kind) for kind in KINDS), key=lambda one: one.criterion)
    errors = numpy.random.default_rng(SEED).normal(0, best.spread, size=(ahead, PATHS))
    return numpy.asarray(best.model.simulate(ahead, anchor="end", repetitions=PATHS, random_errors=errors))


def _fit(days: Sequence[float], trend: str | None, season: str | None) -> Fit:
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a fit that has not converged is still the best that was found
        model = ETSModel(
            list(days),
            trend=trend,
            damped_trend=trend is not None,
            seasonal=season,
            seasonal_periods=WEEK if season else None,
            initialization_method="heuristic",
        )
        fitted = model.fit(disp=False, maxiter=100)
    states = 1 + (trend is not None) + (WEEK if season else 0)  # estimated too, before the fit
    return Fit(fitted, len(fitted.params) + states, float((fitted.resid**2).sum()), len(days))
