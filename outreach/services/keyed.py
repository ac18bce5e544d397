"""The key of the do-not-contact entries, and what it hashes: who an entry is about, without saying who (DESIGN 4).

The key lies beside the settings, outside the database, and is the same at all workplaces: a copy of the database alone
does not tell whom an entry concerns, and an entry still holds after the person has been erased.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from outreach.errors import Unusable
from outreach.rules.identity import email_address, phone_e164
from outreach.rules.text import name_fold
from outreach.terms.message import say

KEY_BYTES = 32


def load_or_create_key(path: Path) -> bytes:
    """The key in a file, made at random when there is none; the file is readable by its owner alone.

    Two programs that start at once end up with the same key. Unusable when the file holds something else.
    """
    if not path.exists():
        _create(path)
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError) as error:
        raise _unusable(path) from error
    if len(key) != KEY_BYTES:
        raise _unusable(path)
    return key


def organisation_identity(business_id: str, name: str, municipality_code: str) -> str:
    """What an organisation is known by: its Business ID, else its folded name and municipality."""
    return f"id {business_id}" if business_id else f"name {name_fold(name)} {municipality_code}"


def organisation_hash(key: bytes, identity: str) -> str:
    return _hash(key, f"organisation {identity}")


def person_hash(key: bytes, name: str, organisation: str) -> str:
    """Hash of a person by name within an organisation, which is given by its identity."""
    return _hash(key, f"person {name_fold(name)} of {organisation}")


def value_hash(key: bytes, value: str) -> tuple[str, str]:
    """("email" or "phone", hash) of an address or number as somebody wrote it; ("", "") when it is neither."""
    if "@" in value:
        address = email_address(value)
        return ("email", _hash(key, f"email {address}")) if address else ("", "")
    number = phone_e164(value)
    return ("phone", _hash(key, f"phone {number}")) if number else ("", "")


def fingerprint(key: bytes) -> str:
    """Says whether two keys are the same without telling them."""
    return _hash(key, "fingerprint")[:16]


def _hash(key: bytes, text: str) -> str:
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def _create(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.{secrets.token_hex(6)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(part, path)  # unlike a rename this never replaces the key of another program
        except FileExistsError:
            return
        except OSError:  # a file system without links
            if not path.exists():
                part.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()


def _unusable(path: Path) -> Unusable:
    return Unusable(
        say("The key of the do-not-contact entries cannot be read: {path}", path=str(path)),
        say("Copy it from another workplace or from a back-up: without it the entries cannot be checked."),
    )
