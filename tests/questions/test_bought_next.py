"""Who buys what next: counts of accounts, what is clear and what is not, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from lievik.model.products import NextAnswer
from tests.soundness.table_from_docstring import company


def lines(bought: Iterable[tuple[str, str, int]]) -> str:
    """A table of invoice lines: account, product, amount."""
    rows = "".join(
        f"\n| {no} {who} {what} 2026-05-10 1 {amount} {amount}" for no, (who, what, amount) in enumerate(bought)
    )
    return f"invoice_line | id account_id product_id invoiced_on quantity unit_price amount{rows}"


def found(bought: Iterable[tuple[str, str, int]], **said: str) -> NextAnswer:
    answer = company(lines(bought)).workspace.products(period="2026-Q2", has_next=True, **said).next  # type: ignore[arg-type]
    assert answer is not None
    return answer


def companies(number: int, *products: str, first: int = 0) -> list[tuple[str, str, int]]:
    """So many accounts that bought the same."""
    return [(f"f{first + place:03}", product, 100) for place in range(number) for product in products]


def test_holders_pairs_and_candidates() -> None:
    """20 bought a and b, 2 only a, 40 only c: of 22 that bought a 20 bought b, of all 62 the same 20."""
    bought = [
        *companies(20, "a", "b"),
        *companies(2, "a", first=100),
        *companies(40, "c", first=200),
    ]
    answer = found(bought)
    assert (answer.accounts, answer.products, answer.looked_at) == (62, 3, 2)
    pairs = {(pair.held, pair.other): pair for pair in answer.pairings}
    assert set(pairs) == {("a", "b"), ("b", "a")}
    pair = pairs["a", "b"]
    assert (pair.holders, pair.both, pair.others, pair.accounts) == (22, 20, 20, 62)
    assert (pair.share, pair.base) == (Decimal(20) / 22, Decimal(20) / 62)
    # Wilson at 2.2414 deviations, as two pairs are looked at: 0.8330 - 0.1454
    assert round(pair.low, 3) == Decimal("0.688")
    assert [(each.account, each.pairing.other) for each in answer.candidates] == [("f100", "b"), ("f101", "b")]
    assert answer.count == 2


def test_four_that_bought_both_are_too_few() -> None:
    bought = [*companies(4, "a", "b"), *companies(40, "c", first=200), *companies(3, "a", first=300)]
    answer = found(bought)
    assert (answer.looked_at, answer.pairings, answer.candidates) == (0, (), ())


def test_what_everybody_buys_goes_with_nothing() -> None:
    """Whoever bought a bought b, but so did nearly everybody."""
    bought = [*companies(20, "a", "b"), *companies(60, "b", first=100), *companies(3, "a", first=300)]
    assert found(bought).pairings == ()


def test_what_was_sent_back_is_not_bought() -> None:
    """One of the twenty sent b back and is a candidate again."""
    bought = [
        *companies(20, "a", "b"),
        ("f000", "b", -100),
        *companies(40, "c", first=200),
    ]
    answer = found(bought)
    assert [each.account for each in answer.candidates if each.pairing.other == "b"] == ["f000"]
    assert next(pair.both for pair in answer.pairings if pair.held == "a") == 19


def test_lines_of_deals_and_deals_tell_it_too() -> None:
    """Ten of twelve that bought a bought b, of 50; accounts stand on deals."""
    bought = [*companies(10, "a", "b"), *companies(2, "a", first=100), *companies(38, "c", first=200)]
    deals = "".join(
        f"\n| {no} {who} won 100 2026-05-10 {{}} eva".format(what) for no, (who, what, _) in enumerate(bought)
    )
    own = "".join(f"\n| {no} {no} {what} 1 100" for no, (_, what, _) in enumerate(bought))
    by_deals = f"deal | id account_id outcome amount closed_on product_id owner_id{deals}"
    by_lines = f"{by_deals}\ndeal_line | id deal_id product_id quantity unit_price{own}"
    for text, source in ((by_deals, "deal"), (by_lines, "deal_line")):
        answer = company(text).workspace.products(period="2026-Q2", has_next=True, where={"owner": "eva"})
        assert answer.source == source
        assert answer.next is not None
        pairs = {(pair.held, pair.other): (pair.both, pair.holders, pair.accounts) for pair in answer.next.pairings}
        assert pairs["a", "b"] == (10, 12, 50)
        assert [each.account for each in answer.next.candidates] == ["f100", "f101"]


def test_lines_without_an_account_are_counted() -> None:
    answer = found([*companies(3, "a"), ("-", "a", 100)])
    assert (answer.accounts, answer.no_account) == (3, 1)
