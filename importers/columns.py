"""Headings of tables that people make, in Finnish, Swedish and English: which column holds what.

One table of synonyms serves spreadsheets and the tables of web pages. Case, dots, hyphens and spaces do not count, and
neither does what stands in parentheses: "Puh.nro (työ)" is "puhnro".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from outreach.terms.candidate import IndustrySet
from outreach.terms.message import Message, say


class Field(StrEnum):
    """What a column can hold; the value is the `field` of a `Reject`."""

    NAME = "name"
    BUSINESS_ID = "business_id"
    OTHER_NAME = "other_names"
    LEGAL_FORM = "legal_form"
    STREET = "street"
    POSTCODE = "postcode"
    TOWN = "town"
    WEBSITE = "website"
    EMAIL = "email"
    PHONE = "phone"
    INDUSTRY = "industry_code"
    DESCRIPTION = "description"
    COMPETENCE = "competences"
    PERSON = "contact_name"
    FIRST_NAME = "contact_first_name"
    LAST_NAME = "contact_last_name"
    ROLE = "contact_role"
    PERSON_EMAIL = "contact_email"
    PERSON_PHONE = "contact_phone"
    STAGE = "stage"
    SINCE = "since"
    OWNER = "owner"
    LAST_CONTACT = "last_contact"
    NEED = "need"
    NOTE = "note"


PERSONAL = frozenset(
    {Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME, Field.ROLE, Field.PERSON_EMAIL, Field.PERSON_PHONE}
)
OPENING = frozenset({Field.STAGE, Field.SINCE, Field.OWNER, Field.LAST_CONTACT, Field.NEED, Field.NOTE})

LABELS: dict[Field, Message] = {
    Field.NAME: say("Name"),
    Field.BUSINESS_ID: say("Business ID"),
    Field.OTHER_NAME: say("Other names"),
    Field.LEGAL_FORM: say("Legal form"),
    Field.STREET: say("Street address"),
    Field.POSTCODE: say("Postcode"),
    Field.TOWN: say("Town"),
    Field.WEBSITE: say("Website"),
    Field.EMAIL: say("E-mail"),
    Field.PHONE: say("Phone"),
    Field.INDUSTRY: say("Industry"),
    Field.DESCRIPTION: say("Description"),
    Field.COMPETENCE: say("Competence on offer"),
    Field.PERSON: say("Contact person"),
    Field.FIRST_NAME: say("First name of the contact person"),
    Field.LAST_NAME: say("Last name of the contact person"),
    Field.ROLE: say("Role of the contact person"),
    Field.PERSON_EMAIL: say("E-mail of the contact person"),
    Field.PERSON_PHONE: say("Phone of the contact person"),
    Field.STAGE: say("Stage"),
    Field.SINCE: say("In this stage since"),
    Field.OWNER: say("Responsible"),
    Field.LAST_CONTACT: say("Last contact"),
    Field.NEED: say("Competence need"),
    Field.NOTE: say("Note"),
}

_SYNONYMS: dict[Field, str] = {
    Field.NAME: """
        yritys, yrityksen nimi, yritysnimi, yritykset, toimija, toimijan nimi, toimijat, organisaatio,
        organisaation nimi, organisaatiot, toiminimi, yhteisö, yhteisön nimi, yhtiö, yhtiön nimi, jäsenyritys, jäsen,
        jäsenet, asiakas, asiakkaan nimi, kumppani, näytteilleasettaja, nimi, företag, företagets namn, företagsnamn,
        företagen, aktör, aktörens namn, organisation, organisationens namn, firma, firmanamn, bolag, bolagets namn,
        samfund, medlem, medlemsföretag, medlemmar, kund, utställare, namn, company, company name, name of company,
        companies, organisation name, organization, organization name, business name, business, firm, member,
        member company, members, exhibitor, partner, account name, name""",
    Field.BUSINESS_ID: """
        y-tunnus, ytunnus, yritystunnus, ly-tunnus, yritys- ja yhteisötunnus, yhteisötunnus, y-tunnus/alv-tunnus,
        alv-tunnus, alv-numero, alv-nro, fo-nummer, fo-nr, företags- och organisationsnummer, organisationsnummer,
        momsnummer, moms-nr, business id, business identity code, company id, vat number, vat id, vat no, vat""",
    Field.OTHER_NAME: """
        aputoiminimi, aputoiminimet, rinnakkaistoiminimi, muu nimi, muut nimet, markkinointinimi, brändi, lyhenne,
        aiempi nimi, entinen nimi, bifirma, bifirmor, parallellfirma, annat namn, andra namn, marknadsnamn, varumärke,
        tidigare namn, auxiliary name, parallel name, other name, other names, trade name, brand, brand name,
        former name, also known as""",
    Field.LEGAL_FORM: """
        yritysmuoto, yhtiömuoto, oikeudellinen muoto, yhteisömuoto, muoto, företagsform, bolagsform, juridisk form,
        legal form, company form, form""",
    Field.STREET: """
        osoite, katuosoite, lähiosoite, käyntiosoite, postiosoite, adress, gatuadress, besöksadress, postadress,
        näradress, address, street, street address, visiting address, postal address, address line 1, business street,
        work address""",
    Field.POSTCODE: """
        postinumero, postinro, pnro, postinumero ja postitoimipaikka, postinumero ja -toimipaikka, postinro ja
        -toimipaikka, postnummer, postnr, postnummer och ort, postnummer och postort, postcode, postal code,
        post code, zip, zip code, business postal code""",
    Field.TOWN: """
        kunta, kaupunki, paikkakunta, postitoimipaikka, toimipaikka, kotipaikka, kotikunta, sijaintikunta, sijainti,
        paikka, kommun, stad, ort, postort, postanstalt, hemort, hemkommun, verksamhetsort, town, city, municipality,
        location, domicile, registered office, business city, post office""",
    Field.WEBSITE: """
        kotisivu, kotisivut, kotisivujen osoite, www, www-sivut, www-osoite, www-sivu, verkkosivu, verkkosivut,
        verkkosivusto, verkko-osoite, nettisivu, nettisivut, internet, webbplats, webbsida, webbsidor, webb, hemsida,
        hemsidor, nätsida, webbadress, website, web site, web page, webpage, web, homepage, home page, url""",
    Field.EMAIL: """
        sähköposti, sähköpostiosoite, s-posti, sposti, email, e-mail, e-mail address, email address, mail, e-post,
        e-postadress, epost, yrityksen sähköposti, yleinen sähköposti, företagets e-post, company e-mail""",
    Field.PHONE: """
        puhelin, puhelinnumero, puh, puh nro, puhnro, puhelinnro, puhelinnumerot, gsm, matkapuhelin, vaihde, telefon,
        telefonnummer, telefonnr, tel, tfn, mobil, mobiltelefon, växel, phone, phone number, telephone, mobile,
        mobile phone, business phone, company main phone, yrityksen puhelin, företagets telefon""",
    Field.INDUSTRY: """
        toimiala, toimialakoodi, toimialaluokitus, päätoimiala, toimialat, ala, tol, tol-koodi, bransch, branschkod,
        huvudbransch, näringsgren, näringsgrenskod, industry, industry code, sector, nace, nace code""",
    Field.DESCRIPTION: """
        kuvaus, toiminnan kuvaus, yrityksen kuvaus, yrityskuvaus, esittely, toiminta, tuotteet, palvelut, tuotteet ja
        palvelut, tuote, palvelu, beskrivning, verksamhet, verksamhetsbeskrivning, presentation, produkter, tjänster,
        produkter och tjänster, description, activity, activities, products, services, products and services,
        profile, about""",
    Field.COMPETENCE: """
        osaaminen, osaamiset, osaamisala, osaamisalue, osaamisalueet, ydinosaaminen, tarjottu osaaminen,
        erikoisosaaminen, kompetens, kompetenser, kompetensområde, kunnande, erbjuden kompetens, competence,
        competences, competence on offer, competencies, skills, expertise, know-how""",
    Field.PERSON: """
        yhteyshenkilö, yhteyshenkilön nimi, yhteyshlö, yht hlö, yhteyshenkilöt, kontakti, kontaktihenkilö, henkilö,
        henkilön nimi, kontaktperson, kontaktpersonens namn, kontakt, kontaktpersoner, contact person, contact,
        contact name, contact persons, person, full name""",
    Field.FIRST_NAME: "etunimi, förnamn, first name, given name, yhteyshenkilön etunimi",
    Field.LAST_NAME: "sukunimi, efternamn, släktnamn, last name, surname, family name, yhteyshenkilön sukunimi",
    Field.ROLE: """
        rooli, tehtävä, titteli, asema, tehtävänimike, nimike, ammattinimike, roll, titel, befattning, ställning,
        uppgift, role, title, job title, position""",
    Field.PERSON_EMAIL: """
        yhteyshenkilön sähköposti, yhteyshenkilön sähköpostiosoite, henkilön sähköposti, yhteyshlön sähköposti,
        kontaktpersonens e-post, kontaktpersonens e-postadress, kontaktperson e-post, contact e-mail, contact email,
        contact person e-mail, person e-mail""",
    Field.PERSON_PHONE: """
        yhteyshenkilön puhelin, yhteyshenkilön puhelinnumero, yhteyshenkilön puh, henkilön puhelin, yhteyshlön puh,
        kontaktpersonens telefon, kontaktpersonens telefonnummer, kontaktperson telefon, contact phone,
        contact person phone, person phone""",
    Field.STAGE: "vaihe, nykyinen vaihe, fas, skede, nuvarande fas, stage, phase, current stage",
    Field.SINCE: """
        alkaen, vaihe alkaen, vaiheen alku, vaiheessa alkaen, mistä alkaen, alkupäivä, alkupvm, jäsen alkaen,
        liittynyt, liittymispäivä, liittymispvm, sedan, från, från och med, fr.o.m., fas sedan, fas från, medlem sedan,
        startdatum, since, stage since, from, start date, member since, in this stage since""",
    Field.OWNER: """
        vastuuhenkilö, vastaava, vastuuneuvoja, neuvoja, yritysneuvoja, vastuutaho, ansvarig, ansvarsperson, rådgivare,
        företagsrådgivare, responsible, responsible person, owner, adviser, advisor, business adviser""",
    Field.LAST_CONTACT: """
        viimeisin yhteydenotto, viimeisin kontakti, viimeinen yhteydenotto, viimeksi kontaktoitu, viim. yhteydenotto,
        edellinen yhteydenotto, viimeisin yhteydenotto pvm, senaste kontakt, senast kontaktad, sista kontakt,
        senaste kontaktdatum, last contact, last contacted, last contact date, latest contact""",
    Field.NEED: "osaamistarve, tarve, tarpeet, kompetensbehov, behov, competence need, need, needs",
    Field.NOTE: """
        muistiinpano, muistiinpanot, huom, huomautus, huomautukset, huomio, huomioita, kommentti, kommentit, lisätieto,
        lisätiedot, muuta, anteckning, anteckningar, anmärkning, anmärkningar, kommentar, kommentarer, obs, övrigt,
        tilläggsuppgifter, note, notes, comment, comments, remark, remarks, memo""",
}
_WEAK_NAMES = frozenset({"nimi", "namn", "name", "asiakas", "kund", "partner", "kumppani"}) | {
    "jäsen",
    "jäsenet",
    "medlem",
    "medlemmar",
    "member",
    "members",
}
_KEY = re.compile(r"[^a-z0-9åäöæøü]+")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_PARTS = re.compile(r"[/\n|]|\s[-–]\s")
_INDUSTRY_SETS = (
    ("2025", IndustrySet.TOL2025),
    ("2008", IndustrySet.TOL2008),
    ("2002", IndustrySet.TOL2002),
    ("1995", IndustrySet.TOL1995),
)


def _key(text: str) -> str:
    return _KEY.sub("", text.casefold())


_FIELD_OF = {_key(word): field for field, words in _SYNONYMS.items() for word in words.split(",")}


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column (from 0) holds which field. Several may hold the same one: the first that is filled counts."""

    fields: tuple[tuple[int, Field], ...]
    headings: tuple[str, ...] = ()
    industry_set: IndustrySet | None = None

    def of(self, field: Field) -> tuple[int, ...]:
        """Columns of a field, left to right."""
        return tuple(column for column, known in self.fields if known is field)

    def heading(self, column: int) -> str:
        """What stands over a column, or its number from 1 where nothing does."""
        return (self.headings[column] if column < len(self.headings) else "") or str(column + 1)


