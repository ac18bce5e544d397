"""What a site's robots.txt allows (RFC 9309), and what the user is told where it says no.

4xx answers mean that there are no rules. While the file cannot be had (5xx, 429, no connection, too late, broken off)
nothing of the site is read (RFC 9309, 2.3.1.4).
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime

from protego import Protego

from importers.failures import host_of
from outreach.errors import SlowSite, Unreachable
from outreach.rules.text import clean
from outreach.terms.message import say

PRODUCT = "seutu-outreach"  # the name that a robots.txt may address
MOST_READ = 500 * 1024  # bytes that count, of which the last line may be half a one (RFC 9309, 2.5)

_AGENT = re.compile(r"user[\s-]*agent\s*[:\s]\s*([^#]{0,200})", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one site for this program. `delay` is in seconds, 0 when the site asks for none."""

    parsed: Protego
    delay: float


def no_rules() -> Rules:
    """Everything may be read."""
    return Rules(Protego.parse(""), 0.0)


def read_rules(content: bytes) -> Rules:
    """Rules of the beginning of a robots.txt, whatever it holds: what is no rule is passed over."""
    if len(content) >= MOST_READ:
        content = content[:MOST_READ]
        content = content[: max(content.rfind(b"\n"), content.rfind(b"\r")) + 1]
    text = content.decode("utf-8-sig", "replace").replace("\ufeff", "")
    parsed = Protego.parse(_for_us(text))
    return Rules(parsed, parsed.crawl_delay(PRODUCT) or 0.0)


def delay(url: str, rules: Rules | Unreachable, accepted: float) -> float:
    """Seconds that the site wants between two pages; raises Unreachable where the page may not be read, SlowSite where
    the site asks for more than the user has `accepted`."""
    if isinstance(rules, Unreachable):
        raise type(rules)(rules.message, rules.hint)
    if not rules.parsed.can_fetch(url, PRODUCT):
        raise Unreachable(
            say("{host} does not let programs read this page: {url}", host=host_of(url), url=clean(url, 200)),
            say("Ask the site's keeper for a list, and import the file."),
        )
    if rules.delay > accepted:
        raise SlowSite(
            say(
                "{host} asks programs to wait {seconds} seconds between pages, so it is not read without your consent.",
                host=host_of(url),
                seconds=math.ceil(rules.delay),
            ),
            say("Agree to it (accept_delay in the file of the source), or ask the site's keeper for a list to import."),
            rules.delay,
        )
    return rules.delay


def left_alone(origin: str, until: datetime | None = None) -> Unreachable:
    """Why nothing of a site is read: its robots.txt cannot be had. `until` is when the site wants to be asked again."""
    if until is not None:
        return Unreachable(
            say(
                "{host} does not give its robots.txt now, so its pages are not read. Your data is unchanged."
                " Try again after {time}.",
                host=host_of(origin),
                time=until,
            )
        )
    return Unreachable(
        say(
            "{host} does not give its robots.txt now, so its pages are not read. Your data is unchanged."
            " Try again later.",
            host=host_of(origin),
        )
    )


def _for_us(text: str) -> str:
    """The text with all other programs' names made one.

    A name is ours when its letters are ours, whatever version follows (RFC 9309, 2.2.1). Many names before many rules
    would else be as much work as the two multiplied.
    """
    lines: list[str] = []
    for line in map(str.strip, text.splitlines()):
        found = _AGENT.match(f"{line[:300]} ")
        said = line if found is None else f"User-agent: {_name(found[1])}"
        if found is None or lines[-1:] != [said]:
            lines.append(said)
    return "\n".join(lines)


def _name(value: str) -> str:
    if value.split()[:1] == ["*"]:
        return "*"
    token = _TOKEN.match(value)
    return PRODUCT if token is not None and token[0].lower() == PRODUCT else "nobody"
