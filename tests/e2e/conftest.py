"""Homes with practice data, made once a run and copied for each story."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.e2e.terminal import Terminal, command


@pytest.fixture(scope="session")
def practised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose practice data is made."""
    home = tmp_path_factory.mktemp("practice")
    done = command(home, "demo", "--no-screens")
    assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def home(practised: Path, tmp_path: Path) -> Path:
    """A copy of it for one story."""
    copy = tmp_path / "home"
    shutil.copytree(practised, copy)
    return copy


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Terminal]]:
    """Starts the program in terminals that are closed whatever happens."""
    opened: list[Terminal] = []

    def begin(home: Path, *arguments: str, **settings: object) -> Terminal:
        terminal = Terminal(home, *arguments, **settings)  # type: ignore[arg-type]
        opened.append(terminal)
        return terminal

    yield begin
    for terminal in opened:
        terminal.close()
