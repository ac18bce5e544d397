"""Names that read as a person's."""

from __future__ import annotations

import re

from importers.web.evidence import is_legal_form
from importers.web.wording import FIRST_NAMES
from outreach.rules.text import name_fold

_PERSON_WORD = re.compile(r"[A-ZÅÄÖÉ][a-zåäöéü]+(?:-[A-ZÅÄÖÉ]?[a-zåäöéü]+)?|[A-ZÅÄÖ]\.|von|af|de|der")


def is_person(text: str) -> bool:
    """Whether a name reads as a person's: a known first name and one or two more words, no legal form."""
    words = text[:80].split()
    if not 2 <= len(words) <= 4 or not all(_PERSON_WORD.fullmatch(word) for word in words) or is_legal_form(text):
        return False
    return name_fold(words[0]).split()[0] in FIRST_NAMES or name_fold(words[0]).replace(" ", "-") in FIRST_NAMES
