"""Address books: vCard 2.1 of Outlook, 3.0 of Apple and Google, 4.0."""

from __future__ import annotations

import quopri

from benchmarks.files.firm import Firm, firms, person_mail
from benchmarks.files.truth import ADDRESS, Expected, Sample, expect

_WORK = (*ADDRESS, "phone", "website", "contact_person")


def _printable(text: str, encoding: str) -> str:
    return quopri.encodestring(text.encode(encoding)).decode("ascii").replace("\n", "\r\n").replace(" ", "=20")


def outlook() -> Sample:
    """vCard 2.1: quoted-printable in two charsets with soft line breaks, fax, a card without a company."""
    some = firms(51, 6)
    text = ""
    expected = []
    for n, f in enumerate(some, start=1):
        charset = "Windows-1252" if n % 2 else "UTF-8"
        code = f";CHARSET={charset};ENCODING=QUOTED-PRINTABLE"
        encoding = "cp1252" if n % 2 else "utf-8"
        first, last = f.person.split(" ", 1)
        address = f";;{f.street};{f.town};;{f.postcode};Finland"
        text += "\r\n".join(
            [
                "BEGIN:VCARD",
                "VERSION:2.1",
                f"N{code}:{_printable(f'{last};{first}', encoding)}",
                f"FN{code}:{_printable(f.person, encoding)}",
                f"ORG{code}:{_printable(f'{f.name};Myynti', encoding)}",
                f"TITLE{code}:{_printable(f.role, encoding)}",
                "TEL;WORK;FAX:017 555 0000",
                f"TEL;WORK;VOICE:{f.phone}",
                f"ADR;WORK;PREF{code}:{_printable(address, encoding)}",
                f"URL;WORK:http://{f.website}",
                f"EMAIL;PREF;INTERNET:{person_mail(f)}",
                "REV:20260301T120000Z",
                "END:VCARD",
                "",
            ]
        )
        expected.append(expect(f, n, *_WORK, email=person_mail(f)))
    text += "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Tekonen;Timo\r\nFN:Timo Tekonen\r\nTEL;CELL:040 555 1234\r\nEND:VCARD\r\n"
    return Sample("kontaktit.vcf", text.encode("ascii"), tuple(expected))


def apple() -> Sample:
    """vCard 3.0: companies shown as companies, groups of lines, folded lines, a picture, a group of cards."""
    some = firms(52, 6)
    text = ""
    expected = []
    for n, f in enumerate(some, start=1):
        company = n % 2 == 1
        first, last = f.person.split(" ", 1)
        who = (
            ["N:;;;;", f"FN:{f.name}", "X-ABShowAs:COMPANY"] if company else [f"N:{last};{first};;;", f"FN:{f.person}"]
        )
        address = f"item2.ADR;type=WORK;type=pref:;;{f.street};{f.town};;{f.postcode};Suomi"
        text += "\n".join(
            [
                "BEGIN:VCARD",
                "VERSION:3.0",
                *who,
                f"ORG:{f.name.replace(',', chr(92) + ',')};",
                f"EMAIL;type=INTERNET;type=WORK;type=pref:{f.email}",
                f"TEL;type=WORK;type=VOICE;type=pref:{f.phone}",
                address[:40],
                " " + address[40:],
                f"item3.URL;type=pref:https\\://{f.website}",
                "item3.X-ABLabel:_$!<HomePage>!$_",
                f"NOTE:Y-tunnus {f.business_id}\\nJäsen",
                "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAAQABAAD",
                " 2wBDAAUDBAQEAwUEBAQFBQUGBwwIBwcHBw8LCwkMEQ8SEhEP",
                "END:VCARD",
                "",
            ]
        )
        fields = (*ADDRESS, "phone", "email", "website", "business_id", *([] if company else ["contact_person"]))
        expected.append(expect(f, n, *fields))
    text += "BEGIN:VCARD\nVERSION:3.0\nN:Yritykset\nFN:Yritykset\nX-ADDRESSBOOKSERVER-KIND:group\nEND:VCARD\n"
    return Sample("osoitekirja.vcf", text.encode(), tuple(expected))


def newest() -> Sample:
    """vCard 4.0: kinds, tel: addresses, parameters in quotes; one card is broken off."""
    some = firms(53, 6)
    text = "".join(map(_card_of, some[:3], (True, False, True)))
    text += "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Katkennut\r\n"
    text += "".join(map(_card_of, some[3:], (False, True, False)))
    rows = (1, 2, 3, 5, 6, 7)
    orgs = (True, False, True, False, True, False)
    expected: list[Expected] = []
    for f, row, org in zip(some, rows, orgs, strict=True):
        expected.append(expect(f, row, *ADDRESS, "phone", "email", "website", *([] if org else ["contact_person"])))
    return Sample("kortit.vcf", text.encode(), tuple(expected))


def _card_of(f: Firm, org: bool) -> str:
    first, last = f.person.split(" ", 1)
    who = (
        ["KIND:org", f"FN:{f.name}"]
        if org
        else ["KIND:individual", f"FN:{f.person}", f"N:{last};{first};;;", f"ORG:{f.name}"]
    )
    return "\r\n".join(
        [
            "BEGIN:VCARD",
            "VERSION:4.0",
            *who,
            f'TEL;VALUE=uri;PREF=1;TYPE="voice,work":tel:{f.e164[:4]}-{f.e164[4:]};ext=12',
            f'ADR;TYPE=work;LABEL="{f.street}\\n{f.postcode} {f.town}":;;{f.street};{f.town};;{f.postcode};Finland',
            f"EMAIL;TYPE=work:{f.email}",
            f"URL;TYPE=work:https://{f.website}",
            "END:VCARD",
            "",
        ]
    )


CARDS = (outlook, apple, newest)
