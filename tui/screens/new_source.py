"""A source being made or mended: how its page is read, and what it learns from one company shown as an example."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult

from outreach.errors import SlowSite
from outreach.i18n import tr
from outreach.terms.candidate import Candidate
from outreach.terms.message import Message, say, say_n
from tui import keys
from tui.dialogs.choose import Choose
from tui.dialogs.record import RecordDetails
from tui.dialogs.source_example import Example, SourceExample
from tui.dialogs.source_terms import Named, SourceTerms
from tui.screens import reading_items
from tui.screens.base import View
from tui.widgets.frame import StatusLine
from tui.widgets.lines import Lines

if TYPE_CHECKING:
    from outreach.jobs.source_add import Looked
    from outreach.services.session import Workplace


class NewSource(View):
    """`+` says that it looks right, `e` shows an example. `key` is a source that is mended, "" for a new one."""

    HEADLINE = say("New source")
    BINDINGS = keys.bindings("yes", "edit")
    HINTS = ("yes", "edit", "open", "back")

    def __init__(self, address: str, key: str = "") -> None:
        super().__init__()
        self.address, self.key = address, key
        self.looked: Looked | None = None
        self._begun = False

    def body(self) -> ComposeResult:
        yield StatusLine()
        yield Lines()

    def headline(self) -> str:
        return tr(say("Source: {key}", key=self.key)) if self.key else super().headline()

    def place(self) -> Sequence[str]:
        return (self.address,)

    def right(self) -> str:
        if self.looked is None:
            return super().right()
        return tr(say_n("{n} organisation", "{n} organisations", len(self.looked.preview.candidates)))

    def label_of(self, name: str) -> Message:
        own = {"yes": say("Looks right"), "edit": say("Show an example")}
        return own.get(name) or super().label_of(name)

    def read(self) -> None:
        if not self._begun:  # the page is fetched once, also when a dialog over it is closed
            self._begun = True
            self.start(self._look(), group="act")

    async def _look(self) -> None:
        """The page, once; a site that asks for long pauses is asked when the user agrees to them."""
        try:
            self.looked = await self.ask(look, self.address, self.key, 0.0, self.outreach.fetcher)
        except SlowSite as error:
            question = say("The site asks for {seconds} seconds between pages. Read it?", seconds=round(error.seconds))
            if not await self.app.push_screen_wait(Choose(question, [(True, say("Yes")), (False, say("No"))])):
                self.app.pop_screen()
                return
            self.looked = await self.ask(look, self.address, self.key, error.seconds, self.outreach.fetcher)
        self.show()

    def show(self) -> None:
        """Paints how the page is read by now."""
        if self.looked is None:
            return
        self.retitle()
        self.rehint()
        example = keys.shown("edit", self.outreach.own_keys)
        if self.looked.preview.candidates:
            yes = keys.shown("yes", self.outreach.own_keys)
            self.status(say("Does this look right? {yes} yes · {example} show an example", yes=yes, example=example))
        else:
            self.status(say("Nothing was found. {key}: show one company as it reads on the page", key=example))
        self.query_one(Lines).show(reading_items.lines_of(self.looked.preview, (), ()))

    def on_lines_opened(self, event: Lines.Opened) -> None:
        if isinstance(event.value, Candidate):
            self.app.push_screen(RecordDetails(event.value))

    def action_edit(self) -> None:
        if self.looked is not None:
            self.start(self._learn(self.looked), group="act")

    async def _learn(self, looked: Looked) -> None:
        learnt = await self.app.push_screen_wait(SourceExample(looked))
        if learnt is not None:
            self.looked = learnt
            self.show()

    def action_yes(self) -> None:
        looked = self.looked
        if looked is None:
            return
        if not looked.preview.candidates:
            self.toast(say("Nothing was found on the page, so there is nothing to save."))
        else:
            self.start(self._save(looked), group="act")

    async def _save(self, looked: Looked) -> None:
        named: Named | None = Named()
        if not self.key:
            named = await self.app.push_screen_wait(SourceTerms(await self.ask(title, looked)))
        if named is None:
            return
        said = await self.ask(save, looked, self.key, named)
        self.app.pop_screen()
        self.toast(said)
        self.outreach.changed()


def look(place: Workplace, address: str, key: str, accept_delay: float, fetcher: Any) -> Looked:
    """The page of a new source, or of one that there is as its file says."""
    from outreach.jobs import imports, source_add, sources

    door = imports.fetcher_of(place, fetcher)
    if key:
        return source_add.look_again(door, sources.spec_of(place.config, key), now=place.now)
    return source_add.look(door, address, accept_delay=accept_delay, now=place.now)


def learn(place: Workplace, looked: Looked, example: Example) -> Looked:
    """The page read by the rows that are like the example's."""
    from outreach.jobs import source_add

    return source_add.learnt(looked, name=example.name, phone=example.phone)


def title(place: Workplace, looked: Looked) -> str:
    """What the page calls itself."""
    from outreach.jobs import source_add

    return source_add.title_of(looked)


def save(place: Workplace, looked: Looked, key: str, named: Named) -> Message:
    """Writes the file of a source."""
    from outreach.jobs import sources

    if key:
        sources.keep_before(place.config, key)
        sources.save(place.config, key, looked.spec, new=False)
        return say("The source was changed: {key}", key=key)
    spec = sources.with_terms(
        looked.spec,
        name=named.name,
        permission=named.permission,
        terms_url=named.terms_url,
        purpose=named.purpose,
        checked_by=place.config.adviser,
        checked_on=place.today,
    )
    made = sources.key_for(place.config, named.name, spec.start[0] if spec.start else "")
    sources.save(place.config, made, spec, new=True)
    return say("The source was saved: {key}. Enter reads it.", key=made)
