"""The rows of a page found from one company that a person shows: its name, and what else stands there of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from bs4.element import NavigableString, Tag

from importers.values import has_legal_form, phone_of
from importers.web.document import Document
from importers.web.sources.induce import Guess, Index, guesses, path_of
from importers.web.sources.reading import NAMELESS, ReadRow, read_rows
from importers.web.sources.rows import Row
from importers.web.sources.rules import field_rule_of
from importers.web.sources.selectors import select_in
from importers.web.sources.spec import SourceSpec
from importers.web.sources.spots import Spot, is_named, spots_of
from importers.web.sources.texts import text_of
from outreach.errors import BadInput
from outreach.rules.identity import business_id, domain_of, email_address
from outreach.rules.text import clean, name_fold
from outreach.terms.candidate import Candidate
from outreach.terms.message import say

SPOTS = 6  # places of the name from which guesses are made
MOST_GUESSES = 120  # of each place
MOST_BOXES, MOST_STARTS, MOST_PIECES = 10, 5, 6  # read whole
MOST_ROWS_READ = 120
NAME_ROOM = 300  # characters of a piece of text in which a name is looked for
SAMPLE = 40  # rows looked at before a guess is read whole
MOSTLY = 0.4  # share of rows with values from which one without any is doubted
LEAST_NAMED = 0.6  # share of rows that must have a name

_VALUES = ("website", "email", "phone", "street", "postcode", "town", "business_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One company as it reads on the page; only the name must be given."""

    name: str
    phone: str = ""
    email: str = ""
    website: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    business_id: str = ""


@dataclass(frozen=True, slots=True)
class _Tried:
    """A way to name the rows, and how good it is: how much of the examples came out right, then its worth."""

    spec: SourceSpec
    right: int
    worth: float

    @property
    def order(self) -> tuple[int, float]:
        return self.right, self.worth


def learn(document: Document, example: Example | Sequence[Example], *, spec: SourceSpec | None = None) -> SourceSpec:
    """A source whose rows give the companies shown and the others like them. What `spec` says besides rows is kept.

    BadInput when a name does not stand on the page, or no rows are like that of the company.
    """
    examples = [example] if isinstance(example, Example) else list(example)
    examples = [each for each in examples if name_fold(each.name)]
    if not examples:
        raise BadInput(
            say("Give the name of one company as it reads on the page."),
            say("Copy it from the page in your browser."),
        )
    base = replace(spec or SourceSpec(), rows="", starts="", split="", within="", fields={})
    if not base.start and document.base:
        base = replace(base, start=(document.url,))
    places = [spots_of(document, each.name) for each in examples]
    for each, spots in zip(examples, places, strict=True):
        if not spots:
            raise BadInput(
                say("{name} does not stand on the page.", name=clean(each.name, 100)),
                say("Copy the name from the page; a page that its script fills later cannot be read."),
            )
    best = _best(document, examples, places[0], base)
    if best is None:
        raise BadInput(
            say("No other companies were found that stand on the page like {name}.", name=clean(examples[0].name, 100)),
            say("Show another company, one from the middle of the list, or write rows into the file by hand."),
        )
    return best


def _best(
    document: Document, examples: Sequence[Example], spots: Sequence[Spot], base: SourceSpec
) -> SourceSpec | None:
    index = Index.of(document)
    around = {id(each) for spot in spots for each in (spot.tag, *islice(spot.tag.parents, 40))}
    wanted = [name_fold(each.name) for each in examples]

    def shown(row: Row) -> bool:
        """Whether one of the companies may stand in a row."""
        if any(id(node) in around for node in row.nodes):
            return True
        start = name_fold(text_of(row.nodes)[:NAME_ROOM]) if isinstance(row.nodes[0], NavigableString) else ""
        return any(each in start for each in wanted)

    tried: list[_Tried] = []
    for guess in _promising(spots, document, index):
        for spec in _variants(guess, base):
            made = _tried(document, spec, examples, shown)
            if made is not None:
                tried.append(replace(made, worth=made.worth - 0.02 * guess.cost))
    return max(tried, key=lambda each: each.order).spec if tried else None


