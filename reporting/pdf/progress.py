"""How far WeasyPrint has come, from its own log."""

import logging
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[str, int], None]

LAYOUT, WRITING = "layout", "writing"  # as in Build.Step
START, PAGES_FROM, PAGES_TO, DRAWING, CLOSING, END = 35, 44, 80, 82, 92, 95

STEPS = {
    1: (LAYOUT, 36),
    2: (LAYOUT, 37),
    3: (LAYOUT, 38),
    4: (LAYOUT, 41),
    6: (WRITING, DRAWING),
    7: (WRITING, CLOSING),
}
SIGN_OF_LIFE = 1.0  # seconds
LINE = re.compile(r"Step (?P<step>\d)(?:.* - Page (?P<page>\d+))?")
LOGGER = logging.getLogger("weasyprint.progress")


@contextmanager
def reported(progress: Progress, *, expected_pages: int) -> Iterator[None]:
    """Calls `progress` with a step and a rising per cent while WeasyPrint works inside, and with `END` at the end.

    What `progress` raises goes straight out through the work: that is how a build that was taken over stops.
    """
    listener = _Listener(progress, expected_pages)
    level, propagate = LOGGER.level, LOGGER.propagate
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False
    LOGGER.addHandler(listener)
    try:
        listener.tell(LAYOUT, START)
        yield
        listener.tell(WRITING, END)
    finally:
        LOGGER.removeHandler(listener)
        LOGGER.setLevel(level)
        LOGGER.propagate = propagate


class _Listener(logging.Handler):
    """Reads the lines that its own thread writes."""

    def __init__(self, progress: Progress, expected_pages: int) -> None:
        super().__init__(logging.INFO)
        self.progress = progress
        self.expected_pages = max(expected_pages, 1)
        self.thread = threading.get_ident()
        self.percent = -1
        self.told_at = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        line = LINE.match(record.getMessage())
        if line is None or record.thread != self.thread:
            return
        if line["page"]:
            # The number of pages is a guess until they are there; past it, the last per cent stands still.
            done = min(int(line["page"]) / self.expected_pages, 1)
            self.tell(LAYOUT, PAGES_FROM + int(done * (PAGES_TO - PAGES_FROM)))
        elif step := STEPS.get(int(line["step"])):
            self.tell(*step)

    def tell(self, step: str, percent: int) -> None:
        """Passes on a rise at once; work that goes on without one, once a second, as a sign of life."""
        now = time.monotonic()
        if percent > self.percent or now - self.told_at >= SIGN_OF_LIFE:
            self.percent = max(percent, self.percent)
            self.told_at = now
            self.progress(step, self.percent)
