"""Records written in another way that say the same: other orders of keys and lists, other white space."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any

import msgspec

# "length" puts short keys first, as a PostgreSQL jsonb column gives them back; "mixed" is another order in each record.
ORDERS = ("api", "length", "reversed", "mixed")


def reordered(order: str, seed: int) -> Callable[[bytes], bytes]:
    """What writes a record with the keys of all its objects in another order, and its lists too."""
    rng = random.Random(seed)
    plan: dict[str, Callable[[dict[str, Any]], list[str]]] = {
        "length": lambda value: sorted(value, key=lambda key: (len(key), key)),
        "reversed": lambda value: list(reversed(value)),
        "mixed": lambda value: rng.sample(list(value), len(value)),
    }
    keys = plan[order]

    def turn(value: Any) -> Any:
        if type(value) is dict:
            return {key: turn(value[key]) for key in keys(value)}
        if type(value) is list:
            return [turn(one) for one in reversed(value)]
        return value

    def rewrite(record: bytes) -> bytes:
        try:
            return msgspec.json.encode(turn(msgspec.json.decode(record)))
        except msgspec.DecodeError:  # half a character
            return json.dumps(turn(json.loads(record))).encode()

    return rewrite


def indented(width: int) -> Callable[[bytes], bytes]:
    """What writes a record over several lines, as a member of an array."""
    margin = b"\n" + b" " * width

    def rewrite(record: bytes) -> bytes:
        return margin[1:] + bytes(msgspec.json.format(record, indent=width)).replace(b"\n", margin)

    return rewrite
