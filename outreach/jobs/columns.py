"""What the user says that columns of a file are: "Heading=field", the field by its name or its word in any language."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from outreach.errors import BadInput
from outreach.i18n import in_language, tr
from outreach.rules.text import clean, name_fold
from outreach.terms.message import say

FORGET = ("none", "ei mitään", "inget")  # the whole of what was said: what is remembered goes
NOT_READ = ("", "-", "–")
# Names that other programs know fields by, besides those of the importer.
OTHER_NAMES = {
    "address": "street",
    "contact_person": "contact_name",
    "contact": "contact_name",
    "industry": "industry_code",
}


def read_mapping(said: Sequence[str]) -> dict[str, str] | None:
    """Heading -> field, "" for a column that is not to be read; None when nothing was said, {} to forget what was said
    before. BadInput names the nearest right word."""
    if not said:
        return None
    if len(said) == 1 and said[0].strip().casefold() in FORGET:
        return {}
    known = _fields()
    found: dict[str, str] = {}
    for text in said:
        heading, equals, word = text.rpartition("=")
        if not equals or not heading.strip():
            raise BadInput(
                say("This says nothing of a column: --map {text}", text=clean(text, 100)),
                say('Write the heading and what it holds: --map "Yrityksen nimi=name"'),
            )
        found[heading.strip()] = _field(word, known)
    return found


def _field(word: str, known: Mapping[str, str]) -> str:
    wanted = word.strip()
    if wanted in NOT_READ:
        return ""
    if (field := known.get(_folded(wanted))) is not None:
        return field
    near = difflib.get_close_matches(_folded(wanted), known, n=1)
    fields = tuple(dict.fromkeys(known.values()))
    raise BadInput(
        say("No column can hold this: {field}", field=clean(wanted, 60)),
        say("Did you mean {field}?", field=known[near[0]]) if near else say("What columns can hold: {all}", all=fields),
    )


def _fields() -> dict[str, str]:
    """Every word for a field -> its name."""
    from importers.columns import LABELS, Field

    found = {_folded(field.value): field.value for field in Field}
    found |= {_folded(name): field for name, field in OTHER_NAMES.items()}
    for language in ("fi", "sv", "en"):
        with in_language(language):
            for field, label in LABELS.items():
                found.setdefault(_folded(tr(label)), field.value)
    return found


def _folded(word: str) -> str:
    return name_fold(word.replace("_", " ")) or word
