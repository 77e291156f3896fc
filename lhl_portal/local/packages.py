"""The machine's own packages: asking for them where we may."""

import os
import shutil
from collections.abc import Sequence
from contextlib import suppress

from lhl_portal.local.console import Failed, say
from lhl_portal.local.processes import run


def apt_get(names: Sequence[str]) -> bool:
    """Install Debian packages as root, or with a sudo that asks nothing. False where that is not ours to do."""
    root = _root()
    if root is None or not shutil.which("apt-get"):
        return False
    install = [*root, "apt-get", "install", "--yes", "--no-install-recommends", *names]
    say(f"$ {' '.join(install)}")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    try:
        run(install, env=env)
    except Failed:  # most often because the machine has no package lists yet, or old ones
        say(f"$ {' '.join([*root, 'apt-get', 'update'])}")
        try:
            run([*root, "apt-get", "update"], env=env)
            run(install, env=env)
        except Failed as failure:
            say(str(failure))
            return False
    return True


def _root() -> list[str] | None:
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        with suppress(Failed):
            run(["sudo", "-n", "true"])
            return ["sudo", "-n"]
    return None
