"""How much a group of spans looks like a list of organisations: evidence x share of good records x different names
x one identity each.

The last factor picks the level: a span that holds two Business IDs or several towns is more than one record.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from importers.web.evidence import Kind
from importers.web.groups import Group, Span
from importers.web.marks import Page, domains
from importers.web.naming import Name, name_of, name_rivals
from importers.web.outline import STRONG
from importers.web.refusals import Other, what_else
from importers.web.wording import LISTS_ORGANISATIONS, LISTS_OTHERS
from outreach.rules.identity import is_shared_domain
from outreach.rules.text import name_fold

ALIKE = 0.8  # share of records whose names look the same, for the look to tell what is a record
LEAST_ALIKE = 4
LEAST_REFUSED = 0.4  # share of records that are something else, for the whole group to be so
COMMON = 0.3  # share of records that bear the same name: then it is a heading and no name
FEW_OWNERS = 0.25  # share of records that may be the site's owner
EXPONENT = 1.5  # full records count for more than many poor ones

_WEIGHTS = {
    Kind.EMAIL: 1.0,
    Kind.PHONE: 1.0,
    Kind.NUMBER: 1.5,
    Kind.POST: 1.0,
    Kind.STREET: 1.0,
    Kind.SITE: 1.0,
    Kind.FORM: 1.0,
    Kind.TOWN: 0.5,
}
_WORTH = [sum(weight for kind, weight in _WEIGHTS.items() if mask & 1 << kind) ** EXPONENT for mask in range(256)]
WORTH = tuple(_WORTH)

_WEAK = 1 << Kind.SITE | 1 << Kind.TOWN
_OF_BUSINESS = 1 << Kind.EMAIL | 1 << Kind.NUMBER | 1 << Kind.SITE | 1 << Kind.FORM


@dataclass(frozen=True, slots=True)
class Scored:
    """A group with the name of each span; "" where a span has none or is no record."""

    group: Group
    names: tuple[Name | None, ...]
    masks: tuple[int, ...]
    score: float
    refused: Other | None = None
    flags: tuple[Other | None, ...] = ()
    of: Group | None = None  # the whole group, where this is a sample of it

    @property
    def worth(self) -> float:
        """Evidence of a record."""
        found = [WORTH[mask] for name, mask in zip(self.names, self.masks, strict=True) if name]
        return sum(found) / len(found) if found else 0.0

    @property
    def folded(self) -> set[str]:
        return {name_fold(name.text) for name in self.names if name}


def masks_of(page: Page, group: Group) -> list[int]:
    """Kinds of value in each span."""
    if group.elements:
        return [page.element_masks[element] for element in group.elements]
    return [page.mask(first, last) for first, last in group.spans]


def scored_of(page: Page, group: Group) -> Scored:
    """A group with its score, 0 when it is no list; `refused` says what it lists instead."""
    masks = tuple(masks_of(page, group))
    names = _names(page, group.spans)
    good = [bool(name and mask) for name, mask in zip(names, masks, strict=True)]
    count = sum(good)
    if count < 2:
        return Scored(group, names, masks, 0.0)
    names = _kept(page, group, names, masks)
    flags = tuple(
        what_else(name.text, page.outline.text(*span), page.marked(*span)) if name else None
        for name, span in zip(names, group.spans, strict=True)
    )
    others = Counter(flag for flag in flags if flag)
    if others and sum(others.values()) >= LEAST_REFUSED * count:
        return Scored(group, names, masks, 0.0, others.most_common(1)[0][0], flags)
    kept = [(name, mask, span) for name, mask, span in zip(names, masks, group.spans, strict=True) if name and mask]
    folded = {name_fold(name.text) for name, _, _ in kept}
    evidence = sum(WORTH[mask] for _, mask, _ in kept)
    share = (len(kept) + 0.5 * sum(1 for name, mask in zip(names, masks, strict=True) if name and not mask)) / len(
        names
    )
    mixed = sum(mixing(page, name, span) for name, _, span in kept)
    score = evidence * share * (len(folded) / count) * max(0.0, 1 - mixed / count)
    if not _is_believable(page, group, names, masks, count):
        score = 0.0
    return Scored(group, names, masks, score, None, flags)


def _kept(page: Page, group: Group, names: Sequence[Name | None], masks: Sequence[int]) -> tuple[Name | None, ...]:
    """Names of those spans that are records: they hold a value, or look like those that do; what is unlike all others
    and holds next to nothing (a last line, an advertisement) is none."""
    good = [name for name, mask in zip(names, masks, strict=True) if name and mask]
    usual, times = Counter(_look(page, name) for name in good).most_common(1)[0]
    alike = times >= ALIKE * len(good) and len(good) >= LEAST_ALIKE
    full = len(good) >= 0.6 * sum(1 for name in names if name)
    owners = _owners(page, group)
    kept: list[Name | None] = []
    for span, name, mask in zip(group.spans, names, masks, strict=True):
        if name is None or span in owners:
            kept.append(None)
        elif _look(page, name) == usual:
            kept.append(name if mask or (full and len(good) >= LEAST_ALIKE) else None)
        else:
            poor = mask.bit_count() <= 1 and not mask & 1 << Kind.FORM
            kept.append(None if not mask or (alike and poor) else name)
    return tuple(kept)


def _owners(page: Page, group: Group) -> set[Span]:
    """Spans whose mailboxes are all on the site's own domain, where few are: whoever keeps the list."""
    if not page.own:
        return set()
    found = {span for span in group.spans if (mail := domains(page.marked(*span), Kind.EMAIL)) and mail <= page.own}
    return found if len(found) <= FEW_OWNERS * len(group.spans) else set()


