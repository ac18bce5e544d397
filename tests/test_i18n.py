"""From messages to the user's language: values, plurals, dates and numbers as each language writes them."""

from __future__ import annotations

import gettext
import locale
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from outreach import i18n
from outreach.errors import NotFound, OutreachError
from outreach.i18n import N_, _, language_from_locale, render_error, tr, value_text
from outreach.terms.message import Message, say, say_c, say_n


@pytest.fixture
def finnish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A small Finnish catalogue of the tests' own, in force."""
    catalogue = Catalog(locale="fi")
    catalogue.add("Stage: {stage}", "Vaihe: {stage}")
    catalogue.add("Contacted", "Kontaktoitu")
    catalogue.add(("{n} day", "{n} days"), ("{n} päivä", "{n} päivää"))
    catalogue.add("Declined", "Kieltäytyi", context="result")
    catalogue.add("Declined", "Kieltäytynyt", context="stage")
    catalogue.add("Hello {name}", "Hei {nimi}")
    catalogue.add("yes", "kyllä")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    folder = tmp_path / "fi" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "outreach.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    monkeypatch.setattr(gettext, "_translations", {})  # gettext remembers catalogues by path
    i18n._catalogue.cache_clear()
    i18n.set_language("fi")
    yield
    i18n._catalogue.cache_clear()


def test_values_that_are_messages_are_translated_first(finnish: None) -> None:
    assert tr(say("Stage: {stage}", stage=say("Contacted"))) == "Vaihe: Kontaktoitu"


def test_plurals_follow_the_number(finnish: None) -> None:
    assert [tr(say_n("{n} day", "{n} days", n)) for n in (0, 1, 2, 12345)] == [
        "0 päivää",
        "1 päivä",
        "2 päivää",
        "12\N{NO-BREAK SPACE}345 päivää",
    ]


def test_equal_english_words_can_differ_by_context(finnish: None) -> None:
    assert tr(say_c("stage", "Declined")) == "Kieltäytynyt"
    assert tr(say_c("result", "Declined")) == "Kieltäytyi"


def test_a_text_without_translation_is_shown_in_english(finnish: None) -> None:
    assert tr(say("Nobody has translated {this}", this="it")) == "Nobody has translated it"
    assert _("Never seen") == "Never seen"
    assert _("") == ""


def test_a_slip_in_a_translation_does_not_hide_the_message(finnish: None) -> None:
    assert tr(say("Hello {name}", name="Maija")) == "Hello Maija"


def test_a_missing_catalogue_means_english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "LOCALES", tmp_path)
    i18n._catalogue.cache_clear()
    i18n.set_language("sv")
    assert tr(say("Contacted")) == "Contacted"
    i18n._catalogue.cache_clear()


def test_braces_in_values_stay_as_they_are(finnish: None) -> None:
    assert tr(say("Stage: {stage}", stage="{0.__class__} [/] %s")) == "Vaihe: {0.__class__} [/] %s"


def test_marked_texts_are_translated_when_shown(finnish: None) -> None:
    marked = N_("Contacted")
    assert marked == "Contacted"
    assert tr(marked) == "Kontaktoitu"


