"""`python -m benchmarks`: fills two scratch databases, times the pages on both, prints a table, drops the databases.

They stand on the server of DATABASE_URL, or on the embedded one. `fill` and `time` are its steps, each a process.
`python -m benchmarks reports` times the reports instead; `manifests` and `one` are its steps.
"""

import argparse
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import django
import psycopg
from psycopg.sql import SQL, Identifier

from lhl_portal.local import postgres, system_libraries
from lhl_portal.local.console import say, step, without_tracebacks
from lhl_portal.local.locks import alone_in
from lhl_portal.local.places import PYTHON, VAR
from lhl_portal.local.processes import Command, run
from lhl_portal.local.services import services, urls

Environment = dict[str, str]

FOLDER = VAR / "benchmarks"
ONCE, TENFOLD = DATABASES = ("lhl_bench", "lhl_bench_tenfold")
REPETITIONS, REPORT_REPETITIONS = 15, 3
MANIFESTS = FOLDER / "reports"
HERE: Command = (PYTHON, "-m", "benchmarks")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repetitions", type=int, help="how often each page or report is timed")
    steps = parser.add_subparsers(dest="step")
    filling = steps.add_parser("fill", help="fills the database of DATABASE_URL, whose name begins with lhl_bench")
    filling.add_argument("--times", type=int, default=1, help="how many times 100,000 rows in the log of statuses")
    steps.add_parser("time", help="times the pages where both databases are filled")
    reports_ = steps.add_parser("reports", help="times the PDFs of ten regions and the country")
    reports_.add_argument("--builds", type=int, default=50, help="how many are built in a row in one process")
    reports_.add_argument("--kept", type=Path, help="a folder with manifests of an earlier run: no database is needed")
    steps.add_parser("manifests", help="writes the reports' manifests from the database of DATABASE_URL")
    one = steps.add_parser("one", help="one reading of one report, as JSON")
    one.add_argument("what", choices=("build", "chromium", "many"))
    one.add_argument("manifest")
    one.add_argument("--times", type=int, default=1)
    chosen = parser.parse_args()
    with without_tracebacks():
        if chosen.step == "fill":
            fill(chosen.times)
        elif chosen.step == "time":
            time(chosen.repetitions or REPETITIONS)
        elif chosen.step == "reports":
            reports(chosen.repetitions or REPORT_REPETITIONS, chosen.builds, chosen.kept)
        elif chosen.step == "manifests":
            manifests()
        elif chosen.step == "one":
            _set_up()
            from benchmarks.rendering import answer

            say(answer(chosen.what, chosen.manifest, chosen.times))
        else:
            everything(chosen.repetitions or REPETITIONS)


def everything(repetitions: int) -> None:
    with alone_in(FOLDER, "Benchmarks of this folder are running already."), _environment() as env:
        server = env["DATABASE_URL"]
        try:
            _make(server, ONCE)
            with step("The register, the reform, the demo and 100,000 rows in the log of statuses"):
                run([*HERE, "fill"], env=_on(ONCE, env))
            _make(server, TENFOLD, like=ONCE)
            with step("The same with 1,000,000 rows"):
                run([*HERE, "fill", "--times", "10"], env=_on(TENFOLD, env))
            with step(f"Each page {repetitions} times, in turn"):
                readings = run([*HERE, f"--repetitions={repetitions}", "time"], env=_on(ONCE, env))
            say(f"\n{readings}")
        finally:
            for name in DATABASES:
                _drop(server, name)


def fill(times: int) -> None:
    _set_up()
    from benchmarks.seed import ROWS, fill

    say(f"{fill(times * ROWS)} rows added")


def time(repetitions: int) -> None:
    _set_up()
    from benchmarks.pages import read
    from benchmarks.table import table

    say(table(read(DATABASES, repetitions)))


def reports(repetitions: int, builds: int, kept: Path | None) -> None:
    """The manifests come from a database with the demo; nothing after that reads one."""
    with alone_in(FOLDER, "Benchmarks of this folder are running already."), _environment() as env:
        folder = kept or MANIFESTS
        if kept is None:
            try:
                _make(env["DATABASE_URL"], ONCE)
                with step("The register, the reform and the demo, and the manifests of its newest round"):
                    run([*HERE, "manifests"], env=_on(ONCE, env))
            finally:
                _drop(env["DATABASE_URL"], ONCE)
        os.environ.update(env)
        _set_up()
        from benchmarks.reports import read

        files = sorted(folder.glob("*.json"), key=lambda path: (path.stem != "national", path.stem))
        for table in read(files, env, repetitions=repetitions, builds=builds):
            say(f"\n{table}")


def manifests() -> None:
    _set_up()
    from django.core.management import call_command

    from benchmarks.manifests import write

    call_command("prepare_demo")
    shutil.rmtree(MANIFESTS, ignore_errors=True)
    write(MANIFESTS)


def _set_up() -> None:
    """Before anything of the portal is imported."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lhl_portal.settings")
    django.setup()


@contextmanager
def _environment() -> Iterator[Environment]:
    """With fresh servers of our own for those that the environment does not name."""
    folder = FOLDER / "servers"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with services(folder, durable=False) as servers:
            yield {**os.environ, **system_libraries.environment(), **urls(servers), "PORTAL_MODE": "demo"}
    finally:
        postgres.forget(folder)


def _on(name: str, env: Environment) -> Environment:
    return env | {"DATABASE_URL": _url(env["DATABASE_URL"], name)}


def _url(server: str, name: str) -> str:
    return urlsplit(server)._replace(path=f"/{name}").geturl()


def _make(server: str, name: str, *, like: str = "template1") -> None:
    _drop(server, name)
    with _maintenance(server) as connection:
        connection.execute(SQL("CREATE DATABASE {} TEMPLATE {}").format(Identifier(name), Identifier(like)))


def _drop(server: str, name: str) -> None:
    with _maintenance(server) as connection:
        connection.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _maintenance(server: str) -> psycopg.Connection:
    return psycopg.connect(_url(server, "postgres"), autocommit=True)


if __name__ == "__main__":
    main()
