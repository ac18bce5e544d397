"""What a change in the register says, in words."""

from __future__ import annotations

from outreach.terms.message import Message, say
from outreach.terms.runs import ChangeKind


def sentence(kind: str, before: str, after: str) -> Message:
    """One line for Today and the contact history; `before` and `after` are the register's values."""
    values = {"before": before, "after": after}
    said = {
        ChangeKind.FOUNDED: say("founded"),
        ChangeKind.NAME: say("new name: {after}", **values),
        ChangeKind.MOVED: say("moved: {before} → {after}", **values),
        ChangeKind.INDUSTRY: say("industry: {before} → {after}", **values),
        ChangeKind.FORM: say("legal form: {before} → {after}", **values),
        ChangeKind.BANKRUPTCY: say("in bankruptcy: the case stays, look at it"),
        ChangeKind.LIQUIDATION: say("in liquidation: the case stays, look at it"),
        ChangeKind.RESTRUCTURING: say("in restructuring: the case stays, look at it"),
        ChangeKind.SITUATION_OVER: say("no longer in bankruptcy, liquidation or restructuring"),
        ChangeKind.CEASED: say("ceased, says the register"),
        ChangeKind.WEBSITE: say("website: {after}", **values),
        ChangeKind.VANISHED: say("no longer in the register's data: the reason is not known"),
        ChangeKind.RETURNED: say("in the register's data again"),
    }
    return said[ChangeKind(kind)]
