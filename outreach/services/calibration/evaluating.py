"""How well the engine links a list whose truth is known, against a register that comes with it or that of the database.

Nothing is written: stopped at any moment, it leaves everything as it was.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from outreach.errors import BadInput
from outreach.rules.linkage.engine import Engine
from outreach.rules.linkage.entry import Entry, entry_of
from outreach.rules.linkage.index import Index
from outreach.rules.linkage.pack import pack
from outreach.rules.linkage.scores import score, score_by_class
from outreach.rules.linkage.weights import Settings
from outreach.rules.text import clean
from outreach.services.calibration.labelled import (
    Files,
    Told,
    incoming_record,
    incoming_rows,
    known_record,
    postcode,
    register_rows,
    text,
    truths,
)
from outreach.terms.calibration import Decided, Evaluation, Truth
from outreach.terms.linkage import Record
from outreach.terms.message import Message, say, say_n
from outreach.terms.review import Pace
from outreach.terms.runs import Progress
from outreach.terms.work import LinkOutcome

Show = Callable[[Progress], None]
Towns = Mapping[str, tuple[str, ...]]  # postcode -> names of its place
STEP = 200  # records between two signs of progress
LINKING, READING = say("Linking records"), say("Reading the register")


@dataclass(frozen=True, slots=True)
class Known:
    """What records are looked up among. `key_of` gives the engine's key of a register_id, None for one it lacks."""

    engine: Engine
    companies: int
    key_of: Callable[[str], int | None]
    towns: Towns


@dataclass(frozen=True, slots=True)
class Sample:
    """Records whose truth is known, with the engine's keys of their true matches as text."""

    records: Sequence[Record]
    truth: Mapping[str, Truth]
    left_out: int = 0
    notes: tuple[Message, ...] = ()
    reviewed: bool = False  # the truth is what people have answered


def evaluate(
    known: Known, sample: Sample, pace: Pace, *, weights_id: int | None = None, show: Show | None = None
) -> Evaluation:
    """Looks all records up and compares what comes out with the truth. People's judgements do not help it."""
    settings = known.engine.settings
    decisions: dict[str, Decided] = {}
    began = time.perf_counter()
    for done, record in enumerate(sample.records):
        if show is not None and done % STEP == 0:
            show(Progress(done, len(sample.records), LINKING))
        decisions[record.key] = _decided(known.engine, record)
    seconds = time.perf_counter() - began
    return Evaluation(
        weights_id=weights_id,
        link_at=settings.link_at,
        review_at=settings.review_at,
        register=known.companies,
        scores=score(sample.truth, decisions),
        classes=tuple(score_by_class(sample.truth, decisions).items()),
        seconds_each=pace.seconds,
        measured_pace=pace.measured,
        seconds=round(seconds, 2),
        reviewed=sample.reviewed,
        left_out=sample.left_out,
        notes=sample.notes,
    )


def of_file(files: Files, settings: Settings, show: Show | None = None) -> Known:
    """The register that comes with a labelled set, indexed in memory."""
    if files.register is None:
        raise ValueError("no register among the files")
    path = files.register
    keys: dict[str, int] = {}
    places: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)

    def entries() -> Iterator[Entry]:
        for line, row in register_rows(path):
            register_id = text(row.register_id)
            if register_id in keys:
                raise BadInput(
                    say("{file}, line {line}: {id} stands there twice.", file=path.name, line=line, id=register_id[:60])
                )
            keys[register_id] = len(keys)
            if show is not None and len(keys) % STEP == 0:
                show(Progress(len(keys), None, READING))
            if code := postcode(row.postcode):
                places[code][text(row.municipality), text(row.municipality_sv)] += 1
            yield entry_of(known_record(row), keys[register_id])

    index = Index(pack(entries()))
    if not keys:
        raise BadInput(say("There is nothing in {file}.", file=path.name))
    towns = {code: tuple(filter(None, counts.most_common(1)[0][0])) for code, counts in places.items()}
    return Known(Engine(index, settings), len(keys), keys.get, towns)


def sample_of(files: Files, known: Known) -> Sample:
    """The incoming records of a labelled set with their truth, seen from a register.

    BadInput names a line that speaks of a record or register_id that there is not.
    """
    told = truths(files.truth)
    records: dict[str, Record] = {}
    for line, row in incoming_rows(files.incoming):
        record = incoming_record(row, known.towns)
        if record.key in records:
            raise BadInput(
                say(
                    "{file}, line {line}: {id} stands there twice.",
                    file=files.incoming.name,
                    line=line,
                    id=clean(record.key, 60),
                )
            )
        records[record.key] = record
    for key, one in told.items():
        if key not in records:
            raise _unknown(files, one, key, say("the incoming list"))
    truth = {key: _seen(files, known, one) for key, one in told.items()}
    lacking = len(records) - len(truth)
    note = say_n(
        "{n} incoming record has no line of truth: it is left out.",
        "{n} incoming records have no line of truth: they are left out.",
        lacking,
    )
    return Sample([records[key] for key in truth], truth, lacking, (note,) if lacking else ())


def _seen(files: Files, known: Known, told: Told) -> Truth:
    register_id = told.truth.register_id
    if not register_id:
        return told.truth
    key = known.key_of(register_id)
    if key is None:
        raise _unknown(files, told, register_id, say("the register"))
    return told.truth._replace(register_id=str(key))


def _decided(engine: Engine, record: Record) -> Decided:
    ranking = engine.rank(record)
    if ranking.outcome is LinkOutcome.SAME:
        return Decided(ranking.outcome, (str(ranking.target),))
    return Decided(ranking.outcome, tuple(str(one.key) for one in ranking.candidates))


def _unknown(files: Files, told: Told, key: str, where: Message) -> BadInput:
    return BadInput(
        say(
            "{file}, line {line}: {id} is not in {where}.",
            file=files.truth.name,
            line=told.line,
            id=clean(key, 60),
            where=where,
        )
    )
