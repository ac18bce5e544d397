"""Whether the terminal can show the screens at all."""

from __future__ import annotations

import sys

from outreach.errors import Unusable
from outreach.terms.message import say


def check_terminal() -> None:
    """Unusable for a terminal that is none, or that cannot show letters beyond ASCII."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Unusable(
            say("The screens need a terminal, and this is not one."), say("Use the commands instead: outreach --help")
        )
    encoding = (getattr(sys.__stderr__, "encoding", "") or "").lower().replace("-", "")
    if encoding != "utf8":
        raise Unusable(
            say("The terminal's locale is not UTF-8: {encoding}", encoding=encoding or "?"),
            say("Set it first, for example: export LANG=C.UTF-8"),
        )
