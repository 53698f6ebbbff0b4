"""Codes and reasons of the ledger."""

import datetime as dt
from enum import IntEnum, StrEnum
from typing import NamedTuple


class ChargeSource(IntEnum):
    """Where a charge comes from."""

    SPAN = 1
    ADJUSTMENT = 2
    LOG = 3  # an event of the emitter's log that stands for one call
    METRIC = 4  # what a counter of the emitter grew by in an hour


# What telemetry says; ownership decides which of it counts.
OBSERVED = [ChargeSource.SPAN, ChargeSource.LOG, ChargeSource.METRIC]


OF_MANY_CALLS = -1  # line of a charge that stands for nobody knows how many calls
BUCKET_GROWTH = 1.04  # of durations in histograms: the middle of a bucket is at most 2 % away from any in it


class LatencyMeasure(IntEnum):
    """What a latency is measured over."""

    RUN = 1  # a whole trace that called a model
    CALL = 2
    FIRST_TOKEN = 3  # of a call that was streamed


class Indicator(IntEnum):
    """What an SLO measures of a run or of a call."""

    RUN_DURATION = 1
    RUN_ERROR = 2
    RUN_COST = 3
    CALL_DURATION = 4
    CALL_ERROR = 5
    FIRST_TOKEN = 6  # of a call that was streamed


RUN_INDICATORS = (Indicator.RUN_DURATION, Indicator.RUN_ERROR, Indicator.RUN_COST)
CALL_INDICATORS = (Indicator.CALL_DURATION, Indicator.CALL_ERROR, Indicator.FIRST_TOKEN)


class Subject(StrEnum):
    """Whose events an SLO counts: a column of the facts."""

    JOURNEY = "journey"
    STEP = "step"
    SERVICE = "service"
    MODEL = "response_model"


class Uncounted(StrEnum):
    """Why a charge does not count. Shown beside the charge, so each has one plain meaning."""

    FAILED = "failed"  # the call failed and reported no usage
    SUPERSEDED = "superseded"  # a later or fuller version of the same span counts
    AGGREGATE = "aggregate"  # repeats the sum of the calls below it
    DUPLICATE = "duplicate"  # another span of the same call, nested, counts
    SAME_RESPONSE = "same_response"  # another span with the same response id counts
    SIMILAR = "similar"  # a twin from another scope with equal tokens counts
    REPLAY = "replay"  # a stored response fetched again
    ENGINE = "engine"  # the inference server's view of a call counted elsewhere
    COVERED = "covered"  # its agent reports the usage that this call does not carry
    NOT_BILLABLE = "not_billable"  # counts tokens, fetches a response: free by nature
    CUMULATIVE = "cumulative"  # a running total over several runs
    METERED = "metered"  # a counter; the calls it counted are known one by one


class Counted(StrEnum):
    """Why a charge counts, where that is not obvious."""

    SOLE = "sole_span"
    WINNER = "winner"
    FALLBACK = "aggregate_fallback"  # nothing below it reports usage


class Reattribution(NamedTuple):
    """How far attributing stored calls anew has come."""

    id: int
    requested_at: dt.datetime
    since: dt.datetime
    reason: str
    traces: int | None  # to look at; None: it has not begun
    traces_done: int
    charges_moved: int
    failed_traces: int
    done_at: dt.datetime | None

    @property
    def percent(self) -> int:
        """How much is done, in whole percent."""
        if self.done_at is not None:
            return 100
        return min(99, self.traces_done * 100 // self.traces) if self.traces else 0
