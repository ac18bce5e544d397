"""Town names inside names of organisations: "Iisalmen", "Helsingin", "Vasas" for Iisalmi, Helsinki and Vasa."""

from __future__ import annotations

from functools import lru_cache

# How Finnish bends the last part of a place name, folded; "joki" gives "joen".
_GENITIVES = (
    *(("kaupunki", "kaupungin"), ("kangas", "kankaan"), ("lahti", "lahden"), ("ranta", "rannan"), ("silta", "sillan")),
    *(("pelto", "pellon"), ("lampi", "lammen"), ("selka", "selan"), ("vesi", "veden"), ("joki", "joen")),
    *(("maki", "maen"), ("virta", "virran"), ("kunta", "kunnan"), ("turku", "turun"), ("lappi", "lapin")),
    *(("salo", "salon"), ("nki", "ngin"), ("nta", "nnan"), ("nto", "nnon"), ("mpi", "mmin"), ("rta", "rran")),
    *(("lta", "llan"), ("tti", "tin"), ("kki", "kin"), ("kko", "kon"), ("ppi", "pin"), ("ti", "den"), ("nen", "sen")),
)
SHORTEST = 4  # letters; shorter names are words of other meanings too


@lru_cache(maxsize=8192)
def forms_of(town: str) -> frozenset[str]:
    """The forms in which a folded town name stands in names: as it is, Finnish and Swedish genitive."""
    if len(town) < SHORTEST or " " in town:
        return frozenset()
    found = {town, f"{town}n", f"{town}s", f"{town}en"}
    if town.endswith("i"):
        found.add(f"{town[:-1]}en")
    found |= {town.removesuffix(ending) + bent for ending, bent in _GENITIVES if town.endswith(ending)}
    return frozenset(found)


@lru_cache(maxsize=8192)
def forms_of_all(towns: frozenset[str]) -> frozenset[str]:
    """The forms of all of these."""
    return frozenset().union(*map(forms_of, towns))
