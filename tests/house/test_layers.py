"""The layers hold: who imports whom, what is loaded when, and where the clock is read."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.layers import HOUSE, PACKAGES, strays

ROOT = Path(__file__).resolve().parents[2]
HEAVY = ("sqlmodel", "sqlalchemy", "textual", "openpyxl", "requests", "pydantic", "lxml")


def test_no_package_imports_what_its_room_may_not() -> None:
    assert strays(ROOT) == []


def test_every_package_has_its_room() -> None:
    rooms = {room.name for room in HOUSE}
    packages = {path.name for path in (ROOT / "outreach").iterdir() if (path / "__init__.py").exists()}
    modules = {path.stem for path in (ROOT / "outreach").glob("*.py")} - {"__init__"}
    assert {f"outreach.{name}" for name in packages | modules} | set(PACKAGES) <= rooms


@pytest.mark.parametrize(
    ("file", "code", "complaint"),
    [
        ("db/queries/x.py", "from outreach.services import cases", "outreach.services.cases: not for db"),
        ("db/x.py", "from outreach import services", "outreach.services: not for db"),
        ("importers/web/x.py", "import sqlmodel", "sqlmodel: never in importers"),
        ("importers/web/x.py", "from outreach.rules import stages", "outreach.rules.stages: not for importers"),
        ("outreach/rules/x.py", "from pathlib import Path", "pathlib.Path: never in outreach.rules"),
        ("outreach/rules/x.py", "import lxml", "lxml: not for outreach.rules"),
        ("outreach/rules/x.py", "from datetime import datetime\nnow = datetime.now()", "the clock is read"),
        ("outreach/services/x.py", "import datetime\ndatetime.date.today()", "the clock is read"),
        ("outreach/services/x.py", "def f():\n    from tui import app", "tui.app: not for outreach.services"),
        ("outreach/services/x.py", "from .. import jobs", "outreach.jobs: not for outreach.services"),
        ("outreach/terms/x.py", "import sqlalchemy", "sqlalchemy: not for outreach.terms"),
        ("outreach/cli/x.py", "from outreach.services import cases", "only inside a function in outreach.cli"),
        ("outreach/cli/x.py", "def f():\n    from db.models import Case", "db.models.Case: not for outreach.cli"),
        ("outreach/jobs/x.py", "from db import engine", "db.engine: not for outreach.jobs"),
        ("tui/x.py", "from outreach.jobs import nightly", "only inside a function in tui"),
        ("tui/x.py", "def f():\n    import db", "db: not for tui"),
        ("tui/x.py", "import importlib\nimportlib.import_module('db.engine')", "db.engine: not for tui"),
        ("tui/x.py", "TYPE_CHECKING = 0\nif TYPE_CHECKING:\n    import importers", "importers: not for tui"),
    ],
)
def test_a_forbidden_import_is_found(tmp_path: Path, file: str, code: str, complaint: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(code + "\n", encoding="utf-8")
    found = strays(tmp_path)
    assert len(found) == 1
    assert complaint in found[0]
    assert found[0].startswith(f"{file}:{code.count(chr(10)) + 1}:")


@pytest.mark.parametrize(
    ("file", "code"),
    [
        ("tui/x.py", "def f():\n    from outreach.jobs import nightly"),
        ("tui/x.py", "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from outreach.jobs import nightly"),
        ("outreach/cli/x.py", "import typer\ndef f():\n    from outreach.services import cases"),
        ("outreach/rules/linkage/x.py", "from ..text import clean\nimport rapidfuzz"),
        ("importers/x.py", "from outreach import __version__\nfrom outreach.rules.text import clean"),
        ("db/x.py", "import sqlmodel\nfrom db.models import Case"),
    ],
)
def test_an_allowed_import_is_let_through(tmp_path: Path, file: str, code: str) -> None:
    path = tmp_path / file
    path.parent.mkdir(parents=True)
    path.write_text(code + "\n", encoding="utf-8")
    assert strays(tmp_path) == []


def _loaded_by(code: str) -> set[str]:
    """Which of the heavy modules a fresh interpreter has loaded after running `code`."""
    script = f"import sys\n{code}\nprint('LOADED', *[m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_help_loads_neither_database_nor_screens() -> None:
    code = (
        "import runpy\nsys.argv = ['outreach', '--help']\n"
        "try:\n    runpy.run_module('outreach', run_name='__main__', alter_sys=True)\n"
        "except SystemExit as end:\n    assert not end.code, end.code\n"
    )
    assert _loaded_by(code) == set()


def test_the_screens_load_without_the_database() -> None:
    loaded = _loaded_by("import tui.app")
    assert "textual" in loaded
    assert not loaded & {"sqlmodel", "sqlalchemy", "openpyxl", "requests"}
