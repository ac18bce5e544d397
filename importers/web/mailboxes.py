"""Which e-mail addresses may be taken from a web page: those of offices, never those of persons (GDPR)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from importers.values import emails_of, is_own_mailbox
from importers.web.wording import FIRST_NAMES
from outreach.rules.identity import domain_of, is_role_mailbox, is_shared_domain, sole_trader_by_name
from outreach.rules.text import name_fold
from outreach.terms.message import Message, say_n

SHORTEST = 4  # letters of a mailbox that is called by a part of a name


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


@dataclass(slots=True)
class Mailboxes:
    """Counts the addresses that were left out, so that the user is told. `persons`: the source allows persons' too."""

    left_out: int = 0
    persons: bool = False

    def first(self, texts: Iterable[str], name: str) -> str:
        """The first address that is an office's, or that bears the name of the organisation itself."""
        kept = personal = ""
        for email in dict.fromkeys(email for text in texts for email in emails_of(text)):
            if is_role_mailbox(email) or is_of(email, name):
                kept = kept or email
            elif self.persons:
                personal = personal or email
            else:
                self.left_out += 1
        return kept or personal

    def note(self) -> tuple[Message, ...]:
        """The sentence on what was left out, if anything was."""
        sentence = say_n(
            "{n} personal e-mail address was left out",
            "{n} personal e-mail addresses were left out",
            self.left_out,
        )
        return (sentence,) if self.left_out else ()
