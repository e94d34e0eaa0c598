"""Leads that cannot be reached are left out only where that is asked for; the parts by reachability are the whole."""

# decimals are compared with numbers as people write them
# mypy: disable-error-code=comparison-overlap

from __future__ import annotations

from tests.soundness.table_from_docstring import Told

FEW = {"min_n": 1}


def test_conversion_with_and_without_unreachable_leads(told: Told) -> None:
    """Of eight leads three convert; two of the eight cannot be reached, one of those by a verdict, and it converted.

    lead          | id email            email_status created_on converted_on lead_source
                  | a  ann@firma.sk     -            2026-01-01 2026-01-20   ads
                  | b  bea@firma.sk     -            2026-01-01 2026-01-20   ads
                  | c  cyd@firma        -            2026-01-01 -            ads
                  | d  dan@firma.sk     -            2026-01-01 2026-01-20   seo
                  | e  eve@firma.sk     valid        2026-01-01 -            seo
                  | f  info@firma.sk    -            2026-01-01 -            seo
                  | g  -                -            2026-01-01 -            seo
                  | h  h@mailinator.com -            2026-01-01 -            -
                  | i  INFO@firma.sk    -            2026-01-01 -            seo
    email_verdict | id email        status  checked_on
                  | 1  BEA@firma.sk bounced 2026-02-01
    """
    company = told()
    whole = company.one("lead_conversion_rate", "2026-01", parameters=FEW)
    assert (whole.numerator, whole.denominator) == (3, 8)
    assert dict(whole.excluded.reasons) == {"duplicate": 1}
    without = whole.beside["without_unreachable"]
    assert (without.numerator, without.denominator) == (2, 5)
    alone = company.one("lead_conversion_rate:without_unreachable", "2026-01", parameters=FEW)
    assert (alone.numerator, alone.denominator, alone.value) == (2, 5, without.value)
    assert dict(alone.excluded.reasons) == {"duplicate": 1, "unreachable": 3}
    parts = company.groups("lead_conversion_rate", "reachability", "2026-01", parameters=FEW)
    assert {label: (part.numerator, part.denominator) for label, part in parts.items()} == {
        "not_known": (2, 2),
        "reachable": (0, 1),
        "risky": (0, 1),
        "unreachable": (1, 3),
        None: (0, 1),
    }
    only = company.one("lead_conversion_rate", "2026-01", parameters=FEW, where={"reachability": ["unreachable"]})
    assert (only.numerator, only.denominator) == (1, 3)
    by_source = company.groups("lead_conversion_rate:without_unreachable", "lead_source", "2026-01", parameters=FEW)
    assert {label: (part.numerator, part.denominator) for label, part in by_source.items()} == {
        "ads": (1, 1),
        "seo": (1, 4),
        None: (0, 0),
    }
    assert by_source[None].value is None


def test_without_any_address_there_is_no_answer(told: Told) -> None:
    """Nothing says who can be reached: the reading is missing, and not the same number again.

    lead | id created_on converted_on
         | a  2026-01-01 2026-01-20
         | b  2026-01-01 -
    """
    company = told()
    result = company.one("lead_conversion_rate:without_unreachable", "2026-01", parameters=FEW)
    assert (result.value, result.status, result.reason) == (None, "not_available", "missing_column")
    assert result.reason_facts == {"columns": "lead.email"}
