"""How lists write names: legal forms, typing errors, lost and joined words, marks, titles of pages.

Everything works on the written name alone, so that made-up and real names are treated alike. Each change leaves a tag.
"""

from __future__ import annotations

import html
import random
import re
from dataclasses import dataclass, field

from benchmarks.linkage import vocabulary as v

FORMS = {  # kind: (pattern at either end, spellings)
    "asoy": (
        r"asunto[- ]?oy|as\.? ?oy|asunto[- ]?osakeyhtiö|bostads ab",
        ("As Oy", "As. Oy", "Asunto Oy", "Asunto-osakeyhtiö", "AsOy", "as oy", "AS OY", "As.Oy"),
    ),
    "kioy": (
        r"keskinäinen kiinteistö oy|kiinteistö oy|koy|kiinteistöosakeyhtiö|fastighets ab",
        ("Kiinteistö Oy", "KOy", "KOY", "Kiint. Oy", "Kiinteistöosakeyhtiö", "Kiinteistö oy"),
    ),
    "oyj": (r"oyj abp|oyj|abp|julkinen osakeyhtiö", ("Oyj", "OYJ", "oyj", "Oyj Abp", "Abp")),
    "oy": (
        r"oy ab|ab oy|ltd oy|oy ltd|oy|ab|ltd|osakeyhtiö|aktiebolag",
        ("Oy", "Oy", "OY", "oy", "Oy.", "O.Y.", "Oy Ab", "Ab Oy", "osakeyhtiö", "Ltd", "Oy Ltd", "Oy,"),
    ),
    "tmi": (r"tmi|t:mi|toiminimi|fma", ("Tmi", "T:mi", "tmi", "TMI", "toiminimi", "T:MI", "Toiminimi", "T.mi")),
    "ky": (r"ky|kommandiittiyhtiö|kb|kommanditbolag", ("Ky", "KY", "ky", "Kommandiittiyhtiö", "K.Y.", "Ky.")),
    "ay": (r"ay|avoin yhtiö|öb|öppet bolag", ("Ay", "AY", "ay", "avoin yhtiö", "A.Y.")),
    "ry": (r"ry|r\.y\.|rf|r\.f\.", ("ry", "r.y.", "RY", "R.Y.", "Ry", "rf")),
    "sr": (r"sr", ("sr", "SR", "sr.")),
    "osk": (r"osk|osuuskunta|andelslag", ("osk", "Osuuskunta", "OSK", "Osk.")),
}
_ENDS = {
    kind: (re.compile(rf"^(?:{pattern})[ ,]+", re.I), re.compile(rf"[ ,]+(?:{pattern})\.?$", re.I))
    for kind, (pattern, _) in FORMS.items()
}
_TITLES = (
    *("Etusivu | {}", "{} | Etusivu", "{} - Etusivu", "Yhteystiedot - {}", "{} | Yhteystiedot", "Yhteystiedot | {}"),
    *("Tervetuloa - {}", "{} – {tag}", "{} - {tag}", "{} | {tag}, {town}", "{}, {tag}", "{} - {tag} | {town}"),
    *("{} | Facebook", "{} - kotisivut", "{} verkkosivut", "Etusivu - {} - {tag}", "{} :: {tag}", "{tag} | {}"),
    *("Home | {}", "Hem | {}"),
)
_TAGS = """
laadukasta palvelua|luotettava kumppani|kaikki rakentamiseen|ammattitaidolla|asiantuntijasi|ota yhteyttä|perheyritys
palvelua jo vuodesta 1987|kotimaista laatua|rakennamme tulevaisuutta|tilaa verkosta|Your partner in business
kuljetukset ja maansiirto|sähköasennukset|suunnittelu ja toteutus|parturi ja kampaamo|yksilöllistä palvelua
remontit ja saneeraukset|Finnish quality|tilitoimistopalvelut yrityksille|nopeasti ja edullisesti|service nära dig
koneistusta ja hitsausta
"""
TAGS = tuple(tag for line in _TAGS.strip().splitlines() for tag in line.split("|"))
_ALPHABET = "aaeeiioounnsstlkrmvhjpdyä"
_NEAR = {"a": "sqä", "e": "rwä", "i": "ouj", "o": "piö", "u": "iyj", "t": "ryd", "k": "lgj", "s": "adz", "n": "mb"}
_NEAR |= {"l": "kö"}
_NEAR |= {"m": "n", "r": "te", "p": "ob", "v": "wb", "ä": "aö", "ö": "oä", "y": "tu", "d": "ts", "h": "gj", "b": "pv"}


