"""Levers → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lievik.report.answer import Record
from lievik.report.records.result_records import plain, result_record

if TYPE_CHECKING:
    from lievik.catalogue import Catalogue
    from lievik.model.levers import Lever, LeversAnswer


def levers_records(found: LeversAnswer, catalogue: Catalogue) -> list[Record]:
    """One row: the number, with its factors nested in it."""
    return [
        {
            "result": result_record(found.result, catalogue),
            "better": plain(found.share),
            "quarters": found.quarters,
            "unit": found.unit,
            "reason": found.reason,
            "off": found.off.written if found.off else None,
            "factors": [_factor(lever, found, catalogue) for lever in found.levers],
        }
    ]


def flat_levers_records(found: LeversAnswer) -> list[Record]:
    """A row a factor."""
    about = {"metric": found.result.full_name, "period": found.result.period.label, "better": plain(found.share)}
    return [{**about, **_numbers(lever, found)} for lever in found.levers]


def _factor(lever: Lever, found: LeversAnswer, catalogue: Catalogue) -> dict[str, object]:
    metric = catalogue.metrics.get(lever.advice_of)
    words = metric.words if metric else {}
    return {
        **_numbers(lever, found),
        "advice": {code: list(each.levers) for code, each in words.items()} if lever == found.off else {},
    }


def _numbers(lever: Lever, found: LeversAnswer) -> dict[str, object]:
    is_money = lever.unit.startswith("money")
    return {
        "factor": lever.written,
        "power": lever.power,
        "unit": lever.unit,
        "value": plain(lever.value, is_money=is_money),
        "usual": plain(lever.usual, is_money=is_money),
        "gain": plain(lever.gain, is_money=found.unit.startswith("money")),
        "currency": found.result.currency,
        "times": lever.times,
        "pairs": lever.pairs,
        "spreads_short": plain(lever.short),
        "is_off": lever == found.off,
        "advice_of": lever.advice_of,
    }
