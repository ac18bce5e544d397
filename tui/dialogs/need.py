"""A competence need: its titles, industries, keywords, target."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.widgets import Input

from outreach import codes
from outreach.errors import BadInput
from outreach.i18n import date_text, language, tr
from outreach.rules.text import name_key
from outreach.terms.message import Message, say
from outreach.terms.needs import Need, NeedInput, NeedSpec, Place
from tui.dialogs.form import Form, Line, day_field, options
from tui.widgets.pick import Pick

if TYPE_CHECKING:
    from outreach.services.session import Workplace

LISTS = (
    ("industry_codes", say("Industry (TOL)")),
    ("keywords_fi", say("Words, Finnish")),
    ("keywords_sv", say("Words, Swedish")),
    ("keywords_en", say("Words, English")),
    ("negative_keywords", say("Words against")),
    ("competences", say("Competences")),
)
ANYWHERE, HERE, ONLY_HERE = "anywhere", "here", "only_here"
PLACES: dict[Any, Message] = {
    ANYWHERE: say("anywhere"),
    HERE: say("in the town, others too"),
    ONLY_HERE: say("only in the town"),
}


class EditNeed(Form[Message]):
    """Edits a need, or adds one when `need_id` is None. Lists are written with commas."""

    AUTO_FOCUS = "#title_fi"

    def __init__(self, need_id: int | None) -> None:
        super().__init__()
        self.need_id = need_id
        self.need: Need | None = None

    def heading(self) -> str:
        return tr(say("Competence need") if self.need_id is not None else say("New competence need"))

    def fields(self) -> ComposeResult:
        towns = sorted(codes.participating_towns().values(), key=lambda town: name_key(town.name(language())))
        names = [(town.code, town.name(language())) for town in towns]
        yield Line(say("Town"), Pick(names, value=self.outreach.town_code(), shape="spin", id="town"))
        yield Line(say("Title, Finnish"), Input(id="title_fi", max_length=200))
        yield Line(say("Title, Swedish"), Input(id="title_sv", max_length=200))
        yield Line(say("Title, English"), Input(id="title_en", max_length=200))
        for name, title in LISTS:
            yield Line(title, Input(id=name, max_length=1000))
        yield Line(say("Place"), Pick(options(PLACES), shape="spin", id="place"))
        yield Line(say("Target"), Input("1", id="target", max_length=4))
        yield Line(say("By"), day_field(None, id="deadline"))

    def on_mount(self) -> None:
        super().on_mount()
        if self.need_id is not None:
            self.fill(self._fill(self.need_id))

    async def _fill(self, need_id: int) -> None:
        self.need = need = await self.ask(load, need_id)
        for name in ("title_fi", "title_sv", "title_en"):
            self.put(name, getattr(need, name))
        for name, _ in LISTS:
            self.put(name, ", ".join(getattr(need.spec, name)))
        self.put("target", str(need.target_count))
        self.put("deadline", date_text(need.deadline) if need.deadline else "")
        self.pick("town").offer([(need.town_code, self.outreach.name_of_town(need.town_code))])
        if need.spec.place is not None:
            self.pick("place").choose(ONLY_HERE if need.spec.place.hard else HERE)

    async def save(self) -> Message:
        if self.need_id is not None and self.need is None:
            raise BadInput(say("The need is still being read. Try again in a moment."))
        town_code = self.chosen("town")
        spec = self._spec(self.need.spec if self.need else NeedSpec(), town_code)
        given = NeedInput(
            town_code=town_code,
            title_fi=self.text("title_fi"),
            title_sv=self.text("title_sv"),
            title_en=self.text("title_en"),
            spec=spec,
            target_count=self._target(),
            deadline=self.day("deadline", ahead=True),
        )
        return await self.ask(write, given, self.need)

    def _target(self) -> int:
        text = self.text("target") or "0"
        if not (text.isascii() and text.isdigit()):
            self.go_to("target")
            raise BadInput(
                say("The target is a whole number, not {value}.", value=text),
                say("It says how many organisations the town wants as active members."),
            )
        return int(text)

    def _spec(self, present: NeedSpec, town_code: str) -> NeedSpec:
        lists = {name: tuple(part.strip() for part in self.text(name).split(",") if part.strip()) for name, _ in LISTS}
        spec = replace(present, **lists)  # type: ignore[arg-type]
        chosen: str = self.chosen("place")
        before = present.place
        if chosen == ANYWHERE:
            return replace(spec, place=None)
        if before is not None and before.municipalities and before.hard == (chosen == ONLY_HERE):
            return spec  # a wish of several municipalities or regions stays as it is
        return replace(spec, place=Place(municipalities=(town_code,), hard=chosen == ONLY_HERE))


def load(place: Workplace, need_id: int) -> Need:
    from outreach.services import needs

    with place.read() as uow:
        return needs.need(uow, need_id)


def write(place: Workplace, given: NeedInput, present: Need | None) -> Message:
    """Adds the need, or changes the present one if nobody has meanwhile; then scores it."""
    from outreach.services import needs, scoring

    with place.write() as uow:
        if present is None:
            need_id = needs.add(uow, given)
            said: Message = say("Added: {title}", title=given.title_fi or given.title_sv or given.title_en)
        else:
            need_id = present.need_id
            said = needs.edit(
                uow,
                need_id,
                present.version,
                title_fi=given.title_fi,
                title_sv=given.title_sv,
                title_en=given.title_en,
                spec=given.spec,
                target_count=given.target_count,
                deadline=given.deadline,
            )
    scoring.refresh(place.database, [need_id], now=place.now)
    return said
