"""Commands run to their end, and processes that stay: watched, and stopped with all that they started."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

from lhl_portal.local.console import Failed, last_lines, say
from lhl_portal.local.places import ROOT

Command = Sequence[str | Path]

STEADY = 60.0  # seconds after which a process counts as having started well
LONGEST_PAUSE = 30.0
TAIL = 30  # lines of output that come with a failure


class Identity(TypedDict):
    """The part of `subprocess`'s arguments that says as whom."""

    user: str | None
    group: int | None
    extra_groups: list[int] | None


def identity(user: str | None) -> Identity:
    """Arguments that drop root for `user`, with none of root's groups; for None, nothing changes."""
    if user is None:
        return Identity(user=None, group=None, extra_groups=None)
    return Identity(user=user, group=pwd.getpwnam(user).pw_gid, extra_groups=[])


def run(
    command: Command,
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    stdin: str | None = None,
    timeout: float | None = None,
    user: str | None = None,
    tail: int = TAIL,
) -> str:
    """Run a command to its end and return what it wrote to standard output.

    Raises `Failed` with the last `tail` lines of its output when it does not succeed in time.
    """
    shown = " ".join(str(part) for part in command)
    try:
        done = subprocess.run(
            command,
            env=env,
            cwd=cwd,
            input=stdin,
            timeout=timeout,
            capture_output=True,
            text=True,
            check=False,
            **identity(user),
        )
    except subprocess.TimeoutExpired:
        raise Failed(f"{shown}\ndid not end within {timeout:.0f} s.") from None
    except OSError as problem:
        raise Failed(f"{shown}: {problem.strerror}") from None
    if done.returncode:
        raise Failed(f"{shown}\nended with code {done.returncode}:\n{last_lines(done.stdout + done.stderr, tail)}")
    return done.stdout


def ends_with_us(by: signal.Signals) -> list[str]:
    """A prefix that makes the kernel send `by` to a command when we die, even by SIGKILL. Empty where there is none."""
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None
    return [setpriv, "--pdeathsig", by.name.removeprefix("SIG")] if setpriv else []


class Process:
    """A command that should run until we stop it. Its output is appended to `log`."""

    stop_signal = signal.SIGTERM
    grace = 10.0  # seconds between the request to stop and SIGKILL

    def __init__(
        self,
        name: str,
        command: Command,
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
    ) -> None:
        self.name = name
        self.command = [str(part) for part in command]
        self.log = log
        self.env = env
        self.user = user
        self._child: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause = 0.5
        self._again_at: float | None = None

    @property
    def pid(self) -> int | None:
        """Of the last start; None before the first and after `stop`."""
        return self._child.pid if self._child else None

    def is_running(self) -> bool:
        return self._child is not None and self._child.poll() is None

    def start(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._child = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C in the terminal reaches us alone; we stop the others in order
                **identity(self.user),
            )
        self._started_at = time.monotonic()
        self._again_at = None

    def ask_to_stop(self) -> None:
        if self._child and self.is_running():
            self._child.send_signal(self.stop_signal)

    def stop(self) -> None:
        """Ask, wait, then insist. Afterwards nothing that it started is left."""
        if self._child is None:
            return
        self.ask_to_stop()
        try:
            self._child.wait(self.grace)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        self._kill_orphans(self._child.pid)
        self._child = None

    def wait_until(self, ready: Callable[[], bool], seconds: float) -> None:
        """Raises `Failed` with the end of the log if it ends, or is not ready in time."""
        deadline = time.monotonic() + seconds
        while not ready():
            if not self.is_running() or time.monotonic() > deadline:
                what = f"was not ready within {seconds:.0f} s" if self.is_running() else "ended by itself"
                raise Failed(f"{self.name} {what}. The end of {self.log}:\n{self.tail()}")
            time.sleep(0.05)

    def revive(self) -> None:
        """Start again what ended by itself, after a pause that doubles each time it ends soon after its start."""
        if self._child is None or self.is_running():
            return
        now = time.monotonic()
        if self._again_at is None:
            self._kill_orphans(self._child.pid)
            self._pause = 1.0 if now - self._started_at > STEADY else min(self._pause * 2, LONGEST_PAUSE)
            self._again_at = now + self._pause
            say(f"  {self.name} ended with code {self._child.returncode}; starting it again in {self._pause:.0f} s")
        elif now >= self._again_at:
            self.start()

    def tail(self) -> str:
        return last_lines(self.log.read_text(errors="replace"), TAIL) if self.log.exists() else ""

    def _kill_orphans(self, group: int) -> None:
        """What a dead process left in its group, such as the pool of a worker that was itself killed."""
        with suppress(ProcessLookupError, PermissionError):  # macOS says the latter of a group of zombies
            os.killpg(group, signal.SIGKILL)


def stop_all(processes: Iterable[Process]) -> None:
    """All get the signal at once and then their time each, so that stopping takes as long as the slowest."""
    processes = list(processes)
    for process in processes:
        process.ask_to_stop()
    for process in processes:
        process.stop()
