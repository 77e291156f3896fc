import os
import signal
import sys
import time
from pathlib import Path

import pytest

from lhl_portal.local.console import Failed
from lhl_portal.local.processes import Process, ends_with_us, run, stop_all


def python(code):
    return (sys.executable, "-c", code)


SLEEP = python("import time; time.sleep(60)")
DEAF = python(
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
)
PARENT = python("import subprocess as s; c = s.Popen(['sleep', '60']); print(c.pid, flush=True); c.wait()")


@pytest.fixture
def start(tmp_path):
    started = []

    def start(command):
        process = Process("the process", command, log=tmp_path / "process.log")
        started.append(process)
        process.start()
        return process

    yield start
    stop_all(started)


def eventually(condition, seconds=5):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def exists(pid):
    """A zombie, whom only its parent can see off, counts as gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2][0] != "Z"
    except FileNotFoundError:
        return False


def test_a_command_that_fails_is_reported_with_the_end_of_its_output():
    with pytest.raises(Failed, match=r"ended with code 3:\nline 8\nline 9$"):
        run(python("for n in range(10): print('line', n)\nraise SystemExit(3)"), tail=2)


def test_a_command_that_does_not_end_is_given_up():
    with pytest.raises(Failed, match=r"did not end within 0 s"):
        run(SLEEP, timeout=0.2)


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(Failed, match=r"^no-such-program: No such file"):
        run(["no-such-program"])


def test_what_ignores_the_request_to_stop_is_killed(start):
    process = start(DEAF)
    process.wait_until(lambda: "deaf" in process.tail(), 5)
    process.grace = 0.2

    process.stop()

    assert not process.is_running()


def test_nothing_that_a_process_started_outlives_it(start):
    process = start(PARENT)
    process.wait_until(lambda: bool(process.tail()), 5)
    grandchild = int(process.tail())
    assert exists(grandchild)

    process.stop()

    eventually(lambda: not exists(grandchild))


def test_waiting_for_what_has_ended_says_so_with_its_last_words(start):
    process = start(python("raise SystemExit('the port is taken')"))

    with pytest.raises(Failed, match=r"the process ended by itself\. [\s\S]*the port is taken"):
        process.wait_until(lambda: False, 10)


def test_what_ends_by_itself_is_started_again_after_a_pause(start, capsys):
    process = start(python("print('hello')"))
    eventually(lambda: not process.is_running())

    process.revive()
    assert "starting it again in 1 s" in capsys.readouterr().out
    process.revive()
    assert process.tail().count("hello") == 1

    eventually(lambda: process.revive() or process.tail().count("hello") == 2)


def test_the_pause_doubles_while_it_keeps_ending_at_once(start, capsys, monkeypatch):
    now = 0.0
    monkeypatch.setattr("lhl_portal.local.processes.time.monotonic", lambda: now)
    process = start(python("pass"))
    for _ in range(7):
        while process.is_running():
            time.sleep(0.01)
        process.revive()
        now += 30
        process.revive()

    pauses = [line.rpartition(" in ")[2] for line in capsys.readouterr().out.splitlines()]
    assert pauses == ["1 s", "2 s", "4 s", "8 s", "16 s", "30 s", "30 s"]


def test_what_we_stopped_is_not_started_again(start):
    process = start(SLEEP)
    process.stop()

    process.revive()

    assert not process.is_running()


@pytest.mark.skipif(not ends_with_us(signal.SIGTERM), reason="only Linux can tell a process that its parent died")
def test_children_end_even_when_we_are_killed(tmp_path):
    code = (
        "import signal, subprocess, time\n"
        "from lhl_portal.local.processes import ends_with_us\n"
        "print(subprocess.Popen([*ends_with_us(signal.SIGTERM), 'sleep', '60']).pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = Process("parent", python(code), log=tmp_path / "parent.log")
    parent.start()
    try:
        parent.wait_until(lambda: bool(parent.tail()), 5)
        child = int(parent.tail())
        # The kernel tells the child only once the child has asked for it, a moment after its start.
        eventually(lambda: b"sleep" in Path(f"/proc/{child}/cmdline").read_bytes())

        os.kill(parent.pid, signal.SIGKILL)

        eventually(lambda: not exists(child))
    finally:
        parent.stop()
