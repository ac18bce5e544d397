"""What a source is expected to give, made from a first good run and held against each later one."""

from __future__ import annotations

import math

from importers.web.sources.keys import EXPECTED
from importers.web.sources.spec import Expect, SourceSpec
from outreach.terms.candidate import Candidate, Parsed
from outreach.terms.message import Message, say, say_n

SHARE = 0.8  # of the companies of the first run, and of those with a value, that a later one must have
LEAST_RATE = 0.3  # a field that fewer have is not expected


def make_expect(parsed: Parsed) -> Expect:
    """At least 80 % of the companies found, and 80 % of the share of each field that 30 % have, down to a tenth.

    One company that leaves its phone number out is no broken page.
    """
    count = len(parsed.candidates)
    rates = {name: _rate(parsed.candidates, name) for name in EXPECTED}
    return Expect(
        min=max(math.floor(count * SHARE), min(count, 1)),
        fill={name: math.floor(rate * SHARE * 10 + 1e-9) / 10 for name, rate in rates.items() if rate >= LEAST_RATE},
    )


def check_expect(spec: SourceSpec, parsed: Parsed) -> list[Message]:
    """A sentence for each thing that a run has less of than the source expects; none when it is good."""
    told: list[Message] = []
    count = len(parsed.candidates)
    if count < spec.expect.min:
        told.append(
            say_n(
                "{n} company was found; the source expects {least} or more.",
                "{n} companies were found; the source expects {least} or more.",
                count,
                least=spec.expect.min,
            )
        )
    for name, least in spec.expect.fill.items():
        rate = _rate(parsed.candidates, name)
        if rate + 1e-9 < least:
            told.append(
                say(
                    "{share} % of the companies have this: {field}; the source expects {least} % or more.",
                    share=math.floor(rate * 100),
                    field=EXPECTED[name],
                    least=round(least * 100),
                )
            )
    return told


def _rate(candidates: tuple[Candidate, ...], name: str) -> float:
    return sum(bool(getattr(each, name)) for each in candidates) / len(candidates) if candidates else 0.0
