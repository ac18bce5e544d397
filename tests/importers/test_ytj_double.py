"""The double of the register answers as the description says, and differs only where the real one does."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from tests.doubles.ytj_records import made_up, sample
from tests.doubles.ytj_server import Reply, YtjServer, error, openapi, too_many

# Where the description is wrong (its head tells how that is known); each entry takes one demand out of it.
KNOWN_ERRORS: Mapping[str, tuple[str, str]] = {
    "ErrorResponse requires code, and its property is called errorcode": ("ErrorResponse", "code"),
    "Company requires lastModified, which ceased companies lack": ("Company", "lastModified"),
}
RECORDS = [*sample("companies.json"), *sample("made-up.json")]


def schema(path: str, status: str, *, corrected: bool = True) -> dict[str, Any]:
    """JSON schema of an answer: the description's own, `nullable` written as JSON schema does."""
    description = deepcopy(openapi())
    components = description["components"]
    if corrected:
        for name, key in KNOWN_ERRORS.values():
            components["schemas"][name]["required"].remove(key)
    content = description["paths"][path]["get"]["responses"][status]["content"]
    found: dict[str, Any] = _with_null(next(iter(content.values()))["schema"])
    return {**found, "components": _with_null(components)}


def _with_null(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_null(item) for item in value]
    if not isinstance(value, dict):
        return value
    made = {key: _with_null(inner) for key, inner in value.items()}
    if made.get("nullable") is True:
        made["type"] = [made["type"], "null"]
    return made


def check(path: str, reply: Reply, *, corrected: bool = True) -> None:
    declared = openapi()["paths"][path]["get"]["responses"][str(reply.status)]["content"]
    assert reply.content_type.partition(";")[0] in declared
    if reply.content_type.startswith("application/json"):
        wanted = schema(path, str(reply.status), corrected=corrected)
        jsonschema.Draft4Validator(wanted).validate(json.loads(reply.body))


@pytest.mark.parametrize(
    "target",
    [
        "/companies",
        "/companies?postCode=57130&page=1",
        "/companies?businessId=0112038-9",
        "/companies?businessId=0000000-0",
        "/companies?companyForm=XX",
        "/companies?page=x",
        "/post_codes?lang=sv",
        "/post_codes",
        "/post_codes?lang=EN",
        "/description?code=YRMU&lang=fi",
        "/description?code=16&lang=fi",
        "/description?code=YRMU",
        "/all_companies",
    ],
)
def test_answers_are_as_described(target: str) -> None:
    check(target.partition("?")[0], YtjServer(RECORDS).reply(target))


@pytest.mark.parametrize("path", ["/companies", "/all_companies", "/description", "/post_codes"])
def test_refusals_are_as_described(path: str) -> None:
    for reply in (too_many(), error(400, "x", 1005), error(500, "x", 1000), error(503, "x", 1001)):
        check(path, reply)


def test_each_known_error_of_the_description_is_still_one() -> None:
    with pytest.raises(jsonschema.ValidationError, match="'code' is a required property"):
        check("/companies", error(400, "x", 1005), corrected=False)
    with pytest.raises(jsonschema.ValidationError, match="'lastModified' is a required property"):
        check("/companies", YtjServer(RECORDS).reply("/companies"), corrected=False)


def test_all_paths_of_the_description_are_served() -> None:
    server = YtjServer(RECORDS)
    needed = {"/description": "?code=YRMU&lang=en", "/post_codes": "?lang=en"}
    assert {path: server.reply(path + needed.get(path, "")).status for path in openapi()["paths"]} == {
        "/companies": 200,
        "/all_companies": 200,
        "/description": 200,
        "/post_codes": 200,
    }
    assert server.reply("/companies/0112038-9").status == 404


def business_ids(reply: Reply) -> list[str]:
    return [record["businessId"]["value"] for record in json.loads(reply.body)["companies"]]


def test_a_page_past_the_end_is_the_first_page() -> None:
    server = YtjServer([made_up(number) for number in range(150)])
    first, second, third = (server.reply(f"/companies?page={page}") for page in (1, 2, 3))
    assert third.body == first.body == server.reply("/companies?page=0").body == server.reply("/companies").body
    assert len(business_ids(second)) == 50


def test_unknown_parameters_are_ignored_so_a_misspelt_filter_gives_everything() -> None:
    server = YtjServer(RECORDS)
    assert server.reply("/companies?postcode=57130&pageSize=5").body == server.reply("/companies").body


def test_ceased_companies_are_among_the_answers_and_not_in_the_daily_file() -> None:
    server = YtjServer(sample("made-up.json"))
    assert len(business_ids(server.reply("/companies"))) == 12
    file = server.reply("/all_companies")
    assert (file.content_type, file.body[:2]) == ("application/zip", b"PK")
    again = server.reply("/all_companies", {"if-none-match": file.headers["ETag"]})
    assert (again.status, again.body) == (304, b"")


def test_so_many_requests_pass_and_the_next_are_refused_as_text() -> None:
    server = YtjServer([], burst=2, refused=1)
    replies = [server.reply("/companies") for _ in range(6)]
    assert [reply.status for reply in replies] == [200, 200, 429, 200, 200, 429]
    assert replies[2].content_type == "text/plain"


def test_the_code_of_an_item_gives_an_empty_text() -> None:
    assert YtjServer([]).reply("/description?code=62010&lang=fi").body == b""
