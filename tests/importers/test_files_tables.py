"""Lists as people keep them: headings, repaired numbers, rows that are no records, the opening balance."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from importers.files import parse, read_file
from outreach.errors import BadInput
from outreach.terms.candidate import Candidate, Contact, IndustrySet, Parsed
from outreach.terms.work import Stage

SAMPLES = Path(__file__).parents[1] / "samples" / "files"
NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)


def read(text: str) -> Parsed:
    return parse(text.encode(), source="lista.csv", fetched_at=NOW)


def only(text: str) -> Candidate:
    (candidate,) = read(text).candidates
    return candidate


def notes(found: Parsed) -> str:
    return "\n".join(map(str, found.notes))


FULL = SAMPLES / "jasenet.csv"  # Windows-1252, semicolons, titles above the headings


def test_a_full_list_is_read_with_its_numbers_repaired() -> None:
    first = read_file(FULL, fetched_at=NOW).candidates[0]
    assert first.name == "Konepaja Keksitty Oy"
    assert first.business_id == "9000001-1"
    assert (first.street, first.postcode, first.town) == ("Pajatie 1", "08100", "Lohja")
    assert first.website == "https://www.keksitty.example.com"
    assert (first.email, first.phone) == ("info@example.fi", "+358401234567")
    assert first.contact == Contact(name="Maija Mallinen", role="myyntipäällikkö", email="maija@example.fi")
    assert (first.provenance.source, first.provenance.where) == ("jasenet.csv", "row 6")
    assert (first.provenance.how, first.provenance.fetched_at) == ("columns", NOW)


def test_rows_that_are_no_records_are_passed_over_with_their_number_and_reason() -> None:
    rejects = [(each.where, str(each.reason)) for each in read_file(FULL, fetched_at=NOW).rejects]
    assert rejects == [
        ("row 5", "A heading between rows was passed over"),
        ("row 7", "The name is missing"),
        ("row 8", "A repeated heading was passed over"),
        ("row 10", "A row of totals was passed over"),
    ]


def test_a_wrong_business_id_is_left_out_and_told_and_its_row_stays() -> None:
    found = read_file(FULL, fetched_at=NOW)
    assert (found.candidates[1].name, found.candidates[1].business_id) == ("Levytyö Keksitty Ky", "")
    assert "Row 9, column Y-tunnus: The Business ID is not right: 9000003-9 (check digit)" in notes(found)


def test_what_each_column_was_read_as_is_told() -> None:
    told = notes(read("Företag;Ort;Lempiväri\nExempel Ab;Raumo;sininen\n"))
    assert told.splitlines() == [
        "Column “Företag” was read as: Name",
        "Column “Ort” was read as: Town",
        "Column “Lempiväri” was not read",
    ]


@pytest.mark.parametrize(
    "headings",
    [
        "Yrityksen nimi;Y-TUNNUS;Postinro;Paikkakunta",
        "Företagets namn;FO-nr.;Postnr;Ort",
        "Company name;Business ID;Post code;Municipality",
        "YRITYS / FÖRETAG;Y-tunnus / FO-nummer;Postinumero (pakollinen);Kunta*",
    ],
)
def test_headings_are_known_in_three_languages_however_they_are_written(headings: str) -> None:
    found = only(f"{headings}\nKeksitty Oy;0100002-9;08100;Lohja\n")
    assert (found.name, found.business_id, found.postcode, found.town) == ("Keksitty Oy", "0100002-9", "08100", "Lohja")


def test_a_heading_over_two_columns_tells_whose_name_and_phone_stand_below() -> None:
    found = only(
        "Yritys;;Yhteyshenkilö;\nNimi;Puhelin;Nimi;Puhelin\nKeksitty Oy;0401234567;Maija Mallinen;0501234567\n"
    )
    assert (found.name, found.phone) == ("Keksitty Oy", "+358401234567")
    assert found.contact == Contact(name="Maija Mallinen", phone="+358501234567")


def test_a_name_beside_the_company_is_that_of_the_person() -> None:
    found = only("Nimi;Yritys;Sähköposti\nMaija Mallinen;Keksitty Oy;maija@example.fi\n")
    assert (found.name, found.email) == ("Keksitty Oy", "")
    assert found.contact == Contact(name="Maija Mallinen", email="maija@example.fi")


def test_whoever_is_responsible_is_the_contact_person_of_a_list_without_stages() -> None:
    found = only("Yritys;Kunta;Vastuuhenkilö\nMalli Oy;Raahe;Maija Mallinen\n")
    assert found.contact is not None
    assert found.contact.name == "Maija Mallinen"
    with_stage = only("Yritys;Vaihe;Vastuuhenkilö\nMalli Oy;Kontaktoitu;Maija Mallinen\n")
    assert with_stage.contact is None
    assert with_stage.opening is not None
    assert with_stage.opening.owner == "Maija Mallinen"


def test_cells_with_everything_in_them_may_stand_beside_another_column() -> None:
    cells = [
        f'"{name} Oy\nKauppakatu 1\n92100 Raahe\nPuh. 08 555 4901\ninfo@{name}.example";Metalli'
        for name in ("Malli", "Kokeilu")
    ]
    found = read("\n".join(["Yritys ja yhteystiedot;Toimiala", *cells])).candidates[0]
    assert (found.name, found.town, found.email) == ("Malli Oy", "Raahe", "info@malli.example")
    assert found.description == "Metalli"


def test_an_address_book_gives_companies_and_not_private_persons() -> None:
    found = read(
        "First Name,Last Name,Company,Job Title,E-mail Address,Business Phone\n"
        "Maija,Mallinen,Keksitty Oy,CEO,maija.mallinen@example.fi,+358 40 123 4567\n"
        "Matti,Mallinen,,,matti.mallinen@example.fi,\n"
    )
    assert [each.name for each in found.candidates] == ["Keksitty Oy"]
    assert found.candidates[0].contact == Contact(name="Maija Mallinen", role="CEO", email="maija.mallinen@example.fi")
    assert [(each.where, each.field) for each in found.rejects] == [("row 3", "name")]


@pytest.mark.parametrize(
    ("email", "own", "person"),
    [
        ("info@example.fi", "info@example.fi", None),
        ("maija.mallinen@example.fi", "", "Maija Mallinen"),
        ("keksitty.konepaja@example.fi", "keksitty.konepaja@example.fi", None),
        ("maija.mallinen@example.fi; myynti@example.fi", "myynti@example.fi", "Maija Mallinen"),
    ],
)
def test_a_personal_mailbox_goes_to_the_contact_person(email: str, own: str, person: str | None) -> None:
    found = only(f'Yritys;Sähköposti\nKonepaja Keksitty Oy;"{email}"\n')
    assert found.email == own
    assert (found.contact.name if found.contact else None) == person


@pytest.mark.parametrize(
    ("street", "postcode", "town"),
    [
        ("Pajatie 1, 08100 Lohja", "", ""),
        ("Pajatie 1", "08100 Lohja", ""),
        ("Pajatie 1", "", "08100 Lohja"),
        ("Pajatie 1", "FI-08100", "Lohja"),
        ("Pajatie 1", "8100", "Lohja"),
    ],
)
def test_an_address_is_taken_apart_wherever_its_parts_stand(street: str, postcode: str, town: str) -> None:
    found = only(f"Yritys;Osoite;Postinumero;Kunta\nKeksitty Oy;{street};{postcode};{town}\n")
    assert (found.street, found.postcode, found.town) == ("Pajatie 1", "08100", "Lohja")


@pytest.mark.parametrize(
    "phone", ["0401234567", "401234567", "358401234567", "+358 (0)40 123 4567", "040-1234567/050-7654321"]
)
def test_phones_come_out_in_one_form(phone: str) -> None:
    assert only(f"Yritys;Puhelin\nKeksitty Oy;{phone}\n").phone == "+358401234567"


def test_values_that_cannot_be_used_are_told_by_row_and_column() -> None:
    found = read("Yritys;Puhelin;Postinumero;Sähköposti;www\nKeksitty Oy;ei kerrota;SE-111 22;info at;ei ole\n")
    assert found.candidates[0].phone == found.candidates[0].postcode == found.candidates[0].website == ""
    assert "Row 2, column Puhelin: This is not a phone number: ei kerrota" in notes(found)
    assert "Row 2, column Postinumero: This is not a Finnish postcode: SE-111 22" in notes(found)
    assert "Row 2, column Sähköposti: This is not an e-mail address: info at" in notes(found)
    assert "column www" not in notes(found)


def test_an_industry_code_is_taken_only_with_its_classification() -> None:
    known = only("Yritys;Toimiala (TOL 2008)\nKeksitty Oy;28.950 Konepaja\n")
    assert (known.industry_code, known.industry_set, known.description) == ("28950", IndustrySet.TOL2008, "Konepaja")
    unknown = read("Yritys;Toimiala\nKeksitty Oy;28950\n")
    assert (unknown.candidates[0].industry_code, unknown.candidates[0].industry_set) == ("", None)
    assert "TOL 2008 or TOL 2025" in notes(unknown)


def test_other_names_competences_and_sole_traders_are_read() -> None:
    found = read(
        "Yritys;Yritysmuoto;Aputoiminimi;Osaaminen;Kuvaus\n"
        "Keksitty Oy;Osakeyhtiö;Keksi-Paja; hitsaus, CNC/koneistus ;Pieni paja\n"
        "Puutyö Mallinen;Yksityinen elinkeinonharjoittaja;;;\n"
    )
    first, second = found.candidates
    assert (first.legal_form, first.other_names) == ("Osakeyhtiö", ("Keksi-Paja",))
    assert (first.competences, first.description) == (("hitsaus", "CNC", "koneistus"), "Pieni paja")
    assert (first.sole_trader, second.sole_trader) == (False, True)


OPENING = "Yritys;Vaihe;Alkaen;Vastuuhenkilö;Viimeisin yhteydenotto;Osaamistarve;Huom.\n"


@pytest.mark.parametrize(
    ("word", "stage"),
    [
        ("Aktiivinen jäsen", Stage.ACTIVE),
        ("AKTIV MEDLEM", Stage.ACTIVE),
        ("In dialogue", Stage.IN_DIALOGUE),
        ("i  dialog", Stage.IN_DIALOGUE),
        ("Förbundit sig", Stage.COMMITTED),
        ("kontaktoitu", Stage.CONTACTED),
        ("not_now", Stage.NOT_NOW),
        ("Ei vastaa tarvetta", Stage.NOT_A_FIT),
    ],
)
def test_the_stage_of_the_opening_balance_is_read_in_three_languages(word: str, stage: Stage) -> None:
    opening = only(f"{OPENING}Keksitty Oy;{word};1.3.2024;Aino;2026-02-28;Vetyturvallisuus;mukana\n").opening
    assert opening is not None
    assert (opening.stage, opening.since, opening.last_contact) == (stage, date(2024, 3, 1), date(2026, 2, 28))
    assert (opening.owner, opening.need, opening.note) == ("Aino", "Vetyturvallisuus", "mukana")


def test_an_unknown_stage_refuses_its_row_and_says_what_is_allowed() -> None:
    (reject,) = read(f"{OPENING}Keksitty Oy;Innostunut;;;;;\n").rejects
    assert (reject.where, reject.field, reject.value) == ("row 2", "stage", "Innostunut")
    assert "Allowed: Identified, Selected, Contacted, In dialogue, Committed, Active member" in str(reject.reason)


def test_a_row_without_a_stage_has_no_opening_and_tells_what_was_not_read() -> None:
    found = read(f"{OPENING}Keksitty Oy;;1.3.2024;;;;\nToinen Oy;;;;;;\nKolmas Oy;Valittu;keväällä;;;;\n")
    assert [each.opening is None for each in found.candidates] == [True, True, False]
    assert "Row 2, column Vaihe: The stage is empty, so what belongs to it was not read" in notes(found)
    assert "Row 3" not in notes(found)
    assert "Row 4, column Alkaen: This is not a date: keväällä" in notes(found)


def test_columns_of_the_opening_balance_without_a_stage_are_not_lost_in_silence() -> None:
    found = read("Yritys;Huom.\nKeksitty Oy;kiinnostunut vedystä\n")
    assert found.candidates[0].opening is None
    assert "Column “Huom.” was not read: it belongs to a column Stage, which is missing" in notes(found)


def test_without_headings_columns_are_recognised_by_their_values() -> None:
    found = read(
        "1;Keksitty Oy;9000001-1;info@example.fi;08100\n"
        "2;Toinen Keksitty;9000003-8;kontor@example.fi;26100\n"
        "3;Kolmas Ab;;myynti@example.fi;92100\n"
    )
    assert [each.name for each in found.candidates] == ["Keksitty Oy", "Toinen Keksitty", "Kolmas Ab"]
    assert [each.postcode for each in found.candidates] == ["08100", "26100", "92100"]
    assert found.candidates[1].business_id == "9000003-8"
    assert found.candidates[0].provenance.how == "values"
    assert found.candidates[0].provenance.confidence < 1


def test_headings_in_unknown_words_are_not_taken_for_a_company() -> None:
    found = read(
        "Firman nimike;Tunniste;Viesti\nKeksitty Oy;9000001-1;info@example.fi\nToinen Oy;9000003-8;a@example.fi\n"
    )
    assert [each.name for each in found.candidates] == ["Keksitty Oy", "Toinen Oy"]


def test_a_bare_list_of_names_is_read_and_a_list_of_anything_is_not() -> None:
    assert [each.name for each in read("Keksitty Oy\nToinen Ab\nHärus & Co, öppet bolag\n").candidates] == [
        "Keksitty Oy",
        "Toinen Ab",
        "Härus & Co, öppet bolag",
    ]
    with pytest.raises(BadInput, match="No column holds names of organisations"):
        read("maito\nleipä\nvoi\n")


def test_headings_without_rows_give_nothing_and_tell_the_columns() -> None:
    found = read("Yritys;Y-tunnus\n")
    assert found.candidates == ()
    assert "Column “Yritys” was read as: Name" in notes(found)


def test_hostile_text_comes_out_plain() -> None:
    found = only('Yritys;Kuvaus\n"=cmd|\x1b[31m [/]\u202eOy";"<script>"\n')
    assert found.name == "=cmd|[31m [/]Oy"


def test_a_row_of_invisible_characters_is_an_empty_row() -> None:
    found = read("Yritys;Kunta\n\u200b;\x01\nKeksitty Oy;Rauma\n")
    assert ([each.name for each in found.candidates], found.rejects) == (["Keksitty Oy"], ())


def test_many_bad_values_are_counted_and_not_all_listed() -> None:
    found = read("Yritys;Y-tunnus\n" + "".join(f"Keksitty {n} Oy;1234567-2\n" for n in range(300)))
    assert len(found.candidates) == 300
    assert len(found.notes) < 110
    assert str(found.notes[-1]) == "200 more values were left out"
