"""Words of the outreach work: stages, verdicts, contacts, channels."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Stage of a case: organisation x town x need (DESIGN 5). IDENTIFIED is a candidate without a case row."""

    IDENTIFIED = "identified"
    SELECTED = "selected"
    CONTACTED = "contacted"
    IN_DIALOGUE = "in_dialogue"
    COMMITTED = "committed"
    ACTIVE = "active"
    DORMANT = "dormant"
    NOT_NOW = "not_now"
    DECLINED = "declined"
    NOT_A_FIT = "not_a_fit"
    CEASED = "ceased"


class Verdict(StrEnum):
    FITS = "fits"
    DOES_NOT_FIT = "does_not_fit"
    LATER = "later"


class VerdictReason(StrEnum):
    """Why a candidate does not fit a need."""

    WRONG_INDUSTRY = "wrong_industry"
    TOO_SMALL = "too_small"
    WRONG_PLACE = "wrong_place"
    ALREADY_KNOWN = "already_known"
    NOT_A_REAL_ACTOR = "not_a_real_actor"
    OTHER = "other"


class TouchKind(StrEnum):
    CALL = "call"
    EMAIL = "email"
    LETTER = "letter"
    MEETING = "meeting"
    REMOTE_MEETING = "remote_meeting"
    VISIT = "visit"
    EVENT = "event"
    NOTE = "note"


class Direction(StrEnum):
    OUTBOUND = "outbound"
    INBOUND = "inbound"


class Outcome(StrEnum):
    REPLIED = "replied"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    CALL_BACK = "call_back"
    MEETING_AGREED = "meeting_agreed"
    INTERESTED = "interested"
    DECLINED = "declined"
    WRONG_CONTACT = "wrong_contact"
    DO_NOT_CONTACT = "do_not_contact"


class Channel(StrEnum):
    """Way to reach somebody; ANY in a do-not-contact entry means all of them."""

    ANY = "any"
    EMAIL = "email"
    PHONE = "phone"
    POST = "post"


class Band(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class Judgement(StrEnum):
    """What a person or a rule said about two records."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


class LinkOutcome(StrEnum):
    SAME = "same"
    REVIEW = "review"
    NEW = "new"
