"""What repeats on a page and is no organisation: events, news, products, homes, jobs, reviews, questions, persons."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from importers.web.evidence import Kind, is_legal_form
from importers.web.marks import Mark
from importers.web.people import is_person
from importers.web.wording import (
    CART,
    CLOCK,
    DATE,
    DWELLING,
    EXPLAINED,
    JOB,
    JOB_ADVERT,
    MORE,
    PRICE,
    REVIEW,
    STAMP,
)
from outreach.rules.identity import is_role_mailbox
from outreach.rules.text import name_fold
from outreach.terms.message import Message, say

MOST_TEXT = 3_000  # characters of a record that are looked at


class Other(StrEnum):
    """What a record is instead of an organisation."""

    EVENT = "event"
    NEWS = "news"
    PRODUCT = "product"
    DWELLING = "dwelling"
    JOB = "job"
    REVIEW = "review"
    QUESTION = "question"
    PERSON = "person"


REASONS: dict[Other, Message] = {
    Other.EVENT: say("It reads as an event"),
    Other.NEWS: say("It reads as a news item"),
    Other.PRODUCT: say("It reads as a product with a price"),
    Other.DWELLING: say("It reads as a dwelling to let or for sale"),
    Other.JOB: say("It reads as a job advertisement"),
    Other.REVIEW: say("It reads as a review"),
    Other.QUESTION: say("It reads as a question and its answer"),
    Other.PERSON: say("It reads as a person: persons are not taken from web pages"),
}

_ROLE = re.compile(
    r"^(?:(?:vara)?jäsen|(?:vara)?puheenjohtaja|pj\.?|sihteeri|toimitusjohtaja|(?:vice)?ordförande|medlem|suppleant|sekreterare"
    r"|chair(?:man|person|woman)?|member|secretary|ceo|vd|tj\.?)[\s:,]+",
    re.IGNORECASE,
)
_BUSINESS = frozenset({Kind.EMAIL, Kind.PHONE, Kind.NUMBER, Kind.POST, Kind.STREET, Kind.SITE})


def what_else(name: str, text: str, marks: Sequence[Mark]) -> Other | None:
    """What a record is instead of an organisation; None when nothing speaks against it."""
    text = text[:MOST_TEXT]
    kinds = {each.kind for each in marks} & _BUSINESS
    sure = Kind.NUMBER in kinds
    dated = DATE.search(text)
    if dated and CLOCK.search(text) and not sure and not (EXPLAINED.search(text) and len(kinds) > 1):
        return Other.EVENT
    if STAMP.search(text) and not sure and len(kinds) < 3:
        return Other.NEWS
    if JOB_ADVERT.search(text) and not sure and len(kinds) < 3:
        return Other.JOB
    if DWELLING.search(text) and (PRICE.search(text) or len(kinds - {Kind.STREET, Kind.POST}) == 0):
        return Other.DWELLING
    if CART.search(text) or (PRICE.search(text) and len(kinds) < 2 and not sure):
        return Other.PRODUCT
    if _is_person(name, text, marks, kinds):
        return Other.PERSON
    if dated and (DATE.match(text) or MORE.search(text)) and len(kinds) < 2 and not sure:
        return Other.NEWS
    if MORE.search(text) and not kinds and len(name.split()) > 4:
        return Other.NEWS
    if REVIEW.search(text) and len(kinds) < 2:
        return Other.REVIEW
    if name.endswith("?") and len(kinds) < 2:
        return Other.QUESTION
    return None


def _is_person(name: str, text: str, marks: Sequence[Mark], kinds: set[Kind]) -> bool:
    """Whether a record tells of a person: by name and work, or by the mailbox beside the name."""
    if is_legal_form(name) or Kind.NUMBER in kinds:
        return False
    words = name_fold(name).split()
    if 2 <= len(words) <= 4:
        for mark in marks:
            local = name_fold(mark.text.partition("@")[0]).split() if mark.kind is Kind.EMAIL else []
            if len(local) >= 2 and not is_role_mailbox(mark.text) and set(local) <= set(words):
                return True
    if is_person(_ROLE.sub("", name)):
        work = JOB.search(text.replace(name, " "))
        return work is not None or not kinds & {Kind.SITE, Kind.STREET, Kind.POST}
    return bool(JOB.fullmatch(name))
