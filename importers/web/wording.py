"""Words of web pages in Finnish, Swedish and English: link texts that name nobody, job titles, what a heading promises.

Own lists, made by hand from usage. All patterns are bounded.
"""

from __future__ import annotations

import re

_GENERIC = """
lue lisää|lue lisää täältä|lisää|lisätietoja|lisätiedot|lisätietoa|näytä lisää|näytä|avaa|sulje|katso|katso lisää
|katso kartalta|kartta|kartalla|näytä kartalla|reittiohjeet|avaa kartta|tutustu|tutustu lisää|tutustu yritykseen
|siirry|siirry sivuille|siirry sivustolle|siirry kotisivuille|siirry verkkosivuille|kotisivut|kotisivu|kotisivuille
|verkkosivut|verkkosivu|verkkosivuille|verkkosivusto|nettisivut|nettisivuille|www|www-sivut|www-sivuille|web|nettiin
|linkki|linkki kotisivuille|vieraile sivuilla|yrityksen sivut|yrityksen kotisivut|yrityksen verkkosivut
|yrityksen sivuille|facebook|instagram|linkedin|twitter|youtube|tiktok|x|some|sosiaalinen media|sähköposti
|lähetä sähköpostia|lähetä viesti|ota yhteyttä|yhteystiedot|yhteydenotto|soita|tallenna|jaa|tulosta|takaisin
|takaisin ylös|ylös|edellinen|seuraava|etusivu|haku|hae|suodata|kaikki|liity jäseneksi|liity|ilmoittaudu|tilaa|osta
|varaa|varaa aika|logo|kuva|esittely|yritysesittely|yrityskortti|profiili|avoinna|aukioloajat|toimipaikat|toimipisteet
|palvelut|tuotteet|osoite|käyntiosoite|postiosoite|kuvaus|uusi|uutuus|jäsenetu|läs mer|läs mera|mer information
|mer info|mera info|mer|visa mer|visa|visa på karta|karta|till webbplatsen|till hemsidan|webbplats|webbsida|hemsida
|hemsidor|besök webbplatsen|besök hemsidan|öppna|stäng|länk|kontakt|kontakta oss|kontakta|kontaktuppgifter
|kontaktinformation|e-post|skicka e-post|ring|dela|skriv ut|tillbaka|till toppen|föregående|nästa|hem|sök|alla
|bli medlem|anmäl dig|beställ|köp|boka|bild|presentation|öppettider|adress|besöksadress|postadress|ny|medlemsförmån
|tjänster|produkter|företagets webbplats|företagets hemsida|read more|learn more|more|more info|more information
|show more|show|view|view more|view profile|view details|details|open|close|see more|see on map|map|show on map
|directions|website|visit website|visit site|web site|web page|homepage|home page|home|link|contact|contact us
|contact information|contact details|contacts|e-mail|email|send e-mail|send email|call|share|print|back|back to top
|top|previous|next|search|all|join|join us|become a member|register|order|buy|book|image|picture|profile
|company profile|opening hours|address|visiting address|postal address|services|products|new|go to website|go to site
|visit|visit us|discover|download|lataa|ladda ner|pdf|esite|broschyr|brochure|a|b|c
"""
GENERIC = frozenset(each.strip() for each in _GENERIC.replace("\n", "").split("|"))

NEW_WINDOW = re.compile(
    r"\s*[(\[,–-]?\s*(?:avautuu uu(?:teen|dessa) (?:ikkunaan|välilehteen|ikkunassa|välilehdessä)"
    r"|(?:linkki )?(?:avautuu|siirryt|vie|johtaa) (?:toiseen|ulkoiseen|toiselle|ulkoiselle) (?:palveluun|sivustolle"
    r"|sivustoon)"
    r"|(?:ulkoinen|extern|external) (?:linkki|länk|link)"
    r"|öppnas i (?:ett )?(?:nytt|ny) (?:fönster|flik)|öppnar (?:i )?(?:ett )?(?:nytt|ny) (?:fönster|flik)"
    r"|länken öppnas i (?:ett )?(?:nytt|ny) (?:fönster|flik)"
    r"|(?:link )?opens in (?:a )?new (?:window|tab))\s*[)\]]?\s*",
    re.IGNORECASE,
)
LOGO = re.compile(
    r"(?:^|[\s–-])(?:yrityksen|företaget|company)?\s*(?:(?::n|n|:s|'s)\s)?(?:logo(?:tyyppi|typ|type|n)?|logga"
    r"|liikemerkki|tunnus)"
    r"(?:$|\s*[:–-]?\s*)",
    re.IGNORECASE,
)
FAX = re.compile(r"(?:\bfax|\bfaksi|\btelefax|\btelekopio|\bf)\s*(?:no|nro|nr)?[.:]?\s*$", re.IGNORECASE)
FAX_LABEL = re.compile(r"^(?:tele)?(?:fax|faksi|f|fx|telekopio)(?:[.:\s]|$)", re.IGNORECASE)
COUNTRY = frozenset({"finland", "suomi", "fi", "fin", "sverige", "sweden", "åland", "ruotsi", "aland"})

