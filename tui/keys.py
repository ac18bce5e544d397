"""The one table of keys: every action has an id, a key, a label and a sentence, and is bound from here only.

Screens name the ids they answer to (`bindings`); the key line, the help and the palette read label and sentence by id;
the settings' `[keys]` table puts other keys in place of these (`keymap`). No key of this table needs AltGr or a dead
key on a Finnish keyboard, and one key means one thing on every screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from textual.binding import Binding, BindingType

from outreach.i18n import tr
from outreach.terms.message import Message, say, say_c


class Scope(Enum):
    """Where an action belongs; the help groups by it."""

    SCREENS = "screens"
    MOVE = "move"
    RECORD = "record"
    LIST = "list"
    PROGRAM = "program"


SCOPE_TITLES: Mapping[Scope, Message] = {
    Scope.RECORD: say("The row or record"),
    Scope.LIST: say("The list"),
    Scope.MOVE: say("Moving about"),
    Scope.SCREENS: say("Screens"),
    Scope.PROGRAM: say("The program"),
}


@dataclass(frozen=True, slots=True)
class Key:
    """An action: `id` is its name in the settings and the method `action_<id>`; `keys` are Textual's names of keys."""

    id: str
    keys: str  # "" when only the palette offers it
    label: Message
    sentence: Message
    scope: Scope
    priority: bool = False


TABLE: tuple[Key, ...] = (
    Key("today", "1", say("Today"), say("What is to be done today."), Scope.SCREENS),
    Key("candidates", "2", say("Candidates"), say("Judge who fits a competence need."), Scope.SCREENS),
    Key("duplicates", "3", say("Duplicates"), say("Records that may be the same organisation."), Scope.SCREENS),
    Key("organisations", "4", say("Organisations"), say("The register and our own organisations."), Scope.SCREENS),
    Key("stages", "5", say("Stages"), say("Outreach cases by stage."), Scope.SCREENS),
    Key("needs", "6", say("Competence needs"), say("Needs of the town and their coverage."), Scope.SCREENS),
    Key("sources", "8", say("Sources and imports"), say("Fetch data and see how the imports went."), Scope.SCREENS),
    Key("reports", "9", say("Reports"), say("Figures and exports for funders and boards."), Scope.SCREENS),
    Key("up", "up,k", say("Up"), say("One row up."), Scope.MOVE),
    Key("down", "down,j", say("Down"), say("One row down."), Scope.MOVE),
    Key("page_up", "pageup", say("Page up"), say("One page up."), Scope.MOVE),
    Key("page_down", "pagedown", say("Page down"), say("One page down."), Scope.MOVE),
    Key("first", "home", say("First"), say("To the first row."), Scope.MOVE),
    Key("last", "end", say("Last"), say("To the last row."), Scope.MOVE),
    Key("open", "enter", say("Open"), say("Open what is under the cursor."), Scope.RECORD),
    Key("back", "escape", say("Back"), say("Back one level; never out of the program."), Scope.MOVE),
    Key("previous", "comma", say("Previous"), say("Previous record of the list."), Scope.RECORD),
    Key("next", "full_stop", say("Next"), say("Next record of the list."), Scope.RECORD),
    Key("yes", "plus", say("Yes"), say("Yes: it fits, or it is the same organisation."), Scope.RECORD),
    Key("no", "minus", say("No"), say("No: it does not fit, or it is a different organisation."), Scope.RECORD),
    Key("later", "l", say("Later"), say("Decide later."), Scope.RECORD),
    Key("contact", "n", say_c("key", "Log contact"), say("Log a contact or a note."), Scope.RECORD),
    Key("task", "t", say_c("key", "Next step"), say("Next step and its day."), Scope.RECORD),
    Key("stage", "v", say("Stage"), say("Move to another stage, and see what is still needed."), Scope.RECORD),
    Key("owner", "o", say("Responsible"), say("Set who is responsible."), Scope.RECORD),
    Key("draft", "d", say("Draft"), say("Write a draft of a message; the program never sends it."), Scope.RECORD),
    Key("edit", "e", say("Edit"), say("Edit what is shown."), Scope.RECORD),
    Key("merge", "m", say("Merge"), say("Merge two organisations, or take them apart again."), Scope.RECORD),
    Key("swap", "z", say("Swap"), say("Of two organisations to be merged, let the other one stay."), Scope.RECORD),
    Key("why", "w", say("Why"), say("Why it is asked, line by line."), Scope.RECORD),
    Key("add", "a", say("Add"), say("Add a new one."), Scope.RECORD),
    Key("browse", "b", say("Browser"), say("Open the website or the register's page in the browser."), Scope.RECORD),
    Key("copy", "y", say("Copy"), say("Copy to the clipboard."), Scope.RECORD),
    Key("mark", "space", say("Mark"), say("Mark the row; actions then go to all marked rows."), Scope.LIST),
    Key("search", "slash", say("Search"), say("Search in this list, results while typing."), Scope.LIST),
    Key("filter", "f", say("Narrow down"), say("Show only a part of the list."), Scope.LIST),
    Key("columns", "c", say("Sort"), say("Columns and order."), Scope.LIST),
    Key("refresh", "r", say("Read again"), say("Read the list again from the database."), Scope.LIST),
    Key("export", "x", say("Export"), say("Export this view to a file."), Scope.LIST),
    Key("undo", "u", say("Undo"), say("Take back my last change; again goes further back."), Scope.PROGRAM),
    Key("help", "question_mark,f1", say("Help"), say("The keys of this screen."), Scope.PROGRAM),
    Key("palette", "ctrl+p,colon", say("All"), say("Every action by name."), Scope.PROGRAM),
    Key("own_town", "s", say("My own town"), say("Leave the practice data and start with my own town."), Scope.PROGRAM),
    Key("theme", "", say("Light or dark"), say("Change between light and dark colours."), Scope.PROGRAM),
    Key("finnish", "", say("Suomi"), say("Show the program in Finnish."), Scope.PROGRAM),
    Key("swedish", "", say("Svenska"), say("Show the program in Swedish."), Scope.PROGRAM),
    Key("english", "", say("English"), say("Show the program in English."), Scope.PROGRAM),
    Key("about", "", say("About"), say("Version, licence and where the data comes from."), Scope.PROGRAM),
    Key("quit", "ctrl+q", say("Quit"), say("Leave the program."), Scope.PROGRAM, priority=True),
)

