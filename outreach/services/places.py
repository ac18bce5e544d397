"""All names of a place: a list says Iisalmi, the register the post office of a village, a Swedish page Idensalmi."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from db.queries import register as register_queries
from db.unit import Read
from outreach import codes
from outreach.rules.text import name_fold

LONGEST = 100  # characters of a town's name


@dataclass(frozen=True, slots=True)
class Places:
    """`learnt`: postal code -> municipality code, post town in Finnish, in Swedish."""

    learnt: Mapping[str, tuple[str, str, str]]
    shipped: Mapping[str, str]
    _folded: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def municipality_of(self, postcode: str) -> str:
        """Municipality code of a postal code, "" when nobody knows."""
        return self.shipped.get(postcode) or self.learnt.get(postcode, ("", "", ""))[0]

    def names(self, town: str, municipality_code: str, postcode: str) -> tuple[str, ...]:
        """Names of the place that a record gives, as they are written: its own word for it, the municipality in both
        languages, the post office of the postal code, and the municipality that this lies in."""
        _, city_fi, city_sv = self.learnt.get(postcode, ("", "", ""))
        here = (*_both(municipality_code), city_fi, city_sv, *_both(self.municipality_of(postcode)))
        return _distinct((town, *here))

    def folded(self, municipality_code: str, postcode: str, city_fi: str, city_sv: str) -> tuple[str, ...]:
        """The same of an address of the register, folded, the names that tell most first."""
        key = (municipality_code, postcode, city_fi, city_sv)
        found = self._folded.get(key)
        if found is None:
            fi, sv = _both(municipality_code) or ("", "")
            names = (fi, city_fi, sv, city_sv, *_both(self.municipality_of(postcode)))
            found = self._folded[key] = _distinct(name_fold(name[:LONGEST]) for name in names)
        return found


def places(uow: Read) -> Places:
    """Places as the code tables and the addresses of the register tell them."""
    shipped = {postcode: town.code for town in codes.participating_towns().values() for postcode in town.postcodes}
    return Places(register_queries.postcodes(uow.session), shipped)


def _both(municipality_code: str) -> tuple[str, ...]:
    town = codes.municipality(municipality_code) if municipality_code else None
    return (town.name_fi, town.name_sv) if town is not None else ()


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
