"""An import that is killed at any moment and run again leaves what an undisturbed one leaves."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.register.child import do_import
from benchmarks.register.kills import DATABASE, NOW, Case, Told, cases, environment, kill_at_moment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched through /proc")

COMPANIES = 600


@pytest.mark.parametrize("kind", ["first", "delta", "vanish"])
def test_a_killed_import_that_is_run_again_leaves_what_an_undisturbed_one_leaves(
    kind: str, made: list[Case], tmp_path: Path
) -> None:
    (case,) = [case for case in made if case.kind == kind]
    moments = [case.moments // 3, case.moments * 3 // 4]
    assert [kill_at_moment(case, tmp_path / "killed", moment, _again) for moment in moments] == ["", ""]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    return cases(tmp_path_factory.mktemp("kills"), COMPANIES, 11, _again)


def _again(case: Case, folder: Path) -> Told:
    """The import in this process, which has loaded everything already."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder, NOW[case.kind]).items():
            patch.setenv(name, value)
        return do_import(str(folder / DATABASE), case.file, 0, tell=True)
