"""Made-up organisations: names, Business IDs, streets, phones and addresses of the web, the same at every run."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from functools import cache

from benchmarks.linkage.vocabulary import listed
from outreach.rules.identity import is_business_id
from outreach.rules.text import name_fold

FIELDS = ("name", "website", "email", "phone", "address", "postcode", "town", "business_id")


@dataclass(frozen=True, slots=True)
class Firm:
    """One organisation as a page tells of it: what a page does not show is ""."""

    name: str
    website: str = ""  # host, "kuurapaja.example"
    email: str = ""
    phone: str = ""
    address: str = ""
    postcode: str = ""
    town: str = ""
    business_id: str = ""
    own_site: str = ""  # host of the page where that is the company's own site: no error when read as the website
    # From here on never in the truth.
    person: str = ""  # somebody who works there
    mobile: str = ""  # of that person
    trade: str = ""  # what the organisation does, in Finnish

    @property
    def truth(self) -> dict[str, str]:
        return {field: str(getattr(self, field)) for field in (*FIELDS, "own_site")}

    @property
    def mailbox(self) -> str:
        """Personal mailbox of the person: first.last@host."""
        first, _, last = name_fold(self.person).partition(" ")
        return f"{first}.{last.replace(' ', '')}@{self.website or 'posti.example'}"


# Post town, postcodes, dialling code, streets.
TOWNS: dict[str, tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    "Iisalmi": (("74100", "74120", "74130"), "017", ("Savonkatu", "Pohjolankatu", "Kilpivirrantie", "Ahjolantie")),
    "Savonlinna": (("57100", "57130", "57200"), "015", ("Olavinkatu", "Pihlajavedenkuja", "Aholahdentie", "Koulukatu")),
    "Raahe": (("92100", "92120", "92150"), "08", ("Kirkkokatu", "Ouluntie", "Ratakatu", "Merikatu", "Lapaluodontie")),
    "Kristinestad": (("64100",), "06", ("Östra Långgatan", "Lappfjärdsvägen", "Salavägen", "Parmansgatan")),
    "Kristiinankaupunki": (("64100",), "06", ("Merikatu", "Lapväärtintie", "Salatie", "Itäinen Pitkäkatu")),
    "Heinola": (("18100", "18120", "18200"), "03", ("Siltakatu", "Kauppakatu", "Tähtiniementie", "Työmiehentie")),
    "Kauhajoki": (
        ("61800", "61850"),
        "06",
        ("Topeeka", "Puistotie", "Teollisuustie", "Prännärintie", "Hangasluomantie"),
    ),
    "Keuruu": (("42700",), "014", ("Keuruuntie", "Kangasmannilantie", "Pohjoislahdentie", "Sepänkatu")),
    "Rauma": (("26100", "26200", "26510"), "02", ("Kuninkaankatu", "Valtakatu", "Satamakatu", "Isometsäntie")),
    "Kuusamo": (("93600", "93999"), "08", ("Kitkantie", "Ouluntaival", "Huoparintie", "Rukanriutta")),
    "Taivalkoski": (("93400",), "08", ("Kauppatie", "Talonpojantie", "Urheilutie")),
    "Lohja": (("08100", "08150", "08200"), "019", ("Laurinkatu", "Nahkurinkatu", "Takasenkatu", "Lempolantie")),
    "Vaasa": (("65100", "65380"), "06", ("Hovioikeudenpuistikko", "Runsorintie", "Silmukkatie", "Vaasanpuistikko")),
    "Oulu": (("90100", "90570"), "08", ("Elektroniikkatie", "Isokatu", "Teknologiantie", "Paavo Havaksen tie")),
    "Tampere": (("33100", "33720"), "03", ("Hämeenkatu", "Korkeakoulunkatu", "Hermiankatu", "Åkerlundinkatu")),
}
ROOTS = listed("""
Kuura Vattu Tuohi Rae Sarka Otava Poiju Hilla Lastu Kaarna Ruori Usva Kelo Sampi Louhe Tikka Varpu Pihka Halla Kuje
Ahjo Nuotio Silmu Tuima Väre Hurma Kiurun Luhta Repo Säie Tierna Vehnä Ponsi Lumme Nietos Kaiho Ukon Mesi Honka
Soihtu
""")
ENDS = listed("""
paja tekniikka mitta voima rakenne metalli kone tuote logistiikka palvelu puu sähkö data huolto valu kuljetus muovi
putki lakka testi tila media veisto rauta verkko kemia ratas vene laatta kaluste
""")
BEFORE = (
    *(
        "Tilitoimisto",
        "Ravintola",
        "Parturi-Kampaamo",
        "Rakennusliike",
        "Hotelli",
        "Kuljetusliike",
        "Insinööritoimisto",
    ),
    *("Kahvila", "LVI-Huolto", "Autokorjaamo", "Mainostoimisto", "Hoitola", "Leipomo", "Konditoria"),
)
AFTER = (
    "Design",
    "Group",
    "Consulting",
    "Engineering",
    "Solutions",
    "Media",
    "Works",
    "Finland",
    "Kiinteistöt",
    "Safarit",
)
FORMS = ("Oy",) * 13 + ("Ky", "Oy Ab", "Osk", "Oyj", "", "T:mi", "Tmi", "ky", "OY")
FIRST = listed("""
Aino Eero Helmi Kaapo Lempi Oiva Saimi Tarmo Vieno Urho Hilkka Jalo Kerttu Niilo Sylvi Toini Väinö Elvi
""")
LAST = listed("""
Hilppola Kuurasalo Vattuniemi Tervasaho Mallila Pihkanen Luhtala Rääpysjärvi Säynäjä Tuohisaari Kelovaara Haukirinne
Ponsila Lummelampi Usvanen Tiernala Ruoriniemi Varpula
""")
TRADES = (
    *("konepaja ja hitsaus", "sähköasennukset", "puutuotteet", "tilitoimisto", "kuljetukset", "ohjelmistot"),
    *(
        "majoitus ja ravintola",
        "mainostoimisto",
        "maanrakennus",
        "elintarvikkeet",
        "hyvinvointipalvelut",
        "kiinteistöt",
    ),
)
NO_HOST = frozenset(listed("oy ab oyj ky kb tmi rf ry sr osk ltd gmbh as inc fma och and ja"))
GENERIC = ("info", "toimisto", "myynti", "posti", "asiakaspalvelu", "info", "info")


def new_id(random_: random.Random) -> str:
    """A made-up Business ID with the right check digit."""
    while True:
        digits = f"{random_.randint(3_700_000, 3_999_999)}"
        for check in range(10):
            if is_business_id(f"{digits}-{check}"):
                return f"{digits}-{check}"


def phone(random_: random.Random, town: str) -> str:
    """A number that could be one: 555 after the area's or operator's code."""
    area = TOWNS[town][1]
    four = f"{random_.randint(1000, 9899)}"
    kind = random_.random()
    if kind < 0.45:
        return f"{area} 555 {four}"
    if kind < 0.9:
        return f"{random_.choice(('040', '044', '045', '050'))} 555 {four}"
    return f"0400 555 {four[:3]}"


@cache
def firms(town: str, count: int, seed: int, trade: str = "") -> tuple[Firm, ...]:
    """Made-up firms of a town, all with every field; two calls with the same arguments give the same firms."""
    random_ = random.Random(f"{town} {seed}")
    taken: set[str] = set()
    made: list[Firm] = []
    while len(made) < count:
        one = _firm(random_, town, random_.choice(ROOTS) + random_.choice(ENDS), trade)
        if one.website not in taken:
            taken.add(one.website)
            made.append(one)
    return tuple(made)


def _firm(random_: random.Random, town: str, brand: str, trade: str) -> Firm:
    form = random_.choice(FORMS)
    person = f"{random_.choice(FIRST)} {random_.choice(LAST)}"
    name, host = _name(random_, town, brand, form, person)
    if person in name:  # a trader's own mailbox is neither clearly personal nor clearly the firm's
        person = f"{FIRST[(FIRST.index(person.split()[0]) + 1) % len(FIRST)]} {random_.choice(LAST)}"
    postcodes, _, streets = TOWNS[town]
    number = random_.randint(1, 88)
    return Firm(
        name=name,
        website=f"{host}.example",
        email=f"{random_.choice(GENERIC)}@{host}.example",
        phone=phone(random_, town),
        address=f"{random_.choice(streets)} {number}{random_.choice(('', '', '', '', ' B', ' A 3', '-2'))}".replace(
            f"{number}-2", f"{number}-{number + 2}"
        ),
        postcode=random_.choice(postcodes),
        town=town,
        business_id=new_id(random_),
        person=person,
        mobile=f"{random_.choice(('040', '044', '050'))} 555 {random_.randint(1000, 9899)}",
        trade=trade or random_.choice(TRADES),
    )


def _name(random_: random.Random, town: str, brand: str, form: str, person: str) -> tuple[str, str]:
    """Name and host: most are Brand + form, some hold the town, a surname, initials or capitals."""
    kind = random_.random()
    host = name_fold(brand).replace(" ", "")
    if form in {"T:mi", "Tmi"}:
        return (f"{form} {person}", name_fold(person).replace(" ", "")) if kind < 0.5 else (f"{form} {brand}", host)
    if kind < 0.12:
        return f"{genitive(town)} {brand} {form}".strip(), host
    if kind < 0.2:
        return f"{brand.upper()} {form}".strip(), host
    if kind < 0.3:
        return f"{random_.choice(LAST)} & Pojat {form or 'Oy'}", name_fold(person.split()[1] + brand[:3])
    if kind < 0.36:
        return (
            f"{brand[0]}{random_.choice('KLMT')}{brand[-1].upper()}-{random_.choice(ENDS).title()} {form or 'Oy'}",
            host,
        )
    if kind < 0.58:
        root = brand.removesuffix(next(end for end in sorted(ENDS, key=len, reverse=True) if brand.endswith(end)))
        before = random_.choice(BEFORE)
        text = f"{root} {random_.choice(AFTER)}" if kind < 0.48 else f"{before} {root}"
        return f"{text} {form}".strip(), name_fold(text).replace(" ", random_.choice(("", "-")))
    if form == "Oy Ab":
        return f"Oy {brand} Ab", host
    return f"{brand} {form}".strip(), host


def named(names: tuple[str, ...], town: str, seed: int, *, ending: str = ".example") -> tuple[Firm, ...]:
    """Made-up organisations with these names; the host comes from the name without its legal form."""
    random_ = random.Random(f"{town} {seed}")
    made = []
    for name in names:
        host = "-".join(word for word in name_fold(name).split() if word.isalnum() and word not in NO_HOST)[:40]
        one = _firm(random_, town, "Nimipaja", "")
        box = random_.choice(GENERIC)
        made.append(replace(one, name=name, website=f"{host}{ending}", email=f"{box}@{host}{ending}"))
    return tuple(made)


def genitive(town: str) -> str:
    """Raahe -> Raahen; good enough for names."""
    irregular = {"Iisalmi": "Iisalmen", "Kauhajoki": "Kauhajoen", "Taivalkoski": "Taivalkosken", "Tampere": "Tampereen"}
    irregular |= {"Kristiinankaupunki": "Kristiinan", "Kristinestad": "Kristinestads"}
    return irregular.get(town, f"{town}n")


def without(firm: Firm, *fields: str) -> Firm:
    """The firm as a page shows it that leaves these fields out."""
    return replace(firm, **dict.fromkeys(fields, ""))


def only(firm: Firm, *fields: str) -> Firm:
    """The firm with its name and these fields; the person, mobile and trade stay at hand."""
    return without(firm, *(field for field in FIELDS if field != "name" and field not in fields))


def thinned(group: tuple[Firm, ...], seed: int, **shares: float) -> tuple[Firm, ...]:
    """Leaves a field out in this share of the firms: thinned(group, 4, website=0.3)."""
    random_ = random.Random(seed)
    return tuple(
        without(firm, *(field for field, share in shares.items() if random_.random() < share)) for firm in group
    )
