"""Packed bodies come out whole, a bounded piece at a time, or not at all."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from importers.fetch import WEB
from importers.unpack import PIECE, CutShort, NotPacked, unpacked
from outreach.errors import Refused
from tests.doubles.fake_time import FakeTime
from tests.doubles.site import Site, answer


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


def twice(body: bytes) -> bytes:
    return gzip.compress(gzip.compress(body))


def members(body: bytes) -> bytes:
    half = len(body) // 2
    return gzip.compress(body[:half]) + gzip.compress(body[half:]) + b"\0" * 9


WAYS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "gzip": ("gzip", gzip.compress),
    "gzip of old": (" X-GZIP ", gzip.compress),
    "several members and padding": ("gzip", members),
    "deflate": ("deflate", zlib.compress),
    "deflate without wrapping": ("deflate", bare),
    "twice": ("gzip, gzip", twice),
    "not packed": ("identity", bytes),
    "a character set": ("utf-8", bytes),
    "nothing said": ("", bytes),
}


def pieces(body: bytes, size: int) -> Iterator[bytes]:
    return (body[at : at + size] for at in range(0, len(body), size))


@pytest.mark.parametrize("way", WAYS)
@given(body=st.binary(max_size=400), size=st.integers(1, 500), times=st.sampled_from([1, 1, 1, 700]))
def test_a_packed_body_comes_out_as_it_was(way: str, body: bytes, size: int, times: int) -> None:
    encoding, pack = WAYS[way]
    whole = body * times
    found = list(unpacked(pieces(pack(whole), size), encoding))
    assert b"".join(found) == whole
    assert all(len(piece) <= PIECE for piece in found) or encoding not in ("gzip", "deflate")


@pytest.mark.parametrize("way", ["gzip", "deflate", "twice"])
@given(cut=st.integers(1, 8), body=st.binary(min_size=1, max_size=200))
def test_a_packed_body_without_its_end_is_noticed(way: str, cut: int, body: bytes) -> None:
    encoding, pack = WAYS[way]
    with pytest.raises((CutShort, NotPacked)):
        list(unpacked(iter([pack(body)[:-cut]]), encoding))


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd", "gzip, br", "gzip, gzip, gzip"])
@given(body=st.binary(min_size=3, max_size=200).filter(lambda body: body[:2] != b"\x1f\x8b" and body[0] & 7 > 5))
def test_what_is_not_packed_as_it_says_is_noticed(encoding: str, body: bytes) -> None:
    with pytest.raises((NotPacked, CutShort)):
        list(unpacked(iter([body]), encoding))


def test_an_empty_body_needs_no_unpacking() -> None:
    assert list(unpacked(iter([]), "gzip")) == list(unpacked(iter([]), "deflate")) == []


def test_a_bomb_takes_no_more_memory_than_the_bound() -> None:
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b"0" * 1_000_000) for _ in range(200)) + packer.flush()
    with Site() as site, FakeTime().fetcher(site.port) as fetcher:
        site.pages["/bomb"] = answer(bomb, headers={"Content-Encoding": "gzip"})
        site.pages["/on"] = answer(bomb, status=302, headers={"Content-Encoding": "gzip", "Location": "/bomb"})
        tracemalloc.start()
        try:
            for path in ("/bomb", "/on"):
                with pytest.raises(Refused, match="larger than 1 MB"):
                    fetcher.get(f"{site.url}{path}", profile=replace(WEB, robots=False, max_bytes=1_000_000))
            assert tracemalloc.get_traced_memory()[1] < 5_000_000
        finally:
            tracemalloc.stop()
