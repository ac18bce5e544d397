"""Pages that are hard to end with: 20 MB, 10 000 nested elements, 100 000 cells, text that runs patterns in circles.

Each is read in a process of its own, so that its memory can be told (from /proc, on Linux). They are made when asked for, never kept.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from html import escape as e
from pathlib import Path

from benchmarks.pages.firm import firms
from benchmarks.pages.page import Page, page

MOST = 19_900_000  # bytes: the reader refuses more than 20 MB
_PROBE = """
import json, re, sys, time
from datetime import UTC, datetime
from pathlib import Path
def most():
    return int(re.search(r"VmHWM:\\s*(\\d+)", Path("/proc/self/status").read_text())[1]) / 1024
from importers.web.page import parse
raw = Path(sys.argv[1]).read_bytes()
before = most()
began = time.perf_counter()
parsed = parse(raw, source="hard", url="https://www.hard.example/", fetched_at=datetime(2026, 11, 2, tzinfo=UTC))
print(json.dumps({"seconds": time.perf_counter() - began, "found": len(parsed.candidates),
    "peak": most(), "before": before}))
"""


def _head(title: str) -> str:
    return f'<!doctype html><html lang="fi"><head><meta charset="utf-8"><title>{title}</title></head><body><h1>{title}</h1>'


def _card(number: int) -> str:
    f = firms("Raahe", 200, 401)[number % 200]
    return (
        f'<div class="card"><h3>{e(f.name)} {number}</h3><p>{f.address}, {f.postcode} {f.town}</p><p>Puh. {f.phone}</p>'
        f'<a href="https://www{number}.{f.website}">Kotisivut</a></div>\n'
    )


def many_cards() -> Page:
    """20 MB of cards, some 100 000 of them."""
    parts, size, number = [], 0, 0
    while size < MOST - 1_000:
        card = _card(number)
        parts.append(card)
        size += len(card.encode())
        number += 1
    return page("hard-20mb-cards", _head("Jäsenet") + "".join(parts) + "</body></html>")


def long_script() -> Page:
    """Twenty cards and 20 MB of script, style and an embedded picture."""
    noise = "var a = [" + "'info@a.example', " * 300_000 + "];"
    cards = "".join(map(_card, range(20)))
    picture = "A" * (MOST - len(noise) - 20_000)
    return page(
        "hard-20mb-script",
        f"{_head('Jäsenet')}<script>{noise}</script>{cards}<img alt='' src='data:image/png;base64,{picture}'></body></html>",
    )


def long_text() -> Page:
    """One element of 18 MB text: digits, dashes, at signs and dots that are no values."""
    return page(
        "hard-20mb-text",
        f"{_head('Loki')}<p>{'1234567-' * 900_000}{'a.' * 2_000_000}{'@a ' * 2_000_000}</p></body></html>",
    )


def nested() -> Page:
    """10 000 nested elements, at whose bottom stand twenty companies."""
    cards = "".join(map(_card, range(20)))
    return page("hard-nested", f"{_head('Jäsenet')}{'<div>' * 10_000}{cards}{'</div>' * 10_000}</body></html>")


def nested_inline() -> Page:
    """10 000 unclosed fonts and bolds, as old editors leave them."""
    cards = "".join(f"<font size=2><b>{_card(number)}" for number in range(2_500))
    return page("hard-unclosed", f"{_head('Jäsenet')}{cards}")


def cells() -> Page:
    """A table of 100 000 cells: 10 000 companies."""
    rows = "".join(
        f"<tr><td>{number}</td><td>{e(f.name)} {number}</td><td>{f.phone}</td><td>{f.address}</td><td>{f.postcode}</td>"
        f"<td>{f.town}</td><td>{f.email}</td><td>https://{f.website}</td><td>Kyllä</td><td></td></tr>"
        for number in range(10_000)
        for f in (firms("Rauma", 200, 402)[number % 200],)
    )
    head = "<tr><th>Nro</th><th>Yritys</th><th>Puhelin</th><th>Osoite</th><th>Postinumero</th><th>Kunta</th><th>Sähköposti</th>"
    return page(
        "hard-cells",
        f"{_head('Luettelo')}<table>{head}<th>WWW</th><th>Jäsen</th><th></th></tr>{rows}</table></body></html>",
    )


def spans() -> Page:
    """A small table whose spans ask for a billion cells."""
    row = '<tr><td colspan="30000" rowspan="30000">Yritys</td><td>Puhelin</td></tr>'
    return page("hard-spans", f"{_head('Luettelo')}<table>{row * 20}</table></body></html>")


def breaks() -> Page:
    """200 000 line breaks in one paragraph."""
    return page(
        "hard-breaks", f"{_head('Luettelo')}<p>{'Kuurapaja Oy<br>puh. 08 555 1234<br><br>' * 66_000}</p></body></html>"
    )


def siblings() -> Page:
    """60 000 list items without evidence."""
    return page(
        "hard-siblings",
        _head("Sanat") + "<ul>" + "".join(f"<li>sana {n}</li>" for n in range(60_000)) + "</ul></body></html>",
    )


HARD = {
    "hard-20mb-cards": many_cards,
    "hard-20mb-script": long_script,
    "hard-20mb-text": long_text,
    "hard-nested": nested,
    "hard-unclosed": nested_inline,
    "hard-cells": cells,
    "hard-spans": spans,
    "hard-breaks": breaks,
    "hard-siblings": siblings,
}
NAMES = tuple(HARD)


def measured(scratch: Path, only: str = "") -> Iterator[str]:
    """Reads each page in its own process; a line for each: seconds, peak memory, companies found."""
    for name, build in HARD.items():
        if only not in name:
            continue
        made = build()
        file = scratch / f"{made.name}.html"
        file.write_bytes(made.body)
        command = [sys.executable, "-c", _PROBE, str(file)]
        try:
            run = subprocess.run(command, capture_output=True, text=True, timeout=300)
        except subprocess.TimeoutExpired:
            yield f"{made.name:<18} not finished in 300 s"
            continue
        finally:
            file.unlink()
        if run.returncode:
            yield f"{made.name:<18} failed: {run.stderr.strip().splitlines()[-1] if run.stderr.strip() else run.returncode}"
            continue
        told = json.loads(run.stdout)
        yield (
            f"{made.name:<18} {len(made.body) / 1e6:5.1f} MB  {told['seconds']:6.1f} s  peak {told['peak']:.0f} MB "
            f"({told['before']:.0f} before)  {told['found']} found"
        )
