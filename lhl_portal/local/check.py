"""Every check and every test, to the first that fails: `python -m lhl_portal.local.check [--lint | --only TESTS]`.

The tests run on the embedded PostgreSQL and Valkey, and again, without the browser, on those that DATABASE_URL and
REDIS_URL name or that answer on this machine's usual ports.
"""

import argparse
import os
import re
import secrets
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from lhl_portal.local import postgres, system_libraries, valkey
from lhl_portal.local.browser import chromium
from lhl_portal.local.console import Failed, say, step, without_tracebacks
from lhl_portal.local.locks import alone_in
from lhl_portal.local.places import PYTHON, ROOT, VAR, VENV
from lhl_portal.local.processes import Command, run
from lhl_portal.local.services import embedded_is_installed, services, urls

Environment = dict[str, str]

FOLDER = VAR / "test"
LOCKS = ("requirements.lock", "requirements-dev.lock", "requirements-node.lock", "package-lock.json")
PARALLEL = ("-n", "2", "--dist", "loadfile")  # files stay whole, or each process would pay for their dear fixtures
SHOWN = 200  # lines of a failing check
# The tests never touch what lies in these: Django makes a test_lhl_portal beside the database, and 15 is seldom used.
USUAL_DATABASE = "postgres://postgres@127.0.0.1:5432/lhl_portal"
USUAL_REDIS = "redis://127.0.0.1:6379/15"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lint", action="store_true", help="no tests")
    parser.add_argument("--only", metavar="TESTS", help="what pytest should run, on the embedded servers, and no more")
    chosen = parser.parse_args()
    started = time.monotonic()
    with without_tracebacks(), alone_in(FOLDER, "Checks of this folder are running already."):
        if chosen.lint:
            with _environment({}) as env:
                lint(env)
        elif chosen.only:
            with _environment({}) as env:
                _pytest("The tests chosen", env, *shlex.split(chosen.only))
        else:
            everything()
    say(f"\nAll is well, after {time.monotonic() - started:.0f} s.")


def everything() -> None:
    given = servers_of_the_machine()
    first, second = ({}, given) if embedded_is_installed() else (given, {})
    with _environment(first) as env:
        lint(env)
        test(env, where="the servers given" if first else "the embedded servers", browser=True)
    if second:
        with _environment(second) as env:
            test(env, where=" and ".join(second), browser=False)
    else:
        say("  Tests on other servers: none, as this machine has no PostgreSQL or Redis of its own")


def lint(env: Environment) -> None:
    """All that needs no test. Django's own checks run as production, with secrets made for the occasion."""
    production = env | {
        "PORTAL_MODE": "production",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "portal.example.no",
        "PUBLIC_URL": "https://portal.example.no",
    }
    manage = (PYTHON, "-W", "error", "manage.py")
    templates = sorted((ROOT / "templates").rglob("*.html"))
    checks: tuple[tuple[str, Command, Environment], ...] = (
        ("Ruff's rules", (VENV / "bin/ruff", "check", "."), env),
        ("Ruff's format", (VENV / "bin/ruff", "format", "--check", "."), env),
        ("Template syntax", (VENV / "bin/djade", "--target-version", "5.2", "--check", *templates), env),
        ("Template markup", (VENV / "bin/djlint", "--lint", "--quiet", "templates"), env),
        ("Types", (VENV / "bin/mypy",), env),
        ("Imports point down", (VENV / "bin/lint-imports", "--no-logo"), env),
        ("Migrations", (PYTHON, "manage.py", "makemigrations", "--check"), env),
        ("Production settings", (*manage, "check", "--deploy", "--fail-level", "WARNING"), production),
        ("Static files", (*manage, "collectstatic", "--no-input"), production),
    )
    with step("Lock files name no host"):
        if named := [line for name in LOCKS for line in hosts_in(name, (ROOT / name).read_text())]:
            raise Failed("\n".join(named))
    for title, command, environment in checks:
        with step(title):
            run(command, env=environment, tail=SHOWN)


def test(env: Environment, *, where: str, browser: bool) -> None:
    _pytest(f"Tests on {where}", env, "-m", "not worker and not browser", *PARALLEL)
    _pytest(f"Tests with real processes on {where}", env, "-m", "worker")
    if browser and chromium():
        _pytest(f"Tests in a browser on {where}", env, "-m", "browser", *PARALLEL)
    elif browser:
        _say_what_did_not_run(env)


def hosts_in(name: str, lock: str) -> list[str]:
    """Lines of a lock file that say from where a package comes: a clone elsewhere would ask there too."""
    pattern = r'"resolved":' if name.endswith(".json") else r"://|^--"
    return [f"{name}:{number}: {line}" for number, line in enumerate(lock.splitlines(), 1) if re.search(pattern, line)]


def servers_of_the_machine() -> Environment:
    """As the environment names them; else what answers, and lets us make databases, where such servers usually are."""
    database = os.environ.get("DATABASE_URL") or (postgres.lets_us_create(USUAL_DATABASE) and USUAL_DATABASE)
    redis = os.environ.get("REDIS_URL") or (valkey.answers("127.0.0.1", 6379) and USUAL_REDIS)
    return {name: url for name, url in (("DATABASE_URL", database), ("REDIS_URL", redis)) if url}


@contextmanager
def _environment(given: Environment) -> Iterator[Environment]:
    """For the commands of one round, with fresh servers of our own for those that are not given."""
    folder = FOLDER / "servers"
    shutil.rmtree(folder, ignore_errors=True)
    try:
        with services(folder, durable=False, given=given) as servers:
            yield {
                **os.environ,
                **system_libraries.environment(),
                **given,
                **urls(servers),
                "PORTAL_MODE": "test",
                "CHROMIUM": chromium() or "",
            }
    finally:
        postgres.forget(folder)


def _pytest(title: str, env: Environment, *arguments: str) -> None:
    started = time.monotonic()
    say(f"\n  {title}")
    command: Command = [PYTHON, "-m", "pytest", "-q", *arguments]
    if subprocess.run(command, cwd=ROOT, env=env, check=False).returncode:
        raise Failed(f"{title}: failed.")
    say(f"  {title}: {time.monotonic() - started:.1f} s")


def _say_what_did_not_run(env: Environment) -> None:
    listed = run([PYTHON, "-m", "pytest", "--collect-only", "-q", "-m", "browser"], env=env)
    found = re.search(r"^(\d+)(?:/\d+)? tests? collected", listed, re.MULTILINE)
    count = found[1] if found else "The"
    message = f"{count} browser tests did NOT run: there is no Chromium. Install it, or name it in CHROMIUM."
    if os.environ.get("CI") == "true":
        raise Failed(message)
    say(f"\n{'!' * 80}\n{message}\n{'!' * 80}")


if __name__ == "__main__":
    main()
