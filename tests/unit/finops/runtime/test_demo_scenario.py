"""What happens on a day of the demo: always the same, and possible."""

import datetime as dt
import subprocess
import sys
from itertools import pairwise

from finops.runtime.demo import world
from finops.runtime.demo.journeys import BY_NAME
from finops.runtime.demo.records import SECOND, Call, Run, Tool
from finops.runtime.demo.scenario import NIGHT_IS_OVER, nightly_trace_id, runs_of
from finops.runtime.demo.truth import billed

LAST_DAY = dt.date(2026, 11, 20)
DAY = dt.date(2026, 11, 18)
RUNS = runs_of(DAY, LAST_DAY)
MIDNIGHT = int(dt.datetime.combine(DAY, dt.time(), dt.UTC).timestamp()) * SECOND


def calls(runs: list[Run]) -> list[Call]:
    return [call for run in runs for call in run.calls]


def test_a_day_is_the_same_in_another_process() -> None:
    program = (
        "from datetime import date; from finops.runtime.demo.scenario import runs_of;"
        f"print(runs_of(date({DAY:%Y, %-m, %-d}), date({LAST_DAY:%Y, %-m, %-d})), end='')"
    )
    other = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert other.stdout == str(RUNS)


def test_days_share_no_trace() -> None:
    other = runs_of(DAY - dt.timedelta(days=1), LAST_DAY)
    assert not {run.trace_id for run in RUNS} & {run.trace_id for run in other}
    assert len({run.trace_id for run in RUNS}) == len(RUNS)


def test_the_nightly_run_comes_first_and_ends_before_the_day_begins() -> None:
    assert RUNS[0].trace_id == nightly_trace_id(DAY)
    assert RUNS[0].end < MIDNIGHT + NIGHT_IS_OVER * SECOND
    assert RUNS[0].environment == "production"


def test_what_happens_in_a_run_happens_one_after_the_other() -> None:
    for run in RUNS:
        moments = [run.start, *(at for event in run.events for at in (event.start, event.end)), run.end]
        assert all(earlier <= later for earlier, later in pairwise(moments))


def test_parts_of_tokens_never_exceed_the_whole() -> None:
    for call in calls(RUNS):
        if call.tokens:
            assert call.tokens.cache_read + call.tokens.cache_write <= call.tokens.input
            assert call.tokens.reasoning <= call.tokens.output


def test_a_failed_call_is_tried_again_or_ends_the_run() -> None:
    runs = [run for back in range(5) for run in runs_of(DAY - dt.timedelta(days=back), LAST_DAY)]
    failed = [run for run in runs if any(call.error for call in run.calls)]
    assert {run.failed for run in failed} == {True, False}
    for run in failed:
        assert run.failed == bool(run.calls[-1].error)
        assert all(call.tokens is None for call in run.calls if call.error)


def test_every_kind_of_work_happens() -> None:
    assert {run.journey for run in RUNS} == set(BY_NAME)
    assert {run.environment for run in RUNS} == {"production", "staging"}
    assert any(call.first_token for call in calls(RUNS))
    assert any(call.is_embedding for call in calls(RUNS))
    assert any(isinstance(event, Tool) for run in RUNS for event in run.events)
    assert max(len(run.calls) for run in RUNS) > 4


def test_a_few_customers_are_responsible_for_most_of_the_work() -> None:
    by_customer = sorted(
        (sum(run.customer == customer for run in RUNS) for customer in world.CUSTOMERS), reverse=True
    )
    assert sum(by_customer[:4]) > 0.4 * sum(by_customer)
    assert sum(count > 0 for count in by_customer) > 20


def test_every_team_and_nobody_are_billed() -> None:
    assert {owner.team for owner in billed(RUNS)} == {*world.TEAMS, None}


def test_the_bill_is_the_sum_of_all_calls_that_did_not_fail() -> None:
    succeeded = [call for call in calls(RUNS) if call.tokens]
    bill = billed(RUNS).values()
    assert sum(one.calls for one in bill) == len(succeeded)
    assert sum(one.tokens.input for one in bill) == sum(call.tokens.input for call in succeeded)
