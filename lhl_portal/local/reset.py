"""Forgets the demo's data: `python -m lhl_portal.local.reset`. A database named by DATABASE_URL is not touched."""

import shutil

from lhl_portal.local import postgres
from lhl_portal.local.console import say, without_tracebacks
from lhl_portal.local.locks import alone_in
from lhl_portal.local.places import DEMO


def main() -> None:
    with without_tracebacks(), alone_in(DEMO, "The demo is running; stop it first (Ctrl-C where it runs)."):
        postgres.forget(DEMO)
        shutil.rmtree(DEMO)
        say("The demo's data is gone; make demo starts anew.")


if __name__ == "__main__":
    main()