def _look(page: Page, name: Name) -> tuple[int, str]:
    """Rank and element of a name, by which like records are told."""
    title = page.outline.segments[name.first].title
    return name.rank, page.outline.name(title) if title >= 0 and name.rank <= STRONG else ""


def _names(page: Page, spans: Sequence[Span]) -> tuple[Name | None, ...]:
    """Names of spans; what many of them bear is a heading or a label, and the next best text is taken instead."""
    names = [name_of(page, *span) for span in spans]
    banned: set[str] = set()
    for _ in range(3):
        counts = Counter(name_fold(name.text) for name in names if name)
        most = max(2, COMMON * len(spans))
        common = {folded for folded, count in counts.items() if count > most} - banned
        if not common:
            break
        banned |= common
        fixed = frozenset(banned)
        names = [
            name_of(page, *span, fixed) if name and name_fold(name.text) in common else name
            for name, span in zip(names, spans, strict=True)
        ]
    return tuple(names)


def mixing(page: Page, name: Name, span: Span) -> float:
    """How much a span looks like several records: 0 for one, 1 for surely more."""
    marks = page.marked(*span)
    numbers = {each.text for each in marks if each.kind is Kind.NUMBER}
    if len(numbers) > 1:
        return 1.0
    owners = domains(marks, Kind.EMAIL) | domains(marks, Kind.SITE)
    towns = {name_fold(each.more) for each in marks if each.kind is Kind.POST and each.more}
    doubt = 0.0
    if len(owners) > 1:
        doubt += 0.4 if len(owners) == 2 else 0.8
    if len(towns) > 1:
        doubt += 0.3
    if len(name_rivals(page, name, *span)) > 1:
        doubt += 0.6
    return min(doubt, 1.0)


def _is_believable(page: Page, group: Group, names: Sequence[Name | None], masks: Sequence[int], count: int) -> bool:
    """Whether records say enough: links or towns alone do only under a heading that promises organisations."""
    kept = [mask for name, mask in zip(names, masks, strict=True) if name]
    rich = sum(1 for mask in kept if mask & ~_WEAK)
    if not promises(page, group) and (not any(mask & _OF_BUSINESS for mask in kept) or _one_owner(page, group, names)):
        return False  # departments, libraries, bus stops: addresses and phones alone, or all mail to one domain
    if rich >= 0.3 * count:
        full = sum(1 for mask in kept if mask.bit_count() >= 2)
        return count > 2 or full == count
    return count >= 3 and promises(page, group)


def _one_owner(page: Page, group: Group, names: Sequence[Name | None]) -> bool:
    """Whether the records have their mailboxes on one domain and no names of companies: parts of one organisation."""
    mail: Counter[str] = Counter()
    for span, name in zip(group.spans, names, strict=True):
        if name:
            marks = page.marked(*span)
            if any(each.kind in (Kind.FORM, Kind.NUMBER, Kind.SITE) for each in marks):
                return False
            mail.update(each for each in domains(marks, Kind.EMAIL) if not is_shared_domain(each))
    return bool(mail) and mail.most_common(1)[0][1] >= max(2, 0.6 * mail.total())


def promises(page: Page, group: Group) -> bool:
    """Whether the headings over a group, or the title of the page, say that organisations are listed."""
    near = heading_over(page, group.spans[0][0])
    if near and LISTS_OTHERS.search(near) and not LISTS_ORGANISATIONS.search(near):
        return False
    return any(LISTS_ORGANISATIONS.search(text) for text in (near, *page.headings) if text)


def heading_over(page: Page, first: int) -> str:
    """The nearest heading before a segment that is more than a letter of the alphabet."""
    out = page.outline
    for index in range(first - 1, max(-1, first - 400), -1):
        segment = out.segments[index]
        if segment.rank == 1 and len(segment.text) > 2:
            return out.joined(out.starts[segment.title], min(out.ends[segment.title], first))[0][:200]
    return ""
