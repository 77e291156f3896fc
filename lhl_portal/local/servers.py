"""What the embedded servers have in common.

They come from wheels whose own Python helpers are not used: as root, the one for PostgreSQL makes a system user and
widens the modes of folders. Both listen on 127.0.0.1 only, on a free port of their own, without a password.
"""

import importlib.util
import platform
import socket
from pathlib import Path

from lhl_portal.local.console import Failed
from lhl_portal.local.processes import Process

LOOPBACK = "127.0.0.1"


class Server(Process):
    """A server of ours, and the environment variable by which the portal finds it."""

    variable: str
    url: str

    def ready(self) -> bool:
        raise NotImplementedError


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def program(package: str, path: str, variable: str) -> Path:
    """A program inside an installed wheel. Raises `Failed` where the platform has no such wheel."""
    spec = importlib.util.find_spec(package)
    for folder in (spec and spec.submodule_search_locations) or ():
        if (found := Path(folder, path)).exists():
            return found
    raise Failed(f"There is no embedded server for {platform.system()} {platform.machine()}: set {variable}.")