@dataclass(slots=True)
class Written:
    """A name as a list has it, and what was done to it."""

    text: str
    tags: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Rates:
    """Share of names to which each happens, where it can happen."""

    form_dropped: float = 0.30
    form_spelled: float = 0.14
    form_moved: float = 0.04
    form_changed: float = 0.015
    abbreviated: float = 0.25
    dropped: float = 0.032
    order: float = 0.04
    joined: float = 0.03
    split: float = 0.02
    hyphen: float = 0.04
    ampersand: float = 0.4
    typo: float = 0.13
    second_typo: float = 0.12
    upper: float = 0.08
    lower: float = 0.05
    plain: float = 0.10  # å ä ö without their marks
    digraphs: float = 0.02  # ae, oe
    mojibake: float = 0.02
    entities: float = 0.02
    town: float = 0.05
    title: float = 0.06
    branch: float = 0.015
    cut: float = 0.20  # of those longer than a column of 30
    noise: float = 0.02  # blanks, quotes, full stops

    def scaled(self, factor: float) -> Rates:
        """The same, happening more or less often."""
        return Rates(**{name: min(0.9, getattr(self, name) * factor) for name in self.__slots__})


def split_form(name: str) -> tuple[str, str, bool]:
    """(kind of legal form or "", name without it, whether it stood in front)."""
    for kind, (front, end) in _ENDS.items():
        if (found := front.match(name)) and len(name) > found.end():
            rest = name[found.end() :]
            return kind, end.sub("", rest) or rest, True
        if found := end.search(name):
            rest = name[: found.start()]
            return kind, front.sub("", rest) or rest, False
    return "", name, False


def write(rng: random.Random, name: str, rates: Rates, *, keep: str = "", town: str = "") -> Written:
    """The name as a list might have it. `keep`: a word that is seldom the one that gets lost."""
    kind, stem, front = split_form(name)
    made = Written("")
    words = stem.split()
    _change_words(rng, words, rates, made, keep)
    if rng.random() < rates.typo:
        _typo(rng, words, made)
        if rng.random() < rates.second_typo:
            _typo(rng, words, made)
    text = _with_form(rng, kind, " ".join(words), front, name, rates, made)
    text = _wrapped(rng, text, rates, made, town)
    return _letters(rng, text, rates, made)


