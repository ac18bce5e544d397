"""Weights of linkage: which are in use, and others that people's answers speak for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outreach.cli import output
from outreach.cli.context import Invocation
from outreach.cli.options import JsonFlag
from outreach.errors import BadInput
from outreach.i18n import _, number_text, percent_text
from outreach.terms.labels import label
from outreach.terms.message import say

if TYPE_CHECKING:
    from outreach.terms.calibration import Estimation, Relabelling

SHIPPED = "shipped"


def register(link: typer.Typer) -> None:
    app = typer.Typer(help=_("Weights of evidence: show those in use, estimate others, go over to them or back."))

    @app.callback(invoke_without_command=True)
    def alone(context: typer.Context, as_json: JsonFlag = False) -> None:
        if context.invoked_subcommand is None:
            _show(context.obj, as_json=as_json)

    @app.command("list", help=_("All weights there have been, newest first."))
    def weights_list(context: typer.Context, as_json: JsonFlag = False) -> None:
        _list(context.obj, as_json=as_json)

    @app.command(
        help=_(
            "Estimate weights from what people have answered, and show what would change. Nothing is changed without"
            " --apply."
        )
    )
    def estimate(
        context: typer.Context,
        apply: Annotated[bool, typer.Option("--apply", help=_("Keep the new weights and use them."))] = False,
        as_json: JsonFlag = False,
    ) -> None:
        _estimate(context.obj, apply=apply, as_json=as_json)

    @app.command(help=_("Go over to other weights, or back. Decisions that were made stay as they are."))
    def use(
        context: typer.Context,
        which: Annotated[str, typer.Argument(metavar="N", help=_('Number of the weights, or "shipped".'))],
    ) -> None:
        _use(context.obj, which)

    link.add_typer(app, name="weights")


def _show(invocation: Invocation, *, as_json: bool) -> None:
    from outreach.services.calibration import in_use

    with invocation.workplace.read() as uow:
        used = in_use.current_weights_id(uow)
        rows = in_use.rows(uow, used)
    if as_json:
        output.put_json({"weights_id": used, "weights": rows})
        return
    output.tell(say("Weights in use: {which}", which=in_use.name_of(used)))
    output.table(
        (say("What was compared"), say("Bits"), say("Shipped"), say("From")),
        [
            (
                row.words,
                _bits(row.name, row.bits),
                _bits(row.name, row.shipped),
                say("answers: {n}", n=row.pairs) if row.pairs else say("shipped with the program"),
            )
            for row in rows
        ],
    )


def _list(invocation: Invocation, *, as_json: bool) -> None:
    from outreach.services.calibration import in_use

    with invocation.workplace.read() as uow:
        found = in_use.versions(uow)
    if as_json:
        output.put_json(found)
        return
    output.table(
        ("#", say("When"), say("Who"), say("Answers"), say("Weights changed"), say("Note")),
        [
            (
                SHIPPED if row.weights_id is None else str(row.weights_id),
                row.made_at or "",
                row.by,
                row.pairs,
                row.changed,
                say("in use") if row.in_use else "" if row.fits else say("for another version of the program"),
            )
            for row in found
        ],
    )


def _estimate(invocation: Invocation, *, apply: bool, as_json: bool) -> None:
    from outreach.services.calibration import estimating

    link_at = invocation.config.link_auto
    number: int | None = None
    if apply:
        with invocation.working().write() as uow:
            told, number = estimating.apply(uow, link_at=link_at)
    else:
        with invocation.workplace.read() as uow:
            told = estimating.estimate(uow, link_at=link_at)
    if as_json:
        output.put_json({**output.plain(told), "changes": told.changes, "weights_id": number})
    else:
        _print_estimation(told)
        _tell_relabelling(told.relabelling)
    if number is not None:
        output.tell(say("Weights in use: {which}", which=str(number)))
    elif told.changes:
        output.tell(say("Nothing is changed yet. To use these weights: outreach link weights estimate --apply"))
    else:
        output.tell(say("The answers so far change no weight."))


def _print_estimation(told: Estimation) -> None:
    output.table(
        (
            say("What was compared"),
            say("In use"),
            say("New"),
            say("Answers"),
            say("Same"),
            say("Expected"),
            say("Note"),
        ),
        [
            (
                row.words,
                _bits(row.name, row.in_use),
                _bits(row.name, row.estimated),
                row.pairs,
                row.same,
                number_text(row.expected),
                say("too few answers: stays as shipped") if row.kept else "",
            )
            for row in told.rows
        ],
    )
    for said, count in (
        (say("Answers read: {n}", n=told.judged), told.judged),
        (say("Of these used: {n}", n=told.used), told.judged),
        (say("A hard rule decides whatever the weights: {n}", n=told.by_rule), told.by_rule),
        (say("Links that were taken back, no fair sample: {n}", n=told.corrections), told.corrections),
        (say("Without evidence: {n}", n=told.blind), told.blind),
    ):
        if count:
            output.tell(said)


def _use(invocation: Invocation, which: str) -> None:
    from outreach.services.calibration import estimating, in_use

    wanted = number_of(which)
    with invocation.working().write() as uow:
        moved = estimating.relabelled(uow, wanted, link_at=invocation.config.link_auto)
        said = in_use.use(uow, wanted)
    output.tell(said)
    _tell_relabelling(moved)


def _tell_relabelling(moved: Relabelling) -> None:
    """Decisions of old in the light of other weights. They stay as they are."""
    if moved.links:
        output.tell(
            say(
                "Links made without asking so far: {links}. Would be asked about now: {asked}. None is changed.",
                links=moved.links,
                asked=moved.now_asked,
            )
        )
    if moved.questions:
        output.tell(
            say(
                "Answers so far: {n}. Would have the weight for a link now: {linked}, of these answered"
                " “different”: {wrong}. None is changed.",
                n=moved.questions,
                linked=moved.now_linked,
                wrong=moved.now_linked_wrong,
            )
        )
    if moved.waiting:
        output.tell(
            say(
                "Records that wait: {n}. Would have the weight for a link now: {linked}. They stay in the queue.",
                n=moved.waiting,
                linked=moved.waiting_linked,
            )
        )
    output.table(
        (say("Record"), say("Known as"), say("Before"), say("Now"), say("Decided")),
        [
            (
                one.record,
                one.known,
                percent_text(one.before),
                percent_text(one.after),
                label(one.said) if one.said is not None else say("without asking"),
            )
            for one in moved.examples
        ],
        cut=0,
    )


def number_of(which: str) -> int | None:
    """Number of weights; None for the shipped ones."""
    text = which.strip().lower()
    if text == SHIPPED:
        return None
    if not text.isdecimal() or not 0 < int(text[:12]) < 2**31:
        raise BadInput(
            say("These are no weights: {which}", which=which[:40]),
            say('Give their number, as outreach link weights list tells it, or "shipped".'),
        )
    return int(text)


def _bits(name: str, bits: float) -> str:
    """A weight as it counts, with its sign; "none of these" is no number of bits."""
    from outreach.services.calibration.words import as_counted

    return number_text(bits) if name == "nobody" else f"{as_counted(name, bits):+.2f}"
