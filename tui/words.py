"""Short texts that several screens build from data: days, waiting, places, legal forms, industries."""

from __future__ import annotations

from datetime import date

from outreach import codes
from outreach.i18n import date_text, language, tr, value_text
from outreach.terms.candidate import ActorType, IndustrySet, SituationKind
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_n
from outreach.terms.work import Stage


def short_day(day: date | None, today: date) -> str:
    """3.3. in Finnish and Swedish, 03-03 in English; with the year when it is not this one."""
    if day is None:
        return ""
    if day.year != today.year:
        return date_text(day)
    return f"{day:%m-%d}" if language() == "en" else f"{day.day}.{day.month}."


def stage_text(stage: Stage, days: int | None = None, limit: int | None = None) -> str:
    """A stage, how long the case has been there, and the limit when that has been passed."""
    name = label(stage)
    if days is None:
        return tr(name)
    if limit is not None and days > limit:
        return tr(say("{stage} {days} d (limit {limit})", stage=name, days=days, limit=limit))
    return tr(say("{stage} {days} d", stage=name, days=days))


def ago(day: date, today: date) -> str:
    """How long ago a day was, in days up to two weeks, else in weeks."""
    days = (today - day).days
    if days < 14:
        return tr(say_n("{n} day ago", "{n} days ago", days)) if days > 0 else tr(say("today"))
    return tr(say_n("{n} week ago", "{n} weeks ago", days // 7))


def town(code: str) -> str:
    """Name of a municipality in the language in force; the code itself when it is not known."""
    found = codes.municipality(code) if code else None
    return found.name(language()) if found else code


def form(code: str) -> str:
    """Abbreviation of a legal form, else its name: Oy, Ab, Limited company."""
    return codes.form_abbr(code, language()) or codes.form_name(code, language()) or code


def industry(code: str, industry_set: str) -> str:
    """Code and title of an industry with the name of its classification."""
    if not code:
        return ""
    try:
        edition = IndustrySet(industry_set)
    except ValueError:
        return code
    title = codes.industry_title(edition, code, language())
    return f"{code} {title} ({tr(label(edition))})" if title else f"{code} ({tr(label(edition))})"


def own_value(field: str, value: str) -> str:
    """A value of an organisation as people read it: codes by their names, days in the language in force."""
    if not value:
        return ""
    if field == "municipality_code":
        return town(value)
    if field == "legal_form":
        return form(value)
    if field == "industry_code":
        return " ".join(filter(None, (value, codes.industry_title(IndustrySet.TOL2025, value, language()))))
    if field == "sole_trader":
        return value_text(True)
    try:
        return tr(label(ActorType(value))) if field == "actor_type" else value_text(value)
    except ValueError:
        return value


def situation(kind: str, since: date | None) -> str:
    """Bankruptcy, liquidation or restructuring by the register's code, and since when."""
    try:
        name = label(SituationKind(kind))
    except ValueError:
        return kind
    return tr(say("{situation} since {date}", situation=name, date=since)) if since else tr(name)


def progress(what: Message, done: int, total: int | None) -> str:
    """How far a long piece of work is: a bar and numbers, or a number alone where the end is not known."""
    if not total:
        return tr(say("{what}: {done}", what=what, done=done))
    filled = round(min(1.0, done / total) * 20)
    bar = "█" * filled + "░" * (20 - filled)
    return tr(say("{bar} {done} of {total} · {what}", bar=bar, done=done, total=total, what=what))
