"""What the file of a source says, as plain data: where the rows of a page are, and what is done with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

DEFAULT_PAGES = 20  # pages that one start page may lead to
DEFAULT_RUN_PAGES = 200  # pages of one run, those of single companies included
DEFAULT_MB = 8
MOST_MB = 25
MOST_PAGES = 200
LINE = "line"  # value of `split`: every line of text is a record
AUTO = "auto"  # value of `next.css`: the link to the next page is found by its words and numbers
ROW = "row"  # key of [drop] that means the whole text of a row


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way to find a value in a row. All empty but `css` = the text of the element; all empty = the row's text.

    `attribute` is read instead of the text; `label` is the word that stands before the value; of what is found,
    `pattern` keeps its groups, or what it matches where it has none.
    """

    css: str = ""
    attribute: str = ""
    label: str = ""
    pattern: str = ""


@dataclass(frozen=True, slots=True)
class FieldRule:
    """Ways to find a value in order: the first that gives one counts."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPage:
    css: str = AUTO
    max_pages: int = DEFAULT_PAGES


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """The company's own page on the site: `link` leads there from the row. Without `fields` it is read by itself."""

    link: Rule
    fields: Mapping[str, FieldRule] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What a good run gives at least: companies, and the share of them (0 to 1) that has a field."""

    min: int = 0
    fill: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetching:
    delay: float = 0.0  # seconds between two pages; 0 is the program's own
    max_mb: int = DEFAULT_MB
    max_pages: int = DEFAULT_RUN_PAGES
    accept_delay: float = 0.0  # seconds of waiting that the site may ask for without the user being asked
    other_sites: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what right the pages are read, and who has looked into it."""

    permission: str = ""
    terms_url: str = ""
    purpose: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    persons: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceSpec:
    """At most one of `rows`, `starts` and `split` is set; with none, and no selector of the name, all is recognised."""

    name: str = ""
    start: tuple[str, ...] = ()
    lang: str = ""  # fi, sv, en
    note: str = ""  # what the list covers, for colleagues
    rows: str = ""
    starts: str = ""
    split: str = ""
    within: str = ""  # `in` of the file: where `split` or the rows are looked for
    fields: Mapping[str, FieldRule] = field(default_factory=dict)
    next: NextPage | None = None
    detail: Detail | None = None
    fill: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    drop: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    expect: Expect = field(default_factory=Expect)
    fetch: Fetching = field(default_factory=Fetching)
    terms: Terms = field(default_factory=Terms)

    @property
    def persons(self) -> bool:
        """Whether contact persons may be taken from the pages."""
        return self.terms.persons

    @property
    def begins(self) -> str:
        """Selector of what begins a record: `starts`, else that of the name where nothing else tells the rows."""
        if self.rows or self.split or self.starts:
            return self.starts
        named = self.fields["name"].rules if "name" in self.fields else ()
        return next((rule.css for rule in named if rule.css), "")

    @property
    def automatic(self) -> bool:
        """Whether the page is read without knowing its rows."""
        return not (self.rows or self.split or self.begins)
