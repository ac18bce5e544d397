"""Opening balance: members that a town already has come in with their stage, as baseline, not as work of a period."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import select

from db.models import Case, Organisation, Touchpoint, Transition
from db.unit import Write
from outreach import clock
from outreach.rules.stages import SIDE
from outreach.rules.text import name_fold
from outreach.services import setup
from outreach.terms.candidate import Candidate, Opening, Reject
from outreach.terms.message import Message, say
from outreach.terms.needs import Need
from outreach.terms.work import Direction, Stage, TouchKind


@dataclass(frozen=True, slots=True)
class Needs:
    """Needs that the stages of a list may belong to. `chosen` is the one that the user named for the whole list."""

    town_code: str
    needs: tuple[Need, ...]
    language: str
    chosen: int | None = None

    def of(self, opening: Opening) -> int | Message:
        """The need of a row, or why it cannot be told."""
        if not self.town_code:
            return say("The row has a stage, but the town is not known: say for which town the list is.")
        if opening.need:
            wanted = name_fold(opening.need)
            for need in self.needs:
                if wanted in {name_fold(title) for title in (need.title_fi, need.title_sv, need.title_en)}:
                    return need.need_id
            return say(
                "The town has no need called {need}. Its needs: {needs}", need=opening.need, needs=self._titles()
            )
        if self.chosen is not None:
            return self.chosen
        own = [need for need in self.needs if not need.example] or list(self.needs)
        if len(own) == 1:
            return own[0].need_id
        if not own:
            return say("The row has a stage, but the town has no competence needs yet: add one first.")
        return say("Write in the list which need the stage belongs to. The town's needs: {needs}", needs=self._titles())

    def _titles(self) -> tuple[str, ...]:
        return tuple(need.title(self.language) for need in self.needs)


def reject_of(candidate: Candidate, why: Message) -> Reject:
    """A row whose stage belongs to no need: not taken in, so that the list can be mended and read again."""
    opening = candidate.opening
    return Reject(
        where=candidate.provenance.where,
        field="need",
        reason=why,
        business_id=candidate.business_id,
        value=opening.need if opening else "",
        sheet=candidate.provenance.sheet,
        row=candidate.provenance.row,
    )


def open_balance(uow: Write, row: Organisation, candidate: Candidate, need_id: int, town_code: str) -> bool:
    """The case that a row of the list tells of; whether there was none yet. A case that exists is left as it is."""
    opening = candidate.opening
    if opening is None:
        return False
    mine = select(Case.id).where(Case.organisation_id == row.id, Case.need_id == need_id)
    if uow.session.exec(mine).first() is not None:
        return False
    today = clock.today(uow.now)
    since = min(opening.since or opening.last_contact or clock.today(candidate.provenance.fetched_at), today)
    owner_id = setup.create_adviser(uow, opening.owner, town_code=town_code) if opening.owner.strip() else None
    case = uow.insert(
        Case(
            organisation_id=row.id or 0,
            need_id=need_id,
            town_code=town_code,
            stage=opening.stage.value,
            stage_since=since,
            owner_id=owner_id,
            opened_at=uow.now,
            reason=opening.note if opening.stage in SIDE else "",
            baseline=True,
        )
    )
    uow.insert(
        Transition(
            case_id=case.id or 0,
            from_stage=Stage.IDENTIFIED.value,
            to_stage=opening.stage.value,
            happened_on=since,
            decided_at=uow.now,
            decided_by=uow.adviser_id,
            reason=opening.note if opening.stage in SIDE else "",
            baseline=True,
        )
    )
    _touch(uow, case, opening, owner_id)
    return True


def _touch(uow: Write, case: Case, opening: Opening, owner_id: int | None) -> None:
    """The last contact as a call of which nobody knows more, or the note of the row by itself."""
    day = opening.last_contact
    if day is None and not opening.note:
        return
    uow.insert(
        Touchpoint(
            organisation_id=case.organisation_id,
            case_id=case.id,
            kind=TouchKind.CALL.value if day else TouchKind.NOTE.value,
            direction=Direction.OUTBOUND.value,
            happened_on=day or case.stage_since,
            text=opening.note,
            sent=day is not None,
            logged_at=uow.now,
            adviser_id=owner_id,
            baseline=True,
        )
    )
