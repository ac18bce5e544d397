"""Which e-mail addresses may be taken from a web page: those of offices, never those of persons (GDPR)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from importers.values import emails_of, is_own_mailbox
from outreach.rules.identity import domain_of, is_role_mailbox, is_shared_domain
from outreach.terms.message import Message, say_n


@dataclass(slots=True)
class Mailboxes:
    """Counts the addresses that were left out, so that the user is told."""

    left_out: int = 0

    def first(self, texts: Iterable[str], name: str) -> str:
        """The first address that is an office's, or that bears the name of the organisation itself."""
        kept = ""
        for email in dict.fromkeys(email for text in texts for email in emails_of(text)):
            own = is_own_mailbox(email, name) and not is_shared_domain(domain_of(email))
            if is_role_mailbox(email) or own:
                kept = kept or email
            else:
                self.left_out += 1
        return kept

    def note(self) -> tuple[Message, ...]:
        """The sentence on what was left out, if anything was."""
        sentence = say_n(
            "{n} personal e-mail address was left out",
            "{n} personal e-mail addresses were left out",
            self.left_out,
        )
        return (sentence,) if self.left_out else ()
