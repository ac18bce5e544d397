"""A command line over practice data: made once a run, copied for each test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from outreach.cli import main
from tests.conftest import Home

NOW = "2026-03-10T08:00"
ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Done:
    """One command that has ended."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(scope="session")
def practice_file(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(database, key) of practice data."""
    from outreach import config
    from outreach.jobs import demo

    folder = tmp_path_factory.mktemp("practice")
    before = dict(os.environ)
    os.environ |= {"OUTREACH_CONFIG_DIR": str(folder), "OUTREACH_DATA_DIR": str(folder), "OUTREACH_NOW": NOW}
    try:
        demo.prepare(config.load(), fresh=True, tell=lambda message: None)
    finally:
        os.environ.clear()
        os.environ.update(before)
    return folder / demo.FILE_NAME, folder / "suppression.key"


@pytest.fixture
def practice(practice_file: tuple[Path, Path], outreach_home: Home, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home whose database is a copy of the practice data, with Maija Kokeilija of Savonlinna at work."""
    database, key = practice_file
    shutil.copyfile(database, outreach_home.data / "outreach.sqlite3")
    shutil.copyfile(key, outreach_home.config / "suppression.key")
    for name, value in (("ADVISER", "Maija Kokeilija"), ("TOWN", "740"), ("NOW", NOW), ("LANGUAGE", "en")):
        monkeypatch.setenv(f"OUTREACH_{name}", value)
    return outreach_home


@pytest.fixture
def outreach(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """Runs one command; with `fetcher` for those that reach the network."""

    def run(*arguments: str, fetcher: Any = None) -> Done:
        capsys.readouterr()
        code = main(list(arguments), fetcher=fetcher)
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run


@pytest.fixture
def program() -> Callable[..., Done]:
    """Runs one command as a program of its own: for what a process decides once, such as its language."""

    def run(*arguments: str, **environ: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "outreach", *arguments],
            cwd=ROOT,
            env={**os.environ, "PYTHONIOENCODING": "utf-8", **environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
        return Done(done.returncode, done.stdout, done.stderr)

    return run


def case_of(outreach: Callable[..., Done], name: str, need: str = "") -> str:
    """Number of the case of an organisation, as `cases` lists it."""
    rows = outreach("cases", "--town", "all", "--json").data["rows"]
    return str(next(row["case_id"] for row in rows if row["organisation"] == name and need in row["need_title"]))
