"""Codes of currencies, and the signs that people write for them → SQL that tells which one is meant.

Pure. Codes are those of ISO 4217, those no longer in use since 1990 among them: old deals were in korunas and marks.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from lievik.sources.sql_text import is_one_of, looked_up, quoted

if TYPE_CHECKING:
    from collections.abc import Mapping

CODES: Final = (
    "EUR USD CZK GBP PLN HUF CHF "
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF "
    "CHE CHW CLF CLP CNH CNY COP COU CRC CUC CUP CVE DJF DKK DOP DZD EGP ERN ETB FJD FKP GEL GHS GIP GMD GNF GTQ GYD "
    "HKD HNL HTG IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PYG QAR "
    "RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS "
    "UAH UGX USN UYI UYU UYW UZS VED VES VND VUV WST XAF XAG XAU XCD XCG XDR XOF XPD XPF XPT YER ZAR ZMW ZWG ZWL "
    "ADP ATS AZM BEF BGL BYB BYR CSD CSK CYP DDM DEM EEK ESP FIM FRF GHC GRD HRD HRK IEP ITL LTL LUF LVL MRO MTL MZM "
    "NLG PLZ PTE ROL RUR SDD SIT SKK SLL SRG STD SUR TMM TRL UAK VEB VEF YUM YUN ZMK ZWD ZWR"
)
"""Every known code, common ones first, with one blank between them."""

_USUAL: Final = ("EUR", "USD", "CZK", "GBP")
SHARED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "ARS", "CLP", "COP", "UYU", "DOP", "JMD", "BSD"),
        "¥": ("JPY", "CNY", "CNH"),
        "KR": ("SEK", "NOK", "DKK", "ISK", "EEK"),
    }
)
"""Signs that more than one currency has; the first one is meant where nothing else tells, but not by `KR`."""

SIGNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "€": "EUR",
        "euro": "EUR",
        "eura": "EUR",
        "eur": "EUR",
        "us$": "USD",
        "$": "$",
        "£": "GBP",
        "¥": "¥",
        "kč": "CZK",
        "kc": "CZK",
        "zł": "PLN",
        "zl": "PLN",
        "ft": "HUF",
        "sk": "SKK",
        "lei": "RON",
        "лв": "BGN",
        "kr": "KR",
        "fr": "CHF",
        "sfr": "CHF",
        "a$": "AUD",
        "au$": "AUD",
        "c$": "CAD",
        "ca$": "CAD",
        "nz$": "NZD",
        "hk$": "HKD",
        "s$": "SGD",
        "r$": "BRL",
        "₴": "UAH",
        "₹": "INR",
        "₽": "RUB",
        "₺": "TRY",
        "₩": "KRW",
        "₪": "ILS",
        "₫": "VND",
        "₸": "KZT",
        "₾": "GEL",
        "₼": "AZN",
    }
)
"""Sign in lower case -> code; a sign that several currencies share stands for itself."""


def is_usual(text: str) -> str:
    """SQL that tells whether a text is one of the few codes that nearly all are."""
    return is_one_of(text, _USUAL)


def code_of(text: str) -> str:
    """SQL of the code that a code or sign in any case stands for, a shared sign for itself; NULL for none."""
    bare = f"rtrim({text}, '.')"
    known = f"length({bare}) = 3 AND contains({quoted(CODES)}, upper({bare})) AND NOT contains({bare}, ' ')"
    return f"coalesce({looked_up(f'lower({bare})', SIGNS)}, CASE WHEN {known} THEN upper({bare}) END)"


def alone(code: str) -> str:
    """SQL of the currency that a code or shared sign means where nothing else tells; NULL where it cannot be told."""
    return f"CASE {code} WHEN '$' THEN 'USD' WHEN '¥' THEN 'JPY' WHEN 'KR' THEN NULL ELSE {code} END"


def fits(code: str, currency: str) -> str:
    """SQL that tells whether a code or shared sign can stand for a currency; FALSE where either is not known."""
    cases = " ".join(f"WHEN {quoted(sign)} THEN {is_one_of(currency, codes)}" for sign, codes in SHARED.items())
    return f"coalesce(CASE {code} {cases} ELSE {code} = {currency} END, FALSE)"
