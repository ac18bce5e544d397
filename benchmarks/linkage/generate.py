"""A made-up register and a list to be linked to it, with the truth.

    python -m benchmarks.linkage.generate --size 100000 --incoming 5000 --seed 1 --out DIR [--vocabulary FOLDER]

writes register.jsonl, incoming.jsonl and truth.csv (incoming_id, register_id or nothing, entity, class, changes,
resembles). The same seed gives the same files. Seeds 1 to 9 are for tuning, 101 and above for reporting.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TextIO

from benchmarks.linkage.incoming import Listed, records
from benchmarks.linkage.maker import Maker
from benchmarks.linkage.organisation import ASOY, FARM, KIOY, Organisation, row
from benchmarks.linkage.places import Map
from benchmarks.linkage.register import organisations
from benchmarks.linkage.vocabulary import words

CHUNK = 50_000  # rows that are shuffled and written together
_SELDOM = {ASOY: 0.45, KIOY: 0.45, FARM: 0.6}  # lists name houses and farms less often than the register


def generate(size: int, incoming: int, seed: int, out: Path, vocabulary: Path | None = None) -> None:
    """Write the three files into a folder."""
    out.mkdir(parents=True, exist_ok=True)
    maker = Maker(random.Random(seed), words(vocabulary), Map(vocabulary))
    sample = _write_register(maker, size, incoming, seed, out / "register.jsonl")
    write_list(records(maker, sample, incoming), out)


def _write_register(maker: Maker, size: int, incoming: int, seed: int, path: Path) -> list[Organisation]:
    """The register, in chunks; gives a sample of its organisations in random order."""
    chosen = random.Random(seed + 1_000_003)
    wanted = set(chosen.sample(range(size), min(size, incoming * 2)))
    chains = incoming * 0.012 / max(1.0, size * 0.0073)  # share of the chains' shops that are there besides
    sample: list[Organisation] = []
    chunk: list[str] = []
    with path.open("w", encoding="utf-8") as file:
        for n, one in enumerate(organisations(maker, size)):
            maker.note(one)
            often = n in wanted and chosen.random() < _SELDOM.get(one.kind, 1.0)
            if often or (one.chain and chosen.random() < chains):
                sample.append(one)
            chunk.append(json.dumps(row(one), ensure_ascii=False))
            if len(chunk) == CHUNK:
                _flush(chunk, chosen, file)
        _flush(chunk, chosen, file)
    chosen.shuffle(sample)
    return sample


def _flush(chunk: list[str], rng: random.Random, file: TextIO) -> None:
    rng.shuffle(chunk)
    file.writelines(f"{line}\n" for line in chunk)
    chunk.clear()


def write_list(found: Sequence[Listed], out: Path) -> None:
    """incoming.jsonl and truth.csv."""
    with (out / "incoming.jsonl").open("w", encoding="utf-8") as file:
        for n, one in enumerate(found):
            line = {"incoming_id": f"I{n}", "source": one.source, **one.values}
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    with (out / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        write = csv.writer(file)
        write.writerow(("incoming_id", "register_id", "entity", "class", "changes", "resembles"))
        for n, one in enumerate(found):
            write.writerow((f"I{n}", one.register_id, one.entity, one.kind, " ".join(one.tags), one.resembles))


def main(arguments: Iterable[str] | None = None) -> None:
    """Command line."""
    ask = argparse.ArgumentParser(prog="python -m benchmarks.linkage.generate", description=__doc__)
    ask.add_argument("--size", type=int, default=100_000, help="organisations of the register")
    ask.add_argument("--incoming", type=int, default=5_000, help="records of the list")
    ask.add_argument("--seed", type=int, default=1)
    ask.add_argument("--out", type=Path, required=True)
    ask.add_argument("--vocabulary", type=Path, help="folder with more words: firstnames.txt, kotus_nouns.txt, ...")
    given = ask.parse_args(None if arguments is None else list(arguments))
    began = time.process_time()
    generate(given.size, given.incoming, given.seed, given.out, given.vocabulary)
    print(f"{given.out}: {given.size} organisations, {given.incoming} records, {time.process_time() - began:.1f} s")


if __name__ == "__main__":
    main()
