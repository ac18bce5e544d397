"""CSS selectors of source files: checked when the file is read, and tried again in a looser form on the page.

Selectors copied from a browser's tools name a `tbody` that only the browser has put there, and count children that are
others without the page's scripts.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

import soupsieve
from bs4.element import PageElement, Tag

from outreach.errors import BadInput
from outreach.rules.text import clean
from outreach.terms.message import Message, say

LONGEST_SELECTOR = 1000
MOST_FOUND = 20_000  # elements taken of one selector

_TBODY_ITSELF = r"tbody(?:[.#:][\w-]{1,40}(?:\([^()]{0,40}\))?){0,4}(?![\w-])"
_TBODY = re.compile(rf"(?:\s*>\s*|\s+){_TBODY_ITSELF}|^\s*{_TBODY_ITSELF}\s*(?:>|\s)\s*", re.IGNORECASE)
_COUNTED = re.compile(
    r":(?:nth-(?:last-)?(?:child|of-type)\([^()]{0,40}\)|(?:first|last|only)-(?:child|of-type))", re.I
)
_CHILD = re.compile(r"\s*>\s*")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]")
_ENTITY_ID = re.compile(r"[#.]\d")

T = TypeVar("T")


@lru_cache(maxsize=512)
def compiled(css: str) -> soupsieve.SoupSieve:
    """The selector; one that starts with ">" counts from the row. BadInput with where it goes wrong."""
    if len(css) > LONGEST_SELECTOR:
        raise _refused(css, say("it is longer than {n} characters", n=LONGEST_SELECTOR))
    text = re.sub(r"^\s*>", ":scope >", css)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return soupsieve.compile(text)
    except soupsieve.SelectorSyntaxError as error:
        reason = clean(str(error).partition("\n")[0].partition(". If ")[0], 160)
        if _ENTITY_ID.search(css):
            digits = say("names that start with a digit cannot be written so: leave that part out")
            raise _refused(css, digits) from error
        raise _refused(css, say("it goes wrong here: {detail}", detail=reason)) from error
    except (NotImplementedError, ValueError, RecursionError) as error:
        raise _refused(css, say("it holds something that marks no element of a page, such as ::before")) from error


def select(root: Tag, css: str) -> list[Tag]:
    """Elements below `root` in the order of the page."""
    return compiled(css).select(root, limit=MOST_FOUND)


def select_in(nodes: tuple[PageElement, ...], css: str, limit: int = 0) -> list[Tag]:
    """Elements of a row: among the nodes themselves, or below them; a row that is one element counts last."""
    sieve = compiled(css)
    found: list[Tag] = []
    for node in nodes:
        if not isinstance(node, Tag):
            continue
        if len(nodes) > 1 and sieve.match(node):
            found.append(node)
        found += sieve.select(node, limit=limit or MOST_FOUND)
        if limit and len(found) >= limit:
            break
    if not found and len(nodes) == 1 and isinstance(nodes[0], Tag) and sieve.match(nodes[0]):
        found = [nodes[0]]
    return found


def looser(css: str) -> Iterator[tuple[str, Message]]:
    """Looser forms of a selector that finds nothing, each with what was left out of it; the nearest first."""
    if _QUOTED.search(css):
        return
    seen = {css}
    bare = _TBODY.sub("", css)
    forms = (
        (bare, say("without {part}", part="tbody")),
        (_COUNTED.sub("", bare), say("without {part}", part=":nth-child")),
        (_CHILD.sub(" ", _COUNTED.sub("", bare)), say("without {part}", part=">")),
    )
    for form, left_out in forms:
        text = form.strip()
        if text and text not in seen:
            seen.add(text)
            yield text, left_out


def found_with(css: str, search: Callable[[str], list[T]]) -> tuple[str, list[T], Message | None]:
    """What a search by a selector finds, in a looser form where the selector itself finds nothing.

    Gives the form that was used and, when it is not the given one, the sentence on it.
    """
    found = search(css)
    if found:
        return css, found, None
    for form, left_out in looser(css):
        found = search(form)
        if found:
            told = say(
                "The selector {css} finds nothing; {left_out} it finds {n}.", css=css, left_out=left_out, n=len(found)
            )
            return form, found, told
    return css, [], None


def _refused(css: str, reason: Message) -> BadInput:
    return BadInput(
        say("The selector {css} cannot be used: {reason}.", css=clean(css, 100), reason=reason),
        say("Leave rows out and show one company instead: the program finds the selector by itself."),
    )
