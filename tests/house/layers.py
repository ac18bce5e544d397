"""Who may import whom, read off the sources: the table of the house and the walker that checks it."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PACKAGES = ("outreach", "db", "importers", "tui")
ANY = "any library"


@dataclass(frozen=True, slots=True)
class Room:
    """A package or module, and what it may import besides itself and the standard library.

    `late` is what only the inside of a function may import: it is loaded when first needed, not at start. `never` names
    modules of the standard library or libraries that are out of place here.
    """

    name: str
    may: str = ""
    libraries: str = ""
    late: str = ""
    never: str = ""


_TERMS = "outreach.terms outreach.errors"
_OUTSIDE_WORLD = (
    "os io pathlib shutil tempfile glob socket ssl select http urllib.request ftplib smtplib sqlite3 subprocess "
    "threading asyncio multiprocessing concurrent time logging"
)

HOUSE = (
    # what every layer speaks
    Room("outreach.terms"),
    Room("outreach.errors", may="outreach.terms"),
    # the edges of the program: clock, language, settings, code tables
    Room("outreach.clock", may=_TERMS),
    Room("outreach.i18n", may=f"{_TERMS} outreach.clock"),
    Room("outreach.configfile", may=_TERMS, libraries="tomli_w"),
    Room("outreach.config", may=f"{_TERMS} outreach.i18n outreach.configfile", libraries="platformdirs"),
    Room("outreach.codes", may=f"{_TERMS} outreach.rules.text"),
    Room("outreach.faults", may=f"{_TERMS} outreach.clock"),
    # business rules: pure, no file, socket, session or clock
    Room(
        "outreach.rules",
        may=_TERMS,
        libraries="rapidfuzz snowballstemmer phonenumbers msgspec xxhash numpy",
        never=_OUTSIDE_WORLD,
    ),
    # sources: fetch and parse, know nothing of the database
    Room(
        "importers",
        may=f"{_TERMS} outreach.rules.text outreach.rules.identity",
        libraries=ANY,
        never="sqlalchemy sqlmodel alembic psycopg sqlite3 textual typer",
    ),
    # the database: data in, data out
    Room("db", may=_TERMS, libraries=ANY, never="textual typer requests"),
    # use cases: the only writers of outreach data. Settings reach them through the one module that opens a workplace
    Room(
        "outreach.services.session",
        may=f"{_TERMS} outreach.i18n outreach.codes outreach.clock outreach.config outreach.rules outreach.services db",
        libraries=ANY,
        never="textual typer requests",
    ),
    Room(
        "outreach.services",
        may=f"{_TERMS} outreach.i18n outreach.codes outreach.clock outreach.rules db",
        libraries=ANY,
        never="textual typer requests",
    ),
    # what needs both services and importers; of the database it knows the unit of work that services take
    Room(
        "outreach.jobs",
        may=f"{_TERMS} outreach.i18n outreach.codes outreach.config outreach.clock outreach.rules outreach.services "
        "importers db.unit",
        libraries=ANY,
        never="textual typer sqlalchemy sqlmodel psycopg",
    ),
    # the two faces of the program
    Room(
        "outreach.cli",
        may="outreach importers tui.app",
        libraries=ANY,
        late="outreach.services outreach.jobs importers tui textual openpyxl requests",
        never="sqlalchemy sqlmodel alembic psycopg",
    ),
    Room("outreach.__main__", may="outreach.cli outreach.errors outreach.i18n", libraries="typer"),
    Room(
        "tui",
        may=f"{_TERMS} outreach.i18n outreach.config outreach.clock outreach.codes outreach.faults outreach.rules.text "
        "outreach.services outreach.jobs",
        libraries=ANY,
        late="outreach.jobs",
        never="sqlalchemy sqlmodel alembic psycopg sqlite3 requests typer",
    ),
    Room("outreach"),
)
FREE_FOR_ALL = ("outreach.__version__",)
CLOCK = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}


@dataclass(frozen=True, slots=True)
class Import:
    target: str  # the module, with the name taken from it where there is one: "outreach.terms.message.say"
    line: int
    late: bool  # inside a function, or for the type checker only


def strays(root: Path, house: tuple[Room, ...] = HOUSE) -> list[str]:
    """One line for each import that the table does not allow, and for each reading of the clock outside its module."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            module = _module(path.relative_to(root))
            room = next((room for room in house if _within(module, room.name)), Room(package))
            tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
            where = path.relative_to(root).as_posix()
            for imported in imports(tree, module, is_package=path.name == "__init__.py"):
                if reason := _objection(imported, room):
                    found.append(f"{where}:{imported.line}: {imported.target}: {reason}")
            if module != "outreach.clock":
                found += [f"{where}:{line}: the clock is read outside outreach/clock.py" for line in _clock_reads(tree)]
    return found


def imports(tree: ast.AST, module: str, *, is_package: bool) -> Iterator[Import]:
    """All imports of a module, relative ones and `import_module("...")` resolved, wherever they stand."""
    base = module.split(".") if is_package else module.split(".")[:-1]

    def walk(node: ast.AST, late: bool) -> Iterator[Import]:
        for child in ast.iter_child_nodes(node):
            inside = late or isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            inside = inside or (isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test))
            if isinstance(child, ast.Import):
                yield from (Import(alias.name, child.lineno, late) for alias in child.names)
            elif isinstance(child, ast.ImportFrom):
                above = base[: len(base) - child.level + 1] if child.level else []
                source = ".".join([*above, *([child.module] if child.module else [])])
                yield from (Import(f"{source}.{alias.name}", child.lineno, late) for alias in child.names)
            elif isinstance(child, ast.Call) and _called(child) in ("import_module", "__import__") and child.args:
                name = child.args[0]
                if isinstance(name, ast.Constant) and isinstance(name.value, str):
                    yield Import(name.value, child.lineno, late)
            yield from walk(child, inside)

    return walk(tree, late=False)


def _objection(imported: Import, room: Room) -> str:
    target = imported.target
    if _any_within(target, room.never.split()):
        return f"never in {room.name}"
    if _any_within(target, room.late.split()) and not imported.late:
        return f"only inside a function in {room.name}"
    top = target.partition(".")[0]
    if top in PACKAGES:
        allowed = _within(target, room.name) or _any_within(target, room.may.split()) or target in FREE_FOR_ALL
    else:
        allowed = top in sys.stdlib_module_names or room.libraries == ANY or top in room.libraries.split()
    return "" if allowed else f"not for {room.name}"


def _clock_reads(tree: ast.AST) -> list[int]:
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and (ast.unparse(node.func.value).rpartition(".")[2], node.func.attr) in CLOCK
    ]


def _called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def _module(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _within(target: str, name: str) -> bool:
    return target == name or target.startswith(f"{name}.")


def _any_within(target: str, names: list[str]) -> bool:
    return any(_within(target, name) for name in names)
