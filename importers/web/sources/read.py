"""The file of a source, read: what is not known or does not fit is told with its line and the nearest right word."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from importers.web.sources.checks import READERS, Wrong
from importers.web.sources.keys import KEYS, OTHER_WORDS, Key, Takes
from importers.web.sources.spec import Detail, Expect, Fetching, NextPage, SourceSpec, Terms
from importers.web.sources.toml_lines import Path, line_of, lines_of_keys
from outreach.errors import BadInput
from outreach.rules.text import clean
from outreach.terms.message import Message, say

MOST_CHARACTERS = 100_000

_BY_PATH = {key.path: key for key in KEYS}
_TOML_LINE = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)")


def read_spec(text: str, file: str) -> SourceSpec:
    """What the file of a source says. `file` is its name: it stands in sentences, and names a source without a name.

    BadInput says in which line something is wrong, what, and which word may be meant.
    """
    if len(text) > MOST_CHARACTERS:
        raise BadInput(say("{file}: this is no source file: it has more than {n} characters.", file=file, n=len(text)))
    plain = text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        data = tomllib.loads(plain)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _no_toml(file, plain, str(error)) from error
    return _Reading(file, lines_of_keys(plain)).spec(data)


def _no_toml(file: str, text: str, detail: str) -> BadInput:
    found = _TOML_LINE.search(detail)
    line = int(found[1]) if found and found[1] else text.count("\n") + 1
    return BadInput(
        say(
            "{file}, line {line}: this cannot be read: {detail}.",
            file=file,
            line=line,
            detail=clean(_TOML_LINE.sub("", detail), 200),
        ),
        say("Texts stand in quotation marks; those that hold a backslash in single ones: '~ \\d+'."),
    )


class _Reading:
    """One file while it is read: `values` by dotted path, checked key by key."""

    def __init__(self, file: str, lines: Mapping[Path, int]) -> None:
        self.file = file
        self.lines = lines
        self.values: dict[str, Any] = {}

    def spec(self, data: Mapping[str, Any]) -> SourceSpec:
        self.table(data, "", ())
        get = self.values.get
        self.check_rows()
        self.check_persons()
        name = self.file.rpartition("/")[2].rpartition("\\")[2].removesuffix(".toml")
        return SourceSpec(
            name=clean(get("name", ""), 200) or clean(name, 200),
            start=get("start", ()),
            lang=get("lang", ""),
            note=get("note", ""),
            rows=get("rows", ""),
            starts=get("starts", ""),
            split=get("split", ""),
            within=get("in", ""),
            fields=self.named("fields"),
            next=NextPage(**self.given("next", "css", "max_pages")) if "next" in self.values else None,
            detail=self.detail(),
            fill=self.fill(),
            drop=self.named("drop"),
            expect=Expect(min=get("expect.min", 0), fill=self.named("expect.fill")),
            fetch=Fetching(**self.given("fetch", "delay", "max_mb", "max_pages", "accept_delay", "other_sites")),
            terms=Terms(
                **self.given("terms", "permission", "terms_url", "purpose", "checked_by", "checked_on", "persons")
            ),
        )

    def table(self, table: Mapping[str, Any], declared: str, path: Path) -> None:
        """Read all keys of a table; `declared` is its path among the declared keys with a dot behind."""
        for word, value in table.items():
            key = _BY_PATH.get(declared + word)
            if key is None or key.path.endswith("*"):
                key = self.star(declared, word, (*path, word))
            here = (*path, word)
            if key.takes is Takes.TABLE:
                if not isinstance(value, dict):
                    self.wrong(here, value, say("a table: [{name}] on a line of its own", name=".".join(here)))
                self.values[key.path] = True
                self.table(value, f"{key.path}.", here)
                continue
            try:
                self.values[".".join(here)] = READERS[key.takes](value, key)
            except Wrong as error:
                self.wrong(here, value, error.wanted)
            except BadInput as error:
                raise BadInput(
                    say("{file}, line {line}: {key}: {reason}", reason=error.message, **self.place(here)), error.hint
                ) from error

    def star(self, declared: str, word: str, path: Path) -> Key:
        """The key that stands for the names of a table; the nearest right word when the name is none of them."""
        star = _BY_PATH.get(f"{declared}*")
        if star and star.names and word in star.names:
            return star
        known = list(star.names) if star and star.names else list(_words(declared))
        near = _nearest(word, known)
        elsewhere = [key.path for key in KEYS if key.path.rpartition(".")[2] == word]
        if elsewhere:
            hint = say("It belongs to another place: {key}.", key=elsewhere[0])
        elif near:
            hint = say("Did you mean: {key}?", key=near)
        else:
            hint = say("Possible here: {keys}.", keys=tuple(known))
        raise BadInput(say("{file}, line {line}: the key {key} is not known.", **self.place(path)), hint)

    def wrong(self, path: Path, value: Any, wanted: Message) -> NoReturn:
        raise BadInput(
            say("{file}, line {line}: {key} cannot be {value}.", value=clean(value, 60) or '""', **self.place(path)),
            say("Wanted: {wanted}.", wanted=wanted),
        )

    def place(self, path: Path) -> dict[str, Any]:
        return {
            "file": self.file,
            "line": line_of(self.lines, path),
            "key": clean(".".join(path), 100),
        }

    def named(self, table: str) -> dict[str, Any]:
        """Values of a table of names, the address under the name that it goes by inside."""
        prefix = f"{table}."
        found = {path.removeprefix(prefix): value for path, value in self.values.items() if path.startswith(prefix)}
        found = {name: value for name, value in found.items() if value is not True and "." not in name}
        if "address" in found:
            address = found.pop("address")
            found.setdefault("street", address)
        return found

    def fill(self) -> dict[str, str | tuple[str, ...]]:
        several = ("tags", "competences")
        return {
            name: texts if name in several else "\n".join(texts) for name, texts in self.named("fill").items() if texts
        }

    def detail(self) -> Detail | None:
        link = self.values.get("detail.link")
        return Detail(link=link, fields=self.named("detail.fields")) if link else None

    def given(self, table: str, *names: str) -> dict[str, Any]:
        """Those of the names that stand in the table."""
        return {name: self.values[f"{table}.{name}"] for name in names if f"{table}.{name}" in self.values}

    def check_rows(self) -> None:
        several = [word for word in ("rows", "starts", "split") if self.values.get(word)]
        if len(several) > 1:
            raise BadInput(
                say(
                    "{file}, line {line}: only one of rows, starts and split can stand here.",
                    **self.place((several[1],)),
                ),
                say("Keep the one by which the companies are told apart."),
            )
        fields = self.named("fields")
        begins = "name" in fields and any(rule.css for rule in fields["name"].rules)
        if not several and not begins and (fields or "detail" in self.values):
            raise BadInput(
                say(
                    "{file}, line {line}: {key} needs to know where a company begins.",
                    **self.place(("fields",) if fields else ("detail",)),
                ),
                say("Add rows, starts or split at the top of the file, or a selector of the name in [fields]."),
            )
        if "detail" in self.values and "detail.link" not in self.values:
            raise BadInput(
                say("{file}, line {line}: [detail] has no link.", **self.place(("detail",))),
                say('Say which link of the box leads to the company\'s page: link = "h3 a"'),
            )

    def check_persons(self) -> None:
        get = self.values.get
        if get("terms.persons") and not (get("terms.permission") and get("terms.purpose")):
            raise BadInput(
                say(
                    "{file}, line {line}: persons = true wants permission and purpose in [terms].",
                    **self.place(("terms", "persons")),
                ),
                say("Contact persons are personal data: say who has allowed it and what for, or leave persons out."),
            )
        if get("terms.persons"):
            return
        asked = [path for path in self.values if path.rpartition(".")[2].startswith("contact_")]
        if asked:
            raise BadInput(
                say(
                    "{file}, line {line}: {key} is read only with persons = true in [terms].",
                    **self.place(tuple(asked[0].split("."))),
                ),
                say("Contact persons are personal data: say who has allowed it and what for, or leave persons out."),
            )


def _words(declared: str) -> Iterator[str]:
    for path in _BY_PATH:
        if path.startswith(declared) and "." not in path[len(declared) :] and not path.endswith("*"):
            yield path[len(declared) :]


def _nearest(word: str, known: list[str]) -> str:
    folded = word.casefold().strip()
    meant = OTHER_WORDS.get(folded, "")
    if meant in known:
        return meant
    near = difflib.get_close_matches(folded[:60], known, n=1, cutoff=0.6)
    return near[0] if near else ""
