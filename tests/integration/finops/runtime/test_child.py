"""A supervised process: back-off, the end of its group, and stopping."""

import os
import subprocess
import sys

import psutil

from finops.runtime.child import Child, delay_after
from finops.runtime.family import families
from tests.factories.waiting import eventually

WAIT = "import signal; signal.pause()"
PARENT_AND_CHILD = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', '{WAIT}']).wait()"
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); signal.pause()"


def python(program: str, **options):
    return lambda: subprocess.Popen([sys.executable, "-c", program], start_new_session=True, **options)


def test_the_wait_before_a_start_doubles_up_to_half_a_minute() -> None:
    assert [delay_after(failures) for failures in (1, 2, 3, 7, 100)] == [0.5, 1, 2, 30, 30]


def test_a_process_that_keeps_dying_is_started_ever_more_slowly() -> None:
    child = Child("short", python("raise SystemExit(3)"))
    child.start(now=0)
    child.process.wait()
    assert child.tend(now=1) == "short ended with status 3; starting it again in 0.5 s"
    child.tend(now=1.4)
    assert child.process is None
    child.tend(now=1.5)
    child.process.wait()
    assert child.tend(now=2).endswith("in 1 s")


def test_a_long_life_forgives_earlier_deaths() -> None:
    child = Child("short", python("pass"))
    child.failures = 5
    child.start(now=0)
    child.process.wait()
    assert child.tend(now=61).endswith("in 0.5 s")


def test_the_children_of_a_killed_process_do_not_go_on() -> None:
    child = Child("pair", python(PARENT_AND_CHILD))
    child.start(now=0)
    pid = child.process.pid
    grandchild = eventually(lambda: families([pid])[pid][1:], "a grandchild")[0]
    child.process.kill()
    child.process.wait()
    assert child.tend(now=1).startswith("pair was killed by SIGKILL")
    assert eventually(
        lambda: not grandchild.is_running() or grandchild.status() == psutil.STATUS_ZOMBIE, "its end"
    )


def test_a_process_that_ignores_the_request_to_stop_is_killed() -> None:
    child = Child("stubborn", python(STUBBORN, stdout=subprocess.PIPE), stop_timeout=0.2)
    child.start(now=0)
    process = child.process
    process.stdout.readline()
    child.stop()
    assert process.returncode == -9
    process.stdout.close()


def test_a_process_that_is_gone_has_no_family() -> None:
    gone = python("pass")()
    gone.wait()
    assert families([gone.pid]) == {gone.pid: []}


def test_a_child_ends_with_its_parent_even_when_that_is_killed() -> None:
    parent = f"""
import signal, subprocess, sys
from finops.runtime.deathsig import die_with_parent
child = subprocess.Popen([sys.executable, "-c", "{WAIT}"], preexec_fn=die_with_parent(signal.SIGTERM))
print(child.pid, flush=True)
child.wait()
"""
    process = python(parent, stdout=subprocess.PIPE)()
    child = psutil.Process(int(process.stdout.readline()))
    os.kill(process.pid, 9)
    process.wait()
    process.stdout.close()
    assert eventually(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE, "its end")
