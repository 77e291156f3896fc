"""Speaking to the person at the terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Failed(Exception):
    """Something the person must know or do; the text is ready to print."""


def say(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(title: str) -> Iterator[None]:
    """One line per step: its title while it runs, then how long it took."""
    print(f"  {title} ... ", end="", flush=True)
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say("stopped")
        raise
    say(f"{time.monotonic() - started:.1f} s")


@contextmanager
def without_tracebacks() -> Iterator[None]:
    """End the program with the text of a `Failed`, and quietly on Ctrl-C."""
    try:
        yield
    except Failed as failure:
        sys.exit(f"\n{failure}")
    except KeyboardInterrupt:
        sys.exit(130)


def last_lines(text: str, count: int) -> str:
    return "\n".join(text.rstrip().splitlines()[-count:])
