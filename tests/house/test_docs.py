"""What exists is documented: a make target, a setting or a command that the pages do not mention fails here."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from outreach import config

ROOT = Path(__file__).resolve().parents[2]


def _pages() -> str:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def test_every_make_target_is_documented() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z][a-z0-9-]*):", makefile, re.MULTILINE)
    assert {"demo", "test", "e2e"} <= set(targets)
    assert [target for target in targets if not re.search(rf"\bmake {target}\b", _pages())] == []
    assert re.findall(r"^([a-z][a-z0-9-]*):(?!.* ## )", makefile, re.MULTILINE) == []  # `make help` tells all


def test_every_setting_has_its_row_in_the_settings_page() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8").splitlines()
    assert [row for row in map(_row, config.settings()) if row not in page] == []


def test_the_settings_page_names_no_setting_that_is_gone() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    known = {setting.variable for setting in config.settings()} | {config.CONFIG_DIR, config.DATA_DIR, "OUTREACH_NOW"}
    assert set(re.findall(r"OUTREACH_[A-Z_]+", page)) <= known


def test_the_page_of_commands_is_what_the_program_says() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "scripts.commands_page", "--print"],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert page == done.stdout, "a command was added or changed: make docs"
    assert page.count("\n## outreach ") > 10


def test_links_between_the_pages_lead_somewhere() -> None:
    broken = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "outreach" / "data" / "README.md"]
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def _row(setting: config.Setting) -> str:
    """The line of the page, to be pasted there when a setting is new."""
    default = "none" if isinstance(setting.default, Mapping) else f"`{setting.default}`" if setting.default else "empty"
    if isinstance(setting.default, bool):
        default = f"`{str(setting.default).lower()}`"
    variable = f"`{setting.variable}`" if setting.variable else "–"
    return f"| `{setting.key}` | {default} | {variable} | {setting.doc} |"
