"""What a run of an import counted, met and did not accept, as lines for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from outreach.cli import output
from outreach.i18n import tr
from outreach.terms.labels import label
from outreach.terms.message import Message, say, say_n
from outreach.terms.runs import RejectRow, RunResult, RunState, counts

ALWAYS_TOLD = 5  # counts of a run that are told although they are zero
EXAMPLES = 3  # rejects shown of each reason


def print_result(result: RunResult) -> None:
    """How a run ended, its counts, and what was not accepted: by reason, with the first of each."""
    output.put(output.one_line(tr(say("Import {n}: {source}", n=result.run_id, source=result.source))))
    if result.state is not RunState.DONE:
        output.put(f"  {tr(say('State'))}: {tr(label(result.state))}")
    for place, (name, count) in enumerate(counts(result)):
        if count or place < ALWAYS_TOLD:
            output.put(f"  {tr(name)}: {count}")
    for note in result.notes:
        output.put(f"  {output.one_line(tr(note))}")
    for rejects in by_reason(result.rejects):
        _print_rejects(rejects)
    if result.rejected > len(result.rejects):
        output.put(f"  {tr(_not_kept(result.rejected - len(result.rejects)))}")


def print_quality(quality: Mapping[str, Any]) -> None:
    """What a reading of the register met: how many companies have each fact, codes that no table knows, fields that
    nobody reads, codes of a new edition. `quality` is what `RunResult.quality` describes."""
    if filled := quality.get("filled"):
        output.put()
        rows = [(_FACTS.get(name, name), f"{share:.1%}") for name, share in filled.items()]
        output.table((say("Fact"), say("Companies that have it")), rows)
    for name, heading in _FOUND.items():
        if found := quality.get(name):
            output.put()
            output.table((heading, say("Records")), sorted(found.items(), key=lambda item: (-item[1], item[0])))
    for name, heading in _EDITIONS.items():
        if pairs := quality.get(name):
            output.put()
            output.table((heading, "", say("Companies")), pairs)


def by_reason(rejects: Sequence[RejectRow]) -> list[list[RejectRow]]:
    """Rejects of the same field and the same kind of reason together, the most frequent first."""
    groups: dict[tuple[str, str], list[RejectRow]] = {}
    for reject in rejects:
        groups.setdefault((reject.reason.text, reject.field), []).append(reject)
    return sorted(groups.values(), key=lambda group: -len(group))


def _print_rejects(rejects: Sequence[RejectRow]) -> None:
    if len(rejects) > 1:
        first = rejects[0]
        where = f"{first.field}: " if first.field else ""
        output.put(output.one_line(f"  {len(rejects)} × {where}{tr(first.reason)}").rstrip())
    for reject in rejects[:EXAMPLES]:
        where = " ".join(part for part in (reject.where, reject.business_id, reject.field) if part)
        output.put(f"  ! {output.one_line(f'{where}: {tr(reject.reason)}')}")
    if len(rejects) > EXAMPLES:
        output.put(f"    {tr(_more(len(rejects) - EXAMPLES))}")


def _more(n: int) -> Message:
    return say_n("and {n} more like it (--json lists all)", "and {n} more like it (--json lists all)", n)


def _not_kept(n: int) -> Message:
    return say_n("{n} more was counted only.", "{n} more were counted only.", n)


_FACTS: dict[str, Message] = {
    "industry": say("Industry"),
    "municipality": say("Municipality"),
    "street": say("Street address"),
    "postcode": say("Postal code"),
    "website": say("Website"),
    "legal form": say("Legal form"),
    "registration date": say("Day of registration"),
    "employer": say("Employer"),
    "active": say("Active"),
}
_FOUND: dict[str, Message] = {
    "unknown_codes": say("Codes that no table knows"),
    "unread_fields": say("Fields that nobody reads"),
}
_EDITIONS: dict[str, Message] = {
    "reclassified": say("New edition of industry codes: from, to"),
    "ambiguous": say("Codes that the old ones do not decide: from, to"),
}