def field_of(heading: str) -> Field | None:
    """The field that a heading names; a bilingual one ("Yritys / Företag") counts if a part of it is known."""
    text = heading[:200]
    for reading in (text, _PARENTHESES.sub(" ", text)):
        field = _FIELD_OF.get(_without_set(_key(reading)))
        if field:
            return field
    parts = [_FIELD_OF.get(_key(part)) for part in _PARTS.split(_PARENTHESES.sub(" ", text))]
    return next((field for field in parts if field), None)


def is_weak_name(heading: str) -> bool:
    """Whether a heading for names can stand over persons as well as over organisations: "Nimi", "Medlem"."""
    return _key(_PARENTHESES.sub(" ", heading)) in _WEAK_NAMES


def hits(cells: Sequence[str]) -> int:
    """How many different fields the cells of a row name: the row with the most is the heading row."""
    return len({field for field in map(field_of, cells) if field})


def map_headings(cells: Sequence[str], groups: Sequence[str] = ()) -> Columns:
    """Columns of a heading row; `groups` are wider headings above it, each already repeated over its columns.

    "Nimi" beside "Yritys", and an e-mail or phone column under or right of the contact person, belong to the person.
    """
    found: dict[int, Field] = {column: field for column, cell in enumerate(cells) if (field := field_of(cell))}
    named = [column for column, field in found.items() if field is Field.NAME]
    weak = [column for column in named if is_weak_name(cells[column])]
    person_known = bool({Field.PERSON, Field.FIRST_NAME, Field.LAST_NAME} & set(found.values()))
    for column, group in enumerate(groups):
        if field_of(group) is Field.PERSON and column in found:
            found[column] = _PERSONS.get(found[column], found[column])
            person_known = person_known or found[column] is Field.PERSON
    if len(weak) < len(named):
        for column in weak:
            if found[column] is Field.NAME and person_known:
                del found[column]
            elif found[column] is Field.NAME:
                found[column] = Field.PERSON
    _give_second_to_person(found)
    sets = [_industry_set(cells[column]) for column, field in found.items() if field is Field.INDUSTRY]
    return Columns(tuple(sorted(found.items())), tuple(cells), next((known for known in sets if known), None))


_PERSONS = {Field.NAME: Field.PERSON, Field.EMAIL: Field.PERSON_EMAIL, Field.PHONE: Field.PERSON_PHONE}


def _give_second_to_person(found: dict[int, Field]) -> None:
    """The second of two e-mail or phone columns is the contact person's when it stands right of the person."""
    persons = [column for column, field in found.items() if field in {Field.PERSON, Field.LAST_NAME}]
    for field in (Field.EMAIL, Field.PHONE):
        columns = [column for column, known in found.items() if known is field]
        if persons and any(column < persons[0] for column in columns):
            for column in columns:
                if column > persons[0]:
                    found[column] = _PERSONS[field]


def _industry_set(heading: str) -> IndustrySet | None:
    return next((known for year, known in _INDUSTRY_SETS if year in heading), None)


def _without_set(key: str) -> str:
    """ "tol2008" and "toimiala tol 2025" name the industry; the year says which classification."""
    for year, _ in _INDUSTRY_SETS:
        bare = key.removesuffix(year)
        if bare != key:
            return bare if bare in _FIELD_OF else bare.removesuffix("tol")
    return key