def _change_words(rng: random.Random, words: list[str], rates: Rates, made: Written, keep: str) -> None:
    for n, word in enumerate(words):
        low = word.lower().strip(",.")
        if low in v.ABBREVIATIONS and rng.random() < rates.abbreviated and len(words) > 1:
            words[n] = rng.choice(v.ABBREVIATIONS[low])
            made.tags.append("abbreviated")
        elif word == "&" and rng.random() < rates.ampersand:
            words[n] = rng.choice(["ja", "ja", "och", "+", "and"])
            made.tags.append("ampersand")
        elif low in ("ja", "och") and rng.random() < rates.ampersand:
            words[n] = "&"
            made.tags.append("ampersand")
    if len(words) > 1 and rng.random() < rates.dropped:
        at = len(words) - 1 if rng.random() < 0.4 else rng.randrange(len(words))
        kept = [word for n, word in enumerate(words) if n != at]
        told = not keep or keep.split()[0] in kept or words[at] not in keep.split()
        number = any(sign.isdigit() for sign in words[at])
        if (told or rng.random() < 0.1) and not number and max(len(word) for word in kept) > 2:
            words[:] = kept
            made.tags.append("dropped")
    if len(words) > 1 and rng.random() < rates.order:
        at = rng.randrange(len(words) - 1)
        if not any(sign.isdigit() for word in words[at : at + 2] for sign in word):
            words[at], words[at + 1] = words[at + 1], words[at]
            made.tags.append("order")
    if len(words) > 1 and rng.random() < rates.joined:
        at = rng.randrange(len(words) - 1)
        if words[at].isalpha() and words[at + 1].isalpha():
            words[at : at + 2] = [words[at] + words[at + 1].lower()]
            made.tags.append("joined")
    longest = max(range(len(words)), key=lambda n: len(words[n]))
    if len(words[longest]) > 8 and words[longest].isalpha() and rng.random() < rates.split:
        at = _seam(rng, words[longest])
        words[longest : longest + 1] = [words[longest][:at], words[longest][at:]]
        made.tags.append("split")
    if rng.random() < rates.hyphen * 3 and any("-" in word[1:-1] for word in words):
        glue = rng.choice([" ", "", " - "])
        words[:] = " ".join(word.replace("-", glue) for word in words).split()
        made.tags.append("hyphen")
    elif len(words) > 1 and rng.random() < rates.hyphen:
        at = rng.randrange(len(words) - 1)
        if words[at].isalpha() and words[at + 1].isalpha():
            words[at : at + 2] = [f"{words[at]}-{words[at + 1]}"]
            made.tags.append("hyphen")


_SEAMS = sorted({word.lower() for word in (*v.NATURE, *v.TRADES_FI)} | set(v.BRAND_HEADS), key=len, reverse=True)


def _seam(rng: random.Random, word: str) -> int:
    """Where a compound would be written in two words."""
    for part in _SEAMS:
        if word.lower().startswith(part) and 3 <= len(part) <= len(word) - 3:
            return len(part)
    return rng.randint(3, len(word) - 3)


def _typo(rng: random.Random, words: list[str], made: Written) -> None:
    """One slip of the fingers in a word of letters; long words have more of them."""
    able = [n for n, word in enumerate(words) if sum(sign.isalpha() for sign in word) >= 2 and not word[0].isdigit()]
    if not able:
        return
    at = rng.choices(able, weights=[len(words[n]) for n in able])[0]
    word = words[at]
    draw, n = rng.random(), rng.randrange(len(word))
    if n == 0 and len(word) > 3 and rng.random() < 0.7:
        n = rng.randrange(1, len(word))
    letter = word[n]
    if not letter.isalpha():
        return
    if draw < 0.28:
        new = word[:n] + word[n + 1 :]
    elif draw < 0.45:
        new = word[:n] + letter + word[n:]
    elif draw < 0.58:
        new = word[:n] + rng.choice(_ALPHABET) + word[n:]
    elif draw < 0.78 and n + 1 < len(word):
        new = word[:n] + word[n + 1] + letter + word[n + 2 :]
    else:
        new = word[:n] + rng.choice(_NEAR.get(letter.lower(), _ALPHABET)) + word[n + 1 :]
    if new.lower() == word.lower() or not new:
        return
    words[at] = new
    made.tags.append("typo_short" if len(word) <= 4 else "typo")


