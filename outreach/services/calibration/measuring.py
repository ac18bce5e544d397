"""Measuring linkage for this database: with weights of it, on a labelled set or on what people have answered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from db.models import SourceRecord
from db.unit import Read
from outreach.errors import BadInput, NotFound
from outreach.rules.identity import business_id, business_id_of_actor
from outreach.rules.linkage.weights import Settings
from outreach.services import review
from outreach.services.calibration import in_use, labelled
from outreach.services.calibration.evaluating import Known, Sample, Show, evaluate, of_file, sample_of
from outreach.services.calibration.judged import Decision, decisions
from outreach.services.intake.records import from_row, place_of, record_of
from outreach.services.linkindex import LinkIndex, open_index
from outreach.services.linkindex.entries import of_companies
from outreach.services.places import places
from outreach.terms.calibration import NEAR, Evaluation, Truth
from outreach.terms.linkage import Record
from outreach.terms.message import say, say_n
from outreach.terms.work import Judgement

ANSWERED = {Judgement.SAME: "same", Judgement.DIFFERENT: NEAR}  # classes of records that people have answered for


def measure(
    uow: Read,
    paths: Sequence[Path],
    settings: Settings,
    *,
    folder: Path | None,
    weights_id: int | None = None,
    adviser_id: int | None = None,
    show: Show | None = None,
) -> Evaluation:
    """How well a labelled set is linked: against the register that comes with it, else that of the database, whose
    register_id is the Business ID. Without `paths` the records are those that people have answered for.

    `folder` is where the indexes of databases are kept, `adviser_id` whose pace counts.
    """
    files = labelled.files(paths) if paths else None
    answers = [] if files else _answers(uow)
    if files is not None and files.register is not None:
        known = of_file(files, settings, show)
    else:
        known = of_database(uow, folder, settings, show)
    sample = sample_of(files, known) if files is not None else _answered(uow, answers, known)
    return evaluate(known, sample, review.pace(uow, adviser_id), weights_id=weights_id, show=show)


def settings_of(uow: Read, weights_id: int | None, *, link_at: float, review_at: float) -> Settings:
    """Settings with the weights of a version."""
    return Settings(link_at, review_at, in_use.weights_of(uow, weights_id))


def of_database(uow: Read, folder: Path | None, settings: Settings, show: Show | None = None) -> Known:
    """The register of the database as it is without what people and sources have added to it: a record must not be
    found by what it has said itself."""
    index = open_index(uow, folder, settings, progress=show)
    _bare(uow, index)
    codes = {*index.places.learnt, *index.places.shipped}
    towns = {code: index.places.names("", "", code) for code in codes}
    held = set(index.marks.keys.tolist())

    def key_of(register_id: str) -> int | None:
        found = business_id(register_id)
        key = int(found.replace("-", "")) if found else 0
        return key if key in held else None

    if not held:
        raise NotFound(say("The register of this database is empty."), say("Import it first: outreach import ytj"))
    return Known(index.engine, len(held), key_of, towns)


def _bare(uow: Read, index: LinkIndex) -> None:
    touched = sorted({*index.own, *index.merged})
    for key in touched:
        index.engine.drop(key)
    mirrored = [key for key in touched if business_id_of_actor(key)]
    for entry in of_companies(uow, mirrored, index.places):
        index.engine.add(entry)


def _answers(uow: Read) -> list[Decision]:
    """What people have said of records: mostly hard ones, since the others never were a question."""
    made = decisions(uow)
    if not made.answers and not made.corrections:
        raise BadInput(
            say("Nobody has answered for a possible duplicate yet."), say("Answer some: outreach review list")
        )
    return [*made.answers, *made.corrections]


def _answered(uow: Read, answers: Sequence[Decision], known: Known) -> Sample:
    """Records that people have answered for, each once; of several companies that a record is the same as, none counts
    as the true one."""
    said: dict[int, list[Decision]] = defaultdict(list)
    for one in answers:
        if one.record_id is not None and one.actor is not None:
            said[one.record_id].append(one)
    here = places(uow)
    records: list[Record] = []
    truth: dict[str, Truth] = {}
    for record_id, words in said.items():
        row = uow.session.get(SourceRecord, record_id)
        same = {one.actor for one in words if one.said is Judgement.SAME}
        key = known.key_of(business_id_of_actor(next(iter(same)) or 0)) if len(same) == 1 else None
        if row is None or (same and key is None):
            continue
        candidate, _ = from_row(row)
        record = record_of(candidate, str(record_id), place_of(uow, candidate))
        towns = here.names(record.town, record.municipality_code, record.postcode)
        records.append(replace(record, towns=towns))
        word = Judgement.SAME if same else Judgement.DIFFERENT
        truth[record.key] = Truth(str(key) if key is not None else "", kind=ANSWERED[word])
    left_out = len(said) - len(records)
    note = say_n(
        "{n} record is left out: the register does not hold what it is.",
        "{n} records are left out: the register does not hold what they are.",
        left_out,
    )
    return Sample(records, truth, left_out, (note,) if left_out else (), reviewed=True)
