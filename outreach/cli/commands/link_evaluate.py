"""How well records are linked: measured on a list whose truth is known, or on what people have answered."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outreach.cli import output
from outreach.cli.commands.link_weights import number_of
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag
from outreach.cli.progress import shown
from outreach.cli.stopping import stoppable
from outreach.errors import BadInput, Refused
from outreach.i18n import _, number_text, percent_text
from outreach.terms.labels import label
from outreach.terms.message import Message, say

if TYPE_CHECKING:
    from outreach.terms.calibration import Evaluation, Scores
    from outreach.terms.runs import Progress

WeightsOption = Annotated[
    str,
    typer.Option("--weights", metavar="N", help=_('Other weights than those in use: their number, or "shipped".')),
]
SHARES = ("precision", "recall", "f1", "found_share", "queued_share", "near_miss_share")


def register(link: typer.Typer) -> None:
    @link.command(
        help=_(
            "Measure how well records are linked: on a list whose truth is known, or on what people have answered."
            " Nothing is changed."
        )
    )
    def evaluate(
        context: typer.Context,
        labelled: Annotated[
            list[Path] | None,
            typer.Argument(
                metavar="LABELLED",
                help=_(
                    "Folder with incoming.jsonl and truth.csv, or these files. With register.jsonl beside them records"
                    " are looked up there, else in the register of the database."
                ),
            ),
        ] = None,
        reviewed: Annotated[
            bool, typer.Option("--reviewed", help=_("Measure on the records that people have answered for."))
        ] = False,
        weights: WeightsOption = "",
        as_json: JsonFlag = False,
    ) -> None:
        if bool(labelled) == reviewed:
            raise BadInput(say("Say on what to measure: a labelled set, or --reviewed."))
        _evaluate(context.obj, labelled or [], weights, as_json=as_json)


def _evaluate(invocation: Invocation, paths: list[Path], weights: str, *, as_json: bool) -> None:
    from outreach.services.calibration import current_weights_id, measuring
    from outreach.services.intake.linking import settings_of

    place = invocation.workplace
    with place.read() as uow, shown() as show, stoppable() as should_stop:

        def step(progress: Progress) -> None:
            if should_stop():
                raise Refused(say("Stopped. Nothing was measured, and nothing is changed."))
            show(progress)

        number = number_of(weights) if weights else current_weights_id(uow)
        link = settings_of(place)
        settings = measuring.settings_of(uow, number, link_at=link.link_at, review_at=link.review_at)
        found = measuring.measure(
            uow,
            paths,
            settings,
            folder=link.folder,
            weights_id=number,
            adviser_id=place.adviser_id,
            show=step,
        )
    if as_json:
        output.put_json(_plain_evaluation(found))
        return
    _print_evaluation(found)
    for note in found.notes:
        output.tell(note)


def _plain_evaluation(found: Evaluation) -> dict[str, Any]:
    plain = output.plain(found)
    plain["scores"] = _plain_scores(found.scores)
    plain["classes"] = {kind: _plain_scores(scores) for kind, scores in found.classes}
    return {**plain, "minutes": round(found.minutes, 1)}


def _plain_scores(scores: Scores) -> dict[str, Any]:
    shares = {name: getattr(scores, name) for name in SHARES}
    return {**output.plain(scores), **{k: None if v is None else round(v, 4) for k, v in shares.items()}}


def _print_evaluation(found: Evaluation) -> None:
    scores = found.scores
    output.table(
        (say("What was measured"), say("Value")),
        [
            (say("Weights"), _name(found.weights_id)),
            (say("Linked without asking from"), percent_text(found.link_at)),
            (say("Asked about from"), percent_text(found.review_at)),
            (say("Companies to choose from"), number_text(found.register)),
            (say("Records"), number_text(scores.records)),
            (say("Records with a true match"), number_text(scores.matches)),
            (say("Linked without asking"), number_text(scores.linked)),
            (say("Precision: of these right"), _share(scores.precision)),
            (say("Recall: of the true matches linked"), _share(scores.recall)),
            ("F1", _share(scores.f1)),
            (say("True matches linked or among the five asked about"), _share(scores.found_share)),
            (say("Near misses linked without asking"), _share(scores.near_miss_share)),
            (say("Records that wait for an answer"), _share(scores.queued_share)),
            (say("Answers needed"), number_text(scores.queued)),
            (say("Minutes that these take"), number_text(round(found.minutes))),
        ],
    )
    output.put()
    output.table(
        (
            say("Class"),
            say("Records"),
            say("Matches"),
            say("Linked"),
            say("Wrong"),
            say("Precision"),
            say("Recall"),
            say("Found"),
            say("Asked"),
        ),
        [
            (
                _class(kind, reviewed=found.reviewed),
                one.records,
                one.matches,
                one.linked,
                one.linked - one.right,
                _share(one.precision),
                _share(one.recall),
                _share(one.found_share),
                one.queued,
            )
            for kind, one in found.classes
        ],
        cut=0,
    )
    if not found.measured_pace:
        output.tell(say("Minutes are guessed: too few answers are known to tell how fast you are."))


def _class(kind: str, *, reviewed: bool) -> Message | str:
    from outreach.services.calibration.measuring import ANSWERED

    if reviewed:
        return next(label(word) for word, name in ANSWERED.items() if name == kind)
    return kind or say("none")


def _share(share: float | None) -> str:
    return "–" if share is None else percent_text(share, 1)


def _name(weights_id: int | None) -> Message | str:
    from outreach.services.calibration import in_use

    return in_use.name_of(weights_id)
