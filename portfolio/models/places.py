"""Countries and languages: their codes, refused where there is none like it, and their names."""

import re

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# ISO 3166-1 alpha-2, all of it: a country that we cannot name yet is printed as its code.
COUNTRY_CODES = frozenset(
    re.findall(
        r"\w\w",
        """
        AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
        BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
        EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
        HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
        LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
        NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
        SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
        TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
        """,
    )
)
WORLD = "WW"

# ISO 639-1, all of it, beside the codes that Django knows.
LANGUAGE_CODES = frozenset(LANG_INFO) | frozenset(
    re.findall(
        r"\w\w",
        """
        aa ab ae af ak am an ar as av ay az ba be bg bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de
        dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia
        id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo
        lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl
        ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk
        tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
        """,
    )
)

COUNTRIES = {
    "AL": _("Albania"),
    "AR": _("Argentina"),
    "AT": _("Austria"),
    "AU": _("Australia"),
    "BA": _("Bosnia and Herzegovina"),
    "BE": _("Belgium"),
    "BG": _("Bulgaria"),
    "BR": _("Brazil"),
    "CA": _("Canada"),
    "CH": _("Switzerland"),
    "CL": _("Chile"),
    "CN": _("China"),
    "CY": _("Cyprus"),
    "CZ": _("Czechia"),
    "DE": _("Germany"),
    "DK": _("Denmark"),
    "EE": _("Estonia"),
    "EG": _("Egypt"),
    "ES": _("Spain"),
    "FI": _("Finland"),
    "FR": _("France"),
    "GB": _("United Kingdom"),
    "GE": _("Georgia"),
    "GR": _("Greece"),
    "HR": _("Croatia"),
    "HU": _("Hungary"),
    "IE": _("Ireland"),
    "IL": _("Israel"),
    "IN": _("India"),
    "IS": _("Iceland"),
    "IT": _("Italy"),
    "JP": _("Japan"),
    "KR": _("South Korea"),
    "LT": _("Lithuania"),
    "LU": _("Luxembourg"),
    "LV": _("Latvia"),
    "MA": _("Morocco"),
    "MC": _("Monaco"),
    "ME": _("Montenegro"),
    "MK": _("North Macedonia"),
    "MT": _("Malta"),
    "MX": _("Mexico"),
    "NL": _("Netherlands"),
    "NO": _("Norway"),
    "NZ": _("New Zealand"),
    "PL": _("Poland"),
    "PT": _("Portugal"),
    "RO": _("Romania"),
    "RS": _("Serbia"),
    "SE": _("Sweden"),
    "SI": _("Slovenia"),
    "SK": _("Slovakia"),
    "SM": _("San Marino"),
    "TN": _("Tunisia"),
    "TR": _("Türkiye"),
    "UA": _("Ukraine"),
    "US": _("United States"),
    "VA": _("Vatican City"),
    "WW": _("worldwide"),
    "ZA": _("South Africa"),
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


def validate_countries(text: str) -> None:
    """Each code in `text` is a country's. Refuses with `ValidationError`, naming the first that is none."""
    for code in codes_in(text):
        if code.upper() not in COUNTRY_CODES:
            raise ValidationError(
                _("“%(code)s” is no country’s code. Write two letters for each: IT, FR, GB."),
                code="country",
                params={"code": code},
            )


def validate_territory(text: str) -> None:
    """`text` is the code of a country or of the world. Refuses with `ValidationError`."""
    if text.upper() != WORLD:
        validate_countries(text)


def validate_languages(text: str) -> None:
    """Each code in `text` is a language's. Refuses with `ValidationError`, naming the first that is none."""
    for code in codes_in(text):
        if code.lower() not in LANGUAGE_CODES:
            raise ValidationError(
                _("“%(code)s” is no language’s code. Write two letters for each: it, en, fr."),
                code="language",
                params={"code": code},
            )
