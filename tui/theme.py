"""Two quiet themes with one accent colour. Contrast of text to ground is at least 7:1 in both."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="outreach-dark",
    dark=True,
    primary="#6cb6d9",
    accent="#6cb6d9",
    secondary="#8a97a3",
    warning="#e0b050",
    error="#f08a7a",
    success="#8fc98f",
    foreground="#e2e6ea",
    background="#14181c",
    surface="#14181c",
    panel="#1f262d",
    variables={
        "rule": "#46525d",
        "quiet": "#9aa6b1",
        "cursor": "#26343f",
        "cursor-away": "#1b2228",
        "touched": "#23351f",
        "scrollbar": "#46525d",
        "scrollbar-background": "#14181c",
        "scrollbar-corner-color": "#14181c",
    },
)
LIGHT = Theme(
    name="outreach-light",
    dark=False,
    primary="#0b5c82",
    accent="#0b5c82",
    secondary="#55606a",
    warning="#7a4a00",
    error="#a3271a",
    success="#256b25",
    foreground="#1c2227",
    background="#fbfbf9",
    surface="#fbfbf9",
    panel="#eceeee",
    variables={
        "rule": "#a9b3bb",
        "quiet": "#55606a",
        "cursor": "#d8e7ef",
        "cursor-away": "#ecf0f2",
        "touched": "#dfeedb",
        "scrollbar": "#a9b3bb",
        "scrollbar-background": "#fbfbf9",
        "scrollbar-corner-color": "#fbfbf9",
    },
)
THEMES = {"dark": DARK, "light": LIGHT}
