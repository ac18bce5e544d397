"""A list before it is imported: what was found in a file or on a page, column by column, and what becomes of it.

`+` goes on, Esc leaves; until then nothing is written. What is shown was read by the code that the import runs.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from outreach.i18n import tr
from outreach.terms.candidate import Candidate, ColumnUse
from outreach.terms.labels import FIELD_LABELS
from outreach.terms.message import Message, say, say_n
from outreach.terms.sources import Planned, Preview
from tui import keys
from tui.dialogs.choose import Choose
from tui.dialogs.import_source import Wanted, path_of
from tui.dialogs.record import RecordDetails
from tui.screens import reading_items
from tui.screens.base import View
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from outreach.services.session import Workplace

NOT_READ = ""


class Reading(View):
    """`accept` is told what to import once a person says yes.

    Of a file: Enter or `e` on a column says what it holds. Of a page: Space marks an organisation that is only
    mentioned in the text, so that it is imported too.
    """

    HEADLINE = say("Before it is imported")
    BINDINGS = keys.bindings("yes", "edit", "mark")
    HINTS = ("yes", "open", "edit", "mark", "back")

    def __init__(self, wanted: Wanted, town_code: str, accept: Callable[[Wanted], None]) -> None:
        super().__init__()
        self.wanted, self.town_code, self.accept = wanted, town_code, accept
        self.preview: Preview | None = None
        self.planned: Sequence[Planned] = ()
        self.mapping: dict[str, str] | None = None  # heading -> field, as a person says; None: as the program reads it
        self.mentioned: set[str] = set()

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def place(self) -> Sequence[str]:
        return (self.preview.source if self.preview is not None else self.wanted.what,)

    def right(self) -> str:
        if self.preview is None:
            return super().right()
        return tr(say_n("{n} organisation", "{n} organisations", len(self.preview.candidates)))

    def label_of(self, name: str) -> Message:
        own = {"yes": say("Import"), "edit": say("What it holds")}
        return own.get(name) or super().label_of(name)

    def hint_ids(self) -> Sequence[str]:
        left_out = set()
        if self.preview is None or not self.preview.columns:
            left_out.add("edit")
        if self.preview is None or not self.preview.mentioned:
            left_out.add("mark")
        return [name for name in self.HINTS if name not in left_out]

    def read(self) -> None:
        if self.preview is None:
            self.start(self._read(), group="read", exclusive=True)

    async def _read(self) -> None:
        """What the list holds, and after that what becomes of it, which takes longer."""
        self.planned = ()
        self.preview = await self.ask(look, self.wanted, self.mapping, self.outreach.fetcher)
        self.show()
        if self.preview.candidates and self.wanted.kind == "file":
            self.status(say("Comparing it with what is known"))
            planned = await self.ask(rehearse, self.wanted, self.town_code, self.mapping)
            self.planned = planned
            self.show()

    def show(self) -> None:
        """Paints what is known by now."""
        if self.preview is None:
            return
        self.retitle()
        self.rehint()
        found = self.preview.candidates
        key = keys.shown("yes", self.outreach.own_keys)
        self.status(say("{key} imports it, Esc leaves it", key=key) if found else say("Nothing to import was found"))
        self.query_one(Lines).show(reading_items.lines_of(self.preview, self.planned, self.mentioned))

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, ColumnUse):
            self.start(self._choose_field(event.value), group="act")
        elif isinstance(event.value, Candidate):
            self.app.push_screen(RecordDetails(event.value))

    def action_edit(self) -> None:
        column = self.query_one(Lines).value
        if isinstance(column, ColumnUse):
            self.start(self._choose_field(column), group="act")
        elif self.preview is not None and self.preview.columns:
            self.toast(say("Go to a column to say what it holds."))

    async def _choose_field(self, column: ColumnUse) -> None:
        options: list[tuple[str, Message]] = [(NOT_READ, say("not read")), *FIELD_LABELS.items()]
        title = say("What does the column {column} hold?", column=column.heading or column.number)
        field = await self.app.push_screen_wait(Choose(title, options, column.field))
        if field is None or field == column.field or self.preview is None:
            return
        self.mapping = {**(self.mapping or {}), column.heading or str(column.number): str(field)}
        await self._read()

    def action_mark(self) -> None:
        """An organisation that is only mentioned is imported, or is not."""
        value = self.query_one(Lines).value
        if self.preview is None or not isinstance(value, Candidate) or value not in self.preview.mentioned:
            self.toast(say("Only organisations that the text mentions are marked: all others are imported."))
            return
        self.mentioned ^= {value.name}
        self.show()

    def action_yes(self) -> None:
        if self.preview is None:
            return
        if not (self.preview.candidates or self.mentioned):
            self.toast(say("Nothing to import was found"))
            return
        self.app.pop_screen()
        self.accept(self.wanted._replace(mapping=self.mapping, mentioned=frozenset(self.mentioned)))


def look(place: Workplace, wanted: Wanted, mapping: dict[str, str] | None, fetcher: Any) -> Preview:
    """What a file or a page holds; nothing is written."""
    from outreach.jobs import imports, lists, preview

    if wanted.kind == "file":
        path = path_of(wanted.what)
        parsed = lists.read_file(place, path, mapping=mapping)
        return preview.of_parsed(parsed, source=path.name, url="", fetched_at=place.now)
    return preview.preview(
        wanted.what if wanted.is_address else str(path_of(wanted.what)),
        door=lambda: imports.fetcher_of(place, fetcher),
        now=place.now,
    )


def rehearse(place: Workplace, wanted: Wanted, town_code: str, mapping: dict[str, str] | None) -> Sequence[Planned]:
    """What an import of a file would do with each of its rows."""
    from outreach.jobs import lists

    return lists.rehearse_file(place, path_of(wanted.what), town_code=town_code, mapping=mapping).planned
