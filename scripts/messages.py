"""The catalogues of translations: collect the texts, merge them into Finnish and Swedish, compile, check.

    python -m scripts.messages extract    texts of the program -> outreach/locales/outreach.pot
    python -m scripts.messages update     merge the .pot into the languages; new texts come in empty
    python -m scripts.messages compile    .po -> .mo, what the program reads
    python -m scripts.messages check      list what is missing or wrong; exit code 1 when there is anything

Files carry no dates and no line numbers, so that a change of code changes them only where a text changed.
"""

from __future__ import annotations

import re
import string
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from scripts.hatch_build import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("outreach", "tui", "importers", "db")
LANGUAGES = ("fi", "sv")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "say": (1,),
    "say_n": (1, 2),
    "say_c": ((1, "c"), 2),
    "_": (1,),
    "N_": (1,),
    "ngettext": (1, 2),
}
_UNUSED = re.compile(
    rb'^"(?:POT-Creation-Date|PO-Revision-Date|Last-Translator|Language-Team|Report-Msgid-Bugs-To|Generated-By):.*\n',
    re.MULTILINE,
)


def template_path(root: Path) -> Path:
    return root / "outreach" / "locales" / "outreach.pot"


def language_path(root: Path, language: str) -> Path:
    return root / "outreach" / "locales" / language / "LC_MESSAGES" / "outreach.po"


def collected(root: Path) -> Catalog:
    """All texts of the program, read from the sources."""
    catalogue = _empty(None)
    for package in PACKAGES:
        for source in sorted((root / package).rglob("*.py")):
            found = extract_from_file(
                "python", source, keywords=KEYWORDS, comment_tags=("L10N:",), strip_comment_tags=True
            )
            for _line, text, comments, context in found:
                where = [(source.relative_to(root).as_posix(), 0)]
                catalogue.add(text, None, where, auto_comments=comments, context=context)
    return catalogue


def extract(root: Path) -> None:
    _write(template_path(root), collected(root))


def update(root: Path) -> None:
    """Merge the template into each language; texts that the program no longer has go away."""
    template = _read(template_path(root), None)
    for language in LANGUAGES:
        path = language_path(root, language)
        catalogue = _read(path, language) if path.exists() else _empty(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        _write(path, catalogue)


def problems(root: Path) -> list[str]:
    """One line for each translation that is missing, uncertain, left over, or that lost one of the values to put in."""
    wanted = collected(root)
    found = []
    for language in LANGUAGES:
        catalogue = _read(language_path(root, language), language)
        found += [f"{language}: {line}" for line in _language_problems(wanted, catalogue)]
    return found


def _language_problems(wanted: Catalog, catalogue: Catalog) -> Iterator[str]:
    for message in wanted:
        if not message.id:
            continue
        shown = _shown(message)
        translated = catalogue.get(message.id if isinstance(message.id, str) else message.id[0], message.context)
        texts = _texts(translated) if translated else []
        if translated is None or not texts or not all(texts):
            yield f"missing: {shown}"
        elif translated.fuzzy:
            yield f"to be confirmed (fuzzy): {shown}"
        elif wrong := _placeholder_problem(message, texts):
            yield f"{wrong}: {shown}"
        elif isinstance(message.id, str) and _edges(message.id) != _edges(texts[0]):
            yield f"spaces or line ends differ at an end: {shown}"
    for message in catalogue:
        key = message.id if isinstance(message.id, str) else message.id[0] if message.id else ""
        if key and wanted.get(key, message.context) is None:
            yield f"no longer in the program: {_shown(message)}"
    for message in catalogue.obsolete.values():
        yield f"no longer in the program: {_shown(message)}"


def _placeholder_problem(message: Message, texts: list[str]) -> str:
    """Plural forms may leave out the number ("1 day"), and nothing else."""
    try:
        allowed = set().union(*(_fields(text) for text in _ids(message)))
        needed = allowed if isinstance(message.id, str) else allowed - {"n"}
        for text in texts:
            fields = _fields(text)
            if not needed <= fields <= allowed:
                return f"values differ ({', '.join(sorted(fields ^ allowed))})"
    except ValueError as error:
        return f"braces do not match ({error})"
    return ""


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _ids(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def _texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _shown(message: Message) -> str:
    text = " / ".join(_ids(message)).replace("\n", "\\n")
    return f"[{message.context}] {text}" if message.context else text


def _empty(language: str | None) -> Catalog:
    return Catalog(
        locale=language,
        project="outreach",
        version="1",
        header_comment="# Translations of outreach. The words to use stand in docs/glossary.csv.\n#",
        fuzzy=False,
    )


def _read(path: Path, language: str | None) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale=language)


def _write(path: Path, catalogue: Catalog) -> None:
    text = BytesIO()
    write_po(text, catalogue, width=100, sort_output=True, include_lineno=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_UNUSED.sub(b"", text.getvalue()))


def main(arguments: list[str]) -> int:
    if not arguments or any(word not in ("extract", "update", "compile", "check") for word in arguments):
        print(__doc__)
        return 2
    status = 0
    for word in arguments:
        if word == "extract":
            extract(ROOT)
        elif word == "update":
            update(ROOT)
        elif word == "compile":
            compile_catalogues(ROOT)
        elif lines := problems(ROOT):
            print("\n".join(lines))
            print(f"{len(lines)} to mend. New texts come into the files with: make messages")
            status = 1
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
