"""The register's open interface, for a quick look at some post codes and for single companies.

Its answers come in pages of 100, ceased companies included; a page past the end is the first page again, so pages are
counted by `totalResults` and repeats are found by Business ID. The whole register is a file: `importers.ytj.bulk`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from importers.fetch import REGISTER, Fetched, Fetcher, Profile
from importers.ytj.record import is_active, parse_company
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
    left_out: int  # companies that are not active, or have no address in the municipalities asked for
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


@dataclass(slots=True, kw_only=True)
class _Run:
    fetcher: Fetcher
    base_url: str
    profile: Profile
    active_only: bool
    municipalities: Collection[str]
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
    active_only: bool = False,
    municipalities: Collection[str] = (),
    report: Report | None = None,
) -> Iterator[Page]:
    """Companies with a visiting or postal address in the post codes, page by page, each company once.

    `interval` is in seconds; `resume` is what the last page of an earlier run gave. `municipalities` are codes of three
    digits: a post town is not a municipality, so an address decides. A list that changes meanwhile is read again.
    """
    run = _Run(
        fetcher=fetcher,
        base_url=base_url,
        profile=replace(ANSWER, min_interval=interval),
        active_only=active_only,
        municipalities=frozenset(municipalities),
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
        company = parse_company(raw, where=f"Business ID {wanted}")
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
        companies, rejects, repeated, left_out = _sort(run, records, f"post code {postcode}, page {page}", seen)
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
            left_out=left_out,
            fetched_at=answer.fetched_at,
            sha256=answer.sha256,
            resume={code: dict(state) for code, state in run.done.items()},
            note=None if settled or again else _may_be_missing(postcode),
        )
        if again or last:
            return not again
        page += 1


def _sort(
    run: _Run, records: list[Any], where: str, seen: set[str]
) -> tuple[tuple[RegisterCompany, ...], tuple[Reject, ...], int, int]:
    """What is wanted, what is not accepted, and how many have been given before or are not wanted."""
    companies: list[RegisterCompany] = []
    rejects: list[Reject] = []
    repeated = left_out = 0
    for index, raw in enumerate(records, 1):
        company = parse_company(raw, where=f"{where}, record {index}", report=run.report)
        key = company.business_id or f"{where}, record {index}"
        seen.add(key)
        if key in run.given:
            repeated += 1
            continue
        run.given.add(key)
        if isinstance(company, Reject):
            rejects.append(company)
        elif (run.active_only and not is_active(company)) or not _lies_in(company, run.municipalities):
            left_out += 1
        else:
            companies.append(company)
    return tuple(companies), tuple(rejects), repeated, left_out


def _lies_in(company: RegisterCompany, municipalities: Collection[str]) -> bool:
    return not municipalities or any(a.municipality_code in municipalities for a in company.addresses)


def _check_filter(records: list[Any], postcode: str, base_url: str) -> None:
    """A server that does not know a filter gives the whole register: a full page without the post code is refused."""
    if len(records) < PAGE_SIZE:
        return
    for raw in records:
        addresses = raw.get("addresses") if isinstance(raw, dict) else None
        for address in addresses if isinstance(addresses, list) else ():
            if isinstance(address, dict) and address.get("postCode") == postcode:
                return
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


def _companies(answer: Fetched) -> tuple[int, list[Any]]:
    """`totalResults` and the records of a page."""
    whole = _json(answer)
    total = whole.get("totalResults") if isinstance(whole, dict) else None
    records = whole.get("companies") if isinstance(whole, dict) else None
    if type(total) is not int or total < 0 or not isinstance(records, list):
        raise _not_understood(answer.url)
    return total, records


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
