"""Legal forms as they stand in names: tokens, code of the form (set YRMU), and where in a name they count.

The table follows `outreach/data/legal-form-tokens.csv` (a test compares the two); rules read no file. Tokens are folded
as `rules.text.name_fold` does it. `HOUSING` and `PREMISES` are kept as words: "As Oy Koivu" is not "Koivu Oy".
"""

from __future__ import annotations

HOUSING = "asoy"
PREMISES = "kioy"

# Removed wherever they stand: in practice no name uses them as words.
ANYWHERE: dict[tuple[str, ...], str] = {
    ("oy",): "16",
    ("ab",): "16",
    ("osakeyhtio",): "16",
    ("aktiebolag",): "16",
    ("aktiebolaget",): "16",
    ("oyj",): "17",
    ("abp",): "17",
    ("julkinen", "osakeyhtio"): "17",
    ("publikt", "aktiebolag"): "17",
    ("ky",): "13",
    ("kommandiittiyhtio",): "13",
    ("kommanditbolag",): "13",
    ("avoin", "yhtio"): "5",
    ("oppet", "bolag"): "5",
    ("ry",): "6",
    ("rf",): "6",
    ("rekisteroity", "yhdistys"): "6",
    ("registrerad", "forening"): "6",
    ("tmi",): "26",
    ("toiminimi",): "26",
    ("fma",): "26",
    ("sivuliike", "suomessa"): "19",
    ("filial", "i", "finland"): "19",
}

# Removed at either end only, again and again: short ones are words or initials elsewhere.
AT_ENDS: dict[tuple[str, ...], str] = {
    ("ay",): "5",
    ("ob",): "5",
    ("kb",): "13",
    ("sr",): "18",
    ("osk",): "14",
    ("osuuskunta",): "14",
    ("anl",): "14",
    ("andelslag",): "14",
    ("andelslaget",): "14",
}
AT_END: dict[tuple[str, ...], str] = {
    ("sl",): "19",
    ("sivuliike",): "19",
    ("filial",): "19",
    ("se",): "80",
    ("sce",): "83",
    ("ltd",): "16",
    ("limited",): "16",
    ("corporation",): "17",
    ("plc",): "17",
    ("inc",): "",
    ("corp",): "",
    ("llc",): "",
    ("gmbh",): "",
}

# Removed at either end where the name tells no other form.
ALONE: dict[tuple[str, ...], str] = {("firma",): "26", ("fa",): "26"}

# A leading phrase that becomes one word of the name, and the code that goes with it.
LEADING: dict[tuple[str, ...], tuple[str, str]] = {
    ("as", "oy"): (HOUSING, "2"),
    ("asunto", "oy"): (HOUSING, "2"),
    ("asunto", "osakeyhtio"): (HOUSING, "2"),
    ("asuntoosakeyhtio",): (HOUSING, "2"),
    ("bost", "ab"): (HOUSING, "2"),
    ("bostads", "ab"): (HOUSING, "2"),
    ("bostadsaktiebolag",): (HOUSING, "2"),
    ("bostadsaktiebolaget",): (HOUSING, "2"),
    ("kiinteisto", "oy"): (PREMISES, "10"),
    ("kiint", "oy"): (PREMISES, "10"),
    ("koy",): (PREMISES, "10"),
    ("kiinteistoosakeyhtio",): (PREMISES, "10"),
    ("keskinainen", "kiinteisto", "oy"): (PREMISES, "10"),
    ("keskinainen", "kiinteistoosakeyhtio"): (PREMISES, "10"),
    ("fastighets", "ab"): (PREMISES, "10"),
    ("fastighetsaktiebolag",): (PREMISES, "10"),
}

# Part of the name proper; they tell the form only where nothing else does.
KEPT: dict[str, str] = {
    "osuuskauppa": "14",
    "handelslag": "14",
    "osuuspankki": "15",
    "andelsbank": "15",
    "saastopankki": "20",
    "sparbank": "20",
    "saatio": "18",
    "stiftelse": "18",
    "stiftelsen": "18",
    "kuntayhtyma": "42",
    "samkommun": "42",
    "liikelaitos": "61",
    "mhy": "35",
    "metsanhoitoyhdistys": "35",
    "yhteismetsa": "55",
    "paliskunta": "90",
    "seurakunta": "71",
    "forsamling": "71",
}

# Which of several forms in one name is meant, first wins: "Oy X Oyj", "T:mi X Ky".
PRECEDENCE = ("2", "10", "19", "17", "80", "83", "16", "13", "5", "14", "6", "18", "26")
LONGEST_PHRASE = 3

# Words of which a column may have left the beginning.
LONG_FORMS = ("oy", "oyj", "osakeyhtio", "kommandiittiyhtio", "osuuskunta", "toiminimi", "yhdistys", "ab", "tmi", "ry")
