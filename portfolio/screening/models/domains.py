"""What the domain of an address says of a company. Pure rules: no row is asked."""

import re
import unicodedata

from portfolio.models.mail_address import canonical

# fmt: off
# Where anybody can have an address.
FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "outlook.it", "hotmail.com", "hotmail.it",
        "live.com", "live.it", "msn.com", "icloud.com", "me.com", "mac.com", "yahoo.com", "yahoo.it",
        "ymail.com", "aol.com", "proton.me", "protonmail.com", "pm.me", "gmx.com", "gmx.net", "gmx.de",
        "web.de", "mail.com", "zoho.com", "libero.it", "virgilio.it", "tiscali.it", "alice.it",
        "tin.it", "inwind.it", "iol.it", "email.it", "fastwebnet.it", "tim.it", "vodafone.it",
        "poste.it", "pec.it", "legalmail.it", "orange.fr", "free.fr", "laposte.net", "wanadoo.fr",
        "yandex.com", "yandex.ru", "mail.ru", "qq.com", "tutanota.com", "fastmail.com", "hey.com",
        "duck.com",
    }
)
LEGAL_FORMS = frozenset(
    {
        "srl", "srls", "spa", "sas", "snc", "scarl", "scrl", "ltd", "limited", "llc", "inc", "gmbh",
        "ag", "sa", "sarl", "bv", "plc", "co",
    }
)
# What many companies are called besides their name.
TRADE = frozenset(
    {
        "film", "films", "movie", "movies", "cinema", "produzione", "produzioni", "production",
        "productions", "pictures", "picture", "media", "group", "gruppo", "studio", "studios",
        "entertainment", "television", "video", "communication", "italia", "italy", "international",
        "casa",
    }
)
SECOND_LEVEL = frozenset(
    {
        "co", "com", "org", "net", "gov", "ac", "edu",
    }
)
# fmt: on
# Shorter words are in too many domains by chance.
SHORTEST, COUNTRY = 4, 2


def domain_of(address: str) -> str:
    """What stands behind the @ of an address, in its one spelling."""
    return canonical(address).rpartition("@")[2]


def is_free_mail(domain: str) -> bool:
    """Whether anybody can have an address there, so that it says nothing of a company."""
    return domain in FREE_MAIL


def resembles(domain: str, company: str) -> bool:
    """Whether a domain bears the name of a company: `faro-film.it` that of Faro Film S.r.l.

    Only the part that somebody registered counts: `faro.example.net` bears nothing of Faro.
    """
    label = re.sub(r"[^a-z0-9]", "", _registered(domain))
    words = [word for word in re.findall(r"[a-z0-9]+", _plain(company)) if word not in LEGAL_FORMS]
    own = [word for word in words if word not in TRADE and len(word) >= SHORTEST]
    return bool(label) and ("".join(words) == label or any(word in label for word in own))


def _registered(domain: str) -> str:
    *rest, last = domain.split(".") if domain else [""]
    if len(rest) > 1 and rest[-1] in SECOND_LEVEL and len(last) == COUNTRY:
        rest = rest[:-1]
    return rest[-1] if rest else ""


def _plain(name: str) -> str:
    """Small letters without accents; what is written with dots is one word: S.r.l. is srl."""
    letters = unicodedata.normalize("NFKD", name.lower()).encode("ascii", "ignore").decode()
    return letters.replace(".", "")
