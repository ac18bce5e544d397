"""The lists of what is installed: exact, hashed, complete, and silent on where it is fetched from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.txt", "requirements-dev.txt")
_LINE = re.compile(
    r"^(?P<name>[\w.-]+)==(?P<version>[\w.+!-]+)(?P<marker> ; [^\\]+)?((?: --hash=sha256:[0-9a-f]{64})+)$"
)


def _locked(name: str) -> dict[str, str]:
    """Package -> version; each line must be of the form package[extra]==version ; marker --hash=sha256:..."""
    text = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip() and not line.startswith("#")]
    matches = [(line, _LINE.match(line)) for line in lines]
    assert [line for line, match in matches if not match] == []
    return {canonicalize_name(match["name"]): match["version"] for _, match in matches if match}


def _declared(*groups: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    texts = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    return [Requirement(text) for text in texts + [t for group in groups for t in project["dependency-groups"][group]]]


@pytest.mark.parametrize(
    ("lock", "groups"), [("requirements.txt", ["build"]), ("requirements-dev.txt", ["build", "dev"])]
)
def test_every_dependency_is_locked_at_a_version_that_is_allowed(lock: str, groups: list[str]) -> None:
    locked = _locked(lock)
    assert {"hatchling", "babel", "editables"} <= set(locked)
    for requirement in _declared(*groups):
        version = locked[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(version, prereleases=True), f"{requirement} is locked at {version}"


def test_the_run_list_is_part_of_the_development_list() -> None:
    run, development = (_locked(name) for name in LOCKS)
    assert run.items() <= development.items()
    assert "pytest" not in run


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.findall(r"\w+:/\S*|--\w*(?:index|find-links|host)\S*|\w+@ ", text)


def test_there_is_no_other_lock() -> None:
    assert not (ROOT / "uv.lock").exists()
