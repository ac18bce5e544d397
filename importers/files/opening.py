"""The opening balance of a town: stages that its cases already had, read from a list (DESIGN 5).

Stages are read in any of the three languages of the program, whatever language it is used in.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from importers.columns import Field
from importers.values import Cell, date_of, text_of
from outreach.rules.text import clean, clean_block, name_fold
from outreach.terms.candidate import Opening
from outreach.terms.labels import label
from outreach.terms.message import Message, say
from outreach.terms.work import Stage

_WORDS: dict[Stage, tuple[str, ...]] = {
    Stage.IDENTIFIED: ("Identified", "Tunnistettu", "Identifierad"),
    Stage.SELECTED: ("Selected", "Valittu", "Valittu kontaktoitavaksi", "Utvald", "Utvald för kontakt"),
    Stage.CONTACTED: ("Contacted", "Kontaktoitu", "Kontaktad"),
    Stage.IN_DIALOGUE: ("In dialogue", "Vuoropuhelussa", "I dialog"),
    Stage.COMMITTED: ("Committed", "Sitoutunut", "Förbundit sig"),
    Stage.ACTIVE: (
        "Active member",
        "Aktiivinen jäsen",
        "Aktiivinen toimija",
        "Aktiv medlem",
        "Aktiv aktör",
    ),
    Stage.DORMANT: ("Dormant", "Hiipunut", "Inaktiv"),
    Stage.NOT_NOW: ("Not now", "Ei nyt", "Inte nu"),
    Stage.DECLINED: ("Declined", "Kieltäytynyt", "Avböjt"),
    Stage.NOT_A_FIT: ("Does not meet the need", "Ei vastaa tarvetta", "Motsvarar inte behovet"),
    Stage.CEASED: ("Ceased", "Lakannut", "Upphört"),
}
_STAGE_OF = {name_fold(word): stage for stage, words in _WORDS.items() for word in (*words, stage.value)}


def stage_of(text: str) -> Stage | None:
    """The stage that a word names, None when it names none."""
    return _STAGE_OF.get(name_fold(text))


def unknown_stage(value: str) -> Message:
    """Why a row with such a stage is not accepted, and what may stand there."""
    allowed = tuple(label(stage) for stage in Stage)
    return say("Unknown stage: {value}. Allowed: {stages}", value=clean(value, 60), stages=allowed)


def opening_of(stage: Stage, cell_of: Callable[[Field], Cell], problem: Callable[[Field, Message], None]) -> Opening:
    """The opening state of a row. `cell_of` gives its cells, `problem` takes what could not be read of them."""

    def day(field: Field) -> date | None:
        cell = cell_of(field)
        found = date_of(cell)
        if found is None and text_of(cell):
            problem(field, say("This is not a date: {value}. Write it as 31.12.2026", value=text_of(cell, 60)))
        return found

    return Opening(
        stage=stage,
        since=day(Field.SINCE),
        owner=text_of(cell_of(Field.OWNER), 200),
        last_contact=day(Field.LAST_CONTACT),
        need=text_of(cell_of(Field.NEED), 300),
        note=clean_block(cell_of(Field.NOTE)),
    )
