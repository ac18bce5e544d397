"""What a change in the register says, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from outreach import codes
from outreach.terms.candidate import IndustrySet, SituationKind
from outreach.terms.message import Message, say
from outreach.terms.runs import ChangeKind


def sentence(kind: str, before: str, after: str, language: str, *, town_code: str = "") -> Message:
    """One line for Today and the contact history. `before` and `after` are the register's values: codes of
    municipality, industry and legal form are shown by their names in `language`.

    `town_code` is the town of the reader's case: a move then says whether the company came or left. A vanished company
    is never said to have ceased: that the register alone tells.
    """
    change = ChangeKind(kind)
    if change is ChangeKind.SITUATION_OVER:
        return _OVER.get(before, say("no longer in bankruptcy, liquidation or restructuring"))
    if change is ChangeKind.MOVED:
        return _moved(before, after, language, town_code)
    named = NAMES.get(change, _as_is)
    values = {"before": named(before, language) or "–", "after": named(after, language) or "–"}
    short = None if after else _without_value(values["before"]).get(change)
    return short or _with_value(values)[change]


def _with_value(values: Mapping[str, str]) -> Mapping[ChangeKind, Message]:
    return {
        ChangeKind.FOUNDED: say("founded {after}", **values),
        ChangeKind.NAME: say("new name: {after}", **values),
        ChangeKind.ADDRESS: say("new address: {after}", **values),
        ChangeKind.INDUSTRY: say("industry: {before} → {after}", **values),
        ChangeKind.FORM: say("legal form: {before} → {after}", **values),
        ChangeKind.BANKRUPTCY: say("in bankruptcy since {after}: the case stays, look at it", **values),
        ChangeKind.LIQUIDATION: say("in liquidation since {after}: the case stays, look at it", **values),
        ChangeKind.RESTRUCTURING: say("in restructuring since {after}: the case stays, look at it", **values),
        ChangeKind.CEASED: say("ceased {after}, says the register", **values),
        ChangeKind.WEBSITE: say("website: {after}", **values),
        ChangeKind.VANISHED: say("no longer in the register's data: the reason is not known"),
        ChangeKind.RETURNED: say("in the register's data again"),
        ChangeKind.RECORD: say("other values changed"),
    }


def _without_value(before: str) -> Mapping[ChangeKind, Message]:
    """Changes of which the register gives no day, or that took a value away."""
    return {
        ChangeKind.FOUNDED: say("founded"),
        ChangeKind.ADDRESS: say("no address any more: {before}", before=before),
        ChangeKind.BANKRUPTCY: say("in bankruptcy: the case stays, look at it"),
        ChangeKind.LIQUIDATION: say("in liquidation: the case stays, look at it"),
        ChangeKind.RESTRUCTURING: say("in restructuring: the case stays, look at it"),
        ChangeKind.CEASED: say("ceased, says the register"),
        ChangeKind.WEBSITE: say("no website any more: {before}", before=before),
    }


_OVER: Mapping[str, Message] = {
    SituationKind.BANKRUPTCY: say("no longer in bankruptcy"),
    SituationKind.LIQUIDATION: say("no longer in liquidation"),
    SituationKind.RESTRUCTURING: say("no longer in restructuring"),
}


def _moved(before: str, after: str, language: str, town_code: str) -> Message:
    values = {"before": _municipality(before, language), "after": _municipality(after, language)}
    if town_code and after == town_code:
        return say("moved in: {before} → {after}", **values)
    if town_code and before == town_code:
        return say("moved out: {before} → {after}", **values)
    return say("moved: {before} → {after}", **values)


def _as_is(value: str, _language: str) -> str:
    return value


def _municipality(code: str, language: str) -> str:
    known = codes.municipality(code)
    return known.name(language) if known else code


def _industry(value: str, language: str) -> str:
    """ "TOIMI4 62100" as the code and its title."""
    edition, _, code = value.partition(" ")
    title = codes.industry_title(IndustrySet(edition), code, language) if edition in set(IndustrySet) else ""
    return f"{code} {title}".strip() or value


def _form(code: str, language: str) -> str:
    return codes.form_name(code, language) or code


NAMES: Mapping[ChangeKind, Callable[[str, str], str]] = {
    ChangeKind.INDUSTRY: _industry,
    ChangeKind.FORM: _form,
}
