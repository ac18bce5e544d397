"""Merging two organisations and taking them apart again, on the screens."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from outreach.config import Config
from outreach.errors import Conflict, NotFound
from outreach.i18n import LANGUAGES, set_language
from outreach.services.session import Workplace, open_workplace
from outreach.terms.merging import (
    FieldChoice,
    MergePreview,
    MergeRow,
    Part,
    PartingLine,
    PartingPreview,
    Side,
    SideValue,
)
from outreach.terms.message import Message, say, say_n
from outreach.terms.review import ReviewItem
from outreach.terms.views import OrganisationFilter, Page, TouchInput
from outreach.terms.work import Direction, TouchKind
from tests.tui import samples
from tests.tui.conftest import Canned, press, running, shown
from tui.app import OutreachApp
from tui.dialogs import contact, edit, merge, merges, part
from tui.dialogs.contact import Step
from tui.screens import card, duplicates, first_start, organisations, today, why

MINE, THEIRS = 1001, 1_000_000_002
OLD, NEW = date(2026, 2, 2), date(2026, 3, 9)


def side(actor_id: int, name: str, business_id: str = "", version: int | None = 3) -> Side:
    return Side(actor_id, actor_id, name, business_id, version)


def field(name: str, kept: str, away: str, taken: Part = Part.KEPT, *, label: str = "") -> FieldChoice:
    return FieldChoice(
        field=name,
        label=say("{name}", name=label or name),
        kept=SideValue(kept, say("register") if kept else "", NEW if kept else None),
        away=SideValue(away, "members.xlsx" if away else "", OLD if away else None),
        taken=taken,
        equal=kept == away,
    )


def preview(kept: int = MINE, away: int = THEIRS, **values: Any) -> MergePreview:
    names = {MINE: "Puu Esimerkki Oy", THEIRS: "Puutehdas Esimerkki"}
    return MergePreview(
        **{
            "kept": side(kept, names[kept], "1234567-1" if kept == MINE else ""),
            "away": side(away, names[away], "1234567-1" if away == MINE else "", None),
            "fields": (
                replace(field("business_id", "1234567-1", "", label="Business ID"), choosable=False),
                field("name", names[kept], names[away], label="Name"),
                field("municipality_code", "740", "740", label="Town"),
                field("website", "", "www.puu.example", Part.AWAY, label="Website"),
            ),
            "brings": (say_n("{n} case", "{n} cases", 2), say_n("{n} contact", "{n} contacts", 3)),
            "joins": (say("1 contact person is in both"),),
            "notes": (),
            **values,
        }
    )


def parting(choices: Mapping[str, str], **values: Any) -> PartingPreview:
    to = Part(choices.get("touchpoint:7", "kept"))
    return PartingPreview(
        **{
            "merge_id": 5,
            "version": 2,
            "kept": side(MINE, "Puu Esimerkki Oy"),
            "away": side(THEIRS, "Puutehdas Esimerkki"),
            "merged_on": OLD,
            "back": (say_n("{n} case", "{n} cases", 2),),
            "lines": (
                PartingLine("touchpoint:7", say("Call 2026-03-09"), to, say("nothing tells otherwise"), True),
                PartingLine("task:8", say("Next step: visit"), Part.AWAY, say("its case"), False),
            ),
            "summary": (),
            "notes": (say("Do-not-contact entries stay on both"),),
            **values,
        }
    )


class Heard(Canned):
    """Canned answers that tell questions of one name apart."""

    def __init__(self, answers: Mapping[Any, Any]) -> None:
        super().__init__(answers)
        self.heard: list[tuple[Any, tuple[Any, ...]]] = []

    async def ask(self, work: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.heard.append((work, args))
        return await super().ask(work, *args, **kwargs)


def app_of(config: Config, **answers: Any) -> OutreachApp:
    rows = [replace(samples.organisation(n, f"Yritys {n} Oy"), actor_id=1001 + n) for n in range(4)]

    def page(wanted: OrganisationFilter, offset: int, limit: int) -> Page[Any]:
        return Page(tuple(rows[offset : offset + limit]), offset, len(rows))

    ready = {
        today.load: samples.NOTHING,
        organisations.load: page,
        card.load: lambda actor_id, language: samples.card(actor_id, f"Kortti {actor_id}"),
        why.load: (),
        merge.load: answers.get("preview", preview),
        merge.write: answers.get("merge", say("Merged")),
        merges.load: answers.get("merges", ()),
        merges.find: answers.get("find", THEIRS),
        part.load: answers.get("parting", lambda merge_id, choices: parting(choices)),
        part.write: answers.get("part", say("Parted")),
        duplicates.load: answers.get("question"),
    }
    return OutreachApp(config, Heard(ready))


def asked(app: OutreachApp, work: Any) -> list[tuple[Any, ...]]:
    assert isinstance(app.backend, Heard)
    return [args for heard, args in app.backend.heard if heard is work]


def toasts(app: OutreachApp) -> str:
    return "\n".join(toast.message for toast in app._notifications)


def opened(app: OutreachApp, dialog: Any) -> list[Any]:
    results: list[Any] = []
    app.push_screen(dialog, results.append)
    return results


def text_of(app: OutreachApp) -> str:
    return " ".join(shown(app).replace("│", " ").split())


# Merging


async def test_both_stand_side_by_side_with_sign_word_source_and_day(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        opened(app, merge.MergeTwo(MINE, THEIRS))
        await press(pilot)
        lines = shown(app).splitlines()
        text = text_of(app)
        assert "Merge: Puutehdas Esimerkki → Puu Esimerkki Oy" in text
        assert "Stays: Puu Esimerkki Oy Goes into it: Puutehdas" in text
        assert any("Name" in line and "(•) Puu Esimerkki Oy" in line and "( ) Puutehdas" in line for line in lines)
        assert any(
            "≠ Differs" in line and "register, 03-09" in line and "members.xlsx, 02-02" in line for line in lines
        )
        assert any("Town" in line and "= " in line and "Savonlinna" in line and "Equal" in line for line in lines)
        assert any("Website" in line and "( ) –" in line and "(•) www.puu.example" in line for line in lines)
        assert "· Only one" in text
        assert "Brings: 2 cases, 3 contacts" in text
        assert "Becomes one: 1 contact person is in both" in text
        await press(pilot, "escape")


async def test_a_flipped_field_is_written_with_the_versions_that_were_shown(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        results = opened(app, merge.MergeTwo(MINE, THEIRS))
        await press(pilot, "space")  # the first that can be chosen is the name
        assert "( ) Puu Esimerkki Oy" in shown(app)
        await press(pilot, "down", "space", "space", "enter")
        ((kept, away, choices, expected, although),) = asked(app, merge.write)
        assert (kept, away, expected, although) == (MINE, THEIRS, (3, None), False)
        assert choices == {"name": "away", "municipality_code": "kept", "website": "away"}
        assert results == [say("Merged")]
        assert toasts(app) == "Merged\nu: take it back"


async def test_a_key_lets_the_other_one_stay_and_chosen_values_stay_chosen(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        opened(app, merge.MergeTwo(MINE, THEIRS))
        await press(pilot, "space", "z")
        assert "Merge: Puu Esimerkki Oy → Puutehdas Esimerkki" in text_of(app)
        assert "(•) Puutehdas" in shown(app)
        await press(pilot, "enter")
        ((kept, away, choices, *_),) = asked(app, merge.write)
        assert (kept, away, choices["name"]) == (THEIRS, MINE, "kept")


async def test_a_refused_pair_says_why_and_merges_nothing(config: Config) -> None:
    refused = preview(refused=say("The Business IDs differ: 1234567-1 and 2345678-9. These are two organisations."))
    app = app_of(config, preview=refused)
    async with running(app) as pilot:
        results = opened(app, merge.MergeTwo(MINE, THEIRS))
        await press(pilot, "enter", "space", "z", "enter")
        assert "The Business IDs differ" in text_of(app)
        assert asked(app, merge.write) == []
        assert not app.screen.query_one("#merge").display
        await press(pilot, "escape")
        assert results == [None]


async def test_what_was_judged_different_wants_a_second_enter(config: Config) -> None:
    app = app_of(config, preview=preview(different=say("Judged different by Maija on 2026-03-01")))
    async with running(app) as pilot:
        opened(app, merge.MergeTwo(MINE, THEIRS))
        await press(pilot)
        assert "Judged different by Maija on 2026-03-01" in text_of(app)
        await press(pilot, "enter")
        assert "Enter once more merges them all the same." in text_of(app)
        assert asked(app, merge.write) == []
        await press(pilot, "enter")
        assert asked(app, merge.write)[0][-1] is True


async def test_a_change_by_somebody_else_is_told_and_both_are_read_again(config: Config) -> None:
    refusals = [Conflict(say("Changed meanwhile."))]

    def write(*_: object) -> Message:
        if refusals:
            raise refusals.pop()
        return say("Merged")

    app = app_of(config, merge=write)
    async with running(app) as pilot:
        results = opened(app, merge.MergeTwo(MINE, THEIRS))
        await press(pilot, "space", "enter")
        assert "Changed meanwhile." in text_of(app)
        assert "( ) Puu Esimerkki Oy" in shown(app)
        assert len(asked(app, merge.load)) == 2
        await press(pilot, "enter")
        assert results == [say("Merged")]


@pytest.mark.parametrize("language", LANGUAGES)
async def test_with_all_there_is_to_say_the_dialogs_fit_80x24_in_every_language(config: Config, language: str) -> None:
    set_language(language)
    long = say("{x}", x="sana " * 60)
    fields = tuple(field(f"f{n}", f"arvo {n} " * 9, f"toinen {n} " * 9, label="Sähköpostiosoite") for n in range(12))
    full = preview(fields=fields, brings=(long,), joins=(long,), notes=(long,), different=long)
    app = app_of(config, preview=full, parting=parting({}, back=(long,), summary=(long,), notes=(long,)))
    async with running(app) as pilot:
        for dialog, button in ((merge.MergeTwo(MINE, THEIRS), "#merge"), (part.PartTwo(5), "#part")):
            opened(app, dialog)
            await press(pilot, "end")
            dialog._refuse("x " * 200)
            await press(pilot)
            assert dialog.query_one(".dialog").region.height <= 24
            assert dialog.query_one(button).region.bottom < 24
            await press(pilot, "escape")


@pytest.mark.parametrize("name", samples.NASTY)
async def test_hostile_names_and_values_are_only_text(config: Config, name: str) -> None:
    bad = SideValue(name, name, OLD, name)
    found = replace(
        preview(),
        kept=side(MINE, name),
        away=side(THEIRS, name),
        fields=(FieldChoice("name", say("Name"), bad, replace(bad, value=f"{name}2"), Part.KEPT, equal=False),),
        different=say("{name}", name=name),
    )
    line = PartingLine("person:1", say("{name}", name=name), Part.KEPT, say("{name}", name=name), choosable=True)
    apart = parting({}, kept=side(MINE, name), away=side(THEIRS, name), lines=(line,), back=(name,))
    row = MergeRow(5, MINE, name, THEIRS, name, OLD, name, None, "")
    app = app_of(config, preview=found, parting=apart, merges=(row,))
    async with running(app) as pilot:
        for dialog in (merge.MergeTwo(MINE, THEIRS), part.PartTwo(5), merges.Merges(MINE, name)):
            opened(app, dialog)
            await press(pilot, "space")
            assert "\x1b" not in shown(app)
            assert {strip.cell_length for strip in app.screen._compositor.render_strips()} == {80}
            assert dialog.query_one(".dialog").region.height <= 24
            await press(pilot, "escape")


# Parting


async def test_each_line_tells_where_it_goes_and_why_and_can_be_sent_elsewhere(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        results = opened(app, part.PartTwo(5))
        await press(pilot)
        text = text_of(app)
        assert "Take apart: Puutehdas Esimerkki ← Puu Esimerkki Oy" in text
        assert "Merged on 2026-02-02" in text
        assert "Goes back: 2 cases" in text
        assert "nothing tells otherwise" in text
        assert "→ Puutehdas Esimerkki its case" in text
        await press(pilot, "space")
        assert asked(app, part.load)[-1] == (5, {"touchpoint:7": Part.AWAY})
        assert "( ) Puu Esimerkki Oy" in shown(app)
        assert "chosen" in shown(app)
        await press(pilot, "down", "space")
        assert "It goes with what it hangs on." in text_of(app)
        await press(pilot, "enter")
        assert asked(app, part.write) == [(5, {"touchpoint:7": "away"}, 2)]
        assert results == [say("Parted")]
        assert toasts(app) == "Parted\nu: take it back"


async def test_where_nothing_was_added_since_enter_parts_all_the_same(config: Config) -> None:
    app = app_of(config, parting=parting({}, lines=()))
    async with running(app) as pilot:
        results = opened(app, part.PartTwo(5))
        await press(pilot)
        assert "Nothing has been added since." in shown(app)
        await press(pilot, "enter")
        assert results == [say("Parted")]


# From the screens


async def test_two_marked_organisations_are_merged_and_the_marks_go(config: Config) -> None:
    app = app_of(config, preview=lambda kept, away: preview())
    async with running(app) as pilot:
        await press(pilot, "4", "space", "down", "space")
        assert "4 organisations · 2 marked" in shown(app)
        assert shown(app).splitlines()[-1].startswith(" m Merge  Space Mark")
        await press(pilot, "m")
        assert asked(app, merge.load) == [(1001, 1003)]
        await press(pilot, "enter")
        assert "marked" not in shown(app)
        assert "Merged" in toasts(app)


@pytest.mark.parametrize(
    ("marks", "said"), [([], "0 are marked."), (["space"], "1 is marked."), (["space"] * 3, "3 are marked.")]
)
async def test_fewer_or_more_than_two_marks_are_told(config: Config, marks: list[str], said: str) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await press(pilot, "4", *marks, "m")
        assert toasts(app) == f"{said}\nMark the two that are one with Space, then press m."
        assert asked(app, merge.load) == []
        await press(pilot, "escape")
        assert "marked" not in shown(app)


async def test_the_card_merges_with_another_that_is_named(config: Config) -> None:
    app = app_of(config)
    async with running(app) as pilot:
        await app.push_screen(card.Card(MINE))
        await press(pilot, "m", *"puutehdas", "enter")
        assert asked(app, merges.find) == [("puutehdas",)]
        assert asked(app, merge.load) == [(MINE, THEIRS)]
        await press(pilot, "enter")
        assert "Merged" in toasts(app)
        assert isinstance(app.screen, card.Card)
        assert len(asked(app, card.load)) > 1


async def test_a_name_that_nobody_has_is_told_in_the_dialog(config: Config) -> None:
    def find(text: str) -> int:
        raise NotFound(say("Not found: ”{name}”.", name=text))

    app = app_of(config, find=find)
    async with running(app) as pilot:
        await app.push_screen(card.Card(MINE))
        await press(pilot, "m", *"xy", "enter")
        assert "Not found: ”xy”." in text_of(app)
        assert isinstance(app.screen, merges.Merges)
        await press(pilot, "escape")


async def test_the_card_lists_its_merges_and_enter_takes_one_apart(config: Config) -> None:
    row = MergeRow(5, MINE, "Puu Esimerkki Oy", THEIRS, "Puutehdas Esimerkki", OLD, "Maija Kokeilija", None, "")
    app = app_of(config, merges=(row,))
    async with running(app) as pilot:
        await app.push_screen(card.Card(MINE))
        await press(pilot, "m")
        assert "Puutehdas Esimerkki → Puu Esimerkki Oy" in text_of(app)
        assert "02-02, Maija Kokeilija" in text_of(app)
        await press(pilot, "down", "enter")
        assert "Take apart: Puutehdas Esimerkki ← Puu Esimerkki Oy" in text_of(app)
        await press(pilot, "enter")
        assert asked(app, part.write) == [(5, {"touchpoint:7": "kept"}, 2)]
        assert isinstance(app.screen, card.Card)


def question(actor_id: int | None) -> duplicates.Next:
    item: ReviewItem = samples.review(1)
    ours = replace(item, record_id=0, source="", place="", actor_id=actor_id) if actor_id else item
    return duplicates.Next(ours, 1, 15.0)


async def test_a_question_on_an_organisation_of_ours_lays_both_side_by_side(config: Config) -> None:
    app = app_of(config, question=question(THEIRS), preview=lambda kept, away: preview())
    async with running(app) as pilot:
        await press(pilot, "3")
        assert "Enter Side by side" in shown(app)
        await press(pilot, "enter")
        assert asked(app, merge.load) == [(2001, THEIRS)]
        await press(pilot, "enter")
        assert "Merged" in toasts(app)
        await press(pilot, "w")
        assert asked(app, why.load) == [(0, THEIRS)]


async def test_of_a_record_enter_and_the_key_tell_why(config: Config) -> None:
    app = app_of(config, question=question(None))
    async with running(app) as pilot:
        await press(pilot, "3", "enter", "escape", "w")
        assert asked(app, why.load) == [(1, 0)] * 2
        assert asked(app, merge.load) == []


# With a real database


@dataclass
class Office:
    """A workplace with two organisations of ours, of which the second was added by a slip."""

    place: Workplace
    one: int
    other: int

    def card(self, actor_id: int) -> Any:
        return card.load(self.place, actor_id, "en")

    def log(self, actor_id: int, text: str) -> None:
        touch = TouchInput(TouchKind.CALL, Direction.OUTBOUND, date(2026, 3, 10), text)
        contact.write(self.place, actor_id, None, touch, Step(None, False, "", None))

    def texts(self, actor_id: int) -> set[str]:
        return {row.text for row in self.card(actor_id).timeline if row.text}

    def merge(self, **choices: str) -> Message:
        found = merge.load(self.place, self.one, self.other)
        seen = (found.kept.version, found.away.version)
        return merge.write(self.place, self.one, self.other, choices, seen, False)

    def undo(self) -> None:
        from tui.shell import _undo

        _undo(self.place)


@pytest.fixture
def office(config: Config) -> Office:
    place = open_workplace(config)
    first_start.settle_in(place, "Maija Kokeilija", "en", "740", "empty")
    place = replace(place, adviser_id=1)
    one = edit.write_new(place, {"name": "Puu Esimerkki Oy", "phone": "015 555 0100", "website": "www.puu.example"})
    other = edit.write_new(place, {"name": "Puutehdas Esimerkki", "phone": "015 555 0199"})
    return Office(place, one, other)


def test_a_merge_keeps_what_was_chosen_and_undo_takes_it_back(office: Office) -> None:
    office.log(office.other, "Hei")
    before = (office.card(office.one), office.card(office.other))
    office.merge(phone="away")
    merged = office.card(office.other)
    assert merged.actor_id == office.one
    assert (merged.facts.name, merged.facts.phone) == ("Puu Esimerkki Oy", "+358155550199")
    assert office.texts(office.one) == {"Hei"}
    (row,) = merges.load(office.place, office.one)
    assert (row.kept, row.away) == ("Puu Esimerkki Oy", "Puutehdas Esimerkki")
    office.undo()
    after = (office.card(office.one), office.card(office.other))
    assert [one.facts for one in after] == [one.facts for one in before]
    assert merges.load(office.place, office.one) == ()


def test_they_part_again_and_what_was_added_since_goes_where_it_was_sent(office: Office) -> None:
    office.merge()
    office.log(office.one, "Kenelle?")
    (row,) = merges.load(office.place, office.one)
    (line,) = part.load(office.place, row.merge_id, {}).lines
    assert (line.to, line.choosable) == (Part.KEPT, True)
    found = part.load(office.place, row.merge_id, {line.key: "away"})
    assert found.lines[0].to is Part.AWAY
    part.write(office.place, row.merge_id, {line.key: "away"}, found.version)
    assert (office.texts(office.one), office.texts(office.other)) == (set(), {"Kenelle?"})
    assert office.card(office.other).facts.phone == "+358155550199"


def test_a_preview_that_is_out_of_date_is_refused(office: Office) -> None:
    found = merge.load(office.place, office.one, office.other)
    edit.write_own(office.place, office.one, found.kept.version or 0, {"phone": "015 555 0111"})
    with pytest.raises(Conflict):
        merge.write(office.place, office.one, office.other, {}, (found.kept.version, found.away.version), False)


def test_two_business_ids_are_refused_before_anything_is_asked(office: Office) -> None:
    for actor, number in ((office.one, "1234567-1"), (office.other, "2345678-0")):
        version = office.card(actor).version
        edit.write_own(office.place, actor, version, {"business_id": number})
    found = merge.load(office.place, merges.find(office.place, "1234567-1"), merges.find(office.place, "2345678-0"))
    assert "The Business IDs differ" in str(found.refused)
