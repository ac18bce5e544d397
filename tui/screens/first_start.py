"""First start: three questions, where the first candidates come from, and what to do with the example needs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Button, Input, Static

from outreach import codes
from outreach.config import Config
from outreach.errors import BadInput
from outreach.i18n import language, set_language, tr
from outreach.rules.text import clean, name_key
from outreach.terms.message import Message, say
from outreach.terms.runs import RunResult
from tui import safe, words
from tui.backend import Seat
from tui.screens.base import Dialog
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from outreach.services.session import Workplace

Start = Literal["practice", "register", "file", "empty"]
Examples = Literal["keep", "edit", "empty"]
ALL_TOWNS = ""


def settle_in(place: Workplace, name: str, language: str, town_code: str, examples: Examples) -> int:
    """The adviser of this name in this database, with the example needs if wanted; the adviser's key."""
    from outreach.services import setup

    with place.write() as uow:
        setup.ensure_towns(uow)
        uow.adviser_id = setup.create_adviser(uow, name, language=language, town_code=town_code)
        uow.entry("setup", say("{name} started to use the program", name=name), undoable=False)
        setup.load_examples(uow, examples, town_code=town_code)
    return uow.adviser_id


def practise(place: Workplace, config: Config, tell: Callable[[Message], None]) -> Config:
    """Makes the practice data unless it is there; the settings to work on it with."""
    from outreach.jobs import demo

    return demo.prepare(config, fresh=False, tell=tell)


def take_register(
    place: Workplace, fetcher: Any, town_code: str, progress: Callable[[Any], None], should_stop: Callable[[], bool]
) -> RunResult:
    """The town's companies from the business register."""
    from outreach.jobs import imports

    door = imports.fetcher_of(place, fetcher)
    return imports.import_town(place, door, town_code, progress=progress, should_stop=should_stop)


def take_file(
    place: Workplace, path: Path, town_code: str, progress: Callable[[Any], None], should_stop: Callable[[], bool]
) -> RunResult:
    """Organisations, and members that the town has from before, from a spreadsheet."""
    from outreach.jobs import imports

    return imports.import_file(place, path, town_code=town_code, progress=progress, should_stop=should_stop)


