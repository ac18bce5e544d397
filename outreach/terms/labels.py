"""What the members of the enums are called on screen, in exports and in reports: one word each, in the basic form."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from outreach.terms.candidate import ActorType, AddressKind, IndustrySet, NameKind, SituationKind
from outreach.terms.message import Message, say, say_c
from outreach.terms.nightly import Source, SourceState
from outreach.terms.runs import ChangeKind, ImportKind, RunState
from outreach.terms.sources import CheckState, Plan
from outreach.terms.work import (
    Band,
    Channel,
    Direction,
    Judgement,
    LinkOutcome,
    Outcome,
    Stage,
    TouchKind,
    Verdict,
    VerdictReason,
)

_LABELS: dict[type[StrEnum], dict[str, Message]] = {
    Stage: {
        Stage.IDENTIFIED: say("Identified"),
        Stage.SELECTED: say("Selected"),
        Stage.CONTACTED: say("Contacted"),
        Stage.IN_DIALOGUE: say("In dialogue"),
        Stage.COMMITTED: say("Committed"),
        Stage.ACTIVE: say("Active member"),
        Stage.DORMANT: say("Dormant"),
        Stage.NOT_NOW: say("Not now"),
        Stage.DECLINED: say_c("stage", "Declined"),
        Stage.NOT_A_FIT: say("Does not meet the need"),
        Stage.CEASED: say("Ceased"),
    },
    Verdict: {
        Verdict.FITS: say("Fits"),
        Verdict.DOES_NOT_FIT: say("Does not fit"),
        Verdict.LATER: say("Later"),
    },
    VerdictReason: {
        VerdictReason.WRONG_INDUSTRY: say("Another line of work"),
        VerdictReason.TOO_SMALL: say("Too small"),
        VerdictReason.WRONG_PLACE: say("Too far away"),
        VerdictReason.ALREADY_KNOWN: say("Known already"),
        VerdictReason.NOT_A_REAL_ACTOR: say("No activity of its own"),
        VerdictReason.OTHER: say("Another reason"),
    },
    TouchKind: {
        TouchKind.CALL: say("Call"),
        TouchKind.EMAIL: say("E-mail"),
        TouchKind.LETTER: say("Letter"),
        TouchKind.MEETING: say("Meeting"),
        TouchKind.REMOTE_MEETING: say("Online meeting"),
        TouchKind.VISIT: say("Visit"),
        TouchKind.EVENT: say("Event"),
        TouchKind.NOTE: say("Note"),
    },
    Direction: {
        Direction.OUTBOUND: say("From us"),
        Direction.INBOUND: say("To us"),
    },
    Outcome: {
        Outcome.REPLIED: say("Replied"),
        Outcome.NO_ANSWER: say("No answer"),
        Outcome.MESSAGE_LEFT: say("Message left"),
        Outcome.CALL_BACK: say("Asked us to come back later"),
        Outcome.MEETING_AGREED: say("Meeting agreed"),
        Outcome.INTERESTED: say("Interested"),
        Outcome.DECLINED: say_c("result of a contact", "Declined"),
        Outcome.WRONG_CONTACT: say("Wrong contact details"),
        Outcome.DO_NOT_CONTACT: say("Asked not to be contacted"),
    },
    Channel: {
        Channel.ANY: say("All channels"),
        Channel.EMAIL: say("E-mail"),
        Channel.PHONE: say("Phone"),
        Channel.POST: say("Post"),
    },
    # Letters and the names of classifications are the same in every language.
    Band: {band: Message(band.value) for band in Band},
    IndustrySet: {
        IndustrySet.TOL1995: Message("TOL 1995"),
        IndustrySet.TOL2002: Message("TOL 2002"),
        IndustrySet.TOL2008: Message("TOL 2008"),
        IndustrySet.TOL2025: Message("TOL 2025"),
    },
    Judgement: {
        Judgement.SAME: say("Same"),
        Judgement.DIFFERENT: say("Different"),
        Judgement.UNSURE: say("Later"),
    },
    LinkOutcome: {
        LinkOutcome.SAME: say("Linked automatically"),
        LinkOutcome.REVIEW: say("Possible duplicate"),
        LinkOutcome.NEW: say("New"),
    },
    ActorType: {
        ActorType.COMPANY: say("Company"),
        ActorType.RESEARCH: say("Research organisation"),
        ActorType.EDUCATION: say("Educational institution"),
        ActorType.PUBLIC: say("Public body"),
        ActorType.ASSOCIATION: say("Association"),
        ActorType.INVESTOR: say("Investor"),
        ActorType.INTERMEDIARY: say("Development organisation"),
    },
    NameKind: {
        NameKind.COMPANY: say("Name"),
        NameKind.PARALLEL: say("Parallel name"),
        NameKind.AUXILIARY: say("Auxiliary name"),
        NameKind.AUXILIARY_TRANSLATION: say("Translation of an auxiliary name"),
    },
    AddressKind: {
        AddressKind.VISITING: say("Visiting address"),
        AddressKind.POSTAL: say("Postal address"),
    },
    SituationKind: {
        SituationKind.BANKRUPTCY: say("In bankruptcy"),
        SituationKind.LIQUIDATION: say("In liquidation"),
        SituationKind.RESTRUCTURING: say("In restructuring"),
    },
    ImportKind: {
        ImportKind.YTJ_BULK: say("Whole business register"),
        ImportKind.YTJ_API: say("Business register by postal code"),
        ImportKind.FILE: say("File"),
        ImportKind.WEB: say("Web page"),
    },
    Source: {
        Source.REGISTER: say("Register"),
        Source.WEB: say("Web page"),
        Source.VANISHED: say("Vanished"),
        Source.SCORES: say("Scores"),
    },
    SourceState: {
        SourceState.DONE: say("Done"),
        SourceState.UNCHANGED: say("Nothing new"),
        SourceState.REFUSED: say("Refused"),
        SourceState.FAILED: say("Failed"),
        SourceState.STOPPED: say("Stopped"),
    },
    RunState: {
        RunState.RUNNING: say("Running"),
        RunState.DONE: say("Done"),
        RunState.FAILED: say("Stopped half-way"),
        RunState.REFUSED: say("Refused"),
        RunState.UNDONE: say("Taken back"),
    },
    Plan: {
        Plan.CREATE: say("New"),
        Plan.UPDATE: say("Changed"),
        Plan.UNCHANGED: say("Unchanged"),
        Plan.SKIPPED: say("Skipped"),
    },
    CheckState: {
        CheckState.GOOD: say("As expected"),
        CheckState.BAD: say("Less than expected"),
        CheckState.UNREAD: say("Not read yet"),
        CheckState.BROKEN: say("Its file cannot be used"),
    },
    ChangeKind: {
        ChangeKind.FOUNDED: say("Founded"),
        ChangeKind.NAME: say("New name"),
        ChangeKind.MOVED: say("Moved"),
        ChangeKind.ADDRESS: say("New address"),
        ChangeKind.INDUSTRY: say("New industry"),
        ChangeKind.FORM: say("New legal form"),
        ChangeKind.BANKRUPTCY: say("In bankruptcy"),
        ChangeKind.LIQUIDATION: say("In liquidation"),
        ChangeKind.RESTRUCTURING: say("In restructuring"),
        ChangeKind.SITUATION_OVER: say("No longer in bankruptcy, liquidation or restructuring"),
        ChangeKind.CEASED: say("Ceased"),
        ChangeKind.WEBSITE: say("New website"),
        ChangeKind.VANISHED: say("No longer in the data"),
        ChangeKind.RETURNED: say("In the data again"),
        ChangeKind.RECORD: say("Other values changed"),
    },
}

# Fields of a candidate, of its contact person and of an opening balance, by the names that importers give them.
FIELD_LABELS: Mapping[str, Message] = {
    "name": say("Name"),
    "business_id": say("Business ID"),
    "other_names": say("Other names"),
    "legal_form": say("Legal form"),
    "street": say("Street address"),
    "postcode": say("Postcode"),
    "town": say("Town"),
    "website": say("Website"),
    "email": say("E-mail"),
    "phone": say("Phone"),
    "industry_code": say("Industry"),
    "description": say("Description"),
    "competences": say("Competence on offer"),
    "contact_name": say("Contact person"),
    "contact_first_name": say("First name of the contact person"),
    "contact_last_name": say("Last name of the contact person"),
    "contact_role": say("Role of the contact person"),
    "contact_email": say("E-mail of the contact person"),
    "contact_phone": say("Phone of the contact person"),
    "stage": say("Stage"),
    "since": say("In this stage since"),
    "owner": say("Responsible"),
    "last_contact": say("Last contact"),
    "need": say("Competence need"),
    "note": say("Note"),
    "details": say("Contact details"),
}


def label(member: StrEnum) -> Message:
    """Name of a member of any enum in `outreach.terms` that people see."""
    return _LABELS[type(member)][member]
