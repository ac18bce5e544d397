"""One tree of errors. Each carries a sentence for the user, a hint what to do next, and the exit code.

OutreachError                2
├── NeedsAttention           1   the work was done, and something in it wants a person
├── BadInput                 2   a file, page, value or command that cannot be used
│   ├── NotFound             2   a name or number that nothing answers to
│   └── BadConfig            2
├── Refused                  2   a rule of the program says no: a stage gate, a do-not-contact entry
│   ├── Conflict             2   somebody else has changed the same thing meanwhile
│   └── SlowSite             2   a website wants a longer pause between pages than the user has agreed to
├── Unreachable              2   a source that does not answer, or may not be asked
└── Unusable                 2   the database cannot be opened, is locked, or wants an upgrade
"""

from __future__ import annotations

from outreach.terms.message import Message


class OutreachError(Exception):
    """Base of all errors that are shown as one sentence. `message` and `hint` are translated when shown."""

    exit_code = 2

    def __init__(self, message: Message, hint: Message | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}" if self.hint else str(self.message)


class NeedsAttention(OutreachError):
    exit_code = 1


class BadInput(OutreachError):
    pass


class NotFound(BadInput):
    pass


class BadConfig(BadInput):
    pass


class Refused(OutreachError):
    pass


class Conflict(Refused):
    pass


class SlowSite(Refused):
    """`seconds` is the pause that the site asks for."""

    def __init__(self, message: Message, hint: Message | None, seconds: float) -> None:
        super().__init__(message, hint)
        self.seconds = seconds


class Unreachable(OutreachError):
    pass


class Unusable(OutreachError):
    pass
