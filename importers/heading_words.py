"""The words that stand over columns of lists that people and programs make, in Finnish, Swedish and English.

The first word of a field stands for it. Case, dots, hyphens and spaces do not count when they are compared.
"""

from __future__ import annotations

SYNONYMS: dict[str, str] = {
    "name": """
        yritys, yrityksen nimi, yritysnimi, yritykset, toimija, toimijan nimi, toimijat, organisaatio,
        organisaation nimi, organisaatiot, toiminimi, yhteisö, yhteisön nimi, yhtiö, yhtiön nimi, jäsenyritys,
        jäsenyritykset, jäsenyhdistys, jäsenyhdistykset, yhdistykset, seurat, järjestöt,
        medlemsförening, medlemsföreningar, föreningar,
        jäsen, jäsenet, asiakas, asiakkaan nimi, kumppani, näytteilleasettaja, nimi, företag, företagets namn,
        företagsnamn, företagen, aktör, aktörens namn, organisation, organisationens namn, firma, firmanamn,
        bolag, bolagets namn, samfund, medlem, medlemsföretag, medlemmar, kund, utställare, namn, company,
        company name, name of company, companies, organisation name, organization, organization name,
        business name, business, firm, member, member company, members, exhibitor, partner, account name, name,
        yrittäjä, yritys tai yhteisö, yritys yhteisö, yritys organisaatio, yritys toiminimi,
        yrityksen virallinen nimi, virallinen nimi, asiakasyritys, yhdistys, yhdistyksen nimi, seura, järjestö,
        järjestön nimi, toimijan virallinen nimi, yrityksen tai yhteisön nimi, nimi yritys, organization 1 name,
        organization title, företag organisation, företagets officiella namn, föreningens namn, förening,
        organisationsnamn, aktörer, företag förening, member organisation, organisations, organizations,
        exhibitors, partners, company organisation, company organization, legal name, registered name,
        name of organisation, name of organization, vendor, supplier, toimittaja, leverantör""",
    "business_id": """
        y-tunnus, ytunnus, yritystunnus, ly-tunnus, yritys- ja yhteisötunnus, yhteisötunnus,
        y-tunnus/alv-tunnus, alv-tunnus, alv-numero, alv-nro, fo-nummer, fo-nr,
        företags- och organisationsnummer, organisationsnummer, momsnummer, moms-nr, business id,
        business identity code, company id, vat number, vat id, vat no, vat, ytunnus tai vastaava,
        ytunnusnumero, fo nummer, organisations nr, orgnr, org nr, org nummer, business identity number,
        business id number, company registration number, registration number, reg no, rekisterinumero,
        company number, vat reg no, alv tunniste, yritys id, business id code, y id""",
    "other_names": """
        aputoiminimi, aputoiminimet, rinnakkaistoiminimi, muu nimi, muut nimet, markkinointinimi, brändi, lyhenne,
        aiempi nimi, entinen nimi, bifirma, bifirmor, parallellfirma, annat namn, andra namn, marknadsnamn, varumärke,
        tidigare namn, auxiliary name, parallel name, other name, other names, trade name, brand, brand name,
        former name, also known as""",
    "legal_form": """
        yritysmuoto, yhtiömuoto, oikeudellinen muoto, yhteisömuoto, muoto, företagsform, bolagsform,
        juridisk form, legal form, company form, form, oikeudellinen yritysmuoto, yhtiötyyppi, bolagstyp,
        company type, type of company""",
    "street": """
        osoite, katuosoite, lähiosoite, käyntiosoite, postiosoite, adress, gatuadress, besöksadress, postadress,
        näradress, address, street, street address, visiting address, postal address, address line 1,
        business street, work address, katu, katu ja numero, osoiterivi, osoiterivi 1, työosoite,
        työosoite katu, työkatuosoite, toimipaikan osoite, yrityksen osoite, gata, gatuadress arbete,
        adress arbete, arbetsadress, business address, business address street, street 1, work street,
        office address, mailing address, address street""",
    "postcode": """
        postinumero, postinro, pnro, postinumero ja postitoimipaikka, postinumero ja -toimipaikka,
        postinro ja -toimipaikka, postnummer, postnr, postnummer och ort, postnummer och postort, postcode,
        postal code, post code, zip, zip code, business postal code, työosoite postinumero, työpostinumero,
        postinumero työ, postnummer arbete, business zip, work postal code, address postal code, address zip,
        zip postal code, postal codes, pno""",
    "town": """
        kunta, kaupunki, paikkakunta, postitoimipaikka, toimipaikka, kotipaikka, kotikunta, sijaintikunta,
        sijainti, paikka, kommun, stad, ort, postort, postanstalt, hemort, hemkommun, verksamhetsort, town,
        city, municipality, location, domicile, registered office, business city, post office, työpaikkakunta,
        työosoite paikkakunta, postitmp, postitoimip, kunta kaupunki, kaupunki kunta, ort arbete, stad ort,
        kommun stad, work city, business town, address city, city town, post town""",
    "website": """
        kotisivu, kotisivut, kotisivujen osoite, www, www-sivut, www-osoite, www-sivu, verkkosivu, verkkosivut,
        verkkosivusto, verkko-osoite, nettisivu, nettisivut, internet, webbplats, webbsida, webbsidor, webb,
        hemsida, hemsidor, nätsida, webbadress, website, web site, web page, webpage, web, homepage, home page,
        url, www sivu, kotisivun osoite, kotisivuosoite, verkkosivun osoite, verkkosivujen osoite, verkkokauppa,
        linkki, linkki kotisivuille, linkit, webbsajt, länk, länkar, link, links, website url, web address,
        web site address, www address, company website, internet address, sivusto, hemsideadress, webplats""",
    "email": """
        sähköposti, sähköpostiosoite, s-posti, sposti, email, e-mail, e-mail address, email address, mail,
        e-post, e-postadress, epost, yrityksen sähköposti, yleinen sähköposti, företagets e-post,
        company e-mail, sähköposti 1 osoite, sähköpostit, meili, maili, sähköp, s posti osoite, e postadresser,
        epostadress, mejl, e mail addresses, emails, e mail 1, general email, office email, työsähköposti,
        e post arbete""",
    "phone": """
        puhelin, puhelinnumero, puh, puh nro, puhnro, puhelinnro, puhelinnumerot, gsm, matkapuhelin, vaihde,
        telefon, telefonnummer, telefonnr, tel, tfn, mobil, mobiltelefon, växel, phone, phone number, telephone,
        mobile, mobile phone, business phone, company main phone, yrityksen puhelin, företagets telefon,
        puhelin työ, puhelin matkapuhelin, työpuhelin, yritys puhelin, kännykkä,
        asiakaspalvelu, vaihteen numero, telefon arbete, arbetstelefon, telefon växel, mobilnummer, mobiltel,
        mobilnr, telefoner, phones, work phone, office phone, main phone, mobile number, mobile phone number,
        telephone number, tel no, phone no, contact number, cell, cell phone, puh gsm, puh numero, matkapuh,
        puhelinnumero työ""",
    "industry_code": """
        toimiala, toimialakoodi, toimialaluokitus, päätoimiala, toimialat, ala, tol, tol-koodi, bransch,
        branschkod, huvudbransch, näringsgren, näringsgrenskod, industry, industry code, sector, nace,
        nace code, toimialan kuvaus, toimiala kuvaus, päätoiminta, kategoria, kategori, category,
        business sector, line of business, branch""",
    "description": """
        kuvaus, toiminnan kuvaus, yrityksen kuvaus, yrityskuvaus, esittely, toiminta, tuotteet, palvelut,
        tuotteet ja palvelut, tuote, palvelu, beskrivning, verksamhet, verksamhetsbeskrivning, presentation,
        produkter, tjänster, produkter och tjänster, description, activity, activities, products, services,
        products and services, profile, about, kuvaus toiminnasta, lyhyt kuvaus, yritysesittely, toimenkuva,
        toiminnan tarkoitus, tuotteet palvelut, palvelut ja tuotteet, kort beskrivning, företagspresentation,
        vad gör företaget, short description, what they do, business description, company description,
        company profile, mitä tekee""",
    "competences": """
        osaaminen, osaamiset, osaamisala, osaamisalue, osaamisalueet, ydinosaaminen, tarjottu osaaminen,
        erikoisosaaminen, kompetens, kompetenser, kompetensområde, kunnande, erbjuden kompetens, competence,
        competences, competence on offer, competencies, skills, expertise, know-how""",
    "contact_name": """
        yhteyshenkilö, yhteyshenkilön nimi, yhteyshlö, yht hlö, yhteyshenkilöt, kontakti, kontaktihenkilö,
        henkilö, henkilön nimi, kontaktperson, kontaktpersonens namn, kontakt, kontaktpersoner, contact person,
        contact, contact name, contact persons, person, full name, yhteyshenkilö yrityksessä,
        yhteyshenkilö ja titteli, toimitusjohtaja, edustaja, yhdyshenkilö, verkställande direktör, vd, ceo,
        managing director, representative, representant, contact persons name, contact person name,
        kontaktpersonens för och efternamn, puheenjohtaja, ordförande, display name""",
    "contact_first_name": "etunimi, förnamn, first name, given name, yhteyshenkilön etunimi",
    "contact_last_name": "sukunimi, efternamn, släktnamn, last name, surname, family name, yhteyshenkilön sukunimi",
    "contact_role": """
        rooli, tehtävä, titteli, asema, tehtävänimike, nimike, ammattinimike, roll, titel, befattning,
        ställning, uppgift, role, title, job title, position, asema yrityksessä, yhteyshenkilön titteli,
        yhteyshenkilön rooli, yhteyshenkilön tehtävä, kontaktpersonens titel, contact title, contact role,
        organization 1 title""",
    "contact_email": """
        yhteyshenkilön sähköposti, yhteyshenkilön sähköpostiosoite, henkilön sähköposti, yhteyshlön sähköposti,
        kontaktpersonens e-post, kontaktpersonens e-postadress, kontaktperson e-post, contact e-mail,
        contact email, contact person e-mail, person e-mail, yhteyshenkilön s-posti, yhteyshenkilön email,
        henkilökohtainen sähköposti, contacts e-mail, email of contact person, contact person email address""",
    "contact_phone": """
        yhteyshenkilön puhelin, yhteyshenkilön puhelinnumero, yhteyshenkilön puh, henkilön puhelin,
        yhteyshlön puh, kontaktpersonens telefon, kontaktpersonens telefonnummer, kontaktperson telefon,
        contact phone, contact person phone, person phone, yhteyshenkilön gsm, yhteyshenkilön matkapuhelin,
        yhteyshenkilön puhelinnro, contact mobile, contacts phone, contact person mobile""",
    "stage": "vaihe, nykyinen vaihe, fas, skede, nuvarande fas, stage, phase, current stage",
    "since": """
        alkaen, vaihe alkaen, vaiheen alku, vaiheessa alkaen, mistä alkaen, alkupäivä, alkupvm, jäsen alkaen,
        liittynyt, liittymispäivä, liittymispvm, sedan, från, från och med, fr.o.m., fas sedan, fas från, medlem
        sedan,
        startdatum, since, stage since, from, start date, member since, in this stage since""",
    "owner": """
        vastuuhenkilö, vastaava, vastuuneuvoja, neuvoja, yritysneuvoja, vastuutaho, ansvarig, ansvarsperson,
        rådgivare,
        företagsrådgivare, responsible, responsible person, owner, adviser, advisor, business adviser""",
    "last_contact": """
        viimeisin yhteydenotto, viimeisin kontakti, viimeinen yhteydenotto, viimeksi kontaktoitu, viim. yhteydenotto,
        edellinen yhteydenotto, viimeisin yhteydenotto pvm, senaste kontakt, senast kontaktad, sista kontakt,
        senaste kontaktdatum, last contact, last contacted, last contact date, latest contact""",
    "need": "osaamistarve, tarve, tarpeet, kompetensbehov, behov, competence need, need, needs",
    "note": """
        muistiinpano, muistiinpanot, huom, huomautus, huomautukset, huomio, huomioita, kommentti, kommentit,
        lisätieto,
        lisätiedot, muuta, anteckning, anteckningar, anmärkning, anmärkningar, kommentar, kommentarer, obs, övrigt,
        tilläggsuppgifter, note, notes, comment, comments, remark, remarks, memo""",
}
