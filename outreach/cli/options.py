"""Options and arguments that many commands share, each declared once.

Their help is written when this module is loaded, which is after `main` has chosen the language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from outreach.errors import BadInput
from outreach.i18n import _
from outreach.terms.message import say

MOST = 2_147_483_647  # what the keys of every database engine hold


def whole(what: str, least: int = 1) -> Callable[[object], int]:
    """A reader of whole numbers from `least` up for the option or argument `what`; BadInput otherwise."""

    def number(value: object) -> int:
        text = str(value).strip()
        if not text.removeprefix("-").isdecimal() or not least <= int(text[:20]) <= MOST:
            raise BadInput(
                say("This number cannot be used: {what} {value}", what=what, value=text[:40]),
                say("Write a whole number from {least} to {most}.", least=least, most=MOST),
            )
        return int(text)

    return number


JsonFlag = Annotated[bool, typer.Option("--json", help=_("Print data for other programs."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=_("Show what would be done, and save nothing."))]
TownOption = Annotated[
    str, typer.Option("--town", metavar="TOWN", help=_('Town, by name or code; "all" for all. Else your own.'))
]
NeedOption = Annotated[
    int, typer.Option("--need", metavar="N", parser=whole("--need"), help=_("Number of the competence need."))
]
DayOption = Annotated[str, typer.Option("--on", metavar="DATE", help=_("Day it happened; else today."))]
LimitOption = Annotated[int, typer.Option("--limit", metavar="N", parser=whole("--limit"), help=_("How many at most."))]

CaseArgument = Annotated[
    int, typer.Argument(metavar="CASE", parser=whole("CASE"), help=_("Number of the case, as lists show it."))
]
OrganisationArgument = Annotated[str, typer.Argument(help=_("Business ID, number or name of the organisation."))]
PersonArgument = Annotated[
    int,
    typer.Argument(metavar="PERSON", parser=whole("PERSON"), help=_("Number of the person, as `show` lists it.")),
]
NeedArgument = Annotated[
    int, typer.Argument(metavar="NEED", parser=whole("NEED"), help=_("Number of the need, as the list shows it."))
]

TitleFi = Annotated[str | None, typer.Option("--title-fi", help=_("Title in Finnish."))]
TitleSv = Annotated[str | None, typer.Option("--title-sv", help=_("Title in Swedish."))]
TitleEn = Annotated[str | None, typer.Option("--title-en", help=_("Title in English."))]
Theme = Annotated[str | None, typer.Option("--theme", help=_("Theme that the need belongs to."))]
Industry = Annotated[
    str | None, typer.Option("--industry", help=_("Industry codes of 2 to 5 digits (TOL 2025), with commas."))
]
WordsFi = Annotated[str | None, typer.Option("--words-fi", help=_("Finnish keywords, with commas."))]
WordsSv = Annotated[str | None, typer.Option("--words-sv", help=_("Swedish keywords, with commas."))]
WordsEn = Annotated[str | None, typer.Option("--words-en", help=_("English keywords, with commas."))]
NotWords = Annotated[
    str | None, typer.Option("--not-words", help=_("Words that leave an organisation out, with commas."))
]
Competences = Annotated[str | None, typer.Option("--competences", help=_("Competences looked for, with commas."))]
Places = Annotated[str | None, typer.Option("--place", help=_("Municipalities wished for, with commas."))]
OnlyThere = Annotated[
    bool | None, typer.Option("--only-there/--also-elsewhere", help=_("Leave out organisations elsewhere, or not."))
]
Target = Annotated[
    int | None,
    typer.Option(
        "--target", metavar="N", parser=whole("--target", 0), help=_("How many active members the town wants.")
    ),
]
Deadline = Annotated[str | None, typer.Option("--deadline", metavar="DATE", help=_("Day by which."))]
