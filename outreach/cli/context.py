"""What every command of one run shares: settings, the workplace once it is opened, and the fetcher."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from outreach.errors import BadInput, NotFound
from outreach.terms.message import say

if TYPE_CHECKING:
    from importers.fetch import Fetcher
    from outreach.config import Config
    from outreach.services.session import Workplace


@dataclass(slots=True)
class Invocation:
    """One run of the command. `overrides` are settings given on the command line."""

    given_fetcher: Fetcher | None = None
    overrides: dict[str, Any] = field(default_factory=dict)
    _workplace: Workplace | None = None
    _fetcher: Fetcher | None = None

    @property
    def config(self) -> Config:
        from outreach import config

        return config.load(overrides=self.overrides)

    @property
    def language(self) -> str:
        from outreach.i18n import language

        return language()

    @property
    def workplace(self) -> Workplace:
        """The database, opened when first asked for."""
        if self._workplace is None:
            from outreach.services.session import open_workplace

            self._workplace = open_workplace(self.config)
        return self._workplace

    @property
    def limits(self) -> Mapping[Any, int]:
        return self.workplace.config.stage_limits

    def working(self) -> Workplace:
        """The workplace of somebody whose name is known: for everything that is written down with a name."""
        from outreach.services.session import need_adviser

        need_adviser(self.workplace)
        return self.workplace

    def fetcher(self) -> Fetcher:
        """The one door to the network, with its counts for this run. A given one lends its reach, and its contact and
        clock where it has them."""
        if self._fetcher is None:
            from importers.fetch import Fetcher
            from outreach import clock

            config = self.config
            self._fetcher = (self.given_fetcher or Fetcher()).for_run(
                contact=config.contact, clock=clock.now, use_proxy=config.use_proxy
            )
        return self._fetcher

    def town_code(self, text: str) -> str:
        """Code of the town asked for, else of the user's own; "" means all towns."""
        if text.strip().casefold() in ("all", "kaikki", "alla"):
            return ""
        if not text:
            return self.config.town
        from outreach.services import setup

        with self.workplace.read() as uow:
            return setup.find_town(uow, text).code


def day(text: str, option: str) -> date | None:
    """A day as people write it: 2026-03-10 or 10.3.2026. None for nothing."""
    value = text.strip()
    if not value:
        return None
    try:
        if "." in value:
            number, month, year = (int(part) for part in value.rstrip(".").split("."))
            return date(year, month, number)
        return date.fromisoformat(value)
    except ValueError as error:
        raise BadInput(
            say("This is not a day: {option} {value}", option=option, value=value[:40]),
            say("Write it as 2026-03-10 or 10.3.2026."),
        ) from error


def municipality(text: str) -> str:
    """Code of any municipality by name or code; "" for nothing."""
    from outreach import codes

    if not text.strip():
        return ""
    found = codes.find_municipality(text) or codes.municipality(text)
    if found is None:
        raise NotFound(say("Not found, town: {name}", name=text[:60]))
    return found.code


def one_of(text: str, enum: type[Any], what: str) -> Any:
    """A member of an enumeration by its value or its name in any of the languages; BadInput lists what is allowed."""
    from outreach.i18n import in_language, tr
    from outreach.terms.labels import label

    wanted = text.strip().casefold().replace("-", "_")
    for member in enum:
        if wanted in (member.value.casefold(), member.name.casefold()):
            return member
    for language in ("fi", "sv", "en"):
        with in_language(language):
            for member in enum:
                if text.strip().casefold() == tr(label(member)).casefold():
                    return member
    allowed = ", ".join(member.value for member in enum)
    raise BadInput(say("Not known, {what}: {value}", what=what, value=text[:40]), say("Allowed: {all}", all=allowed))