JOB = re.compile(
    r"(?<!\w)(?:toimitusjohtaja|tj|puheenjohtaja|vara?puheenjohtaja|hallituksen (?:jäsen|puheenjohtaja)|sihteeri"
    r"|\w{0,20}(?:päällikkö|johtaja|asiantuntija|vastaava|neuvoja|koordinaattori|suunnittelija|assistentti|insinööri"
    r"|sihteeri|rehtori|lehtori|professori|tutkija|kehittäjä|konsultti|ordförande|chef|direktör|rådgivare|handläggare"
    r"|koordinator|planerare|sekreterare|ombudsman|forskare|ingenjör|konsult|assistent)"
    r"|asiamies|toiminnanjohtaja|yrittäjä|omistaja|isännöitsijä|kirjanpitäjä|verkställande direktör|vd|företagare|ägare"
    r"|viceordförande|styrelsemedlem|ceo|cto|cfo|coo|managing director|chief \w{1,20} officer|director|manager"
    r"|(?:chair|vice[- ]chair)(?:man|woman|person)?|secretary|coordinator|advis[eo]r|specialist|expert|engineer"
    r"|developer"
    r"|professor|lecturer|researcher|owner|founder|entrepreneur|head of \w{1,30}|project manager|assistant"
    r"|designer)(?!\w)",
    re.IGNORECASE,
)
PERSON_LABEL = re.compile(
    r"^(?:yhteyshenkilöt?|yht\.? ?hlö|yhteyshlö|kontaktperson(?:er)?|contact persons?|contact|vastuuhenkilö|ansvarig"
    r"|yhteydenotot|toimitusjohtaja|toim\.? ?joht\.?|vd|ceo|puheenjohtaja|ordförande|yrittäjä|företagare|omistaja)\b",
    re.IGNORECASE,
)

LISTS_ORGANISATIONS = re.compile(
    r"(?:jäsen(?:et|emme|iä|yrity\w{0,8}|yhteisö\w{0,6}|yhdisty\w{0,8}|luettelo\w{0,4}|lista\w{0,4}|rekisteri\w{0,4})"
    r"|yritykset|yrityksiä|yrityksemme|yritysluettelo|yrityshakemisto|yrityslista|yritysrekisteri|yrityspuisto"
    r"|yrittäjät|yhdistykset|yhdistyksiä|seurat\b|seuroja|järjestöt|toimijat|toimijoita|toimijamme"
    r"|näytteilleasetta\w{0,6}"
    r"|kumppani\w{0,8}|yhteistyökumppani\w{0,8}|sponsorit|tukijat|tukijamme|vuokralai\w{0,6}|toimittajat|startup\w{0,4}"
    r"|palveluntuottajat|tuottajat|osakkaat|omistajat|referenssi\w{0,4}|asiakkaamme"
    r"|medlemmar\w{0,3}|medlemsföretag\w{0,3}|medlemsförening\w{0,4}|medlemslista\w{0,2}|medlemsregister"
    r"|företag(?:en|are|arna)?\b"
    r"|företags(?:register|lista|katalog|förteckning)\w{0,4}|föreningar\w{0,3}|aktörer\w{0,3}|utställar\w{0,4}"
    r"|partner\w{0,4}"
    r"|samarbetspartner\w{0,4}|sponsorer|hyresgäster\w{0,3}|leverantörer\w{0,3}|producenter\w{0,3}|delägare"
    r"|referenser|våra kunder"
    r"|members?\b|member (?:companies|organi[sz]ations)|companies|businesses|exhibitors?|partners?\b|tenants?\b"
    r"|sponsors?\b"
    r"|suppliers|vendors|organi[sz]ations|associations|clubs|directory|start-?ups|our clients|our customers)",
    re.IGNORECASE,
)
NO_LIST = re.compile(
    r"(?:tietosuoja|rekisteriselost|evästeet|evästekäytän|saavutettavuus|käyttöehdot|toimitusehdot|dataskydd"
    r"|integritetspolicy|registerbeskriv"
    r"|aikataulu(?!t?uk)|tidtabell|timetable"
    r"|kakor\b|tillgänglighets|användarvillkor|privacy|cookie|accessibility statement|terms (?:of|and))",
    re.IGNORECASE,
)
LISTS_OTHERS = re.compile(
    r"(?:uutis|uutiset|ajankohtaista|tiedottee|tapahtum|kalenteri|koulutu|henkilökun|henkilöstö|yhteyshenkilö|tiimi"
    r"|hallitus\b"
    r"|hallituksen|toimisto\b|työpaik|rekry|tuotteet|palvelumme|palvelut\b|blogi|artikkel|usein kysyt|ukk\b"
    r"|kysymyks|arvostelu"
    r"|asiakaspalaut|ruokalista|lounas|vuokra-asunno|asunno|tontit|toimialat|kategoriat|luokat|kunnat|kaupungit"
    r"|paikkakunnat"
    r"|linkit|linkkejä|edut\b|hyödyt|nyheter|aktuellt|evenemang|kalender|utbildning|personal\b|team\b|styrelse"
    r"|lediga jobb|tjänster\b"
    r"|produkter\b|blogg|artiklar|vanliga frågor|recension|meny\b|lunch|bostäder|branscher|kategorier|kommuner"
    r"|städer|länkar"
    r"|förmåner|news\b|events?\b|calendar|training|staff\b|people\b|board\b|jobs?\b|vacanc|careers|products\b"
    r"|services\b|blog\b|articles"
    r"|faq\b|questions|reviews?\b|testimonials|menu\b|apartments|categories|industries|municipalities|towns\b"
    r"|cities|links\b"
    r"|benefits)",
    re.IGNORECASE,
)
OFFICE_NAME = re.compile(
    r"(?<!\w)(?:toimipiste\w{0,4}|toimipaikka|konttori|pääkonttori|toimisto|myymälä|varasto|noutopiste|käyntiosoite"
    r"|postiosoite|laskutusosoite|laskutus|asiakaspalvelu|vaihde|huolto|myynti|kontor|huvudkontor|butik|lager"
    r"|besöksadress"
    r"|postadress|fakturering|kundtjänst|växel|office|head office|headquarters|branch|warehouse|visiting address"
    r"|postal address|billing|customer service|switchboard|sales)(?!\w)",
    re.IGNORECASE,
)