@pytest.mark.parametrize(
    ("value", "english", "finnish_text"),
    [
        (date(2026, 3, 9), "2026-03-09", "9.3.2026"),
        (datetime(2026, 3, 9, 22, 5, tzinfo=UTC), "2026-03-10 00:05", "10.3.2026 0.05"),
        ("2026-03-09", "2026-03-09", "9.3.2026"),
        ("2026-03-09 22:05:00+00:00", "2026-03-10 00:05", "10.3.2026 0.05"),
        ("2026-02-30", "2026-02-30", "2026-02-30"),
        ("2026-03-09 tai 2026-03-10", "2026-03-09 tai 2026-03-10", "2026-03-09 tai 2026-03-10"),
        (1234.5, "1,234.5", "1 234,5"),
        (86.0, "86", "86"),
        (0.30000000000000004, "0.3", "0,3"),
        (-0.25, "-0.25", "-0,25"),
        (Decimal("1.50"), "1.5", "1,5"),
        (2026, "2026", "2026"),
        (461538, "461,538", "461 538"),
        (0, "0", "0"),
        (True, "yes", "kyllä"),
        (None, "–", "–"),
        ("0100", "0100", "0100"),
        ((say("Contacted"), "x", 1.5), "Contacted, x, 1.5", "Kontaktoitu, x, 1,5"),
    ],
)
def test_values_are_written_as_the_language_writes_them(
    finnish: None, value: Any, english: str, finnish_text: str
) -> None:
    assert value_text(value).replace("\N{NO-BREAK SPACE}", " ") == finnish_text
    with i18n.in_language("en"):
        assert value_text(value) == english


@pytest.mark.parametrize(
    ("share", "decimals", "english", "swedish"),
    [(0.12, 0, "12%", "12 %"), (0.125, 0, "13%", "13 %"), (0.1234, 1, "12.3%", "12,3 %"), (1, 0, "100%", "100 %")],
)
def test_per_cents(share: float, decimals: int, english: str, swedish: str) -> None:
    assert i18n.percent_text(share, decimals) == english
    i18n.set_language("sv")
    assert i18n.percent_text(share, decimals).replace("\N{NO-BREAK SPACE}", " ") == swedish


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"LANG": "fi_FI.UTF-8"}, "fi"),
        ({"LANG": "sv_FI"}, "sv"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "sv_SE.UTF-8"}, "sv"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "fi_FI"}, "fi"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:sv:fi"}, "sv"),
        ({"LANG": "C", "LANGUAGE": "fi"}, "en"),
        ({"LANG": "", "LC_ALL": ""}, "sv"),
        ({}, "sv"),
    ],
)
def test_the_language_follows_the_system(environ: dict[str, str], code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locale, "getlocale", lambda: ("Swedish_Finland", "1252"))
    assert language_from_locale(environ) == code


def test_another_language_for_a_while_stays_in_its_thread() -> None:
    i18n.set_language("fi")
    seen: list[str] = []
    with i18n.in_language("sv"):
        thread = threading.Thread(target=lambda: seen.append(i18n.language()))
        thread.start()
        thread.join()
        seen.append(i18n.language())
    assert [*seen, i18n.language()] == ["fi", "sv", "fi"]


def test_threads_that_run_already_see_a_changed_language() -> None:
    changed, seen = threading.Event(), []

    def work() -> None:
        changed.wait(5)
        seen.append(i18n.language())

    thread = threading.Thread(target=work)
    thread.start()
    i18n.set_language("fi")
    changed.set()
    thread.join()
    assert seen == ["fi"]


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="'de'"):
        i18n.set_language("de")
    with pytest.raises(ValueError, match="'de'"), i18n.in_language("de"):
        pass


def test_an_error_is_its_sentence_and_its_hint() -> None:
    error = NotFound(say("Not found: ”{name}”.", name="Oy X"), say("Did you mean: {near}?", near="Oy XX"))
    assert render_error(error) == "Not found: ”Oy X”. Did you mean: Oy XX?"
    assert render_error(OutreachError(say("Broken."))) == "Broken."


def test_a_stored_message_reads_the_same_as_the_live_one(finnish: None) -> None:
    live = say("Stage: {stage}", stage=(say_c("stage", "Declined"), date(2026, 3, 9), 3))
    assert tr(Message.from_plain(live.to_plain())) == tr(live) == "Vaihe: Kieltäytynyt, 9.3.2026, 3"


def test_a_weight_is_written_with_its_sign_as_the_language_writes_numbers() -> None:
    assert i18n.signed_text(7.04) == "+7.0"
    i18n.set_language("fi")
    assert i18n.signed_text(-1.25) == "−1,2"
