"""Domains that many unrelated organisations share, and the words by which offices name their mailboxes.

Own lists, made by hand. A domain that is missing costs a question to a person, never a wrong link by itself: linkage
counts the owners of a domain too.
"""

from __future__ import annotations

_MAIL = """
gmail.com googlemail.com hotmail.com hotmail.fi hotmail.se outlook.com outlook.fi live.com live.fi msn.com yahoo.com
yahoo.se ymail.com icloud.com me.com mac.com aol.com proton.me protonmail.com pm.me gmx.com gmx.net gmx.de mail.com
mail.ru yandex.ru yandex.com tutanota.com tuta.io zoho.com fastmail.com luukku.com suomi24.fi kolumbus.fi saunalahti.fi
elisanet.fi inet.fi netti.fi welho.com dnainternet.net phnet.fi sci.fi surffi.fi surffi.net jippii.fi netikka.fi
multi.fi anvianet.fi mbnet.fi nic.fi wippies.fi wippies.com kymp.net telemail.fi suomi.net japo.fi iki.fi htv.fi
kotinet.com aina.net mail.suomi.net telia.com bredband.net
"""
_SOCIAL = """
facebook.com fb.com fb.me m.me instagram.com linkedin.com twitter.com x.com youtube.com youtu.be tiktok.com
pinterest.com threads.net linktr.ee wa.me whatsapp.com t.me google.com google.fi goo.gl g.page bit.ly vk.com
snapchat.com bsky.app tripadvisor.com tripadvisor.fi booking.com airbnb.com airbnb.fi
"""
_PORTALS = """
fonecta.fi finder.fi asiakastieto.fi kauppalehti.fi yritysopas.com suomenyritykset.fi proff.fi prh.fi ytj.fi vero.fi
suomi.fi oikotie.fi etuovi.com nettiauto.com nettix.fi tori.fi duunitori.fi timma.fi vello.fi europages.com europages.fi
dnb.com bloomberg.com crunchbase.com wikipedia.org yritystele.fi
"""
_CHAINS = """
kesko.fi k-ruoka.fi k-market.com k-supermarket.fi k-citymarket.fi k-rauta.fi k-auto.fi s-kanava.fi s-kaupat.fi
s-market.fi prisma.fi sale.fi sok.fi r-kioski.fi rkioski.fi hesburger.fi hesburger.com subway.com subway.fi kotipizza.fi
rax.fi neste.fi neste.com st1.fi st1.com teboil.fi shell.fi abcasemat.fi seo.fi tokmanni.fi mustijamirri.fi op.fi
nordea.fi saastopankki.fi poppankki.fi lahitapiola.fi fennia.fi if.fi vianor.fi euromaster.fi rengascenter.fi
mekonomen.fi intersport.fi expert.fi gigantti.fi power.fi synsam.fi instru.fi specsavers.fi silmaasema.fi
yliopistonapteekki.fi apteekki.fi kiinteistomaailma.fi huoneistokeskus.fi remax.fi sp-koti.fi opkoti.fi rtv.fi
bauhaus.fi starkki.fi stark-suomi.fi hankkija.fi agrimarket.fi lantmannenagro.fi katsastus.fi a-katsastus.fi
plusterveys.fi terveystalo.com mehilainen.fi pihlajalinna.fi
"""
_HOSTING = """
wixsite.com wordpress.com blogspot.com blogspot.fi weebly.com squarespace.com webnode.fi webnode.com business.site
kotisivukone.com kotisivukone.fi kotisivut.com myshopify.com mycashflow.fi jimdo.com jimdofree.com jimdosite.com
webador.fi netlify.app github.io herokuapp.com web.app azurewebsites.net vercel.app suntuubi.com vuodatus.net
godaddysites.com site123.me
"""
_ROLES = """
info infot toimisto myynti asiakaspalvelu palvelu posti postia yhteys yhteydenotto tiedustelut tilaukset tilaus
tarjous tarjoukset varaukset varaamo ajanvaraus vastaanotto laskut laskutus ostolaskut talous kirjanpito hallinto
johto kirjaamo kirjasto koulu neuvonta huolto tuki verkkokauppa kauppa ravintola hotelli rekry rekrytointi tyopaikat
markkinointi viestinta tiedotus toimitus pankki apteekki yritys yrityspalvelut kunta kaupunki
kontor kontoret kansli kansliet forsaljning kundtjanst kundservice bestallning bestallningar bokning bokningar
reception faktura fakturor ekonomi registrator registratur redaktion service butik foreningen kontakt
office sales contact contacts hello hi mail email post admin administration support help helpdesk enquiries inquiries
orders order booking bookings reservations invoice invoices invoicing billing accounts finance marketing press media
jobs careers hr recruitment webmaster postmaster noreply export projects team shop store feedback palaute privacy
tietosuoja dpo
"""

SHARED_DOMAINS = frozenset(f"{_MAIL} {_SOCIAL} {_PORTALS} {_CHAINS}".split())
HOSTING_DOMAINS = frozenset(_HOSTING.split())
ROLE_WORDS = frozenset(_ROLES.split())
AMBIGUOUS_ROLES = frozenset({"posti", "koulu", "huolto", "kirjasto", "hi", "sale", "pankki", "kunta"})
