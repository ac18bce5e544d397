"""One municipality out of the register's open interface, as the stream of records that an import applies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from importers.fetch import Fetcher
from importers.ytj.api import pages_for_postcodes, post_codes
from importers.ytj.report import Report
from outreach.errors import BadInput
from outreach.rules.registry import is_active
from outreach.services.register.mirror import known_companies
from outreach.services.register.postcodes import learn_postcodes, postcodes_of
from outreach.services.register.stream import Checkpoint, Record
from outreach.services.runs import Resume
from outreach.services.session import Workplace
from outreach.terms.message import Message, say
from outreach.terms.runs import Progress


class TownPages:
    """The pages of a town as one stream of records, with what was noted on the way."""

    def __init__(
        self, place: Workplace, fetcher: Fetcher, town_code: str, progress: Callable[[Progress], None] | None
    ) -> None:
        self._place, self._fetcher, self._town, self._progress = place, fetcher, town_code, progress
        self._report = Report()
        self._notes: list[Message] = []

    def notes(self) -> Sequence[Message]:
        return (*self._notes, *self._report.notes())

    def records(self, pages: Resume) -> Iterator[Record]:
        """Companies page by page, each page closed with the point from which a later run may go on."""
        config = self._place.config
        postcodes = self._postcodes()
        if pages:
            self._notes.append(say("Went on where the last import was stopped."))
        read = pages_for_postcodes(
            self._fetcher,
            config.ytj_base_url,
            postcodes,
            interval=config.ytj_interval,
            resume=pages.get("pages"),
            report=self._report,
        )
        for page in read:
            with self._place.read() as uow:
                known = known_companies(uow, [company.business_id for company in page.companies])
            yield from page.rejects
            for company in page.companies:
                here = any(address.municipality_code == self._town for address in company.addresses)
                if company.business_id in known or (here and is_active(company)):
                    yield company
            if page.note is not None:
                self._notes.append(page.note)
            yield Checkpoint({"pages": page.resume})
            if self._progress is not None:
                done = postcodes.index(page.postcode)
                self._progress(Progress(done, len(postcodes), say("Asking the business register")))

    def _postcodes(self) -> tuple[str, ...]:
        """Postal codes of the town: those known, else those of the register's own list."""
        database, now = self._place.database, self._place.now
        with self._place.read() as uow:
            known = postcodes_of(uow, self._town)
        if known:
            return known
        base_url = self._place.config.ytj_base_url
        swedish = {row.code: row.city for row in post_codes(self._fetcher, base_url, "sv")}
        rows = post_codes(self._fetcher, base_url, "fi")
        listed = [(r.code, r.municipality_code, r.city, swedish.get(r.code, "")) for r in rows if r.active]
        learn_postcodes(database, now=now, listed=listed)
        with self._place.read() as uow:
            known = postcodes_of(uow, self._town)
        if not known:
            raise BadInput(
                say("The register knows no postal codes for the town {code}.", code=self._town),
                say("Import the whole register instead."),
            )
        return known
