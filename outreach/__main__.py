"""`python -m outreach`, and the command `outreach`."""

from __future__ import annotations

import sys

from outreach.cli import main


def run() -> None:
    """Entry point of the installed command."""
    sys.exit(main())


if __name__ == "__main__":
    run()
