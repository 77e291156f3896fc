"""One run at a time."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lhl_portal.local.console import Failed


@contextmanager
def alone_in(folder: Path, otherwise: str) -> Iterator[None]:
    """Raises `Failed` with the text `otherwise` while another process is here. The lock dies with its holder."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Failed(otherwise) from None
        yield
