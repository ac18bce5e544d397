"""Words that so many names share that sharing them says nothing, folded; for callers without a register's frequencies.

Own list from Finnish, Swedish and English names. It names trades, places and parts of groups.
"""

from __future__ import annotations

from outreach.rules.linkage.forms import HOUSING, PREMISES

_WORDS = """
suomi suomen finland finlands finnish nordic nordisk scandinavia scandinavian baltic europe european international
global world pohjois etela ita lansi keski uusi vanha pohjolan pohjoinen lapin savon karjalan hameen pohjanmaan
satakunnan uudenmaan kainuun group konserni holding holdings invest investment investments investointi capital
sijoitus ventures partners partner kumppanit yhtiot yhtio yritys yritykset company companies business trading trade
kauppa kaupat kauppahuone market myymala tukku tukkuliike liike palvelu palvelut palvelukeskus service services
solutions solution ratkaisut consulting consultants consult konsultointi konsultit management marketing markkinointi
media design studio digital data software systems system tech technology technologies teknologia tekniikka teknik
engineering insinooritoimisto suunnittelu arkkitehtitoimisto arkkitehdit asianajotoimisto lakitoimisto tilitoimisto
tilipalvelu kirjanpito isannointi kiinteisto kiinteistot kiinteistopalvelu kiinteistohuolto rakennus rakennuspalvelu
rakennusliike rakentaminen rakentajat remontti saneeraus maalaus maalaamo sahko sahkoasennus sahkopalvelu lvi putki
putkiliike lampo ilmastointi huolto asennus kone konepaja koneurakointi metalli metal puu wood teras steel maa
maansiirto maanrakennus kuljetus kuljetukset kuljetusliike transport logistics logistiikka auto autohuolto autokorjaamo
autokauppa taksi taxi ravintola ravintolat restaurant kahvila cafe catering hotelli hotel parturi kampaamo kauneus
hieronta hoiva hoivakoti hoitokoti terveys terveyspalvelut fysioterapia hammaslaakari hammaslaboratorio laakari
apteekki kukka kukkakauppa leipomo kotileipomo kala liha food foods elintarvike tila maatila metsa metsapalvelu
energia energy power tuulivoima wind solar water vesi vesiosuuskunta osuuskunta osuuskauppa osuuspankki saastopankki
pankki bank vakuutus rahoitus finance yhdistys yhdistykset liitto seura seurat saatio stiftelsen stiftelse forening
foreningen forbund forbundet klubi klubb club kerho urheilu liikunta sport nuoriso lasten koulu opisto akatemia
academy koulutus training institute instituutti keskus center centre talo koti home house the of for in on and by
kehitys development innovation innovations innovaatiot yrittajat yritysten tuotanto production products tuote tuotteet
teollisuus industry industries industrial werk works oili shop store verkkokauppa kirjapaino paino print
sr oy ab ky tmi ry rf
"""

COMMON_WORDS = frozenset({*_WORDS.split(), HOUSING, PREMISES})
