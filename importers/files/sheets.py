"""Which sheets of a workbook are read: all that show, or the one that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from importers.files.grid import MOST_SHEETS
from importers.files.kind import unreadable
from outreach.rules.text import clean, name_fold
from outreach.terms.message import say


class SheetName(NamedTuple):
    name: str
    hidden: bool = False


def pick(sheets: Sequence[SheetName], file: str, asked: str = "") -> tuple[list[str], tuple[str, ...]]:
    """Names of the sheets to read, and of the hidden ones that are left; BadInput when the asked one is not there."""
    if asked:
        wanted = name_fold(asked)
        found = [each.name for each in sheets if each.name == asked] or [
            each.name for each in sheets if name_fold(each.name) == wanted
        ]
        if not found:
            names = ", ".join(clean(each.name, 60) for each in sheets[:30])
            raise unreadable(
                file, say("It has no sheet {sheet}. Its sheets: {names}", sheet=clean(asked, 60), names=names)
            )
        return found[:1], ()
    shown = [each.name for each in sheets if not each.hidden][:MOST_SHEETS]
    return shown, tuple(clean(each.name, 60) for each in sheets if each.hidden)
