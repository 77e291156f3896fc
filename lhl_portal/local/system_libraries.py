"""What WeasyPrint needs from the system: Pango, and HarfBuzz-Subset, without which it is a fourth slower."""

import os
import shutil
import sys

from lhl_portal.local.console import Failed, say, step
from lhl_portal.local.packages import apt_get
from lhl_portal.local.places import PYTHON, VAR
from lhl_portal.local.processes import run

DEBIAN = ("libpangoft2-1.0-0", "libharfbuzz-subset0")
SYSLIBS = VAR / "syslibs"
FONTS_CONF = SYSLIBS / "fonts.conf"
PROBE = """
import warnings
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    try:
        import weasyprint
    except OSError as problem:
        print(str(problem).splitlines()[0])
    else:
        for warning in caught:
            if "HarfBuzz-Subset" in str(warning.message):
                print(warning.message)
"""


def environment() -> dict[str, str]:
    """What child processes need so that these libraries are found and leave nothing in the home folder.

    Those unpacked into the project need a font configuration too: Pango looks for one below /etc only.
    """
    own = {"XDG_CACHE_HOME": str(VAR / "cache")}
    if not FONTS_CONF.exists():
        return own
    folders = [str(folder) for root in ("usr/lib", "lib") for folder in SYSLIBS.glob(f"{root}/*-linux-gnu*")]
    inherited = os.environ.get("LD_LIBRARY_PATH")
    return own | {
        "LD_LIBRARY_PATH": os.pathsep.join([*folders, *([inherited] if inherited else [])]),
        "FONTCONFIG_FILE": str(FONTS_CONF),
    }


def ensure() -> None:
    """Raises `Failed` with what to install, if the libraries are missing and cannot be had without the user."""
    if missing() is None or (apt_get(DEBIAN) and missing() is None):
        return
    if shutil.which("apt-get") and shutil.which("dpkg"):
        try:
            with step(f"System libraries, without root, into {SYSLIBS}"):
                _unpack()
        except Failed as failure:
            say(str(failure))
    if still := missing():
        how = "brew install pango" if sys.platform == "darwin" else f"apt-get install {' '.join(DEBIAN)}"
        raise Failed(f"PDF reports need a system library ({still}). Install it and try again: {how}")


def missing() -> str | None:
    """What WeasyPrint itself says is not there."""
    said = run([PYTHON, "-c", PROBE], env=os.environ | environment()).splitlines()
    return said[-1] if said else None  # the last line, since WeasyPrint prints advice of its own first


def _unpack() -> None:
    """The packages with all they need, downloaded by an apt that keeps its lists here, and unpacked, not installed."""
    shutil.rmtree(SYSLIBS, ignore_errors=True)
    for folder in ("apt/lists/partial", "apt/cache/archives/partial"):
        (SYSLIBS / folder).mkdir(parents=True)
    apt = [
        *("apt-get", "-o", f"Dir::State={SYSLIBS}/apt", "-o", f"Dir::Cache={SYSLIBS}/apt/cache"),
        *("-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1"),
    ]
    run([*apt, "update"])
    run([*apt, "install", "--yes", "--download-only", "--no-install-recommends", *DEBIAN])
    for package in sorted(SYSLIBS.glob("apt/cache/archives/*.deb")):
        run(["dpkg", "-x", package, SYSLIBS])
    shutil.rmtree(SYSLIBS / "apt")
    FONTS_CONF.write_text(
        "<?xml version='1.0'?>\n<!DOCTYPE fontconfig SYSTEM 'fonts.dtd'>\n<fontconfig>\n"
        f"  <dir>{SYSLIBS}/usr/share/fonts</dir>\n  <dir>/usr/share/fonts</dir>\n"
        f"  <cachedir>{SYSLIBS}/cache</cachedir>\n</fontconfig>\n"
    )
