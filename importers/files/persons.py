"""Names that read as a person's: given names common in Finland, in Finnish and Swedish, over all living generations.

A list of organisations often has private contacts between them. A name is a person's only where nothing else in the row
speaks for an organisation; that is asked by the caller.
"""

from __future__ import annotations

import re

from importers.values import has_legal_form
from outreach.rules.text import name_fold

_NAMES = """
Aada Aapo Aarne Aaro Aatu Agneta Ahti Aila Aini Aino Ainomaija Airi Aki Aleksi Alexander Alina Allan Anders Andreas
Anette Anita Anja Ann Anna Anne Anneli Anni Annika Annikki Annina Annukka Anssi Antero Anton Antti Anu Ari Armi Arto
Arttu Arvo Asko Asta Atte Auli Aulis Axel Barbro Bengt Benita Birgitta Bjarne Björn Bo Boris Börje Camilla Carina
Carita Carl Carola Caroline Cecilia Christel Christer Christian Christina Christine Christoffer Clas Dan Daniel
Daniela David Dennis Ebba Edvard Eeli Eelis Eemeli Eero Eetu Eeva Eevi Eija Eila Eino Elias Elina Elisa Elisabet
Elisabeth Ella Elli Ellen Elin Elsa Emil Emilia Emma Emmi Ensio Erik Erika Erja Erkki Essi Ester Esko Eva Eveliina
Evert Fanny Filip Fredrik Frida Gerd Gunilla Gunnar Gun Gustav Göran Hanna Hannele Hannes Hannu Harri Harry Heidi
Heikki Heimo Heini Helena Helge Heli Helka Helmi Helvi Henna Henri Henriikka Henrik Henrika Hilda Hilkka Hilja Håkan
Ida Iida Iina Iiris Iiro Ilari Ilkka Ilmari Ilona Ilpo Ilse Inga Ingmar Ingrid Inka Inkeri Irene Iris Irja Irma
Irmeli Isak Ismo Ingvar Jaakko Jaana Jan Jani Janina Janita Janne Jari Jarkko Jarmo Jarno Jasmin Jenna Jenni Jenny
Jere Jesse Jessica Jimmy Joakim Joel Johan Johanna Johannes John Joni Joona Joonas Jorma Josefin Jouko Jouni Juha
Juhani Juho Jukka Julia Juliaana Julius Jussi Jutta Juuso Jyri Jyrki Jörgen Kaarina Kai Kaija Kaisa Kaj Kalervo
Kalevi Kalle Karen Kari Kariina Karin Karita Karl Karoliina Kasper Kati Katariina Katarina Katja Katri Kauko Keijo
Kenneth Kerttu Kim Kimmo Kirsi Kirsti Kjell Klaus Kristian Kristiina Kristina Krister Kurt Kyösti Kyllikki Laila
Lars Lasse Laura Lauri Lea Leena Leif Leila Leevi Lena Leo Lilja Liisa Linda Linnea Lotta Ludvig Luukas Maarit
Magnus Maija Maiju Maire Malin Margareta Margit Mari Maria Marianne Marika Marina Marita Maritta Marja Marjaana
Marjatta Marjo Marjut Marko Markku Markus Marcus Martina Martin Martti Mathias Matias Mats Matti Mauri Max Meeri
Meri Merja Mervi Mia Michael Miia Mika Mikael Mikaela Mikko Milja Milla Minna Minttu Mira Mirja Mirjam Mirka Mirva
Monica Monika Nea Nella Nelli Nicklas Nico Nicolina Niina Niilo Niko Niklas Nina Noora Nora Oili Olavi Olli Olof
Onni Oona Oskar Oskari Osmo Ossi Otso Otto Outi Paavo Paula Pauli Pauliina Peik Pekka Pentti Per Pernilla Pertti
Petra Petri Petteri Pia Pihla Piia Pinja Pirjo Pirkko Päivi Päivikki Pär Raija Raili Raimo Raine Rainer Raisa Ralf
Rami Rasmus Rauha Rauno Reeta Reetta Reijo Reino Riikka Riina Risto Rita Ritva Robert Robin Roger Roland Ronja Roope
Rose Rosa Ruut Saana Saara Sabina Saija Saila Saimi Sakari Salla Sami Samu Samuel Samuli Sandra Sanna Sanni Santeri
Santtu Sara Sari Satu Sebastian Seija Seppo Severi Silja Simo Sini Sinikka Sirkka Sirkku Sirpa Siiri Sissi Sofia
Sofie Solveig Sonja Stefan Stella Stig Sture Sulo Susanna Susanne Suvi Sven Taina Taisto Tanja Tapani Tapio Tarja
Tarmo Taru Tauno Teemu Teija Tellervo Tenho Teppo Terhi Terho Tero Terttu Theresa Thomas Tiia Tiina Tiiu Timo Tobias
Toini Toivo Tom Tomi Tommi Tommy Topi Torbjörn Tove Tuija Tuire Tuomas Tuomo Tuula Tuulia Tuulikki Tytti Ulf Ulla
Urho Urpo Usko Valtteri Veera Veijo Veikko Veli Venla Verna Vesa Vieno Viivi Viktor Viktoria Ville Vilho Viljami
Vilma Viola Virpi Väinö Werner Wilhelm Yrjö Åke Åsa Östen
"""
_GIVEN = frozenset(map(name_fold, _NAMES.split()))
# Words of names that are no person's, whatever given name stands beside them: "Kahvila Aino".
_NO_PERSON = re.compile(
    r"(?:kahvila|ravintola|pizzeria|parturi|kampaamo|hiusmuotoil|studio|kauppa|kukka|leipomo|konditoria|hotelli|majatalo"
    r"|matkailu|tila$|pihvi|kuljetus|rakennus|remontti|huolto|palvelu|konsult|toimisto|paja|verstas|sahka|sähkö|putki|kone"
    r"|auto|taksi|taxi|foto|kuvaamo|media|design|consult|service|yhdistys|seura|kerho|säätiö|koulu|opisto|museo|kunta$"
    r"|kaupunki|seurakunta|yhtymä|keskus|instituutti|yliopisto|hammas|lääkäri|apteekki|eläin|ratsu|talli|puutarha"
    r"|butik|salong|frisör|bageri|blom|gård|handel|förening|stiftelse|byrå|verkstad|skola|stad$|kommun|café|cafe|restaurang"
    r"|group|team|company|market|shop|puoti|liike|tuote|tukku|ateljee|galleria|teatteri|cup|klubi|klubb)"
    r"(?!\w*(?:la|lä)\b)",
    re.IGNORECASE,
)
_FAMILY = re.compile(r"[^\W\d_]+(?:nen|sson|ström|qvist)\b")
_WORD = re.compile(
    r"[A-ZÅÄÖÉÜ][a-zåäöéü]+(?:-[A-ZÅÄÖ][a-zåäöéü]+)?|[A-ZÅÄÖ]{2,}(?:-[A-ZÅÄÖ]{2,})?|[A-ZÅÄÖ]\.?|(?:von|af|de)"
)


def reads_as_person(name: str) -> bool:
    """Whether a name is two to four words of which the first or the last is a given name, and none is of a trade."""
    words = name.replace(",", " ").split()
    if not 2 <= len(words) <= 4 or has_legal_form(name) or _NO_PERSON.search(_FAMILY.sub("", name)):
        return False
    if not all(_WORD.fullmatch(word) for word in words):
        return False
    return any(name_fold(word).partition(" ")[0] in _GIVEN for word in (words[0], words[-1], words[1]))
