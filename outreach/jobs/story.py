"""What the practice data tells: who was assessed, contacted and won, and what waits for you."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from db.unit import Write
from outreach import clock
from outreach.services import candidates, cases, contact, edits, needs, organisations
from outreach.terms.needs import Need
from outreach.terms.views import TouchInput
from outreach.terms.work import Direction, Outcome, Stage, TouchKind, Verdict

BEGAN = 45  # days ago


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One act on one organisation for one need, some days ago. What is set decides what is done."""

    days_ago: int
    name: str
    town: str = "740"
    need: str = "161"  # an industry code of the need: finds it in every language
    fits: bool = False
    touch: TouchKind | None = None
    text: str = ""
    outcome: Outcome | None = None
    inbound: bool = False
    stage: Stage | None = None
    evidence: str = ""
    task: str = ""
    due_in: int = 0  # days from the run's today
    competence: str = ""
    colleague: bool = False


ROBOT, SAW, FIBER = "Puurobotiikka Esimerkki Oy", "Sahalaite Malli Oy", "Nordic Fiber Design Malli Ab"
TIMBER, WORKS, DATA = "Itä-Suomen Puu Näyte Oy", "Kerimäen Konepaja Malli Oy", "Biohiili Data Näyte Oy"
ELEMENT, VISION = "Elementtitekniikka Näyte Oy", "Konenäkö Näyte Oy"

STEPS: tuple[Step, ...] = (
    Step(days_ago=40, name=ROBOT, need="2651", fits=True),
    Step(days_ago=38, name=ROBOT, need="2651", touch=TouchKind.CALL, outcome=Outcome.NO_ANSWER),
    Step(days_ago=23, name=ROBOT, need="2651", touch=TouchKind.EMAIL, text="Esittely ja kutsu tapaamiseen"),
    Step(days_ago=23, name=ROBOT, need="2651", stage=Stage.CONTACTED),
    Step(days_ago=22, name=ROBOT, need="2651", task="Soita uudelleen", due_in=-5),
    Step(days_ago=21, name=SAW, need="2895", fits=True),
    Step(days_ago=20, name=SAW, need="2895", task="Ensimmäinen puhelu", due_in=-1),
    Step(days_ago=35, name=FIBER, need="2895", fits=True),
    Step(days_ago=30, name=FIBER, need="2895", touch=TouchKind.CALL, outcome=Outcome.MEETING_AGREED),
    Step(days_ago=30, name=FIBER, need="2895", stage=Stage.CONTACTED),
    Step(
        days_ago=12, name=FIBER, need="2895", touch=TouchKind.MEETING, outcome=Outcome.INTERESTED, text="Kuitupilotti"
    ),
    Step(days_ago=12, name=FIBER, need="2895", stage=Stage.IN_DIALOGUE),
    Step(days_ago=11, name=FIBER, need="2895", task="Lähetä pilotin muistio", due_in=0),
    Step(days_ago=28, name=TIMBER, fits=True),
    Step(days_ago=16, name=TIMBER, touch=TouchKind.CALL, outcome=Outcome.CALL_BACK),
    Step(days_ago=16, name=TIMBER, stage=Stage.CONTACTED),
    Step(days_ago=9, name=WORKS, fits=True),
    Step(days_ago=8, name=WORKS, task="Ensimmäinen puhelu", due_in=0),
    Step(days_ago=34, name=DATA, need="2651", fits=True),
    Step(days_ago=33, name=DATA, need="2651", touch=TouchKind.CALL, outcome=Outcome.MEETING_AGREED),
    Step(days_ago=33, name=DATA, need="2651", stage=Stage.CONTACTED),
    Step(days_ago=26, name=DATA, need="2651", touch=TouchKind.VISIT, outcome=Outcome.INTERESTED),
    Step(days_ago=26, name=DATA, need="2651", stage=Stage.IN_DIALOGUE),
    Step(days_ago=6, name=DATA, need="2651", stage=Stage.COMMITTED, evidence="Pilottikumppani, datan keruu sahalla"),
    Step(days_ago=6, name=DATA, need="2651", task="Sovi aloituskokous", due_in=5),
    Step(days_ago=15, name=ELEMENT, competence="puuelementtien sarjatuotanto"),
    Step(days_ago=18, name=VISION, town="140", need="2651", fits=True, colleague=True),
    Step(days_ago=17, name=VISION, town="140", need="2651", touch=TouchKind.CALL, colleague=True),
    Step(days_ago=17, name=VISION, town="140", need="2651", stage=Stage.CONTACTED, colleague=True),
    Step(days_ago=14, name=ROBOT, town="140", need="2651", fits=True, colleague=True),
    Step(days_ago=14, name=ROBOT, town="140", need="2651", touch=TouchKind.CALL, colleague=True),
    Step(days_ago=14, name=ROBOT, town="140", need="2651", stage=Stage.CONTACTED, colleague=True),
    Step(days_ago=13, name=ROBOT, town="140", need="2651", touch=TouchKind.EMAIL, inbound=True, colleague=True),
    Step(days_ago=13, name=ROBOT, town="140", need="2651", stage=Stage.IN_DIALOGUE, colleague=True),
    Step(days_ago=13, name=ROBOT, town="140", need="2651", task="Tapaaminen", due_in=3, colleague=True),
)


def act(uow: Write, step: Step, *, key: bytes, today: date, now: datetime) -> None:
    """Does one step as a person would, on its day; tasks are due relative to the day of the run, `now`."""
    actor_id = organisations.find_actor(uow, step.name)
    if step.competence:
        organisation = organisations.ours(uow, actor_id)
        edits.add_competence(uow, organisation.id or 0, step.competence, "", confirmed=True)
        return
    need = _need(uow, step)
    if step.fits:
        candidates.judge(uow, need.need_id, actor_id, Verdict.FITS, key=key)
        return
    organisation = organisations.ours(uow, actor_id)
    views = cases.of_organisation(uow, organisation.id or 0, today=today, language="fi", limits={})
    case_id = next(view.case_id for view in views if view.need_id == need.need_id)
    if step.touch is not None:
        touch = TouchInput(
            kind=step.touch,
            direction=Direction.INBOUND if step.inbound else Direction.OUTBOUND,
            on=today,
            text=step.text,
            outcome=step.outcome,
            sent=True,
        )
        contact.log(uow, organisation_id=organisation.id or 0, case_id=case_id, touch=touch, key=key)
    if step.stage is not None:
        cases.move(uow, case_id, step.stage, key=key, evidence=step.evidence)
    if step.task:
        contact.add_task(uow, case_id, step.task, clock.today(now + timedelta(days=step.due_in)))


def _need(uow: Write, step: Step) -> Need:
    """The town's need whose industry codes hold the step's."""
    return next(n for n in needs.needs(uow, town_code=step.town) if step.need in n.spec.industry_codes)