class FirstStart(Dialog[None]):
    """Asked once in a database; everything in it can be changed later."""

    AUTO_FOCUS = "#name"

    def __init__(self, seat: Seat) -> None:
        super().__init__()
        self.seat_found = seat
        self._busy = False

    def compose(self) -> ComposeResult:
        config = self.outreach.config
        yield Vertical(
            Static(safe.content(tr(say("Welcome. Three questions, then the first candidates."))), classes="title"),
            _line("language", Pick(LANGUAGE_NAMES, value=language(), id="language")),
            _line("name", Input(value=config.adviser, max_length=80, id="name")),
            _line("town", Pick(_towns(), value=config.town, shape="spin", id="town")),
            *self._first_data(config),
            Static("", id="said"),
            Horizontal(
                Static(safe.content(tr(say("Tab: next line · arrows: choose · Ctrl+Q: quit"))), classes="quiet"),
                Button(safe.content(tr(say("Start"))), id="start"),
                classes="buttons",
            ),
            classes="dialog",
        )

    def _first_data(self, config: Config) -> list[Widget]:
        """How to begin; in a shared database that is in use already there is nothing to ask."""
        if not self.seat_found.first_start:
            return []
        starts: list[tuple[Start, str]] = [
            ("practice", tr(say("practice data: made up, can be thrown away"))),
            ("register", tr(say("the business register: the companies of my town"))),
            ("file", tr(say("a spreadsheet that I have"))),
            ("empty", tr(say("nothing yet"))),
        ]
        examples: list[tuple[Examples, str]] = [
            ("keep", tr(say("keep them, marked as examples"))),
            ("edit", tr(say("look at them first"))),
            ("empty", tr(say("start without"))),
        ]
        return [
            _line("start", Pick(starts, value="practice", shape="column", id="start_with"), tall=True),
            _line("contact", Input(value=config.contact, max_length=200, id="contact")),
            Static(safe.content(tr(CONTACT_WHY)), classes="quiet", id="contact_why"),
            _line("file", Input(placeholder=tr(say("path of the file")), max_length=1000, id="file")),
            _line("examples", Pick(examples, value="keep", shape="column", id="examples"), tall=True),
        ]

    def on_mount(self) -> None:
        self._show_what_is_asked()

    @property
    def _start(self) -> Start:
        return self.query_one("#start_with", Pick).value if self.seat_found.first_start else "empty"

    def _show_what_is_asked(self) -> None:
        cells = max(safe.width(tr(label)) for label in LABELS.values()) + 2
        for label in self.query(".label"):
            label.styles.width = cells
        if self.seat_found.first_start:
            for name in ("contact", "file", "examples"):
                self.query_one(f"#{name}-line").display = name in ASKED[self._start]
            self.query_one("#contact_why").display = "contact" in ASKED[self._start]

    async def on_pick_changed(self, event: Pick.Changed) -> None:
        if event.pick.id == "language":
            set_language(str(event.pick.value))
            await self._in_another_language()
        else:
            self._show_what_is_asked()

    async def _in_another_language(self) -> None:
        """The same answers under words of another language."""
        inputs = {field.id: field.value for field in self.query(Input)}
        choices = {choice.id: choice.value for choice in self.query(Pick)}
        await self.recompose()
        for field in self.query(Input):
            field.value = inputs[field.id]
        for choice in self.query(Pick):
            choice.choose(choices[choice.id])
        self._show_what_is_asked()
        self.set_focus(self.query_one("#language"))

    def on_input_submitted(self) -> None:
        self.focus_next()

    def on_key(self, event: events.Key) -> None:
        if event.key == "enter" and isinstance(self.focused, Pick):
            self.focus_next()

    def on_button_pressed(self) -> None:
        if not self._busy:
            self.start(self._begin(), group="first_start")

    def action_back(self) -> None:
        """There is nothing to go back to; Ctrl+Q leaves."""

    # Starting

    async def _begin(self) -> None:
        self._busy = True
        try:
            await self._do()
        except BadInput as error:
            self._say(error.message, error.hint)
        finally:
            self._busy = False

    async def _do(self) -> None:
        app = self.outreach
        name = clean(self.query_one("#name", Input).value, 80)
        if not name:
            self.set_focus(self.query_one("#name"))
            raise BadInput(say("Write your name: colleagues and the history of changes show it."))
        town = str(self.query_one("#town", Pick).value)
        start = self._start
        if start == "register" and not town:
            self.set_focus(self.query_one("#town"))
            raise BadInput(say("Choose your town: the register is asked for its companies."))
        path = self._file(start)
        contact = self._contact(start)
        app.remember(language=language(), adviser=name, town=town, **({"contact": contact} if contact else {}))
        if start == "practice":
            self._say(say("Making the practice data"))
            app.config = await app.backend.ask(practise, app.config, self._tell)
            await app.reopen()
            await self._settle(name, town, "empty")
            self._leave("today")
            return
        examples: Examples = self.query_one("#examples", Pick).value if self.seat_found.first_start else "empty"
        await self._settle(name, town, examples)
        await self._import(start, path, town)
        self._leave("needs" if examples == "edit" else "candidates" if start in ("register", "file") else "today")

    async def _settle(self, name: str, town: str, examples: Examples) -> None:
        await self.outreach.backend.ask(settle_in, name, language(), town, examples)
        await self.outreach.reopen()

    async def _import(self, start: Start, path: Path | None, town: str) -> None:
        """The first data; when it fails, the database is there all the same and the sentence is shown as a toast."""
        app = self.outreach
        stop = app.backend.stopping.is_set
        self._say(say("Reading"))
        try:
            if start == "register":
                result = await app.backend.ask(
                    take_register, app.fetcher, town, self._progress, app.backend.stopping.is_set
                )
            elif path is not None:
                result = await app.backend.ask(take_file, path, town, self._progress, stop)
            else:
                return
        except Exception as error:
            app.report(error)
            return
        app.toast(
            say("{source}: {created} new, {rejected} not accepted", **_counts(result)),
            *result.notes[:2],
        )

    def _leave(self, view: str) -> None:
        app = self.outreach
        self.dismiss(None)
        app.ready()
        app.show_view(view)

    def _contact(self, start: Start) -> str:
        if "contact" not in ASKED[start]:
            return ""
        contact = clean(self.query_one("#contact", Input).value, 200)
        if not contact:
            self.set_focus(self.query_one("#contact"))
            raise BadInput(say("Write an e-mail or web address: imports tell it to the sites they read."))
        return contact

    def _file(self, start: Start) -> Path | None:
        if start != "file":
            return None
        path = Path(self.query_one("#file", Input).value.strip().strip("\"'")).expanduser()
        if not path.is_file():
            self.set_focus(self.query_one("#file"))
            raise BadInput(say("There is no such file: {path}", path=str(path)))
        return path

    def _say(self, *messages: Message | None) -> None:
        text = "\n".join(tr(message) for message in messages if message)
        self.query_one("#said", Static).update(safe.content(text))

    def _tell(self, message: Message) -> None:
        """Called in the worker's thread: what the work is at."""
        self.outreach.from_thread(self._say, message)

    def _progress(self, progress: Any) -> None:
        """Called in the worker's thread: how far the work is."""
        text = words.progress(progress.what, progress.done, progress.total)
        self.outreach.from_thread(self._say, Message(text.replace("{", "{{").replace("}", "}}")))


LANGUAGE_NAMES = [("fi", "suomi"), ("sv", "svenska"), ("en", "English")]
CONTACT_WHY = say("E-mail or web address; imports tell it to the sites they read, so that they can reach you.")
LABELS = {
    "language": say("Language"),
    "name": say("Your name"),
    "town": say("Town"),
    "start": say("Start with"),
    "contact": say("Contact address"),
    "file": say("File"),
    "examples": say("Example needs"),
}
ASKED: dict[Start, tuple[str, ...]] = {
    "practice": (),
    "register": ("contact", "examples"),
    "file": ("file", "examples"),
    "empty": ("examples",),
}


def _line(name: str, field: Widget, *, tall: bool = False) -> Horizontal:
    label = Static(safe.content(tr(LABELS[name])), classes="label")
    return Horizontal(label, field, classes="form-column" if tall else "form-line", id=f"{name}-line")


def _towns() -> list[tuple[str, str]]:
    names = [(town.code, town.name(language())) for town in codes.participating_towns().values()]
    return [*sorted(names, key=lambda row: name_key(row[1])), (ALL_TOWNS, tr(say("all of them")))]


def _counts(result: RunResult) -> dict[str, Any]:
    return {"source": result.source, "created": result.created, "rejected": result.rejected}
