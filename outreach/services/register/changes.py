"""What has changed in a company between two readings of the register."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from db.queries.register import StoredCompany
from outreach.codes import Succession, industry_successors
from outreach.services.register.rows import municipality_of
from outreach.terms.candidate import IndustrySet, RegisterCompany, SituationKind
from outreach.terms.runs import ChangeKind

_OPENED = {
    SituationKind.BANKRUPTCY: ChangeKind.BANKRUPTCY,
    SituationKind.LIQUIDATION: ChangeKind.LIQUIDATION,
    SituationKind.RESTRUCTURING: ChangeKind.RESTRUCTURING,
}
_CEASED = "4"


class Change(NamedTuple):
    """One change as it is stored.

    Names and websites as they are written; MOVED has municipality codes, FORM codes of the set YRMU; INDUSTRY has set
    and code with a space between ("TOIMI4 62100"); situations have the day the register gives, as CEASED has.
    """

    kind: ChangeKind
    before: str = ""
    after: str = ""


def changes(old: StoredCompany, new: RegisterCompany) -> Iterator[Change]:
    """Changes worth telling, in a fixed order. What the register did not give before is no change when it does now,
    websites apart."""
    if old.name != new.name:
        yield Change(ChangeKind.NAME, old.name, new.name)
    municipality = municipality_of(new)
    if old.municipality_code and municipality and old.municipality_code != municipality:
        yield Change(ChangeKind.MOVED, old.municipality_code, municipality)
    if _other_industry(old, new):
        yield Change(
            ChangeKind.INDUSTRY,
            f"{old.industry_set} {old.industry_code}",
            f"{new.industry_set or ''} {new.industry_code}",
        )
    if old.form_code and new.form_code and old.form_code != new.form_code:
        yield Change(ChangeKind.FORM, old.form_code, new.form_code)
    opened = {s.kind: s for s in new.situations if s.ended is None}
    for kind, change in _OPENED.items():
        if kind in opened and kind not in old.open_situations:
            day = opened[kind].registered
            yield Change(change, "", day.isoformat() if day else "")
    for over in sorted(old.open_situations - set(opened)):
        ends = [s.ended.isoformat() for s in new.situations if s.kind == over and s.ended]
        yield Change(ChangeKind.SITUATION_OVER, over, max(ends, default=""))
    if _ceased(new) and old.ended is None and old.trade_register_status != _CEASED:
        yield Change(ChangeKind.CEASED, "", new.ended.isoformat() if new.ended else "")
    if old.website != new.website:
        yield Change(ChangeKind.WEBSITE, old.website, new.website)


def _ceased(company: RegisterCompany) -> bool:
    return company.ended is not None or company.trade_register_status == _CEASED


def _other_industry(old: StoredCompany, new: RegisterCompany) -> bool:
    """Whether the company does something else now; a new edition of the classification alone is no change.

    Where the key between two editions splits a code with no main successor, every one of them counts as the same.
    """
    if not old.industry_code or not new.industry_code or new.industry_set is None:
        return False
    if (old.industry_set, old.industry_code) == (new.industry_set, new.industry_code):
        return False
    if old.industry_set == new.industry_set:
        return True
    if old.industry_set not in frozenset(IndustrySet):
        return False
    codes, kind = industry_successors(IndustrySet(old.industry_set), old.industry_code, new.industry_set)
    if kind is Succession.NONE:
        return False
    return new.industry_code not in (codes[:1] if kind is Succession.MAIN else codes)
