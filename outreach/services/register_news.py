"""What a change in the register says, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from outreach import codes
from outreach.terms.candidate import IndustrySet
from outreach.terms.message import Message, say
from outreach.terms.runs import ChangeKind


def sentence(kind: str, before: str, after: str, language: str) -> Message:
    """One line for Today and the contact history. `before` and `after` are the register's values: codes of
    municipality, industry and legal form are shown by their names in `language`."""
    named = NAMES.get(ChangeKind(kind), _as_is)
    values = {"before": named(before, language), "after": named(after, language)}
    said = {
        ChangeKind.FOUNDED: say("founded"),
        ChangeKind.NAME: say("new name: {after}", **values),
        ChangeKind.MOVED: say("moved: {before} → {after}", **values),
        ChangeKind.INDUSTRY: say("industry: {before} → {after}", **values),
        ChangeKind.FORM: say("legal form: {before} → {after}", **values),
        ChangeKind.BANKRUPTCY: say("in bankruptcy: the case stays, look at it"),
        ChangeKind.LIQUIDATION: say("in liquidation: the case stays, look at it"),
        ChangeKind.RESTRUCTURING: say("in restructuring: the case stays, look at it"),
        ChangeKind.SITUATION_OVER: say("no longer in bankruptcy, liquidation or restructuring"),
        ChangeKind.CEASED: say("ceased, says the register"),
        ChangeKind.WEBSITE: say("website: {after}", **values),
        ChangeKind.VANISHED: say("no longer in the register's data: the reason is not known"),
        ChangeKind.RETURNED: say("in the register's data again"),
    }
    return said[ChangeKind(kind)]


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
    ChangeKind.MOVED: _municipality,
    ChangeKind.INDUSTRY: _industry,
    ChangeKind.FORM: _form,
}
