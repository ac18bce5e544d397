"""Names of towns and post towns, by which an address is known for one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of places in Finland, in both languages.

    `names`: folded spelling (`rules.text.name_fold`) of a municipality or post town -> as it is written;
    `post_towns`: postcode -> its post town in Finnish.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    post_towns: Mapping[str, str] = field(default_factory=dict)


NO_PLACES = Places()
