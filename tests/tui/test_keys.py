"""The table of keys: one key, one meaning, all of them within reach on a Finnish keyboard."""

from __future__ import annotations

from collections import Counter

from tui import keys

NEEDS_ALTGR = {"left_square_bracket", "right_square_bracket", "left_curly_bracket", "right_curly_bracket"} | {
    "backslash",
    "vertical_line",
    "at",
    "tilde",
    "dollar_sign",
    "circumflex_accent",
    "grave_accent",
}
TERMINALS_KEEP = {f"ctrl+{letter}" for letter in "hijmabwtn"} | {"f5", "f10", "f11"}


def all_keys() -> list[str]:
    return [part for key in keys.TABLE for part in key.keys.split(",") if part]


def test_no_key_is_bound_twice_and_no_action_stands_twice_in_the_table() -> None:
    assert [key for key, times in Counter(all_keys()).items() if times > 1] == []
    assert [name for name, times in Counter(key.id for key in keys.TABLE).items() if times > 1] == []


def test_no_key_needs_altgr_or_a_dead_key_or_belongs_to_the_terminal() -> None:
    assert set(all_keys()) & (NEEDS_ALTGR | TERMINALS_KEEP) == set()
    assert [key for key in all_keys() if key.startswith("alt+")] == []


def test_key_seven_is_left_free() -> None:
    assert "7" not in all_keys()


def test_own_keys_are_taken_as_people_write_them() -> None:
    own, problems = keys.keymap({"contact": "ö", "search": "§", "previous": ","})
    assert problems == ()
    assert own == {"contact": "ö", "search": "section_sign", "previous": "comma"}
    assert keys.shown("contact", own) == "ö"
    assert keys.shown("search", own) == "§"


def test_an_unknown_action_and_a_key_given_twice_are_told() -> None:
    own, problems = keys.keymap({"fly": "m", "contact": "t"})
    assert "fly" not in own
    assert [str(problem) for problem in problems] == [
        "The settings name a key for an action that does not exist: fly",
        "The key t is given to two actions: contact, task",
    ]


def test_keys_are_named_as_people_read_them() -> None:
    shown = {name: keys.shown(name) for name in ("open", "back", "palette", "previous", "help", "page_down")}
    assert shown == {
        "open": "Enter",
        "back": "Esc",
        "palette": "Ctrl+P",
        "previous": ",",
        "help": "?",
        "page_down": "PgDn",
    }
    assert keys.shown_all("help") == "? F1"