_FIRST_NAMES = """
aapo aaro aatu ahti aino aki aleksi alina anders andreas anita anja anna anne anneli annika anni ann-marie anssi
antero antti ari arja arto asko atte axel barbro bengt birgit björn bo bodil börje carina carl carola caroline
christel christer christian daniel david eero eeva eija eila eino elias elina elisa elisabet ella elli emil emilia
emma emmi erik erika erkki ernst esa esko essi eva eveliina fanny fredrik frida gunilla gunnar gustav göran hanna
hannele hannes hannu hans harri heidi heikki heini helena helga heli henna henri henrik hilkka iida iina ilkka ilona
inga inger ingrid inka irene iris irma ismo jaakko jaana jan jani janina janne jan-erik jari jarkko jarmo jenna jenni
jenny jessica joakim joel johan johanna johannes john jonas joni jorma jouko jouni juha juhani juho jukka julia jussi
juuso jyrki kai kaija kaisa kaj kalevi kalle kari karin karita karl karoliina katariina kati katja katri kauko keijo
kenneth kerttu kim kimmo kirsi kirsti kjell klaus kristian kristiina kyösti laila lars lasse laura lauri lea leena
lena leo liisa linda linnea linus lisa lotta maarit magnus maija maj malin marcus mari maria marianne mariann marika
marina marita marja marjatta marjo marjut marko markku markus martin martti mathias matias matti mats maija mauri meri
mia mika mikael mikaela mikko mikko milla mira mirja mirjam mirka monica monika nea niclas nicklas niina niklas niko
nils nina noora olavi ole olga oliver olli onni oona oskar otto outi paavo patrik pasi paula pauli pauliina peik pekka
pentti per pernilla pertti peter petra petri petteri pia piia pirjo pirkko päivi raija raili raimo raisa rami rauni
rauno reetta reijo riikka riitta rikard risto ritva robert robin roger roope saara saija saku sakari salla sami samuel
samuli sanna sannamari santeri sara sari satu sebastian seija seppo siiri simo sini sinikka sirkka sirpa sofia sonja
stefan stig susanna susanne suvi sven tanja tapani tapio tarja taru teemu teija teppo terhi tero tiia tiina timo tinja
toini tomas tomi toni topi tor tuija tuomas tuomo tuula tuulia tytti ulf ulla ulrika urpo ursula vappu veera veijo
veikko vesa viivi ville vilma virpi väinö åke åsa james john michael william thomas richard susan mary sarah emily
jack george kate
"""
FIRST_NAMES = frozenset(_FIRST_NAMES.split())

