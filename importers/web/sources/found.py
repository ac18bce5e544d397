"""What a rule of [fields] finds in a row: text, and the addresses that its links lead to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bs4.element import NavigableString, PageElement, Tag

from importers.web.links import hidden_mailbox
from importers.web.sources.patterns import Patience
from importers.web.sources.selectors import select_in
from importers.web.sources.spec import FieldRule, Rule
from importers.web.sources.texts import Line, lines_of, links_in
from outreach.rules.text import clean, clean_block

MOST_ELEMENTS = 20  # of one row that one selector marks
_HREF = 20  # links looked at in one value
_SMALL = frozenset({"small", "sup"})
_MARK = re.compile(r"^[\s:.\-–=|]+")
_NEXT_LABEL = re.compile(r"[\s,;|·•]\s*[^\W\d_][\w-]{1,24}\s?:(?!/)")
_ADDRESSED = ("href", "src", "data-href", "data-url")


@dataclass(frozen=True, slots=True)
class Found:
    text: str  # one line for each element or line of the page
    hrefs: tuple[str, ...] = ()
    how: str = "selector"  # or "label"
    alternative: bool = False  # whether it is what stands for a picture
    main: str = ""  # the first line without its small print, where it has some


@dataclass(slots=True)
class RowText:
    """A row, its lines made once when a rule first wants them."""

    nodes: tuple[PageElement, ...]
    _lines: list[Line] | None = field(default=None)

    @property
    def lines(self) -> list[Line]:
        if self._lines is None:
            self._lines = lines_of(self.nodes)
        return self._lines

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def find(field_rule: FieldRule, row: RowText, css_of: dict[str, str], patience: Patience) -> Found | None:
    """What the first rule that gives a value finds; `css_of` has the looser forms of selectors of this page."""
    for rule in field_rule.rules:
        found = _found(rule, row, css_of, patience)
        if found and (found.text or found.hrefs):
            return found
    return None


def _found(rule: Rule, row: RowText, css_of: dict[str, str], patience: Patience) -> Found | None:
    if rule.label:
        found = labelled(rule.label, row.lines)
    elif rule.css:
        tags = select_in(row.nodes, css_of.get(rule.css, rule.css), limit=MOST_ELEMENTS)
        found = _attribute(tags, rule.attribute) if rule.attribute else _elements(tags)
    elif rule.attribute:
        found = _attribute([node for node in row.nodes if isinstance(node, Tag)], rule.attribute)
    else:
        found = Found("\n".join(line.raw for line in row.lines), _hrefs(row.nodes))
    if found is None or not rule.pattern:
        return found
    text = patience.found(rule.pattern, found.text.replace("\n", " "))
    return Found(text, (), found.how) if text else None


def labelled(label: str, lines: list[Line]) -> Found | None:
    """What stands after a word: on its line, else on the next one. A longer word counts where a colon follows it."""
    word = clean(label).rstrip(" :.").casefold()
    for place, start in _places(word, lines):
        line = lines[place]
        rest = _MARK.sub("", line.text[start:])
        if rest:
            end = _NEXT_LABEL.search(rest, 1)
            return Found(rest[: end.start()].strip() if end else rest, _addresses(links_in(line.strings)), "label")
        links = _addresses(links_in(line.strings))
        if links:
            return Found("", links, "label")
        if place + 1 < len(lines) and not lines[place + 1].text.endswith(":"):
            following = lines[place + 1]
            return Found(following.text, _addresses(links_in(following.strings)), "label")
        return None
    return None


def _places(word: str, lines: list[Line]) -> Iterable[tuple[int, int]]:
    """Line and place after the word: at the start of a line, as the start of a longer word, then inside of a line."""
    exact = re.compile(rf"{re.escape(word)}(?![^\W_])")
    longer = re.compile(rf"{re.escape(word)}[^\W\d_]{{0,25}}\s?:")
    shapes = (
        (exact, True),
        (longer, True),
        (re.compile(rf"(?<![^\W_]){re.escape(word)}[^\W\d_]{{0,25}}\s?[:.]"), False),
    )
    for shape, at_start in shapes:
        for number, line in enumerate(lines):
            folded = line.text[:2000].lower()
            found = shape.match(folded) if at_start else shape.search(folded)
            if found:
                yield number, found.end()


def _elements(tags: list[Tag]) -> Found | None:
    lines = lines_of(tags)
    text = "\n".join(line.text for line in lines)
    hrefs = _hrefs(tags)
    if not text and tags:
        text = _alternative(tags[0])
        return Found(text, hrefs, alternative=True) if text or hrefs else None
    return Found(text, hrefs, main=_main(lines[0])) if lines else Found("", hrefs) if hrefs else None


def _main(line: Line) -> str:
    """A line without what is set in small letters in it; "" when nothing is, or everything."""
    large = [string for string in line.strings if not _is_small(string)]
    return clean(" ".join(large), 1000) if 0 < len(large) < len(line.strings) else ""


def _is_small(string: NavigableString) -> bool:
    parent = string.parent
    return parent is not None and (
        parent.name in _SMALL or (parent.parent is not None and parent.parent.name in _SMALL)
    )


def _alternative(tag: Tag) -> str:
    """What an element without text says otherwise."""
    for each in (tag, *tag.find_all(["img", "meta", "data", "input"], limit=3)):
        for name in ("alt", "content", "value", "title", "aria-label"):
            said = clean_block(_value(each, name), 1000)
            if said:
                return said
    return ""


def _attribute(tags: list[Tag], name: str) -> Found | None:
    """The attribute of the elements that have it, else of what stands in them."""
    values = [value for tag in tags if (value := _value(tag, name))]
    if not values and tags:
        inner = tags[0].find(True, attrs={name: True})
        values = [_value(inner, name)] if isinstance(inner, Tag) else []
    values = [clean(value, 2000) for value in values]
    if not any(values):
        return None
    return Found("\n".join(values), tuple(values) if name in _ADDRESSED else (), alternative=name in ("alt", "title"))


def _hrefs(nodes: Iterable[PageElement]) -> tuple[str, ...]:
    links: list[Tag] = []
    hidden: list[str] = []
    for node in nodes:
        if isinstance(node, Tag):
            around = node if node.name == "a" else node.find_parent("a") if len(links) == 0 else None
            links += [around] if around is not None and around.name == "a" else []
            links += node.find_all("a", href=True, limit=_HREF)
            hidden += [
                mailbox for tag in (node, *node.find_all(_is_hidden, limit=3)) if (mailbox := hidden_mailbox(tag))
            ]
        elif isinstance(node, NavigableString):
            links += links_in([node])
    return (*(f"mailto:{mailbox}" for mailbox in hidden), *_addresses(links[:_HREF]))


def _is_hidden(tag: Tag) -> bool:
    return any(name in tag.attrs for name in ("data-cfemail", "data-email", "data-mail", "data-user", "data-domain"))


def _addresses(links: Iterable[Tag]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (clean(_value(link, "href"), 2000) for link in links))))


def _value(tag: Tag, name: str) -> str:
    value = tag.get(name)
    return " ".join(map(str, value)) if isinstance(value, list) else str(value or "")