def _promising(spots: Sequence[Spot], document: Document, index: Index) -> list[Guess]:
    """Guesses whose rows look most like one company each, the best first; a few of each kind."""
    known: dict[tuple[str, ...], tuple[float, Guess]] = {}
    for spot in spots[:SPOTS]:
        for guess in islice(guesses(document, spot.tag, index), MOST_GUESSES):
            key = (guess.rows, guess.starts, guess.split, guess.within)
            known.setdefault(key, (_looks(guess), guess))
    best = sorted(known.values(), key=lambda each: (-each[0], each[1].cost))
    kinds = (
        [guess for _, guess in best if guess.rows][:MOST_BOXES],
        [guess for _, guess in best if guess.starts][:MOST_STARTS],
        [guess for _, guess in best if guess.split][:MOST_PIECES],
    )
    return [guess for kind in kinds for guess in kind]


def _looks(guess: Guess) -> float:
    """How much the elements of a guess look like rows: many, alike in their place, each with one name."""
    if not guess.tags or guess.own is None:
        return 1.0
    step = max(1, len(guess.tags) // SAMPLE)
    sample = guess.tags[::step]
    path = path_of(guess.own)
    alike = sum(path_of(tag) == path for tag in sample) / len(sample)
    single = 1.0
    if guess.name:
        single = sum(len(select_in((tag,), guess.name, limit=2)) == 1 for tag in sample) / len(sample)
    return alike * single * (1 + math.log(len(guess.tags)))


def _variants(guess: Guess, base: SourceSpec) -> Iterator[SourceSpec]:
    spec = replace(base, rows=guess.rows, starts=guess.starts, split=guess.split, within=guess.within)
    if guess.name:
        yield replace(spec, fields={"name": field_rule_of(guess.name)})
    yield spec


def _tried(
    document: Document, spec: SourceSpec, examples: Sequence[Example], shown: Callable[[Row], bool]
) -> _Tried | None:
    """The page read by a guess; None when a company shown does not come out, or too few rows are companies."""
    read = read_rows(document, spec, keep=shown, most=MOST_ROWS_READ)
    total = read.counts[0][1]
    if len(read.rows) < 2 or len(read.rows) < LEAST_NAMED * total:
        return None
    right = 0
    for example in examples:
        matching = [each.candidate for each in read.rows if is_named(each.candidate.name, example.name)]
        if not matching:
            return None
        right += max(_right(each, example) for each in matching)
    first = next(each for each in read.rows if is_named(each.candidate.name, examples[0].name))
    unnamed = sum(each.reason.text == NAMELESS.text for each in read.rejects)
    return _Tried(spec, right, _worth(read.rows, first) * (1 - unnamed / total))


def _right(candidate: Candidate, example: Example) -> int:
    """How many values of the example came out, its exact name counting threefold."""
    count = 3 if name_fold(candidate.name) == name_fold(example.name) else 1
    given = [(name, getattr(example, name)) for name in _VALUES if getattr(example, name)]
    return count + sum(_plain(name, value) == _plain(name, getattr(candidate, name)) for name, value in given)


def _plain(name: str, text: str) -> str:
    """A value in the form in which two are compared."""
    if name == "phone":
        return phone_of(text) or text
    if name == "email":
        return email_address(text)
    if name == "website":
        return domain_of(text)
    if name == "business_id":
        return business_id(text)
    return name_fold(text)


def _worth(rows: Sequence[ReadRow], shown: ReadRow) -> float:
    """Sum over the rows: a company like the one shown with its different values is worth more, another thing less."""
    values = [{name: value for name in _VALUES if (value := getattr(each.candidate, name))} for each in rows]
    often = Counter(pair for each in values for pair in each.items())
    most = max(2, len(rows) // 2)
    counts = [sum(often[pair] <= most or pair[0] == "town" for pair in each.items()) for each in values]
    filled = sum(count > 0 for count in counts) >= MOSTLY * len(rows)
    path = _path(shown)
    worth = 0.0
    for each, count in zip(rows, counts, strict=True):
        if _path(each) != path:
            worth -= 1.5
        else:
            worth += -0.5 if (filled and not count) or _is_doubtful(each.candidate.name) else 1 + count
    names = {name_fold(each.candidate.name) for each in rows}
    return worth * len(names) / len(rows)


def _is_doubtful(name: str) -> bool:
    """Whether a name may be an address or a number of a stand."""
    return any(char.isdigit() for char in name) and not has_legal_form(name)


def _path(each: ReadRow) -> tuple[str, ...]:
    node = each.row.head or each.row.nodes[0]
    return path_of(node) if isinstance(node, Tag) else ("text",)
