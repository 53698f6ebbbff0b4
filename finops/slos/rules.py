"""What an SLO may say, whoever says it. Pure."""

from decimal import Decimal

from finops.ledger.types import RUN_INDICATORS, Indicator, Subject
from finops.slos.words import INDICATORS, SUBJECTS

MILLISECOND = Decimal(1_000_000)  # nanoseconds
OF_RUNS = (Subject.JOURNEY, Subject.SERVICE)


class BadSlo(ValueError):
    """What an SLO may not say, and of which field."""

    def __init__(self, field: str, problem: str) -> None:
        self.field = field
        super().__init__(problem)


def check_indicator(indicator: Indicator, subject: Subject) -> None:
    """Raises BadSlo for runs of what has none."""
    if indicator in RUN_INDICATORS and subject not in OF_RUNS:
        label = SUBJECTS[subject].lower()
        problem = f"A {label} has calls, not runs. Choose an indicator of the call, or a journey."
        raise BadSlo("indicator", problem)


def check_threshold(indicator: Indicator, threshold: Decimal | None) -> None:
    """Raises BadSlo where good has to end somewhere and does not."""
    unit = INDICATORS[indicator].unit
    if unit and not threshold:
        what = "the dollars a run may cost, 0.05" if unit == "USD" else "milliseconds, 5000 for five seconds"
        raise BadSlo("threshold", f"Say where good ends: {what}.")


def stored_threshold(indicator: Indicator, threshold: Decimal | None) -> Decimal | None:
    """A threshold in milliseconds or USD as it is counted: nanoseconds or USD; None for what needs none."""
    unit = INDICATORS[indicator].unit
    if not unit or threshold is None:
        return None
    return threshold if unit == "USD" else threshold * MILLISECOND


def said_threshold(indicator: Indicator, threshold: Decimal | None) -> str | None:
    """A stored threshold as people say it: milliseconds or USD."""
    if threshold is None:
        return None
    said = threshold / MILLISECOND if INDICATORS[indicator].unit == "ms" else threshold
    return f"{said.normalize():f}"
