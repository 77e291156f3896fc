"""What `make` runs on a developer's or newcomer's own machine: set-up, the demo, the checks.

Standard library only, and nothing of Django or the portal: set-up runs before any package is there.
"""

import sys

# Here, before any module of the package is compiled, so that an old Python meets this and not a SyntaxError.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(
        "The portal needs Python 3.11 or newer; this is %d.%d. Name another one like this: make demo PYTHON=python3.12"  # noqa: UP031
        % sys.version_info[:2]
    )
