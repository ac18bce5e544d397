"""Ways to contact somebody, and do-not-contact entries, as screens and lists show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from outreach.terms.message import Message
from outreach.terms.work import Channel


@dataclass(frozen=True, slots=True)
class ChannelRule:
    """Whether a channel may be used, and the rule in words."""

    channel: Channel
    allowed: bool
    rule: Message
    value: str = ""
    banned: bool = False  # by a do-not-contact entry


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppressionRow:
    """A do-not-contact entry. `subject` is empty once the one whom it concerns has been erased."""

    suppression_id: int
    kind: str  # organisation, person, email, phone
    channel: Channel
    subject: str
    organisation_id: int | None
    reason: str
    entered_on: date
    entered_by: str
    lifted_on: date | None = None
    lifted_by: str = ""
    lift_reason: str = ""
