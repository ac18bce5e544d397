"""Files that are not the register's, or no longer: everything that a download, a disk or a wrong click can bring."""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks.register.dirty import DAMAGES, REJECTED, damage

MEMBER = "data_20261102.json"
BOMB = 400_000_000  # bytes that a bomb of a few hundred thousand swells to
DEEP = 100_000  # brackets one in another
REFUSED, REJECTS, TAKEN = "refused", "rejects", "taken"


class Broken(NamedTuple):
    """A broken file. `outcome`: "refused", nothing but perhaps a refused run is stored; "rejects", the good records are
    taken and the bad ones named; "taken", nothing is wrong with it after all."""

    name: str
    path: Path
    outcome: str


def broken_files(folder: Path, good: Sequence[bytes], *, bomb: int = BOMB) -> list[Broken]:
    """Every kind of broken file, made of at least sixty good records. Those with "rejects" and "taken" hold all of
    them, one of them spoilt or one more. `bomb` is what the bombs swell to; all files stay small."""
    if len(good) < 60:
        raise ValueError("at least sixty good records are needed")
    folder.mkdir(parents=True, exist_ok=True)
    whole = array(good)
    packed = zipped(whole)
    made: dict[str, tuple[str, Callable[[], bytes]]] = {
        "truncated zip": (REFUSED, lambda: packed[: len(packed) * 2 // 3]),
        "zip without its end": (REFUSED, lambda: packed[:-30]),
        "zip with a flipped byte": (REFUSED, lambda: _flipped(packed)),
        "zip with a wrong checksum": (REFUSED, lambda: _wrong_checksum(packed, whole)),
        "truncated JSON in a good zip": (REFUSED, lambda: zipped(whole[: len(whole) * 2 // 3])),
        "JSON truncated after a record": (REFUSED, lambda: zipped(b"[" + b",".join(good[:50]))),
        "JSON truncated at a comma": (REFUSED, lambda: zipped(b"[" + b",".join(good[:50]) + b",")),
        "comma before the end": (REFUSED, lambda: zipped(b"[" + b",".join(good) + b",]")),
        "HTML page": (REFUSED, lambda: b"<!DOCTYPE html>\n<html><body><h1>503 Service Unavailable</h1></body></html>"),
        "HTML page in a zip": (REFUSED, lambda: zipped(b"<!DOCTYPE html><html><body>Huoltokatko</body></html>")),
        "error answer": (REFUSED, lambda: b'{"timestamp":"2026-11-02 03:00:00","message":"x","errorcode":500}'),
        "empty file": (REFUSED, lambda: b""),
        "blanks": (REFUSED, lambda: b" \n" * 1000),
        "not a zip": (REFUSED, lambda: bytes(range(256)) * 40),
        "a zip's beginning and nothing else": (REFUSED, lambda: b"PK\x03\x04" + bytes(200)),
        "empty zip": (REFUSED, lambda: zipped()),
        "empty member": (REFUSED, lambda: zipped(b"")),
        "empty array": (REFUSED, lambda: zipped(b"[]")),
        "null": (REFUSED, lambda: zipped(b"null")),
        "array of arrays": (REFUSED, lambda: zipped(b"[[1,2],[3]]")),
        "array of numbers": (REFUSED, lambda: zipped(b"[1,2,3]")),
        "zip bomb": (REFUSED, lambda: _bomb(bomb)),
        "zip bomb that lies": (REFUSED, lambda: _lying_bomb(bomb)),
        "record without an end": (REFUSED, lambda: zipped(b'[{"businessId":{"value":"' + b"9" * 5_000_000 + b'"}}]')),
        "wrong member": (REFUSED, lambda: zipped(whole, "readme.txt")),
        "two members": (REFUSED, lambda: _archive({MEMBER: whole, "data_20261103.json": whole})),
        "deep nesting": (REFUSED, lambda: zipped(b"[" * DEEP + b"]" * DEEP)),
        "deep nesting in a record": (
            REFUSED,
            lambda: zipped(array([b'{"businessId":' + b"[" * DEEP + b"]" * DEEP + b"}", *good])),
        ),
        "bad UTF-8": (REFUSED, lambda: zipped(whole[:-1].replace(b'"name":"', b'"name":"\xff\xfe', 1) + b"]")),
        "UTF-16": (REFUSED, lambda: zipped(whole.decode().encode("utf-16"))),
        "bare NUL between records": (REFUSED, lambda: zipped(b"[" + b",\x00".join(good) + b"]")),
        "bare NUL in a name": (REFUSED, lambda: zipped(whole.replace(b'"name":"', b'"name":"\x00', 1))),
        "garbage after the array": (REFUSED, lambda: zipped(whole + b"garbage")),
        "second array after the first": (REFUSED, lambda: zipped(whole + whole)),
        "NaN": (REFUSED, lambda: zipped(whole.replace(b'"version":1', b'"version":NaN', 1))),
        "3 % of the register": (REFUSED, lambda: zipped(array(good[: max(1, len(good) * 3 // 100)]))),
        "nothing but bad records": (REFUSED, lambda: zipped(array([_spoilt(record) for record in good]))),
        "duplicate IDs, equal": (REJECTS, lambda: zipped(array([*good, good[0]]))),
        "duplicate IDs, different": (REJECTS, lambda: zipped(array([*good, _other_name(good[0])]))),
        "byte order mark": (TAKEN, lambda: zipped(b"\xef\xbb\xbf" + whole)),
        "not packed": (TAKEN, lambda: whole),
        "white space": (TAKEN, lambda: zipped(json.dumps(json.loads(whole), indent=4, ensure_ascii=False).encode())),
        "escapes": (TAKEN, lambda: zipped(json.dumps(json.loads(whole)).encode())),
    }
    for kind, outcome, change in DAMAGES:
        spoilt = [damage(good[0], change), *good[1:]]
        made[f"record: {kind}"] = (REJECTS if outcome == REJECTED else TAKEN, partial(zipped, array(spoilt)))
    found = []
    for number, (name, (outcome, content)) in enumerate(made.items()):
        path = folder / f"broken-{number:02d}{'.json' if name == 'not packed' else '.zip'}"
        path.write_bytes(content())
        found.append(Broken(name, path, outcome))
    return found


def array(records: Sequence[bytes]) -> bytes:
    return b"[" + b",".join(records) + b"]"


def zipped(content: bytes | None = None, member: str = MEMBER) -> bytes:
    """An archive with one member, or with none."""
    return _archive({} if content is None else {member: content})


def _archive(members: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 2, 3, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return held.getvalue()


def _flipped(packed: bytes) -> bytes:
    """One byte of the packed text is another."""
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0x55]) + packed[middle + 1 :]


def _wrong_checksum(packed: bytes, whole: bytes) -> bytes:
    checksum = zlib.crc32(whole).to_bytes(4, "little")
    if checksum not in packed:
        raise ValueError("the checksum is not where it was looked for")
    return packed.replace(checksum, bytes(byte ^ 0xFF for byte in checksum))


def _bomb(size: int) -> bytes:
    """Blanks within an array, packed a thousandfold."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        info = zipfile.ZipInfo(MEMBER, (2026, 11, 2, 3, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED
        with archive.open(info, "w") as member:
            member.write(b"[")
            for _ in range(size // 1_000_000):
                member.write(b" " * 1_000_000)
            member.write(b"]")
    return held.getvalue()


def _lying_bomb(unpacked: int) -> bytes:
    """The same, whose directory says that it is small."""
    made = _bomb(unpacked)
    size = (unpacked // 1_000_000 * 1_000_000 + 2).to_bytes(4, "little")
    if size not in made:
        raise ValueError("the size is not where it was looked for")
    return made.replace(size, (3_000_000).to_bytes(4, "little"))


def _spoilt(record: bytes) -> bytes:
    return record.replace(b'"type":"1"', b'"type":1')


def _other_name(record: bytes) -> bytes:
    made = json.loads(record)
    made["names"][0]["name"] = "Toinen Nimi Oy"
    return json.dumps(made, ensure_ascii=False).encode()
