"""The register's open interface, for a quick look at some post codes and for single companies.

Its answers come in pages of 100, ceased companies included; a page past the end is the first page again, so pages are
counted by `totalResults` and repeats are found by Business ID. The whole register is a file: `importers.ytj.bulk`.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

import msgspec

from importers.fetch import REGISTER, Fetched, Fetcher, Profile
from importers.ytj.record import NotJson, parse_record
from importers.ytj.report import Report
from outreach.errors import BadInput, NotFound, Unreachable
from outreach.rules.identity import check_business_id
from outreach.rules.text import clean
from outreach.terms.candidate import RegisterCompany, Reject
from outreach.terms.message import Message, say

BASE_URL = "https://avoindata.prh.fi/opendata-ytj-api/v3"
PAGE_SIZE = 100
READINGS = 3  # of a post code whose list changes while it is read

ANSWER = replace(REGISTER, max_bytes=20_000_000, total_seconds=180)

Language = Literal["en", "fi", "sv"]
Resume = Mapping[str, Mapping[str, int]]  # post code -> {"page": last page read, "of": pages, "total": companies}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a post code: page `page` of `of`. `resume` is JSON-ready: handed in, it goes on after this page."""

    postcode: str
    page: int
    of: int
    total: int  # companies of the post code, ceased ones included
    companies: tuple[RegisterCompany, ...]
    rejects: tuple[Reject, ...]
    repeated: int  # companies that an earlier page has given
    fetched_at: datetime
    sha256: str
    resume: Resume
    note: Message | None = None


@dataclass(frozen=True, slots=True)
class PostCode:
    """A post code with its post town in one language, in capitals as the register writes it."""

    code: str
    city: str
    active: bool
    language: str  # code set KIELI
    municipality_code: str


class _Answer(msgspec.Struct):
    """A page as the interface gives it."""

    totalResults: int  # noqa: N815 - the interface's name
    companies: list[msgspec.Raw]


@dataclass(slots=True, kw_only=True)
class _Run:
    fetcher: Fetcher
    base_url: str
    profile: Profile
    report: Report
    done: dict[str, dict[str, int]]
    given: set[str] = field(default_factory=set)


def bulk_url(base_url: str) -> str:
    """Address of the daily file."""
    return f"{base_url.rstrip('/')}/all_companies"


def pages_for_postcodes(
    fetcher: Fetcher,
    base_url: str,
    postcodes: Sequence[str],
    *,
    interval: float = REGISTER.min_interval,
    resume: Resume | None = None,
    report: Report | None = None,
) -> Iterator[Page]:
    """Companies with a visiting or postal address in the post codes, page by page, each company once.

    `interval` is in seconds; `resume` is what the last page of an earlier run gave. A list that changes
    meanwhile is read again.
    """
    run = _Run(
        fetcher=fetcher,
        base_url=base_url,
        profile=replace(ANSWER, min_interval=interval),
        report=Report() if report is None else report,
        done={code: dict(state) for code, state in (resume or {}).items()},
    )
    for postcode in dict.fromkeys(postcodes):
        state = run.done.get(postcode, {"page": 0, "of": 1})
        if state["page"] >= state["of"]:
            continue
        first = state["page"] + 1
        for reading in range(READINGS):
            settled = yield from _reading(run, postcode, first, final=reading == READINGS - 1)
            if settled:
                break
            first = 1


def company_by_id(
    fetcher: Fetcher, base_url: str, business_id: str, *, interval: float = REGISTER.min_interval
) -> RegisterCompany | Reject | None:
    """One company, ceased or not; None when the register does not know the ID. `interval` is in seconds."""
    wanted = check_business_id(business_id)
    answer = _ask(fetcher, base_url, "companies", {"businessId": wanted}, replace(ANSWER, min_interval=interval))
    _, records = _companies(answer)
    for raw in records:
        company = _parsed(raw, f"Business ID {wanted}", Report(), base_url)
        if company.business_id == wanted or len(records) == 1:
            return company
    return None


def post_codes(fetcher: Fetcher, base_url: str, lang: Language) -> tuple[PostCode, ...]:
    """All post codes of the register with the post town's name in a language."""
    rows = _json(_ask(fetcher, base_url, "post_codes", {"lang": lang}, ANSWER))
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _not_understood(base_url)
    return tuple(
        PostCode(
            code=clean(row.get("postCode"), 5),
            city=clean(row.get("city"), 50),
            active=row.get("active") is True,
            language=clean(row.get("languageCode"), 8),
            municipality_code=clean(row.get("municipalityCode"), 3),
        )
        for row in rows
    )


def description(fetcher: Fetcher, base_url: str, code: str, lang: Language) -> dict[str, str]:
    """Texts of a code set by code. `code` names the set, "YRMU"; to an unknown one the register answers nothing."""
    answer = _ask(fetcher, base_url, "description", {"code": code, "lang": lang}, ANSWER)
    rows = (line.partition("\t") for line in answer.content.decode("utf-8-sig", "replace").splitlines())
    found = {clean(key, 40): clean(text) for key, tab, text in rows if tab}
    if not found:
        raise NotFound(say("The register has no code set called {code}.", code=clean(code, 40)))
    return found


