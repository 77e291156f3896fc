"""The servers a run needs: as the environment names them, else our own."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from lhl_portal.local import postgres, valkey
from lhl_portal.local.postgres import Postgres
from lhl_portal.local.processes import stop_all
from lhl_portal.local.servers import Server
from lhl_portal.local.valkey import Valkey

START_SECONDS = 60


@contextmanager
def services(folder: Path, *, durable: bool, given: Mapping[str, str] = os.environ) -> Iterator[list[Server]]:
    """Running servers for those of DATABASE_URL and REDIS_URL that `given` does not name.

    `durable` data survives a power cut; without, everything is faster and meant to be thrown away.
    """
    kinds: tuple[type[Postgres] | type[Valkey], ...] = (Postgres, Valkey)
    servers: list[Server] = [kind(folder, durable=durable) for kind in kinds if not given.get(kind.variable)]
    try:
        for server in servers:
            server.start()
        for server in servers:
            server.wait_until(server.ready, START_SECONDS)
        yield servers
    finally:
        stop_all(servers)


def embedded_is_installed() -> bool:
    """Whether there are wheels of both servers for this platform."""
    return all(find_spec(package) for package in (postgres.PACKAGE, valkey.PACKAGE))


def urls(servers: list[Server]) -> dict[str, str]:
    """What the portal's processes need in their environment to find `servers`."""
    return {server.variable: server.url for server in servers}
