"""One page of the set: its bytes, where it would stand, and what is true about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.pages.firm import Firm


@dataclass(frozen=True, slots=True)
class Page:
    """A page that lists the firms of `truth`, or none. `spec` is its source file as a careful user would write it."""

    name: str
    body: bytes
    truth: tuple[Firm, ...] = ()
    url: str = ""
    content_type: str = "text/html; charset=utf-8"
    spec: str = ""
    suffix: str = ".html"


def page(
    name: str,
    html: str,
    truth: Sequence[Firm] = (),
    *,
    url: str = "",
    charset: str = "utf-8",
    content_type: str = "text/html; charset=utf-8",
    spec: str = "",
) -> Page:
    """A page of text; `charset` is what its bytes are in, whatever its header or content type says."""
    return Page(
        name=name,
        body=f"{html.strip()}\n".encode(charset),
        truth=tuple(truth),
        url=url or f"https://www.{name}.example/sivu/",
        content_type=content_type,
        spec=spec.strip() + "\n" if spec else "",
    )


def in_rows(cells: Sequence[str], width: int) -> list[str]:
    """Cells joined in rows of this many; the last one may be shorter."""
    return ["".join(cells[start : start + width]) for start in range(0, len(cells), width)]


@dataclass(frozen=True, slots=True)
class Site:
    """A small site: the body of each address, the file that describes it as a source, and the firms that it lists."""

    name: str
    host: str
    pages: dict[str, bytes]  # absolute address -> body
    truth: tuple[Firm, ...]
    spec: str
