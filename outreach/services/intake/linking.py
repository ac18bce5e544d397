"""Is an incoming record somebody we know? Looks it up in the index of names, and tells what speaks for and against.

The index and what reads its arrays are loaded by the first question: screens that only show what was decided do
without them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.unit import Read, Write
from outreach.rules.linkage.weights import LINK_AT, REVIEW_AT, Settings
from outreach.services import judgements
from outreach.services.calibration import current_weights
from outreach.services.places import Places
from outreach.services.session import Workplace
from outreach.terms.linkage import LinkDecision, Record
from outreach.terms.runs import Progress
from outreach.terms.work import Judgement

if TYPE_CHECKING:
    from outreach.services.linkindex import LinkIndex

FOLDER = "link-index"  # of the data folder


@dataclass(frozen=True, slots=True)
class LinkSettings:
    """Probabilities from which a record is linked without asking, and from which a person is asked; and the folder
    where the indexes of names lie, without which one is made in memory. `keep`: one that is made now is put there."""

    link_at: float = LINK_AT
    review_at: float = REVIEW_AT
    folder: Path | None = None
    keep: bool = True


@dataclass(slots=True)
class Linker:
    """The index of one run, opened when the first record is looked up, and kept in step with what the run writes."""

    settings: LinkSettings = LinkSettings()
    progress: Callable[[Progress], None] | None = None
    _index: LinkIndex | None = None

    def index(self, uow: Read) -> LinkIndex:
        """The index as the database is now."""
        if self._index is None:
            from outreach.services.linkindex import open_index

            settings = Settings(self.settings.link_at, self.settings.review_at, current_weights(uow))
            self._index = open_index(
                uow, self.settings.folder, settings, progress=self.progress, keep=self.settings.keep
            )
        else:
            self._index.keep_up(uow)
        return self._index

    def begin(self, uow: Write) -> int:
        """To be called at the beginning of a write, for `learn` at its end."""
        return self._index.edits_of(uow) if self._index is not None else 0

    def learn(self, uow: Write, actor_id: int, begun: int) -> None:
        """Later records are compared with what an organisation has become in this write."""
        if self._index is not None:
            self._index.learn(uow, actor_id, begun)


def settings_of(place: Workplace) -> LinkSettings:
    """As the settings of a workplace say; its index lies among its data."""
    config = place.config
    return LinkSettings(config.link_auto, config.link_review, config.data_folder / FOLDER)


def link(uow: Read, record: Record, linker: Linker) -> LinkDecision:
    """The decision on a record. Keys of known records are actor numbers as text."""
    return compare(uow, record, linker.index(uow))[0]


def compare(
    uow: Read, record: Record, index: LinkIndex, said: Mapping[int, Judgement] | None = None
) -> tuple[LinkDecision, Mapping[int, Record]]:
    """The same with an index that is open, and the known records that it speaks of.

    `said` is what people have said of the record and known ones, read here unless it is given. Whoever has been removed
    meanwhile is no candidate.
    """
    from outreach.rules.linkage import explain
    from outreach.services.linkindex.shown import known_records

    record = in_place(record, index.places)
    if said is None:
        said = judgements.judgements_on(uow, record.key, record=record)
    engine = index.engine
    while True:
        ranking = engine.rank(record, said)
        known = known_records(uow, [one.key for one in ranking.candidates], record)
        gone = [one.key for one in ranking.candidates if one.key not in known]
        for key in gone:
            index.forget(key)
        if not gone:
            break
    weights = engine.settings.weights
    evidences = {
        one.key: explain.evidence(one.scored, record, known[one.key], engine, weights) for one in ranking.candidates
    }
    return explain.decision(ranking, evidences), known


def in_place(record: Record, places: Places) -> Record:
    """The record with all names of its place."""
    towns = places.names(record.town, record.municipality_code, record.postcode)
    return replace(record, towns=tuple(dict.fromkeys([*record.towns, *towns])))
