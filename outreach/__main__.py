"""`python -m outreach`, and the command `outreach`."""

from __future__ import annotations

import gc
import sys

from outreach.cli import main

# A start makes some hundred thousand lasting objects. Looking for garbage among them every 700, as Python does unless
# told otherwise, costs a twentieth of it.
GARBAGE_EVERY = 50_000


def run() -> None:
    """Entry point of the installed command."""
    gc.set_threshold(GARBAGE_EVERY)
    sys.exit(main())


if __name__ == "__main__":
    run()
