"""SLOs in words. Pure."""

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from finops.core import formatting
from finops.core.formatting import SPACE
from finops.ledger.types import RUN_INDICATORS, Indicator, Subject
from finops.slos.types import MissingData, Severity, WindowKind

SECOND = 1_000_000_000


class IndicatorWords(NamedTuple):
    """What an indicator is called; `verb` completes "99 % of runs ..."."""

    label: str
    verb: str
    unit: str  # of the threshold: ms, USD or none


INDICATORS = {
    Indicator.RUN_DURATION: IndicatorWords("Duration of the run", "end within", "ms"),
    Indicator.RUN_ERROR: IndicatorWords("Runs without an error", "succeed", ""),
    Indicator.RUN_COST: IndicatorWords("Cost of the run", "cost at most", "USD"),
    Indicator.CALL_DURATION: IndicatorWords("Duration of the call", "end within", "ms"),
    Indicator.CALL_ERROR: IndicatorWords("Calls without an error", "succeed", ""),
    Indicator.FIRST_TOKEN: IndicatorWords("Time to the first token", "begin to answer within", "ms"),
}
SUBJECTS = {
    Subject.JOURNEY: "Journey",
    Subject.STEP: "Step",
    Subject.SERVICE: "Service",
    Subject.MODEL: "Model",
}
WINDOWS = {
    WindowKind.ROLLING_7: "7 days",
    WindowKind.ROLLING_28: "28 days",
    WindowKind.ROLLING_30: "30 days",
    WindowKind.MONTH: "calendar month",
    WindowKind.QUARTER: "quarter",
}
SEVERITIES = {
    Severity.PAGE: "Page: somebody has to look now",
    Severity.TICKET: "Ticket: somebody has to look this week",
    Severity.NONE: "None: it is only shown",
}
MISSING = {
    MissingData.IGNORE: "says nothing",
    MissingData.BAD: "counts as bad",
}


def noun(indicator: Indicator) -> str:
    """What an event is."""
    return "runs" if indicator in RUN_INDICATORS else "calls"


def percent(share: Fraction | Decimal | None, digits: int = 3) -> str:
    """A share in percent, cut and not rounded: 100 % is said only of all of it. A dash for None."""
    if share is None:
        return formatting.DASH
    scale = 10**digits
    cut = Fraction(share) * 100 * scale
    whole = cut.numerator // cut.denominator
    return f"{objective_text(Decimal(whole) / scale)}".replace("-", formatting.MINUS)


def objective_text(objective: Decimal) -> str:
    """An objective in percent: `99.9 %`."""
    return f"{objective.normalize():f}{SPACE}%"


def threshold_text(indicator: Indicator, threshold: Decimal | None) -> str:
    """A threshold with its unit; empty where there is none."""
    if threshold is None:
        return ""
    if INDICATORS[indicator].unit == "USD":
        return formatting.exact_amount(threshold)
    return formatting.duration(int(threshold))


def burn_text(burn: Fraction | None) -> str:
    """A burn rate to two digits: `14.4`; a dash for None."""
    if burn is None:
        return formatting.DASH
    rounded = Decimal(burn.numerator) / Decimal(burn.denominator)
    return f"{rounded.quantize(Decimal('0.01')).normalize():f}" if rounded < 100 else f"{rounded:,.0f}"


def promise(
    indicator: Indicator, subject: Subject, value: str, threshold: Decimal | None, objective: Decimal
) -> str:
    """An SLO as a sentence without its end: `99 % of runs of journey refund end within 5.0 s`."""
    words = (
        f"{objective_text(objective)} of {noun(indicator)} of {SUBJECTS[subject].lower()} {value}",
        INDICATORS[indicator].verb,
        threshold_text(indicator, threshold),
    )
    return " ".join(word for word in words if word)
