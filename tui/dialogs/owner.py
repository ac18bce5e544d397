"""Who is responsible for a case, or for several marked ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.errors import BadInput
from outreach.i18n import tr
from outreach.terms.message import Message, say, say_n
from outreach.terms.views import AdviserRow
from tui.dialogs.form import Form, Line
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class SetOwner(Form[Message]):
    """Chooses among the advisers of this database, oneself first."""

    def __init__(self, case_id: int | Sequence[int], name: str) -> None:
        super().__init__()
        self.case_ids = (case_id,) if isinstance(case_id, int) else tuple(case_id)
        self.name_ = name

    def heading(self) -> str:
        if len(self.case_ids) > 1:
            return tr(say_n("Responsible for {n} marked case", "Responsible for {n} marked cases", len(self.case_ids)))
        return tr(say("Responsible · {name}", name=self.name_))

    def fields(self) -> ComposeResult:
        yield Line(say("Responsible"), Pick([(0, self.seat.adviser if self.seat else "–")], shape="spin", id="adviser"))

    def on_mount(self) -> None:
        super().on_mount()
        self.fill(self._fill())

    async def _fill(self) -> None:
        people = await self.ask(advisers)
        if people:
            me = self.seat.adviser_id if self.seat else None
            self.pick("adviser").offer([(row.adviser_id, row.name) for row in people], me)

    async def save(self) -> Message:
        adviser_id = self.chosen("adviser")
        if not adviser_id:
            raise BadInput(say("The names are still being read. Try again in a moment."))
        return await self.ask(write, self.case_ids, adviser_id)


def advisers(place: Workplace) -> tuple[AdviserRow, ...]:
    from outreach.services import setup

    with place.read() as uow:
        return setup.advisers(uow)


def write(place: Workplace, case_ids: Sequence[int], adviser_id: int) -> Message:
    """One case or many, as one entry that one undo takes back."""
    from outreach.services import cases

    with place.write() as uow:
        if len(case_ids) > 1:
            many = say_n("Responsible person of {n} case", "Responsible person of {n} cases", len(case_ids))
            uow.entry("owner", many)
        for case_id in case_ids:
            said = cases.set_owner(uow, case_id, adviser_id)
    return many if len(case_ids) > 1 else said
