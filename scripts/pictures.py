"""Takes the pictures of the README from the program itself, on practice data: docs/pictures/*.svg.

    python -m scripts.pictures

The clock is fixed, so that the same program gives the same picture.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
NOW = "2026-03-10T08:00"
SIZE = (80, 24)
SHOTS = {"today": "1", "candidates": "2", "duplicates": "3"}  # picture -> key of the screen
FONTS = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)  # a picture loads nothing from elsewhere
PATIENCE = 200  # looks, a twentieth of a second apart, at whether the list has come


async def take() -> None:
    """Starts the program, walks through the screens, and saves each as it stands."""
    from outreach import config, i18n
    from outreach.jobs import demo
    from tui.app import OutreachApp
    from tui.widgets.cursor import CursorView

    i18n.set_language("en")
    settings = demo.prepare(config.load(), fresh=True, tell=lambda message: None)
    app = OutreachApp(settings)
    async with app.run_test(size=SIZE) as pilot:
        await app.opened.wait()
        for name, key in SHOTS.items():
            await pilot.press(key)
            for _ in range(PATIENCE):
                await pilot.pause(0.05)
                if all(view.count for view in app.screen.query(CursorView)):
                    break
            await pilot.pause(0.3)
            app.save_screenshot(f"{name}.svg", str(PICTURES))
            picture = PICTURES / f"{name}.svg"
            picture.write_text(FONTS.sub("", picture.read_text(encoding="utf-8")), encoding="utf-8")
            print(f"{PICTURES / name}.svg")


def main() -> None:
    """Own folders, so that nobody's settings get into the picture."""
    with tempfile.TemporaryDirectory(prefix="outreach-pictures-") as folder:
        os.environ |= {"OUTREACH_CONFIG_DIR": folder, "OUTREACH_DATA_DIR": folder, "OUTREACH_NOW": NOW}
        PICTURES.mkdir(parents=True, exist_ok=True)
        asyncio.run(take())


if __name__ == "__main__":
    main()
