"""Words of made-up organisation names: persons, nature, trades, brands, in Finnish, Swedish and English.

The lists are own work; most distinctive words are put together from parts, as surnames, houses and brands in Finland
are. A folder with `firstnames.txt`, `surnames.txt` and `kotus_nouns.txt` (one word a line) adds to them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path


def listed(text: str) -> tuple[str, ...]:
    """Words of a text, in their order."""
    return tuple(text.split())


FIRST_FI = listed("""
Matti Timo Juha Kari Mikko Jari Antti Jukka Mika Markku Pekka Hannu Heikki Seppo Janne Sami Ari Marko Petri Juhani
Lauri Jorma Teemu Jussi Pasi Erkki Harri Ville Raimo Martti Pentti Risto Reijo Tuomas Kimmo Jani Jarmo Veikko Toni Esa
Tomi Vesa Tero Markus Jouni Ilkka Aleksi Eero Niko Esko Arto Janne Olli Henri Juho Joni Eetu Veli Kalevi Tapio Leo
Paavo Onni Otto Eino Oskari Elias Aapo Joona Roope Santeri Rasmus Samuli Jesse Topi Konsta Urho Armas Taneli Tuula
Anne Päivi Anna Ritva Leena Pirjo Sari Minna Marja Tiina Riitta Tarja Pirkko Seija Eija Merja Maria Johanna Hanna
Heidi Satu Eeva Anja Raija Kirsi Jaana Mari Virpi Outi Katja Marjo Susanna Sirpa Kaisa Laura Jenni Niina Katri Hannele
Arja Mervi Elina Terhi Marjatta Helena Sanna Henna Emilia Noora Suvi Essi Krista Piia Tanja Sini Iida Venla Aino Helmi
Saara Reetta Veera Milla Ulla Irma Aila Raili Eila Sisko Tuija Auli Maija Kaarina Vuokko
""")
FIRST_SV = listed("""
Johan Anders Mats Kaj Kim Peter Tom Kenneth Jan Lars Ralf Stefan Henrik Mikael Fredrik Christer Kristian Bo Göran Rolf
Sten Ulf Tor Håkan Jens Patrik Dan Niklas Oskar Axel Nils Karl-Johan Linda Ann Maria Carina Gun Camilla Susanne Pia
Monica Christina Birgitta Eva Annika Sofia Jessica Heidi Malin Ida Johanna Ulrika Barbro Gunilla Ingrid Åsa
""")
SURNAMES_TOP = listed("""
Korhonen Virtanen Mäkinen Nieminen Mäkelä Hämäläinen Laine Heikkinen Koskinen Järvinen Lehtonen Lehtinen Saarinen
Niemi Salminen Heinonen Salonen Heikkilä Salo Kinnunen Turunen Tuominen Salmela Laitinen Rantanen Karjalainen Jokinen
Mattila Savolainen Lahtinen Ahonen Ojala Leppänen Kallio Väisänen Hiltunen Leinonen Miettinen Pitkänen Aaltonen
Manninen Koivisto Hakala Anttila Laaksonen Hirvonen Räsänen Lehto Laakso Toivonen Mustonen Rautiainen Peltonen
Moilanen Nurminen Seppälä Pesonen Saari Partanen Niskanen Kemppainen Peltola Hänninen Pulkkinen Seppänen Lappalainen
Nurmi Salmi Kauppinen Kettunen Ahola Kokkonen Nevalainen Aho Väänänen Vainio Halonen Huttunen Tanskanen Oksanen
Nykänen Pelkonen Jääskeläinen Parviainen Kärkkäinen Honkanen Vuorinen Kukkonen Kiviniemi Lindholm Lindström
Hakkarainen Rissanen Hyvönen Harju Karvonen Kangas Mäki Mikkola Helminen Piirainen Pirinen Hyvärinen Kujala Eskelinen
Pietilä Karppinen Ruotsalainen Tikkanen Soininen Koski Suominen Kurki Raatikainen Immonen Asikainen Nissinen Lipponen
Keränen Kivelä Paananen Toivanen Huovinen Tolonen Sirviö Rajala Ikonen Auvinen Kuusisto Kangasniemi Vartiainen Hietala
Kosonen Suhonen Vesterinen Kekkonen Haapala Sillanpää Vuori Karhu Ylönen Luukkonen Kaikkonen Haataja Mäenpää
Kumpulainen Juntunen Tuomi Rantala Kilpeläinen Matikainen Haverinen Rossi Hokkanen Eronen Tiainen Pasanen Sorvari
Kaipainen
""")
NATURE = listed("""
Aalto Aho Ahti Aitta Aro Aura Haapa Halla Hanhi Harju Hauki Heinä Hiekka Hirvi Honka Huhta Iso Jokela Juka Jyrkkä
Jänis Järvi Kaisla Kala Kallio Kanerva Kangas Karhu Kari Karja Kataja Kauko Kela Kelo Keski Kettu Kevät Kirkko Kivi
Koivu Korpi Korte Koski Kota Kuha Kuiva Kukka Kulta Kuru Kuusi Kylmä Kylä Käki Käpy Lahti Lampi Lato Lehmus Lehto
Leppä Linna Lintu Lohi Louhi Luhta Luoto Länsi Maa Maja Mansikka Marja Matala Meri Metsä Mustikka Musta Mylly Mäki
Mänty Nauris Neva Niemi Niitty Notko Nummi Ohra Oja Paju Palo Pelto Petäjä Pihka Pihlaja Piili Pirtti Pitkä Pohja Poro
Puna Puro Pyhä Päivä Raja Ranta Rauta Rinta Ruis Ruska Ruusu Saari Salo Sammal Savi Selkä Seppä Sika Sini Sora Suo
Susi Suvi Syrjä Talvi Tammi Terva Tuohi Tuomi Tuuli Tyrni Uusi Vaahtera Valkea Vanha Varis Varpu Vasara Vattu Vehka
Vesi Vihta Viita Viro Virta Visa Vuori Väli Väster Ylä Ylinen Yli Ala Etelä Itä Hopea Hilla Karpalo Puolukka Kuura
Lumi Myrsky Rae
""")
PLACE_ENDS = listed("""
aho aukea harju hamina haka hovi joki kallio kangas kari kartano kataja kivi koski korpi kulma kumpu kylä laakso laita
lahti lampi lehto linna luoma luoto maa maja metsä mäki mylly niemi niitty notko nurmi nummi oja palo pelto perä piha
pirtti pohja polku puisto puro pää ranta rinne ruukki saari salmi salo selkä seppä suo taival talo tanhua torppa tupa
vaara valkama vesi vierre virta vuori väylä
""")
SURNAME_ENDS = (*PLACE_ENDS, "la", "nen", "nen", "nen", "lainen")
WORDS_FI = listed("""
Aallotar Aarre Aatos Ahjo Aikakone Ainola Aisti Akseli Ankkuri Apila Arki Aurinko Avain Elo Elämys Helmi Hehku Hetki
Hilpeä Hohto Huippu Ihme Ilo Into Isku Jalka Jalokivi Johto Juuri Kaari Kaiku Kaleva Kamari Kanava Kartta Keidas Kehrä
Kide Kiila Kilta Kipinä Kirja Kiuru Kompassi Koti Kotka Kruunu Kuiskaus Kuje Kulku Kulma Kupari Kuvio Kynttilä Kärki
Laine Lanka Lastu Laukku Laulu Lento Liekki Lupaus Luotsi Lähde Majakka Malja Mestari Mieli Muisti Muoto Mutka Mökki
Napa Neula Nuotti Näky Oiva Onni Oras Oivallus Paja Pakka Palanen Patina Peili Pilvi Pinta Pisara Pohjantähti Poiju
Porras Portti Puhuri Puikko Pulssi Purje Pyörä Päämäärä Rata Reitti Rengas Ruori Runko Ruoto Ruutu Ruusuke Rypäle
Ryhti Sarka Sampo Sarastus Seita Siemen Siipi Silmu Silta Sointu Solmu Sopu Suora Suunta Sydän Syli Säde Säie Sävel
Taika Taito Tahto Tanko Tapuli Tarmo Tasku Teho Terä Tie Tiimi Tilke Toivo Tosi Tuike Tuki Tulppa Tunne Turva Tuuma
Tähti Tähkä Ulappa Unelma Urho Usva Utu Uoma Vaaka Vaimo Vakka Valo Valta Vaski Vastuu Vauhti Veto Viesti Viima Vire
Virike Voima Vuolu Vuoro Väri Välke Vääntö Ydin Ykkönen Ympyrä Ystävä Yritys Äly Äänes Öljy Kehitys Luottamus
Tulevaisuus Kultainen Punainen Vihreä Sininen Musta Valkoinen Pieni Suuri Vanha Nuori Hyvä Iloinen Villi Vapaa Pikku
Iso
""")
WORDS_EN = listed("""
Nordic Arctic Baltic Finn Scandic Polar Northern Baltia Smart True Mind Bright Clear Deep Blue Green Red Black White
Silver Golden Prime First Next New Open Fast Rapid Agile Simple Solid Strong Safe Secure Future Modern Digital Virtual
Global Local Urban Rural Wild Happy Lucky Great Big Little Human Social Royal Grand Star Sun Moon Sky Cloud Storm Rain
River Lake Sea Ocean Island Forest Wood Tree Leaf Stone Rock Iron Steel Metal Fire Light Power Energy Wave Flow Stream
Bridge Gate Tower Castle House Home Hub Base Camp Field Garden Road Path Way Point Line Circle Square Cube Cell Atom
Pixel Byte Code Data Logic Brain Think Idea Dream Vision Focus Sense Touch Voice Story Word Book Page Game Play Sport
Fitness Wellness Health Care Life Bio Eco Food Taste Kitchen Coffee Tea Bear Wolf Fox Eagle Hawk Owl Raven Lion Tiger
Rabbit Horse Elk Fish Bee Bird Phoenix Dragon Viking Knight Captain Master Guru Ninja Partner Friends Family Brothers
Sisters Crew Team Club Union Alliance Network Link Connect Bond Core Edge Peak Summit Top Alpha Beta Delta Omega Sigma
Zen Nova Zero One Seven Infinity Quantum Fusion Matrix Vector Radar Sonic Turbo Motor Drive Ride Race Trail Venture
Quest Journey Voyage Compass Anchor Harbor Port Sail Boat Wind Solar Hydro Aqua Terra Aero Space Orbit Rocket Signal
""")
ENDS_EN = listed("""
Consulting Consulting Consulting Solutions Solutions Group Group Finland Finland International Services Service Design
Design Media Media Software Systems Technologies Technology Engineering Productions Studio Studios Trading Trade
Invest Capital Partners Partners Ventures Holding Management Marketing Communications Logistics Energy Health Games
Events Security Analytics Robotics Labs Works Innovations Advisors Coaching Training Academy Catering Foods Music
Records
""")
TRADES_FI = listed("""
Rakennus Rakennus Rakennus Rakennus Kuljetus Kuljetus Kuljetus Palvelu Kiinteistö Sähkö Sähkö Huolto Auto Auto Metalli
Metalli Maalaus Konsultointi LVI Putki Puu Kone Kone Koneurakointi Maanrakennus Remontti Metsä Tekniikka Siivous
Asennus Hitsaus Ravintola Kahvila Leipomo Parturi Kampaamo Kauneus Hieronta Fysioterapia Tilitoimisto Kirjanpito
Isännöinti Lakiasiain Arkkitehti Insinööri Suunnittelu Mainos Kuva Video Musiikki Ohjelmisto Data Tieto Verkko Taksi
Matkailu Hotelli Majoitus Eläinlääkäri Hammaslääkäri Lääkäri Hoiva Koti Lasten Koulutus Valmennus Kauppa Kukka Vaate
Kello Kala Liha Maito Vihannes Tukku Tuonti Vene Kalusto Katto Lattia Laatta Muuraus Ikkuna Lasi Kalustaja Sisustus
Piha Puutarha Viher Ympäristö Jäte Romu Kierrätys Energia Lämpö Pumppu Kylmä Ilmastointi Nosto Nosturi Trukki Muovi
Kumi Betoni Kivi Teräs Levy Konepaja Saha Höyläämö Puusepän Verhoomo Ompelimo Painotalo Kirja Peli Urheilu Kunto
Tanssi Ratsastus Koira Turvallisuus Vartiointi Lukko Automaatio Robotiikka Mittaus Laboratorio Kemia Lääke Apteekki
Optikko
""")
TRADE_ENDS_FI = listed("""
palvelu palvelut liike liike huolto työ työt asennus tekniikka urakointi tukku kauppa suunnittelu konsultointi
toimisto tuote tuotteet yhtiöt ryhmä keskus mestarit tiimi talo paja piste pörssi invest osaajat apu
""")
GENERAL_FI = listed("""
Palvelut Yhtiöt Kiinteistöt Invest Holding Konsultointi Ryhmä Group Tekniikka Trading Sijoitus Tuotanto Media Kehitys
Rahoitus Import Service Consulting Team Finland Suomi Pohjola Yritysryhmä Capital Solutions Design Projektit
""")
FIRMS_FI = listed("""
Rakennusliike Rakennusliike Kuljetusliike Kuljetusliike Insinööritoimisto Insinööritoimisto Arkkitehtitoimisto
Konepaja Maanrakennus Sähköliike Sähköurakointi Maalausliike Autokorjaamo Autohuolto Tilitoimisto Kirjanpitotoimisto
Asianajotoimisto Lakiasiaintoimisto Kiinteistönvälitys Parturi-Kampaamo Kampaamo Kauneushoitola Kahvila Ravintola
Pizzeria Leipomo Hotelli Taksi Fysioterapia Hammaslääkäriasema Eläinlääkäriasema Puusepänliike Putkiliike LVI-Asennus
Metsäkoneurakointi Koneurakointi Nosturipalvelu Siivouspalvelu Isännöintitoimisto Mainostoimisto Valokuvaamo
Kukkakauppa Apteekki Optikko Kultasepänliike Autokoulu Ratsastuskoulu Tanssikoulu Päiväkoti Hoitokoti Matkailutila
Maatila Veljekset Kauppahuone Kenkäkauppa Kirjakauppa Kirjapaino Huonekaluliike Verhoomo Ompelimo Kattohuolto
Romuliike Pesula Hautaustoimisto Grilli
""")
TRADES_SV = listed("""
Bygg Bygg Bygg Transport Transport El El Måleri Fastighets Bil Maskin Mekaniska Rör VVS Skogs Trä Möbel Båt Fisk Päls
Trädgårds Städ Konsult Bokförings Advokat Arkitekt Ingenjörs Reklam Foto Musik Data Hotell Restaurang Café Bageri
Frisör Hälso Vård Utbildnings Handels Mode Blom Grönsaks Potatis Jordbruks Värme Kyl Glas Plåt Svets Jord Schakt
Betong Sten
""")
ENDS_SV = listed("""
service teknik byrå firma handel montage entreprenad affär produkter bolaget gruppen tjänst center verkstad
""")
SURNAME_SV = listed("""
Lind Berg Sjö Ek Björk Gran Hag Holm Lund Ny Sand Sund Söder Väster Öster Norr Asp Alm Back Dal Fors Hög Kron Stål
Ström Vik Wester Nord Skog Sten Häger Blom Grön Rosen Silfver Engel Kull Gäst Läng Finn Storm Snell Häll Ceder Frost
Hell
""")
SURNAME_SV_ENDS = listed("""
ström berg qvist man holm lund roos fors gren blad mark vall son back stedt dahl bäck näs lid
""")
BRAND_HEADS = listed("""
mec byte tek nor digi eco bio opti inno pro flex smart soft data net info auto robo hydro termo elektro fin alu metal
wood log trans tele med vita life neo nano micro mega multi uni omni inter ultra sol lumi terra aqua aero astro cyber
code pixel cloud grid volt watt sono opto laser cad geo agri kone rak tera valu puu tri duo quad max ista vari para
kera poly plast pan tar fen sis var res cap cor dyn ener fab gen hel ida jet kemi lat mar nav ori pik qu rem sen tur
""")
BRAND_TAILS = listed("""
lift lab tek tec tech soft net data pro plan line point form works ware mec med care con fin nord steel wood pipe pump
ring link gate core mind base box flow foil matic tron trans log sys sat cell gen dent vision view scan print pack
power volt air tex bit byte code mark nova ta ri va plast kone rak valu talo apu taito tuote team set mill cast cut
weld bond zone hub loop wave spark way edge forge craft smith ex ix ora ia eo io ana ero ico elli ando
""")
CHAINS = (  # name, domain; the last ones are made up, so that no list can know them
    ("K-Market", "k-market.com"),
    ("K-Supermarket", "k-ruoka.fi"),
    ("K-Rauta", "k-rauta.fi"),
    ("R-kioski", "r-kioski.fi"),
    ("Hesburger", "hesburger.fi"),
    ("Subway", "subway.fi"),
    ("Neste", "neste.fi"),
    ("Kotipizza", "kotipizza.fi"),
    ("Halpa-Hilla", "halpahilla.fi"),
    ("Autoasi Express", "autoasi.fi"),
    ("Kampa & Sakset", "kampajasakset.fi"),
    ("Lempikylä Kuntosali", "lempikyla.fi"),
    ("Silmukka Optiikka", "silmukka.fi"),
)
CAUSES = listed("""
Yrittäjät Martat Eläkkeensaajat Kotiseutuyhdistys Urheilijat Metsästysseura Kalastusseura Omakotiyhdistys Kyläyhdistys
Sydänyhdistys Reumayhdistys Invalidit Hengitysyhdistys Mielenterveysseura Nuorisoseura Maamiesseura Partiolaiset
Marttayhdistys Palokunta Reserviläiset Sotaveteraanit Rintamaveteraanit Voimistelijat Jalkapalloklubi Hiihtoseura
Ratsastajat Pursiseura Shakkikerho Teatteriyhdistys Mieskuoro Sekakuoro Taideyhdistys Valokuvaajat Musiikinystävät
Vanhempainyhdistys Työväenyhdistys Luonnonystävät Kennelkerho Moottorikerho Golf Tennisseura Sulkapalloseura Latu
Demarit Kokoomus Keskusta Vihreät Kristilliset Opettajayhdistys Sairaanhoitajat Insinöörit Kehittämisyhdistys
""")
CAUSES_SV = listed("""
Marthaförening Ungdomsförening Hembygdsförening Jaktförening Fiskargille Idrottsförening Pensionärer Företagare
Lantmannagille Hjärtförening Sångkör Manskör Byaförening Egnahemsförening Segelförening Teaterförening
""")
REGIONS = listed("""
Suomen Suomen Suomen Pohjois-Suomen Etelä-Suomen Länsi-Suomen Itä-Suomen Keski-Suomen Lapin Savon Pohjois-Savon
Etelä-Savon Kainuun Satakunnan Pirkanmaan Hämeen Kanta-Hämeen Päijät-Hämeen Uudenmaan Kymenlaakson Pohjanmaan
Etelä-Pohjanmaan Keski-Pohjanmaan Pohjois-Pohjanmaan Pohjois-Karjalan Etelä-Karjalan Varsinais-Suomen Ylä-Savon
Koillismaan
""")
STREET_ENDS = ("katu", "tie", "kuja", "polku", "tie", "katu", "väylä", "raitti", "rinne", "kaari")
STREETS = listed("""
Asema Kauppa Teollisuus Kirkko Koulu Tehtaan Satama Ranta Puisto Mylly Saha Urakoitsijan Yrittäjän Konepajan Varasto
Kisko Torin Sairaalan Linnan Kunnallis Hallitus Keskus Rauta Vasara Takojan Seppä Pelto Metsä Niitty Harju Mäki Koivu
Leppä Kuusi Pihlaja Tammi Vaahtera Kallio Lähteen Lehto Kanavan Veturi Juna Lento Opisto Museo Meijeri Myllärin
""")
STREETS_SV = listed("""
Fabriks Strand Skol Kyrko Hamn Stations Handels Industri Park Björk Ek Sjö Skogs Ängs Kvarn Smeds
""")
STREET_ENDS_SV = ("gatan", "vägen", "gränden", "stigen")
ABBREVIATIONS = {
    "insinööritoimisto": ("Ins.tsto", "Ins.tsto", "Ins.toimisto", "Insinööritsto"),
    "rakennusliike": ("Rak.liike", "Rak.l.", "Rakliike"),
    "kuljetusliike": ("Kulj.liike", "Kulj.l.", "Kuljliike"),
    "arkkitehtitoimisto": ("Ark.tsto", "Arkkit.tsto", "Arkkitehtitsto"),
    "asianajotoimisto": ("Asianajotsto", "As.ajotsto", "AAtsto"),
    "tilitoimisto": ("Tilitsto", "Tili-tsto"),
    "lakiasiaintoimisto": ("Lakiasiaintsto", "Lakias.tsto"),
    "isännöintitoimisto": ("Isännöintitsto",),
    "kirjanpitotoimisto": ("Kirjanpitotsto", "Kirjanp.tsto"),
    "veljekset": ("Vlj.", "Veljet", "Velj."),
    "kiinteistö": ("Kiint.",),
    "rakennus": ("Rak.",),
    "kuljetus": ("Kulj.",),
    "maanrakennus": ("Maanrak.", "Maarak."),
    "palvelut": ("Palv.",),
    "ravintola": ("Rav.",),
    "koneurakointi": ("Koneurak.",),
    "yhdistys": ("yhd.",),
    "osuuskunta": ("osk.",),
}
BEFORE = listed("""
Iso Pikku Vähä Uusi Vanha Ylä Ala Keski Etelä Pohjois Itä Länsi Suur Valkea Musta Puna Sini Kulta Hopea Kesä Talvi
Rauhan Onnen Päivän Aamun Illan Meren Rannan Metsän Järven Kirkon Myllyn
""")
INVENTED_ENDS = ("tek", "team", "mix", "pro", "plus", "tiimi", "center", "aitta")
QUALITIES = listed(
    "Kultainen Punainen Vihreä Sininen Musta Valkoinen Pieni Suuri Vanha Nuori Hyvä Iloinen Villi Vapaa Pikku"
)
NUMBERS = listed("1 2 3 4 5 7 8 9 10 12 24 54 56 99 100 360 2000")
CAPITALS = listed("A B C D E F G H I J K L M N O P R S T U V W")
FORM_LETTERS = frozenset({"AS", "OY", "AB", "KY", "KB", "AY", "RY", "RF", "SR", "SL", "SE"})  # no initials
BRAND_CONSONANTS = listed("b d f g h j k l m n p r s t v z br kr tr st fl kl pr")
BRANDS, RARE_SURNAMES = 15_000, 260  # how many there are
BRAND_LAST = ("", "", "n", "s", "x", "r", "l", "nto", "ri", "va", "ko", "nia", "tech", "m", "t")
CLUBS = ("Lions Club", "Rotary Klubi", "LC", "Rotaryklubi")
LEAGUES = ("Suomen Yrittäjien", "Suomen Luonnon", "Suomen Metsästäjien", "Mielenterveyden", "Vanhustyön", "Kansan")
VILLAGE_CAUSES = ("kyläyhdistys", "seura", "metsästysseura", "tiekunta", "vesiosuuskunta", "kylätoimikunta")
HOUSE_TAILS = ("2", "2", "3", "II", "I", "A", "B", "C")
FARMS = listed("Maatalousyhtymä Maatalousyhtymä MTY Metsäyhtymä Maatila Yhteismetsä Tiekunta Osakaskunta")
PUBLIC_BODIES = listed("""
seurakunta koulutuskuntayhtymä vesilaitos kansalaisopisto yrityspalvelut museo kaupunki energia satama kehitysyhtiö
lämpö
""")
FAMILY_WORDS = listed("""
Holding Holding Holding Kiinteistöt Kiinteistöt Invest Invest Group Yhtiöt Logistics Logistiikka Rakennus Service
Palvelut Huolto Trading International Capital Export Tekniikka Konsultointi Metsä Kuljetus Energia Sijoitus Tuotanto
Rent Vuokraus Finland Suomi
""")
MAIL = ("gmail.com", "gmail.com", "hotmail.com", "luukku.com", "outlook.com", "kolumbus.fi", "pp.inet.fi")


@dataclass(frozen=True)
class Words:
    """Word lists to draw from, the commonest first."""

    first_fi: tuple[str, ...]
    first_sv: tuple[str, ...]
    surnames: tuple[str, ...]
    surnames_sv: tuple[str, ...]
    nouns: tuple[str, ...]
    brands: tuple[str, ...]


@cache
def words(folder: Path | None = None) -> Words:
    """The lists; with those of a folder behind the own ones, each word once."""
    made = tuple(a + _joined(a, b) for a in NATURE for b in SURNAME_ENDS if not a.lower().endswith(b))
    surnames = (*SURNAMES_TOP, *made[:: len(made) // RARE_SURNAMES])
    nouns: tuple[str, ...] = WORDS_FI
    first = FIRST_FI
    if folder:
        first += _read(folder / "firstnames.txt")
        surnames = (*SURNAMES_TOP, *_read(folder / "surnames.txt"), *surnames[len(SURNAMES_TOP) :])
        nouns += _read(folder / "kotus_nouns.txt")
    return Words(
        tuple(dict.fromkeys(first)),
        tuple(dict.fromkeys(FIRST_SV)),
        tuple(dict.fromkeys(surnames)),
        tuple(a + b for b in SURNAME_SV_ENDS for a in SURNAME_SV),
        tuple(dict.fromkeys((*nouns, *NATURE))),
        _brands(),
    )


def _brands() -> tuple[str, ...]:
    """Invented words, in small letters, the same for every seed."""
    rng = random.Random(7)
    found: dict[str, None] = {}
    while len(found) < BRANDS:
        draw = rng.random()
        if draw < 0.45:
            made = rng.choice(BRAND_HEADS) + rng.choice(BRAND_TAILS)
        elif draw < 0.62:
            made = rng.choice(NATURE)[:4].lower() + rng.choice(BRAND_TAILS)
        else:
            vowels = "aeiou" if rng.random() < 0.85 else "äöyei"
            made = "".join(rng.choice(BRAND_CONSONANTS) + rng.choice(vowels) for _ in range(rng.choice((1, 2, 2, 3))))
            made += rng.choice(BRAND_LAST)
        found[made] = None
    return tuple(found)


def _joined(head: str, tail: str) -> str:
    """The end as it follows a head: `la` takes its harmony."""
    if tail == "la":
        return "la" if any(vowel in head.lower() for vowel in "aou") else "lä"
    return tail


def _read(path: Path) -> tuple[str, ...]:
    found = path.read_text(encoding="utf-8").split()
    return tuple(word[:1].upper() + word[1:] for word in found if len(word) > 2)