BY_ID: Mapping[str, Key] = {key.id: key for key in TABLE}

_SHOWN: Mapping[str, Message | str] = {
    "enter": say_c("key", "Enter"),
    "escape": say_c("key", "Esc"),
    "space": say_c("key", "Space"),
    "pageup": say_c("key", "PgUp"),
    "pagedown": say_c("key", "PgDn"),
    "home": say_c("key", "Home"),
    "end": say_c("key", "End"),
    "delete": say_c("key", "Del"),
    "tab": say_c("key", "Tab"),
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "comma": ",",
    "full_stop": ".",
    "plus": "+",
    "minus": "-",
    "slash": "/",
    "colon": ":",
    "question_mark": "?",
    "section_sign": "§",
}


def bindings(*ids: str) -> list[BindingType]:
    """Bindings of a screen, a widget or the app, by id from the table."""
    return [
        Binding(key.keys, key.id, key.id, show=False, id=key.id, priority=key.priority)
        for key in (BY_ID[name] for name in ids)
        if key.keys
    ]


def keymap(wanted: Mapping[str, str]) -> tuple[dict[str, str], tuple[Message, ...]]:
    """The user's own keys as Textual takes them, and a sentence for each that cannot be used."""
    good: dict[str, str] = {}
    problems: list[Message] = []
    for name, keys in wanted.items():
        names = ",".join(_key_name(part.strip()) for part in _parts(keys))
        if name not in BY_ID or not BY_ID[name].keys:
            problems.append(say("The settings name a key for an action that does not exist: {name}", name=name))
        elif not names:
            problems.append(say("The settings name no key for: {name}", name=name))
        else:
            good[name] = names
    taken: dict[str, str] = {}
    for key in TABLE:
        for part in filter(None, good.get(key.id, key.keys).split(",")):
            if taken.setdefault(part, key.id) != key.id:
                problems.append(
                    say(
                        "The key {key} is given to two actions: {one}, {two}",
                        key=key_text(part),
                        one=taken[part],
                        two=key.id,
                    )
                )
    return good, tuple(problems)


def shown(name: str, own: Mapping[str, str] | None = None) -> str:
    """The key of an action as people read it: "Enter", "Ctrl+P", "n"; the first one where there are several."""
    keys = (own or {}).get(name) or BY_ID[name].keys
    return key_text(keys.split(",")[0]) if keys else ""


def shown_all(name: str, own: Mapping[str, str] | None = None) -> str:
    """All keys of an action, for the help."""
    keys = (own or {}).get(name) or BY_ID[name].keys
    return " ".join(key_text(key) for key in keys.split(",")) if keys else ""


def key_text(key: str) -> str:
    """A Textual name of a key as people read it."""
    *modifiers, last = key.split("+") if key != "+" else ["+"]
    known = _SHOWN.get(last, last.upper() if last.startswith("f") and last[1:].isdigit() else last)
    text = tr(known) if isinstance(known, Message) else known
    if modifiers:
        return "+".join([*(word.capitalize() for word in modifiers), text.upper() if len(text) == 1 else text])
    return text


def _parts(keys: str) -> list[str]:
    return [","] if keys.strip() == "," else [part for part in keys.split(",") if part.strip()]


def _key_name(key: str) -> str:
    named = (name for name, text in _SHOWN.items() if text == key)
    return next(named, key if len(key) == 1 else key.lower())