# Common last names, folded; those in -nen and the like are known by their ending.
_SURNAMES = """
aalto aho ahokas ahola alanko alatalo andersson anttila aro autio backman berg blomqvist brown eklund elo eloranta
eriksson erkkila eskola forsman gronroos gustafsson haapala haapaniemi haataja haavisto hakala halme hannula harju
hautala hautamaki heikkila heino helenius helin henriksson hietala holappa holm holmberg holmstrom huhtala huotari
jaakkola jansson jantti jarvela jarvenpaa jarvi johansson jokela jones juntunen jussila kallio kanerva kangas
kankaanpaa kantola karhu kari karki karlsson kauppila keskitalo ketola kiiski kiuru kivela kivimaki kiviniemi kivisto
koivisto koivula kokko korpela korpi koskela koski kuisma kujala kulmala kurki kuusela kuusisto laakso lahteenmaki
lahti laiho laine lammi lassila latvala laurila lehtimaki lehto lehtola leino lepisto lilja lindberg lindfors lindgren
lindholm lindqvist lindroos lindstrom linna luoma maatta maenpaa makela maki mannisto mantyla marttila mattila
mattsson mikkola moisio muller myllymaki nevala niemela niemi nikula nilsson nurmi nyberg nylund nyman nystrom ojala
ollila paavola palomaki pekkala peltola peltoniemi penttila perala pietila pohjola puhakka rajala ranta rantala raty
rauhala rautio repo riihimaki rinne rintala ronkko rossi saarela saari sainio salmela salmi salo salomaa seppa seppala
sillanpaa simola sipila siren sirvio sjoblom smith soini svensson syrjala taipale takala tervo tikka tuomi uotila
uusitalo vainio valimaki valkama varis viitala virta vuorela vuori wikstrom ylitalo
"""
SURNAMES = frozenset(_SURNAMES.split())

CART = re.compile(
    r"(?:lisää (?:ostos)?koriin|ostoskori|add to (?:cart|basket)|lägg i (?:varukorg|kundvagn)|köp nu|osta nu"
    r"|buy now|varastossa"
    r"|i lager|in stock)",
    re.IGNORECASE,
)
PRICE = re.compile(
    r"(?<![\w])(?:€\s?[0-9]|[0-9]{1,6}(?:[ .,][0-9]{2,3}){0,3}(?:,-)?\s?(?:€|eur\b|euroa\b|sek\b|kr\b))", re.I
)
DWELLING = re.compile(
    r"(?<!\w)[0-9]{1,4}(?:[.,][0-9])?\s?(?:m²|m2|neliö\w*|kvm)(?!\w)|\b[1-9]\s?(?:h|r|rok)\s?\+\s?\w", re.IGNORECASE
)
JOB_ADVERT = re.compile(
    r"(?:hae (?:viimeistään|tehtävää|paikkaa|\d)|haku(?:aika)? päättyy|viimeinen hakupäivä|ansök senast"
    r"|sista ansökningsdag"
    r"|ansökningstid|apply by|application deadline|closing date|deadline|vakituinen|kokoaikainen|määräaikainen"
    r"|heltid|tillsvidare"
    r"|full-time|part-time|osa-aikainen)",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?<![\w.,])(?:[0-3]?[0-9]\.\s?[01]?[0-9]\.(?:\s?(?:19|20)[0-9]{2})?|(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9]"
    r"|[0-3]?[0-9]\.?\s(?:tammi|helmi|maalis|huhti|touko|kesä|heinä|elo|syys|loka|marras|joulu)kuu\w{0,3}"
    r"|[0-3]?[0-9]\.?\s(?:januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december"
    r"|january|february|march|may|june|july|august|october)"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\s[0-3]?[0-9])(?![0-9])",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"(?:\b(?:klo|kl|at)\.?\s?[0-2]?[0-9](?:[.:][0-5][0-9])?(?![0-9])"
    r"|\b[0-2]?[0-9][.:][0-5][0-9]\s?[–-]\s?[0-2]?[0-9][.:][0-5][0-9]"
    r"|\b[0-1]?[0-9](?::[0-5][0-9])?\s?[ap]\.?m\b)",
    re.IGNORECASE,
)
# Day and minute of a post, as forums and logs write them.
STAMP = re.compile(
    r"(?:19|20)[0-9]{2},?\s{1,2}(?:klo\s|at\s|kl\.?\s)?[0-2]?[0-9][:.][0-5][0-9](?![0-9])", re.IGNORECASE
)
REVIEW = re.compile(
    r"(?:★|⭐|☆|\b[0-5](?:[.,][0-9])?\s?/\s?5\b|\b[0-5] tähteä\b|\b[1-5] stjärnor\b|\b[1-5] stars\b)", re.IGNORECASE
)
MORE = re.compile(
    r"(?:lue (?:koko )?(?:lisää|uutinen|juttu|artikkeli)|läs mera?|read (?:more|article|on)|continue reading)",
    re.IGNORECASE,
)
EXPLAINED = re.compile(
    r"(?:avoinna|auki|aukiolo|palvel(?:emme|ee)|öppet|öppettider|open(?:ing)?\b|hours|perustettu|jäsen vuodesta"
    r"|grundad|founded)",
    re.I,
)