def _reading(run: _Run, postcode: str, first: int, *, final: bool) -> Generator[Page, None, bool]:
    """Pages of a post code from `first` on; returns whether that was enough. `final`: there is no other reading."""
    total = run.done[postcode]["total"] if first > 1 else -1
    seen: set[str] = set()
    page, of = first, first
    while True:
        parameters: dict[str, str | int] = {"postCode": postcode, "page": page}
        answer = _ask(run.fetcher, run.base_url, "companies", parameters, run.profile)
        size, records = _companies(answer)
        of = max(1, -(-size // PAGE_SIZE))
        _check_filter(records, postcode, run.base_url)
        before = len(seen)
        companies, rejects, repeated = _sort(run, records, f"post code {postcode}, page {page}", seen)
        settled = total in (-1, size) and page <= of and len(seen) - before == len(records)
        last = page >= of
        if last and first == 1:
            settled = settled and len(seen) == size
        total = size
        again = not settled and not final
        run.done[postcode] = {"page": 0 if again else min(page, of), "of": of, "total": size}
        yield Page(
            postcode=postcode,
            page=min(page, of),
            of=of,
            total=size,
            companies=companies,
            rejects=rejects,
            repeated=repeated,
            fetched_at=answer.fetched_at,
            sha256=answer.sha256,
            resume={code: dict(state) for code, state in run.done.items()},
            note=None if settled or again else _may_be_missing(postcode),
        )
        if again or last:
            return not again
        page += 1


def _sort(
    run: _Run, records: list[bytes], where: str, seen: set[str]
) -> tuple[tuple[RegisterCompany, ...], tuple[Reject, ...], int]:
    """Companies, what is not accepted, and how many have been given before."""
    companies: list[RegisterCompany] = []
    rejects: list[Reject] = []
    repeated = 0
    for index, raw in enumerate(records, 1):
        company = _parsed(raw, f"{where}, record {index}", run.report, run.base_url)
        key = company.business_id or f"{where}, record {index}"
        seen.add(key)
        if key in run.given:
            repeated += 1
            continue
        run.given.add(key)
        if isinstance(company, Reject):
            rejects.append(company)
        else:
            companies.append(company)
    return tuple(companies), tuple(rejects), repeated


def _check_filter(records: list[bytes], postcode: str, base_url: str) -> None:
    """A server that does not know a filter gives the whole register: a full page without the post code is refused."""
    if len(records) < PAGE_SIZE:
        return
    if not any(f'"{postcode}"'.encode() in raw for raw in records):
        raise _not_understood(base_url)


def _ask(fetcher: Fetcher, base_url: str, path: str, parameters: Mapping[str, str | int], profile: Profile) -> Fetched:
    answer = fetcher.get(f"{base_url.rstrip('/')}/{path}", profile=profile, params=parameters)
    if answer.status == 200:
        return answer
    if answer.status == 400:
        raise BadInput(say("The register does not accept the request: {reason}", reason=_reason(answer)))
    raise Unreachable(
        say(
            "The register does not answer as it should ({status}): {reason}. Your data is unchanged. Try again later.",
            status=answer.status,
            reason=_reason(answer),
        ),
        say("Check the setting ytj_base_url if this goes on."),
    )


def _reason(answer: Fetched) -> str:
    """What an error answer says: JSON with a message and a number by the schema, text in practice as well."""
    try:
        told = json.loads(answer.content)
        parts = (told.get("message"), told.get("errorcode"))
    except (ValueError, AttributeError, RecursionError):
        parts = (answer.content[:500].decode("utf-8", "replace"), None)
    return clean(" ".join(str(part) for part in parts if part is not None), 200) or "–"


def _json(answer: Fetched) -> Any:
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise _not_understood(answer.url) from error


def _companies(answer: Fetched) -> tuple[int, list[bytes]]:
    """`totalResults` and the records of a page."""
    try:
        page = msgspec.json.decode(answer.content, type=_Answer)
    except (msgspec.DecodeError, RecursionError) as error:
        raise _not_understood(answer.url) from error
    if page.totalResults < 0:
        raise _not_understood(answer.url)
    return page.totalResults, [bytes(raw) for raw in page.companies]


def _parsed(raw: bytes, where: str, report: Report, url: str) -> RegisterCompany | Reject:
    try:
        return parse_record(raw, where=where, report=report)
    except NotJson as error:
        raise _not_understood(url) from error


def _not_understood(url: str) -> BadInput:
    return BadInput(
        say("The register's answer has another form than its description says: {url}", url=clean(url, 200)),
        say("Nothing was saved. The program may need an update."),
    )


def _may_be_missing(postcode: str) -> Message:
    return say(
        "The list of post code {postcode} changed while it was read: a company may be missing. Read it again later.",
        postcode=postcode,
    )
