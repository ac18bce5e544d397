"""What has changed in a company between two readings of the register."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum, auto
from functools import lru_cache
from typing import NamedTuple

from outreach.codes import Succession, industry_successors
from outreach.rules.registry import CompanyRow, Row
from outreach.terms.candidate import IndustrySet, SituationKind
from outreach.terms.runs import ChangeKind

_OPENED = {
    SituationKind.BANKRUPTCY: ChangeKind.BANKRUPTCY,
    SituationKind.LIQUIDATION: ChangeKind.LIQUIDATION,
    SituationKind.RESTRUCTURING: ChangeKind.RESTRUCTURING,
}
_CEASED = "4"


class Change(NamedTuple):
    """One change as it is stored.

    Names and websites as they are written; MOVED has municipality codes, ADDRESS an address in one line, FORM codes of
    the set YRMU; INDUSTRY has set and code with a space between ("TOIMI4 62100"); situations have the day the register
    gives, as CEASED has.
    """

    kind: ChangeKind
    before: str = ""
    after: str = ""


def changes(old: CompanyRow, new: CompanyRow, was: Sequence[Row], now: Sequence[Row]) -> Iterator[Change]:
    """Changes worth telling, in a fixed order; `was` and `now` are the rows of situations. What the register did not
    give before is no change when it does now, websites apart."""
    if old.name != new.name:
        yield Change(ChangeKind.NAME, old.name, new.name)
    yield from _moved(old, new)
    if industry_step(old, new) is Step.OTHER:
        yield Change(
            ChangeKind.INDUSTRY,
            f"{old.industry_set} {old.industry_code}",
            f"{new.industry_set} {new.industry_code}",
        )
    if old.form_code and new.form_code and old.form_code != new.form_code:
        yield Change(ChangeKind.FORM, old.form_code, new.form_code)
    yield from _situations(was, now)
    if _ceased(new) and not _ceased(old):
        yield Change(ChangeKind.CEASED, "", new.ended or "")
    if old.website != new.website:
        yield Change(ChangeKind.WEBSITE, old.website, new.website)


class Step(Enum):
    """How an industry code follows another."""

    NONE = auto()  # the same, or one of the two is not known
    EDITION = auto()  # what the key between two editions of the classification makes of it
    AMBIGUOUS = auto()  # one of several that the key allows
    OTHER = auto()  # the company does something else now


def industry_step(old: CompanyRow, new: CompanyRow) -> Step:
    """A new edition of the classification alone is no change of what a company does."""
    if not old.industry_code or not new.industry_code:
        return Step.NONE
    if (old.industry_set, old.industry_code) == (new.industry_set, new.industry_code):
        return Step.NONE
    if old.industry_set == new.industry_set:
        return Step.OTHER
    return _step(old.industry_set, old.industry_code, new.industry_set, new.industry_code)


@lru_cache(maxsize=8192)
def _step(old_set: str, old_code: str, new_set: str, new_code: str) -> Step:
    if not frozenset(IndustrySet) >= {old_set, new_set}:
        return Step.NONE
    codes, kind = industry_successors(IndustrySet(old_set), old_code, IndustrySet(new_set))
    if kind is Succession.NONE:
        return Step.NONE
    if new_code not in codes:
        return Step.OTHER
    return Step.EDITION if (kind is Succession.MAIN and new_code == codes[0]) or len(codes) == 1 else Step.AMBIGUOUS


def address_line(row: CompanyRow) -> str:
    """ "Olavinkatu 1, 57100 SAVONLINNA"."""
    return ", ".join(filter(None, (row.street, f"{row.postcode} {row.city_fi or row.city_sv}".strip())))


def _moved(old: CompanyRow, new: CompanyRow) -> Iterator[Change]:
    if old.municipality_code and new.municipality_code and old.municipality_code != new.municipality_code:
        yield Change(ChangeKind.MOVED, old.municipality_code, new.municipality_code)
    elif (
        old.municipality_code and old.street and new.street and (old.street, old.postcode) != (new.street, new.postcode)
    ):
        yield Change(ChangeKind.ADDRESS, address_line(old), address_line(new))


def _situations(was: Sequence[Row], now: Sequence[Row]) -> Iterator[Change]:
    open_before = {kind for kind, _, ended in was if ended is None}
    opened = {kind: registered for kind, registered, ended in now if ended is None}
    for situation, change in _OPENED.items():
        if situation.value in opened and situation.value not in open_before:
            yield Change(change, "", opened[situation.value] or "")
    for over in sorted(open_before - opened.keys()):
        ends = [ended for kind, _, ended in now if kind == over and ended]
        yield Change(ChangeKind.SITUATION_OVER, over, max(ends, default=""))


def _ceased(company: CompanyRow) -> bool:
    return company.ended is not None or company.trade_register_status == _CEASED
