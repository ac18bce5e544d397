"""Build hook: the translations are compiled into every wheel and every editable installation."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def compile_catalogues(root: Path) -> list[Path]:
    """Write the `.mo` beside each `.po` under `root`/outreach/locales, each in one step; returns what was written."""
    written = []
    for source in sorted((root / "outreach" / "locales").glob("*/LC_MESSAGES/outreach.po")):
        with source.open("rb") as text:
            catalogue = read_po(text, locale=source.parts[-3])
        handle, beside = tempfile.mkstemp(dir=source.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as compiled:
            write_mo(compiled, catalogue)
        Path(beside).chmod(0o644)
        written.append(Path(beside).replace(source.with_suffix(".mo")))
    return written


class CompileTranslations(BuildHookInterface[Any]):
    """Found by hatchling through `[tool.hatch.build.hooks.custom]`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        compile_catalogues(Path(self.root))
