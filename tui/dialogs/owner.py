"""Who is responsible for a case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult

from outreach.i18n import tr
from outreach.terms.message import Message, say
from outreach.terms.views import AdviserRow
from tui.dialogs.form import Choice, Form, Line

if TYPE_CHECKING:
    from outreach.services.session import Workplace


class SetOwner(Form[Message]):
    """Chooses among the advisers of this database, oneself first."""

    def __init__(self, case_id: int, name: str) -> None:
        super().__init__()
        self.case_id, self.name_ = case_id, name

    def heading(self) -> str:
        return tr(say("Responsible · {name}", name=self.name_))

    def fields(self) -> ComposeResult:
        yield Line(say("Responsible"), Choice([], id="adviser"))

    def on_mount(self) -> None:
        self.fill(self._fill())

    async def _fill(self) -> None:
        people = await self.ask(advisers)
        me = self.seat.adviser_id if self.seat else None
        self.query_one("#adviser", Choice).choose([(row.adviser_id, row.name) for row in people], me)

    async def save(self) -> Message:
        adviser_id = self.chosen("adviser")
        return await self.ask(write, self.case_id, adviser_id if isinstance(adviser_id, int) else 0)


def advisers(place: Workplace) -> tuple[AdviserRow, ...]:
    from outreach.services import setup

    with place.read() as uow:
        return setup.advisers(uow)


def write(place: Workplace, case_id: int, adviser_id: int) -> Message:
    from outreach.services import cases

    with place.write() as uow:
        return cases.set_owner(uow, case_id, adviser_id)
