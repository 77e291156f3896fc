"""Chromium, for the tests that need a browser."""

import os
import shutil

from lhl_portal.local.packages import apt_get


def chromium() -> str | None:
    """The browser that CHROMIUM names, else one on the PATH."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if name and (found := shutil.which(name))), None)


def ensure() -> None:
    """Install it where we may. Where not, the checks say how many tests did not run."""
    if chromium() is None:
        apt_get(["chromium"])