def _with_form(rng: random.Random, kind: str, stem: str, front: bool, name: str, rates: Rates, made: Written) -> str:
    if not kind:
        return stem
    spellings = FORMS[kind][1]
    written = next((s for s in spellings if name.startswith(s + " ") or name.endswith(" " + s)), spellings[0])
    draw = rng.random()
    houses = kind in ("asoy", "kioy")
    if draw < rates.form_dropped * (0.4 if houses else 1.0):
        made.tags.append("form_dropped")
        return stem
    draw = rng.random()
    if draw < rates.form_changed and not houses:
        made.tags.append("form_changed")
        kind = {"oy": "ky", "ky": "oy", "tmi": "oy", "ay": "oy"}.get(kind, kind)
        return f"{stem} {FORMS[kind][1][0]}"
    if draw < rates.form_changed + rates.form_spelled:
        made.tags.append("form_spelled")
        written = rng.choice(spellings)
        if kind == "oy" and rng.random() < 0.15:
            return f"Oy {stem} Ab"
        if rng.random() < 0.05 and not front:
            return stem + written.lower()
    if rng.random() < rates.form_moved:
        made.tags.append("form_moved")
        return f"{stem} {written}" if front and not houses else f"{stem}, {written}" if front else f"{written} {stem}"
    return f"{written} {stem}" if front else f"{stem} {written}"


def _wrapped(rng: random.Random, text: str, rates: Rates, made: Written, town: str) -> str:
    if town and rng.random() < rates.town and town.lower() not in text.lower():
        made.tags.append("town_added")
        text = rng.choice(["{}, {}", "{}, {}", "{} {}", "{} ({})", "{} - {}"]).format(text, town)
    elif town and rng.random() < rates.branch:
        made.tags.append("branch")
        whose, what = rng.choice([f"{town}n ", "", ""]), rng.choice(["toimipiste", "toimipiste", "myymälä"])
        text = f"{text}{rng.choice([', ', ' '])}{whose}{what}"
    if rng.random() < rates.title:
        made.tags.append("title")
        title = rng.choice(_TITLES)
        tag = rng.choice(TAGS)
        tag = tag if rng.random() < 0.5 else tag.capitalize()
        text = title.replace("{tag}", tag).replace("{town}", town).strip(" ,|").replace("{}", text)
    return text


def _letters(rng: random.Random, text: str, rates: Rates, made: Written) -> Written:
    if len(text) > 30 and rng.random() < rates.cut:
        text = text[:30].rstrip()
        made.tags.append("cut")
    draw = rng.random()
    if draw < rates.upper:
        text = text.upper()
        made.tags.append("case")
    elif draw < rates.upper + rates.lower:
        text = text.lower()
        made.tags.append("case")
    if any(letter in "åäöÅÄÖ" for letter in text):
        draw = rng.random() - rates.plain
        if draw < 0:
            text = text.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))
            made.tags.append("marks")
        elif draw < rates.digraphs:
            for letter, two in (("ä", "ae"), ("ö", "oe"), ("å", "aa"), ("Ä", "Ae"), ("Ö", "Oe"), ("Å", "Aa")):
                text = text.replace(letter, two)
            made.tags.append("digraphs")
        elif draw < rates.digraphs + rates.mojibake:
            text = (
                text.encode().decode("cp1252", errors="replace")
                if rng.random() < 0.8
                else re.sub("[åäöÅÄÖ]", "?", text)
            )
            made.tags.append("mojibake")
        elif draw < rates.digraphs + rates.mojibake + rates.entities:
            text = text.encode("ascii", "xmlcharrefreplace").decode() if rng.random() < 0.4 else _named(text)
            made.tags.append("entities")
    if "&" in text and rng.random() < rates.entities * 3 and "entities" not in made.tags:
        text = html.escape(text)
        made.tags.append("entities")
    if rng.random() < rates.noise:
        text = rng.choice(["  {} ", '"{}"', "{}.", "{} *", "- {}", "{}\u00a0", "•{}"]).format(text)
        made.tags.append("noise")
    made.text = text
    return made


def _named(text: str) -> str:
    named = {"ä": "&auml;", "ö": "&ouml;", "å": "&aring;", "Ä": "&Auml;", "Ö": "&Ouml;", "Å": "&Aring;"}
    return "".join(named.get(letter, letter) for letter in text.replace("&", "&amp;"))
