"""Sales by product → rows of plain values for JSON and CSV, the same in every language; money stays a Decimal."""

from __future__ import annotations

from lievik.model.periods import Period
from lievik.model.products import NextAnswer, Pairing, ProductRow, ProductsAnswer, Sales, Uncounted
from lievik.report.answer import Record
from lievik.report.records.result_records import plain


def products_records(found: ProductsAnswer) -> list[Record]:
    """A row of all together, then one a product; what is bought next is nested in the first."""
    about = {
        "period": _period(found.period),
        "compared_with": _period(found.compared),
        "source": found.source,
        "split_by": found.split_by,
        "currency": found.currency,
    }
    if found.whole is None:
        return []
    apart = {
        "without_product": _sales(found.nameless),
        "not_counted": _uncounted(found.uncounted),
        "not_counted_before": _uncounted(found.uncounted_before),
        "next": None if found.next is None else _next(found.next),
    }
    nothing = dict.fromkeys(apart)
    return [
        {**about, "is_whole": True, **_row(found.whole), **apart},
        *({**about, "is_whole": False, **_row(row), **nothing} for row in found.rows),
    ]


def flat_products_records(found: ProductsAnswer) -> list[Record]:
    """A row of all together, then one a product; what is bought next is in JSON alone."""
    rows: list[Record] = []
    for row in (found.whole, *found.rows):
        if row is None:
            continue
        told = _row(row)
        nested = {name: told.pop(name) for name in ("now", "before", "effects")}
        flat = {
            f"{name}_{key}" if name != "effects" else f"change_by_{key}": value
            for name, part in nested.items()
            if isinstance(part, dict)
            for key, value in part.items()
        }
        about = {"period": found.period.label, "compared_with": found.compared.label, "source": found.source}
        rows.append({**about, "currency": found.currency, "is_whole": row is found.whole, **told, **flat})
    return rows


def _period(period: Period) -> dict[str, object]:
    return {"label": period.label, "start": period.start, "end": period.end}


def _uncounted(found: Uncounted) -> dict[str, object]:
    return {"without_amount": found.no_amount, "without_rate": found.no_rate}


def _row(row: ProductRow) -> dict[str, object]:
    return {
        "product": row.product,
        "name": row.name,
        "family": row.family,
        "share": plain(row.share),
        "change": row.change,
        "now": _sales(row.now),
        "before": _sales(row.before),
        "effects": dict(row.effects),
    }


def _sales(sales: Sales) -> dict[str, object]:
    return {
        "revenue": sales.revenue,
        "units": plain(sales.units),
        "average_price": plain(sales.price),
        "list_amount": sales.listed,
        "sold_amount": sales.sold,
        "discount_share": plain(sales.discount),
        "without_units_amount": sales.without_units,
        "returned_amount": sales.returned,
        "lines": sales.lines,
        "lines_without_units": sales.untold,
        "returns": sales.returns,
    }


def _next(found: NextAnswer) -> dict[str, object]:
    return {
        "accounts": found.accounts,
        "products": found.products,
        "minimum_support": found.support,
        "pairs_looked_at": found.looked_at,
        "lines_without_account": found.no_account,
        "pairs_clear": found.clear,
        "pairs": [_pairing(pairing) for pairing in found.pairings],
        "candidates": found.count,
        "records": [
            {"account_id": each.account, "account": each.name, **_pairing(each.pairing)} for each in found.candidates
        ],
    }


def _pairing(pairing: Pairing) -> dict[str, object]:
    return {
        "held": pairing.held,
        "held_name": pairing.held_name,
        "other": pairing.other,
        "other_name": pairing.other_name,
        "bought_both": pairing.both,
        "bought_held": pairing.holders,
        "bought_other": pairing.others,
        "accounts": pairing.accounts,
        "share": plain(pairing.share),
        "share_low": plain(pairing.low),
        "base_share": plain(pairing.base),
        "lift": plain(pairing.lift),
    }
