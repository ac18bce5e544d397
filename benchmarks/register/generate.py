"""Writes nightly files like the register's own, and beside each the truth of what changed since the night before.

    python -m benchmarks.register.generate --size 461538 --nights 2 --out FOLDER

A night is `night-N.zip` with one member, one bare array; `night-N.truth.jsonl` has one line for each thing that
happened (`evolve.Truth`). The same options give the same bytes. A night of the whole register takes about a minute and
100 MB.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from benchmarks.register.company import FIRST_NIGHT, written
from benchmarks.register.dirty import damaged
from benchmarks.register.evolve import Shares, Story, Truth
from benchmarks.register.rewrite import ORDERS, indented, reordered

FULL_SIZE = 461_538  # records of the real file of 4 August 2026
LEVEL = 7  # of packing: comes nearest to the 207 bytes a record of the real file
_AT_ONCE = 200  # records handed to the packer together
_CHANCE_OF_DIRT = 1_000_003


@dataclass(frozen=True, slots=True)
class Look:
    """How nights after the first are written; what they say stays the same."""

    shuffle: bool = False  # records in another order
    order: str = "api"  # of keys and lists: `rewrite.ORDERS`
    indent: int | None = None  # white space


@dataclass(frozen=True, slots=True)
class Night:
    """A night that was written. `bytes` are unpacked."""

    number: int
    path: Path
    truth: Path
    companies: int
    bytes: int
    dirty: int = 0
    counts: dict[str, int] = field(default_factory=dict)


def write_nights(
    folder: Path,
    size: int,
    *,
    seed: int = 1,
    nights: int = 2,
    shares: Shares | None = None,
    reclassified_on: int = 0,
    dirty: float = 0.0,
    look: Look | None = None,
    first_look: Look | None = None,
) -> list[Night]:
    """Writes nights into a folder. `look` is for all but the first night, `first_look` for that one."""
    folder.mkdir(parents=True, exist_ok=True)
    story = Story(size, seed, shares or Shares(), reclassified_on)
    made = []
    for number in range(1, nights + 1):
        truths = list(story.next_night())
        plain = Look()
        this = (first_look or plain) if number == 1 else (look or plain)
        made.append(_write(folder, story, truths, dirty, this, seed))
    return made


def _write(folder: Path, story: Story, truths: list[Truth], dirty: float, look: Look, seed: int) -> Night:
    night = story.night
    present = story.present()
    if look.shuffle:
        random.Random(seed + night).shuffle(present)
    counts: dict[str, int] = {}
    with (folder / f"night-{night}.truth.jsonl").open("w", encoding="utf-8") as truth:

        def tell(told: Truth) -> None:
            counts[told.change] = counts.get(told.change, 0) + told.companies
            truth.write(json.dumps({"night": night, **told.plain()}, ensure_ascii=False) + "\n")

        for one in truths:
            tell(one)
        records: Iterator[bytes] = (written(story.company(number)).encode() for number in present)
        if dirty:
            records = _with_dirt(records, dirty, random.Random(seed * _CHANCE_OF_DIRT), tell)
        path = folder / f"night-{night}.zip"
        size = write_zip(path, _looking(records, look, seed), night, indent=look.indent)
    return Night(night, path, folder / truth.name, len(present), size, counts.get("dirty", 0), counts)


def write_zip(path: Path, records: Iterator[bytes], night: int = 1, *, indent: int | None = None) -> int:
    """Writes a night's file; its size unpacked. Records come one at a time, so that any number of them fits."""
    day = FIRST_NIGHT + timedelta(days=night - 1)
    info = zipfile.ZipInfo(f"data_{day:%Y%m%d}.json", (day.year, day.month, day.day, 3, 0, 0))
    info.compress_type = zipfile.ZIP_DEFLATED
    between, begin, end = (b",", b"[", b"]") if indent is None else (b",\n", b"[\n", b"\n]\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=LEVEL) as archive:
        info._compresslevel = LEVEL  # type: ignore[attr-defined]  # `open` knows no other way before 3.13
        with archive.open(info, "w", force_zip64=True) as member:
            member.write(begin)
            held: list[bytes] = []
            first = True
            for record in records:
                held.append(record)
                if len(held) == _AT_ONCE:
                    member.write((b"" if first else between) + between.join(held))
                    held, first = [], False
            if held:
                member.write((b"" if first else between) + between.join(held))
            member.write(end)
        return archive.getinfo(info.filename).file_size


def _looking(records: Iterator[bytes], look: Look, seed: int) -> Iterator[bytes]:
    changes: list[Callable[[bytes], bytes]] = []
    if look.order != "api":
        changes.append(reordered(look.order, seed))
    if look.indent is not None:
        changes.append(indented(look.indent))
    for record in records:
        found = record
        for change in changes:
            found = change(found)
        yield found


def _with_dirt(
    records: Iterator[bytes], share: float, rng: random.Random, tell: Callable[[Truth], None]
) -> Iterator[bytes]:
    for record in records:
        if rng.random() >= share:
            yield record
            continue
        kind, outcome, made = damaged(record, rng)
        number = json.loads(record)["businessId"]["value"]
        tell(Truth("dirty", number, before=kind, after=outcome))
        yield made


def main(arguments: list[str] | None = None) -> None:
    ask = argparse.ArgumentParser(prog="python -m benchmarks.register.generate", description=__doc__)
    ask.add_argument("--size", type=int, default=FULL_SIZE, help="companies of the first night")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--nights", type=int, default=2)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument(
        "--changed", type=float, default=Shares().changed, help="share of companies that change in a night"
    )
    ask.add_argument("--founded", type=float, default=Shares().founded)
    ask.add_argument("--gone", type=float, default=Shares().gone)
    ask.add_argument("--reclassify", type=int, default=0, metavar="NIGHT", help="night on which TOL 2025 comes")
    ask.add_argument("--dirty", type=float, default=0.0, metavar="SHARE", help="share of records that are damaged")
    ask.add_argument("--shuffle", action="store_true", help="other nights than the first: records in another order")
    ask.add_argument("--key-order", choices=ORDERS, default="api", help="the same: order of keys and lists")
    ask.add_argument("--indent", type=int, help="the same: white space")
    ask.add_argument("--look-first", action="store_true", help="write the first night in this way too")
    given = ask.parse_args(arguments)
    look = Look(given.shuffle, given.key_order, given.indent)
    began = time.process_time()
    nights = write_nights(
        given.out,
        given.size,
        seed=given.seed,
        nights=given.nights,
        shares=Shares(given.changed, given.founded, given.gone),
        reclassified_on=given.reclassify,
        dirty=given.dirty,
        look=look,
        first_look=look if given.look_first else None,
    )
    for night in nights:
        packed, count = night.path.stat().st_size, night.companies
        print(f"{night.path}: {count} records, {packed} bytes, unpacked {night.bytes}")
        print(f"  a record {night.bytes / count:.0f} bytes, packed {packed / count:.0f}; {night.counts}")
    print(f"CPU {time.process_time() - began:.1f} s")


if __name__ == "__main__":
    main()
