"""The wheel that users install holds everything the program reads, and nothing of the tests."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from outreach import __version__

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("outreach", "tui", "importers", "db")
NOT_SHIPPED = {".pyc", ".pyo", ".tmp"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    out = tmp_path_factory.mktemp("wheel")
    done = subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = out.glob("*.whl")
    return zipfile.ZipFile(path)


def test_every_file_of_the_packages_is_in_the_wheel(wheel: zipfile.ZipFile) -> None:
    here = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix not in NOT_SHIPPED
    }
    assert here <= set(wheel.namelist())


def test_what_is_not_python_is_there_too(wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    assert {"db/migrations/env.py", "db/migrations/script.py.mako"} <= names
    assert any(name.startswith("db/migrations/versions/") and name.endswith(".py") for name in names)
    assert {f"outreach/locales/{code}/LC_MESSAGES/outreach.mo" for code in ("fi", "sv")} <= names
    assert {f"outreach/data/{path.name}" for path in (ROOT / "outreach" / "data").glob("*.csv")} <= names
    assert "outreach/data/municipalities.csv" in names


def test_tests_and_tools_stay_at_home(wheel: zipfile.ZipFile) -> None:
    tops = {name.partition("/")[0] for name in wheel.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(PACKAGES)


def test_the_wheel_tells_its_licence_version_and_command(wheel: zipfile.ZipFile) -> None:
    (folder,) = {name.partition("/")[0] for name in wheel.namelist() if ".dist-info/" in name}
    metadata = Parser().parsestr(wheel.read(f"{folder}/METADATA").decode())
    assert metadata["Version"] == __version__
    assert metadata["License-Expression"] == "MIT"
    assert set(metadata.get_all("License-File") or []) == {"LICENSE", "NOTICE"}
    assert "outreach = outreach.__main__:run" in wheel.read(f"{folder}/entry_points.txt").decode()
