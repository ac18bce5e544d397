"""Which e-mail addresses may be taken from a web page: those of offices, never those of persons (GDPR)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from importers.values import emails_of, is_own_mailbox
from importers.web.wording import FIRST_NAMES, SURNAMES
from outreach.rules.identity import domain_of, is_role_mailbox, is_shared_domain, sole_trader_by_name
from outreach.rules.text import name_fold
from outreach.terms.message import Message, say_n

SHORTEST = 4  # letters of a mailbox that is called by a part of a name
MOST_TEXT = 2_000_000  # letters of a page that are searched for the names of persons

_PERSON = re.compile(  # every pair of words counts: a title may stand before the first name
    r"(?<!\w)(?=([^\W\d_a-zåäö][a-zåäöé]{2,14})(?:-[^\W\d_][a-zåäöé]{2,14})?\s([^\W\d_a-zåäö][a-zåäöé]{2,24}))"
)
_SURNAME = re.compile(r".{2,}(?:nen|ström|strom|qvist|kvist|sson|gren|lund|berg)")
_GREETINGS = frozenset({"hei", "moi", "terve", "moro", "hej", "hello", "ir", "hr", "pr", "it"})  # offices, short
_WORD = re.compile(r"[a-zåäö]{4,30}")


def is_of(email: str, name: str) -> bool:
    """Whether a mailbox bears the name of the organisation, or words of it.

    One with a word of a person's name is none: a surname in -nen, a known first name, anything of a sole trader.
    """
    if is_own_mailbox(email, name) and not is_shared_domain(domain_of(email)):
        return True
    words = name_fold(email.partition("@")[0]).split()
    if not words or len(words) > 3 or sole_trader_by_name(name):
        return False
    if any(word.endswith("nen") or word in FIRST_NAMES for word in words) or len("".join(words)) < SHORTEST:
        return False
    return set(words) <= set(name_fold(name).split())


@lru_cache(maxsize=1)
def surnames_in(text: str) -> frozenset[str]:
    """Folded last names of the persons that a text names by a known first name."""
    found = _PERSON.finditer(text[:MOST_TEXT])
    return frozenset(name_fold(match[2]) for match in found if name_fold(match[1]) in FIRST_NAMES)


@dataclass(slots=True)
class Mailboxes:
    """Counts the addresses that were left out, so that the user is told. `persons`: the source allows persons' too.

    `page` is the page's text: a mailbox that is called by a single word is an office's unless the word is a name, of
    anybody or of a person whom the page names.
    """

    left_out: int = 0
    persons: bool = False
    page: str = ""

    def first(self, texts: Iterable[str], name: str) -> str:
        """The first address that is an office's by its word, or that bears the name of the organisation itself.

        Else the first one that is called by a word that is no name.
        """
        kept = office = personal = ""
        for email in dict.fromkeys(email for text in texts for email in emails_of(text)):
            if is_role_mailbox(email) or is_of(email, name) or email.partition("@")[0] in _GREETINGS:
                kept = kept or email
            elif self._is_office(email):
                office = office or email
            elif self.persons:
                personal = personal or email
            else:
                self.left_out += 1
        return kept or office or personal

    def _is_office(self, email: str) -> bool:
        """Whether a mailbox is called by one word that is no name: tilaukset-, studio-, verstas@."""
        local, _, host = email.partition("@")
        word = name_fold(local)
        if not _WORD.fullmatch(local) or is_shared_domain(domain_of(email)) or not host:
            return False
        if word in FIRST_NAMES or word in SURNAMES or _SURNAME.fullmatch(word):
            return False
        return word not in surnames_in(self.page)

    def note(self) -> tuple[Message, ...]:
        """The sentence on what was left out, if anything was."""
        sentence = say_n(
            "{n} personal e-mail address was left out",
            "{n} personal e-mail addresses were left out",
            self.left_out,
        )
        return (sentence,) if self.left_out else ()
