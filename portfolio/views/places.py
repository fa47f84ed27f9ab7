"""Countries and languages by their names, from the codes that the editors type."""

import re

from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

COUNTRIES = {
    "AR": _("Argentina"),
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BE": _("Belgium"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "ES": _("Spain"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GR": _("Greece"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "IN": _("India"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "LU": _("Luxembourg"),
    "MA": _("Morocco"),
    "MT": _("Malta"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "RS": _("Serbia"),
    "SE": _("Sweden"),
    "SI": _("Slovenia"),
    "TN": _("Tunisia"),
    "TR": _("Türkiye"),
    "US": _("United States"),
    "WW": _("worldwide"),
}


def codes_in(text: str) -> list[str]:
    """The codes in "IT, FR" or "IT FR"."""
    return [code for code in re.split(r"[\s,;/]+", text) if code]


def country(code: str) -> str:
    """The country's name in the reader's language; the code itself where we have no name for it."""
    return str(COUNTRIES.get(code.upper(), code))


def language(code: str) -> str:
    """The language's name in the reader's language; the code itself where there is none."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code
